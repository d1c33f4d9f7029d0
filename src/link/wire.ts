/**
 * The one owner of a port: opens it, and sends every byte that comes in to where it belongs.
 * Floor: link. Knows no operations: frames go to request.ts, loader packets to board, text always to the log, in the order they came.
 * Reference: docs/protocol.md section 1.
 */
import { TouchstoneError, type BytePort, type Clock, type PortErrorCode } from '../base/index.ts';
import { FrameSplitter, type Frame } from '../formats/index.ts';
import { cancellable, withDeadline } from './deadline.ts';
import { Listeners } from './listeners.ts';
import { LoaderSplitter } from './loader-splitter.ts';

/** `text`: everything is text. `bench`: frames and text. `loader`: packets of the ROM loader or its stub, and text. */
export type WireMode = 'text' | 'bench' | 'loader';

/** Where the words of a board go, in order. */
export interface WireLog {
  /** As they came; may end inside a character. */
  text(bytes: Uint8Array): void;
  /** A frame or packet that was given up: never text of the board. */
  broken(content: Uint8Array, fault: string): void;
}

interface Splitter {
  readonly insideFrame: boolean;
  push(bytes: Uint8Array): void;
  giveUp(): void;
}

/** Silence inside a frame after which it is given up (docs/protocol.md section 1). */
const SILENCE_MS = 250;
/** A timer that comes so much too late means that the page was busy, not that the wire was silent. */
const LATE_MS = 60;
/** No port may keep a caller longer than this, whoever made it. */
const PORT_TIMEOUT_MS = 8_000;

/** A port in use. Everything that waits on the board should also wait on `lost`. */
export class Wire {
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #log: WireLog;
  readonly #frames = new Listeners<Frame>();
  readonly #packets = new Listeners<Uint8Array>();
  readonly #broken = new Listeners<Uint8Array>();
  readonly #texts = new Listeners<Uint8Array>();
  readonly #chunks = new Listeners<Uint8Array>();
  readonly #lost = new AbortController();
  readonly #stops: (() => void)[];
  #splitter: Splitter;
  #mode: WireMode = 'text';
  #baudRate = 0;
  #lastMs = 0;
  #watching = false;
  /** The port does one of opening, changing the rate and setting lines at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(port: BytePort, clock: Clock, log: WireLog) {
    this.#port = port;
    this.#clock = clock;
    this.#log = log;
    this.#splitter = this.#splitterOf('text');
    this.#stops = [
      port.onBytes((bytes) => {
        this.#receive(bytes);
      }),
      port.onLost(() => {
        this.#lost.abort(new TouchstoneError<PortErrorCode>('port-lost', { baudRate: this.#baudRate }));
      }),
    ];
  }

  /** Aborted with `port-lost` when the device goes away. A wire does not come back: make a new one. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  get mode(): WireMode {
    return this.#mode;
  }

  /** The rate of the open port. */
  get baudRate(): number {
    return this.#baudRate;
  }

  /** @throws port-busy, port-denied, port-lost */
  async open(baudRate: number): Promise<void> {
    await this.#inTurn(() => this.#port.open(baudRate), 'open');
    this.#baudRate = baudRate;
  }

  /** Changes the rate of the page's side. @throws port-lost, port-closed */
  async setBaudRate(baudRate: number): Promise<void> {
    await this.#inTurn(() => this.#port.setBaudRate(baudRate), 'set-baud-rate');
    this.#baudRate = baudRate;
  }

  /** @throws port-lost, port-closed */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#guard(this.#port.write(bytes), 'write');
  }

  /** Both modem lines in one call. @throws port-lost, port-closed */
  async setSignals(signals: Parameters<BytePort['setSignals']>[0]): Promise<void> {
    await this.#inTurn(() => this.#port.setSignals(signals), 'set-signals');
  }

  /** Closes the port for good; never throws, never hangs. */
  async close(): Promise<void> {
    this.setMode('text');
    for (const stop of this.#stops) stop();
    await withDeadline(this.#port.close(), { clock: this.#clock, timeoutMs: PORT_TIMEOUT_MS, code: 'port-busy' }).catch(() => undefined);
  }

  /** From the next byte on. A frame of the old mode that has begun is given up. */
  setMode(mode: WireMode): void {
    this.#splitter.giveUp();
    this.#mode = mode;
    this.#splitter = this.#splitterOf(mode);
  }

  /** Whole frames with a right CRC (mode `bench`). */
  onFrame(listener: (frame: Frame) => void): () => void {
    return this.#frames.add(listener);
  }

  /** What there is of a frame or packet that was given up. */
  onBroken(listener: (content: Uint8Array) => void): () => void {
    return this.#broken.add(listener);
  }

  /** Whole packets without delimiters and escapes (mode `loader`). */
  onPacket(listener: (packet: Uint8Array) => void): () => void {
    return this.#packets.add(listener);
  }

  /** The same text as the log, for those who wait for a word. */
  onText(listener: (bytes: Uint8Array) => void): () => void {
    return this.#texts.add(listener);
  }

  /** Every byte as it came, for those who judge what the wire carries at all. */
  onChunk(listener: (bytes: Uint8Array) => void): () => void {
    return this.#chunks.add(listener);
  }

  #splitterOf(mode: WireMode): Splitter {
    const text = (bytes: Uint8Array): void => {
      this.#log.text(bytes);
      this.#texts.tell(bytes);
    };
    const broken = (content: Uint8Array, fault: string): void => {
      this.#log.broken(content, fault);
      this.#broken.tell(content);
    };
    if (mode === 'bench')
      return new FrameSplitter({
        text,
        broken,
        frame: (frame) => {
          this.#frames.tell(frame);
        },
      });
    if (mode === 'loader')
      return new LoaderSplitter({
        text,
        broken,
        packet: (packet) => {
          this.#packets.tell(packet);
        },
      });
    return { insideFrame: false, push: text, giveUp: () => undefined };
  }

  #receive(bytes: Uint8Array): void {
    this.#lastMs = this.#clock.nowMs();
    this.#chunks.tell(bytes);
    this.#splitter.push(bytes);
    if (this.#splitter.insideFrame && !this.#watching) void this.#watchSilence();
  }

  async #watchSilence(): Promise<void> {
    this.#watching = true;
    let awakeMs = 0;
    while (this.#splitter.insideFrame) {
      const dueMs = Math.max(this.#lastMs, awakeMs) + SILENCE_MS;
      const restMs = dueMs - this.#clock.nowMs();
      if (restMs <= 0) {
        this.#splitter.giveUp();
        break;
      }
      await this.#clock.sleep(restMs);
      // Bytes may be waiting behind a late timer: once more, but only once (the timers of a hidden page are always late).
      if (this.#clock.nowMs() - dueMs > LATE_MS && awakeMs <= this.#lastMs) awakeMs = this.#clock.nowMs();
    }
    this.#watching = false;
  }

  #inTurn<T>(work: () => Promise<T>, operation: string): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return this.#guard(mine, operation);
  }

  #guard<T>(work: Promise<T>, operation: string): Promise<T> {
    const limited = withDeadline(work, { clock: this.#clock, timeoutMs: PORT_TIMEOUT_MS, code: 'port-lost', facts: { operation } });
    return cancellable(limited, this.#lost.signal);
  }
}
