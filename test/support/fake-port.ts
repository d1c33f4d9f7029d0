/**
 * A byte port for tests: keeps what was written, says what it is told to say, and can be pulled out.
 * With a transcript it answers by itself: each entry waits for its bytes and then says its own.
 */
import { concat, TouchstoneError, type BytePort, type PortErrorCode, type PortIdentity } from '../../src/base/index.ts';

export interface Exchange {
  readonly expect: Uint8Array;
  readonly reply: readonly Uint8Array[];
}

export interface LineState {
  readonly dataTerminalReady: boolean;
  readonly requestToSend: boolean;
}

export class FakePort implements BytePort {
  readonly identity: PortIdentity;
  /** Everything that happened to the port, in order, in words. */
  readonly events: string[] = [];
  written: Uint8Array = new Uint8Array(0);
  baudRate = 0;
  state: 'closed' | 'open' | 'lost' = 'closed';
  /** Makes the next open fail. */
  refuse: PortErrorCode | null = null;
  readonly #transcript: Exchange[];
  #unmatched: Uint8Array = new Uint8Array(0);
  readonly #bytes = new Set<(bytes: Uint8Array) => void>();
  readonly #lost = new Set<() => void>();

  constructor(transcript: readonly Exchange[] = [], identity: PortIdentity = { kind: 'virtual' }) {
    this.#transcript = [...transcript];
    this.identity = identity;
  }

  /** Exchanges that have not happened. */
  get pending(): number {
    return this.#transcript.length;
  }

  /** Bytes from the device. */
  say(bytes: Uint8Array | string): void {
    const chunk = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    for (const listener of [...this.#bytes]) listener(chunk);
  }

  /** The cable comes out. */
  lose(): void {
    if (this.state !== 'open') return;
    this.state = 'lost';
    for (const listener of [...this.#lost]) listener();
  }

  async open(baudRate: number): Promise<void> {
    await Promise.resolve();
    if (this.refuse !== null) throw new TouchstoneError<PortErrorCode>(this.refuse, {});
    this.state = 'open';
    this.baudRate = baudRate;
    this.events.push(`open ${String(baudRate)}`);
  }

  async close(): Promise<void> {
    await Promise.resolve();
    this.state = 'closed';
    this.events.push('close');
  }

  async setBaudRate(baudRate: number): Promise<void> {
    await Promise.resolve();
    this.assertOpen();
    this.baudRate = baudRate;
    this.events.push(`baud ${String(baudRate)}`);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await Promise.resolve();
    this.assertOpen();
    this.written = concat(this.written, bytes);
    this.#unmatched = concat(this.#unmatched, bytes);
    const next = this.#transcript[0];
    if (next === undefined || this.#unmatched.length < next.expect.length) return;
    const got = this.#unmatched.subarray(0, next.expect.length);
    if (!got.every((byte, index) => byte === next.expect[index])) return;
    this.#unmatched = this.#unmatched.slice(next.expect.length);
    this.#transcript.shift();
    for (const reply of next.reply) this.say(reply);
  }

  async setSignals({ dataTerminalReady, requestToSend }: LineState): Promise<void> {
    await Promise.resolve();
    this.assertOpen();
    this.events.push(`D${dataTerminalReady ? '1' : '0'} R${requestToSend ? '1' : '0'}`);
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#bytes.add(listener);
    return () => this.#bytes.delete(listener);
  }

  onLost(listener: () => void): () => void {
    this.#lost.add(listener);
    return () => this.#lost.delete(listener);
  }

  protected assertOpen(): void {
    if (this.state !== 'open') throw new TouchstoneError<PortErrorCode>(this.state === 'lost' ? 'port-lost' : 'port-closed', {});
  }
}
