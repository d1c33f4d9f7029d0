/**
 * One stay of the board in its loader, from a reset to the next one.
 * Floor: board. Knows how to ask the loader with a deadline and what its errors are called; what is asked is in identify, load-ram and flash.
 * Reference: Espressif's serial protocol; esptool-js 0.7.0, lib/esploader.js.
 */
import type { ESPLoader } from 'esptool-js';
import { isTouchstoneError, type Clock, type PortIdentity } from '../../base/index.ts';
import { joinSignals, withDeadline, type Wire } from '../../link/index.ts';
import { boardError, loaderError } from '../errors.ts';
import type * as Esptool from './esptool.ts';
import { LoaderTransport } from './transport.ts';

/** What every part of board needs: an open wire, time, and a signal that ends everything (cancelled, lost or closed). */
export interface BoardContext {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly identity: PortIdentity;
  /** No faster rate is tried. */
  readonly fastestBaudRate: number;
  readonly esptool: typeof Esptool;
}

const READ_REGISTER = 0x0a;
const QUICK_MS = 3_000;
const REGISTER_ATTEMPTS = 3;

/** Little-endian words, as the loader's commands want them. */
export function words(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value, true);
  return bytes;
}

export class LoaderSession {
  readonly context: BoardContext;
  readonly #esp: ESPLoader;
  readonly #transport: LoaderTransport;
  readonly #joined: ReturnType<typeof joinSignals>;
  readonly #ended = new AbortController();

  constructor(context: BoardContext) {
    this.context = context;
    this.#joined = joinSignals(context.signal, this.#ended.signal);
    this.#transport = new LoaderTransport(context.wire, context.clock, context.identity, this.#joined.controller.signal);
    this.#esp = context.esptool.createLoader(this.#transport, context.wire, context.clock);
  }

  /** True once the flasher stub runs. */
  get hasStub(): boolean {
    return this.#esp.IS_STUB;
  }

  /** Lets esptool-js do one thing. @throws board-loader, port-lost, or the signal's reason: at once, whatever esptool-js still does */
  async ask<T>(operation: string, timeoutMs: number, work: (esp: ESPLoader) => Promise<T>): Promise<T> {
    const { clock } = this.context;
    const signal = this.#joined.controller.signal;
    try {
      return await withDeadline(() => work(this.#esp), { clock, timeoutMs, code: 'board-loader', facts: { reason: 'deadline' }, signal });
    } catch (error) {
      signal.throwIfAborted(); // a cancelled operation fails in many ways: the reason is what counts
      throw loaderError(operation, error);
    }
  }

  /** One command with its status checked; gives the value word. */
  async command(operation: string, code: number, data: Uint8Array, timeoutMs = QUICK_MS): Promise<number> {
    const value = await this.ask(operation, timeoutMs + 500, (esp) => esp.checkCommand(operation, code, data, 0, 0, timeoutMs));
    if (typeof value !== 'number') throw boardError('board-loader', { operation, reason: 'no-value' });
    return value >>> 0;
  }

  /** One 32-bit register of the chip. Reading twice does no harm, so a noisy line gets a second chance. */
  async readRegister(address: number, timeoutMs = QUICK_MS): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.command('read-register', READ_REGISTER, words(address), timeoutMs);
      } catch (error) {
        if (attempt >= REGISTER_ATTEMPTS || !isTouchstoneError(error) || error.code !== 'board-loader') throw error;
        this.flush();
      }
    }
  }

  /** Forgets answers that nobody waits for. */
  flush(): void {
    this.#transport.flushInput();
  }

  async sleep(durationMs: number): Promise<void> {
    await this.context.clock.sleep(durationMs, this.#joined.controller.signal);
  }

  /** Nothing more is read or written, not even by operations of esptool-js that still linger. */
  end(): void {
    this.#ended.abort(boardError('board-loader', { operation: 'ended', reason: 'ended' }));
    this.#joined.release();
  }
}
