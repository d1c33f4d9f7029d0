/**
 * The virtual board in its worker as a `BytePort`, with a cable that can be pulled and faults that can be set.
 * Floor: app. Knows no board: everything is a message (messages.ts). Every request has a deadline; a worker that misses it, or
 * dies, is a lost port.
 */
import { TouchstoneError, type BytePort, type PortErrorCode, type PortIdentity } from '../../base/index.ts';
import type { Fault, RecordedLine, SeenCommand } from '../../sim/index.ts';
import type { NumberedRequest, PlayedBy, VirtualRequest, VirtualStart, WorkerMessage } from './messages.ts';

/** The page's end of the worker; a `Worker` fits. */
export interface WorkerEnd {
  postMessage(message: NumberedRequest): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

/** A virtual board's port, and what a hand at the bench could do to the board. */
export interface WorkerPort extends BytePort {
  /** Puts another board at the end of the cable, with power: `onLost` is told when the port was open. @throws sim-identity, bytes-text, port-lost */
  start(start: VirtualStart): Promise<void>;
  /** Replaces all faults; `null` is a good board. @throws sim-no-persona, sim-fault */
  setFault(fault: Fault | null): Promise<void>;
  /** @throws sim-no-persona, sim-fault */
  setFaults(faults: readonly Fault[]): Promise<void>;
  /** Pulls the cable: `onLost` is told when the port was open. */
  unplug(): Promise<void>;
  /** Calls `listener` whenever a fault takes the cable out, also while the port is closed, when `onLost` says nothing. */
  onCablePulled(listener: () => void): () => void;
  /** Puts the cable back; the board starts. */
  plug(): Promise<void>;
  /** Says a recorded log instead of the board, `speed` times as fast; the port must be open. Resolves when it has begun. @throws port-lost, port-closed */
  play(lines: readonly RecordedLine[], speed: number): Promise<void>;
  stopPlaying(): Promise<void>;
  /** Calls `listener` when a recording has come to its end, or was ended; `reset`: what comes now is said by the board. */
  onPlayed(listener: (by: PlayedBy) => void): () => void;
  /** Every command that the secure element took since power-on. */
  chipCommands(): Promise<readonly SeenCommand[]>;
  /** Ends the worker for good. */
  terminate(): void;
}

/** Time in which the worker answers anything but a long write. */
const DEADLINE_MS = 5000;
/** A write waits for the wire: ten bits a byte, twice over for a host that is busy. */
const WRITE_FACTOR = 2;

interface Pending {
  readonly settle: (message: WorkerMessage & { readonly kind: 'done' | 'failed' }) => void;
  readonly fail: (error: Error) => void;
}

class RemotePort implements WorkerPort {
  readonly identity: PortIdentity = { kind: 'virtual' };
  readonly #worker: WorkerEnd;
  readonly #pending = new Map<number, Pending>();
  readonly #byteListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #lostListeners = new Set<() => void>();
  readonly #pulledListeners = new Set<() => void>();
  readonly #playedListeners = new Set<(by: PlayedBy) => void>();
  #nextId = 1;
  #baudRate = 115_200;
  #state: 'closed' | 'open' | 'dead' = 'closed';
  /** The cable came out before the worker could say that the port is open. */
  #isLostEarly = false;

  constructor(worker: WorkerEnd) {
    this.#worker = worker;
    worker.addEventListener('message', (event) => this.#hear(event.data as WorkerMessage));
    worker.addEventListener('error', () => this.#die());
  }

  async start(start: VirtualStart): Promise<void> {
    await this.#ask({ kind: 'start', start });
  }

  async open(baudRate: number): Promise<void> {
    this.#isLostEarly = false;
    await this.#ask({ kind: 'open', baudRate });
    this.#baudRate = baudRate;
    if (this.#state === 'closed') this.#state = 'open';
    if (this.#isLostEarly) this.#lose('closed');
  }

  async close(): Promise<void> {
    if (this.#state === 'open') this.#state = 'closed';
    await this.#ask({ kind: 'close' }).catch(() => undefined); // closing never fails
  }

  async setBaudRate(baudRate: number): Promise<void> {
    await this.#ask({ kind: 'set-baud-rate', baudRate });
    this.#baudRate = baudRate;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const wireMs = (bytes.length * 10_000 * WRITE_FACTOR) / this.#baudRate;
    await this.#ask({ kind: 'write', bytes: bytes.slice() }, DEADLINE_MS + wireMs);
  }

  async setSignals(signals: Parameters<BytePort['setSignals']>[0]): Promise<void> {
    await this.#ask({ kind: 'set-signals', dataTerminalReady: signals.dataTerminalReady, requestToSend: signals.requestToSend });
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#byteListeners.add(listener);
    return () => void this.#byteListeners.delete(listener);
  }

  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => void this.#lostListeners.delete(listener);
  }

  onCablePulled(listener: () => void): () => void {
    this.#pulledListeners.add(listener);
    return () => void this.#pulledListeners.delete(listener);
  }

  async setFault(fault: Fault | null): Promise<void> {
    await this.setFaults(fault === null ? [] : [fault]);
  }

  async setFaults(faults: readonly Fault[]): Promise<void> {
    await this.#ask({ kind: 'set-faults', faults });
  }

  async unplug(): Promise<void> {
    await this.#ask({ kind: 'unplug' });
  }

  async plug(): Promise<void> {
    await this.#ask({ kind: 'plug' });
  }

  async play(lines: readonly RecordedLine[], speed: number): Promise<void> {
    await this.#ask({ kind: 'play', lines, speed });
  }

  async stopPlaying(): Promise<void> {
    await this.#ask({ kind: 'stop-playing' });
  }

  onPlayed(listener: (by: PlayedBy) => void): () => void {
    this.#playedListeners.add(listener);
    return () => void this.#playedListeners.delete(listener);
  }

  async chipCommands(): Promise<readonly SeenCommand[]> {
    return (await this.#ask({ kind: 'chip-commands' })).chipCommands ?? [];
  }

  terminate(): void {
    this.#worker.terminate();
    this.#die();
  }

  async #ask(request: VirtualRequest, deadlineMs = DEADLINE_MS): Promise<WorkerMessage & { readonly kind: 'done' }> {
    if (this.#state === 'dead') throw new TouchstoneError<PortErrorCode>('port-lost');
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#die(), deadlineMs);
      const end = (): void => {
        clearTimeout(timer);
        this.#pending.delete(id);
      };
      this.#pending.set(id, {
        settle: (message) => {
          end();
          if (message.kind === 'done') resolve(message);
          else reject(new TouchstoneError(message.code, message.facts));
        },
        fail: (error) => {
          end();
          reject(error);
        },
      });
      this.#worker.postMessage({ id, request });
    });
  }

  #hear(message: WorkerMessage): void {
    switch (message.kind) {
      case 'bytes':
        if (this.#state === 'open') for (const listener of [...this.#byteListeners]) listener(message.bytes);
        return;
      case 'played':
        for (const listener of [...this.#playedListeners]) listener(message.by);
        return;
      case 'lost':
        this.#isLostEarly = this.#state === 'closed';
        return this.#lose('closed');
      case 'cable-pulled':
        for (const listener of [...this.#pulledListeners]) listener();
        return;
      default:
        this.#pending.get(message.id)?.settle(message);
    }
  }

  #lose(next: 'closed' | 'dead'): void {
    const was = this.#state;
    if (was === 'dead') return;
    this.#state = next;
    if (was !== 'open') return;
    const listeners = [...this.#lostListeners];
    this.#lostListeners.clear();
    for (const listener of listeners) listener();
  }

  /** The worker is gone, or as good as gone. */
  #die(): void {
    this.#lose('dead');
    for (const pending of [...this.#pending.values()]) pending.fail(new TouchstoneError<PortErrorCode>('port-lost'));
  }
}

/** Starts a board in a worker that runs worker.ts. @throws sim-identity, port-lost */
export async function startVirtualPort(worker: WorkerEnd, start: VirtualStart): Promise<WorkerPort> {
  const port = new RemotePort(worker);
  await port.start(start);
  return port;
}
