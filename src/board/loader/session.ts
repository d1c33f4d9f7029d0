/**
 * One stay of the board in its loader, from a reset to the next one.
 * Floor: board. Knows how to ask the loader with a deadline and what its errors are called; what is asked is in identify, load-ram and flash.
 * Reference: Espressif's serial protocol; esptool-js 0.7.0, lib/esploader.js; esp-flasher-stub 1.1, slip.c and command_handler.c.
 */
import type { ESPLoader } from 'esptool-js';
import { isTouchstoneError, type Clock, type PortIdentity } from '../../base/index.ts';
import { SLIP_END } from '../../formats/index.ts';
import { joinSignals, withDeadline, type Wire } from '../../link/index.ts';
import { boardError, loaderError } from '../errors.ts';
import type * as Esptool from './esptool.ts';
import { encodeRequest, LOADER, parseAnswer, refusal, words, type LoaderAnswer } from './packets.ts';
import { LoaderTransport } from './transport.ts';

export { words };

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

/** What an answer must be like. */
export interface Expected {
  readonly operation: number;
  /** How many bytes of data may stand before the status; none unless told. */
  readonly dataBytes?: readonly number[];
  readonly timeoutMs?: number;
}

/** What became of a request that was not answered in time. `done`: its answer was only late. `refused`: it arrived broken and was thrown away.
 * `unknown`: request or answer was lost, nobody can tell which. */
export type Fate = 'done' | 'refused' | 'unknown';

const QUICK_MS = 3_000;
const REGISTER_ATTEMPTS = 3;
/** The ROM says of an operation that it does not know it, or not now (secure download mode), under operation 0. */
const UNSUPPORTED = 0x05;
/** It says so eight times, and both ROM and stub answer to SYNC eight times. */
const REPEATS = 7;
const REPEAT_MS = 50;
const SETTLE_ATTEMPTS = 4;
const SETTLE_MS = 1_500;
const SYNC_DATA = new Uint8Array(36).fill(0x55);
SYNC_DATA.set([0x07, 0x07, 0x12, 0x20]);

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

  /** What was started greets as the stub does. */
  stubRuns(): void {
    this.#esp.IS_STUB = true;
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

  /** Sends a request (packets.ts) and waits for its answer; others that come meanwhile are too late and forgotten. The time that the
   * request takes on the wire is not part of the timeout. @throws board-loader (`reason`: silent, refused with `status`, unsupported) */
  async exchange(operation: string, request: Uint8Array, { operation: code, dataBytes, timeoutMs = QUICK_MS }: Expected): Promise<LoaderAnswer> {
    try {
      this.flush();
      await this.#transport.send(request);
      const answer = await this.#answer(code, timeoutMs + (request.length * 10_000) / this.context.wire.baudRate);
      const status = refusal(answer, dataBytes);
      if (status !== null) throw boardError('board-loader', { reason: 'refused', status: `0x${status.toString(16)}` });
      return answer;
    } catch (error) {
      this.#joined.controller.signal.throwIfAborted();
      throw loaderError(operation, error);
    }
  }

  /** One command with its status checked; gives the value word. */
  async command(operation: string, code: number, data: Uint8Array, timeoutMs = QUICK_MS): Promise<number> {
    return (await this.exchange(operation, encodeRequest(code, data), { operation: code, timeoutMs })).value;
  }

  /** One 32-bit register of the chip. Reading twice does no harm, so a noisy line gets a second chance; but not before the answer to the
   * first can come no more, or it would be taken for that of another register. */
  async readRegister(address: number): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.command('read-register', LOADER.readRegister, words(address));
      } catch (error) {
        if (attempt >= REGISTER_ATTEMPTS || !isTouchstoneError(error) || error.code !== 'board-loader') throw error;
        if (isSilence(error)) await this.settle('read-register', LOADER.readRegister);
      }
    }
  }

  /** SYNC, answered: the loader's value word. Further answers are waited for, so that none comes later. @throws board-loader */
  async synchronise(timeoutMs: number): Promise<number> {
    const answer = await this.exchange('sync', encodeRequest(LOADER.sync, SYNC_DATA), { operation: LOADER.sync, timeoutMs });
    await this.#drain();
    return answer.value;
  }

  /** After a silence: makes sure that both sides are between packets again, and tells what became of the request. Answers come in the order
   * of the requests, so once SYNC is answered nothing older can come. Every other attempt begins with one delimiter more, because the stub
   * that has lost count of the delimiters would take the gaps for packets and the packets for gaps. @throws board-loader when nobody answers */
  async settle(operation: string, code: number): Promise<Fate> {
    const probe = encodeRequest(LOADER.sync, SYNC_DATA);
    let fate: Fate = 'unknown';
    for (let attempt = 0; attempt < SETTLE_ATTEMPTS; attempt++) {
      try {
        if (attempt % 2 === 1) await this.#transport.send(Uint8Array.of(SLIP_END));
        await this.#transport.send(probe);
        for (;;) {
          const answer = await this.#answer(null, SETTLE_MS);
          if (answer.operation === code) fate = refusal(answer) === null ? 'done' : 'refused';
          else if (answer.operation === LOADER.sync) {
            const refused = refusal(answer) !== null; // the stub's way to say that writing an earlier block went wrong
            await this.#drain();
            return refused ? 'unknown' : fate;
          }
        }
      } catch (error) {
        this.#joined.controller.signal.throwIfAborted();
        if (!isSilence(error)) throw loaderError(operation, error);
      }
    }
    throw boardError('board-loader', { operation, reason: 'silent' });
  }

  /** Forgets answers that nobody waits for. */
  flush(): void {
    this.#transport.flushInput();
  }

  /** Starts a program that greets with a packet of its own; its loader's answer may be lost. @throws board-loader */
  async greeting(operation: string, request: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
    const { clock, wire } = this.context;
    try {
      this.flush();
      await this.#transport.send(request);
      const endMs = clock.nowMs() + timeoutMs + (request.length * 10_000) / wire.baudRate;
      for (;;) {
        const packet = await this.#transport.read(Math.max(1, endMs - clock.nowMs()));
        const answer = parseAnswer(packet);
        if (answer === null) return packet;
        const status = refusal(answer);
        if (status !== null) throw boardError('board-loader', { reason: 'refused', status: `0x${status.toString(16)}` });
      }
    } catch (error) {
      this.#joined.controller.signal.throwIfAborted();
      throw loaderError(operation, error);
    }
  }

  async sleep(durationMs: number): Promise<void> {
    await this.context.clock.sleep(durationMs, this.#joined.controller.signal);
  }

  /** Nothing more is read or written, not even by operations of esptool-js that still linger. */
  end(): void {
    this.#ended.abort(boardError('board-loader', { operation: 'ended', reason: 'ended' }));
    this.#joined.release();
  }

  /** The next answer to `code`, or to anything. */
  async #answer(code: number | null, timeoutMs: number): Promise<LoaderAnswer> {
    const { clock } = this.context;
    const endMs = clock.nowMs() + timeoutMs;
    for (;;) {
      const answer = parseAnswer(await this.#transport.read(Math.max(1, endMs - clock.nowMs())));
      if (answer === null) continue;
      if (code === null || answer.operation === code) return answer;
      if (answer.operation !== 0 || refusal(answer) !== UNSUPPORTED) continue;
      await this.#drain();
      throw boardError('board-loader', { reason: 'unsupported' });
    }
  }

  /** Forgets the repetitions of an answer; they come back to back. */
  async #drain(): Promise<void> {
    try {
      for (let packets = 0; packets < REPEATS; packets++) await this.#transport.read(REPEAT_MS);
    } catch (error) {
      if (!isSilence(error)) throw error;
    }
  }
}

/** Nobody answered, as opposed to: somebody said no. */
export function isSilence(error: unknown): boolean {
  return isTouchstoneError(error) && error.code === 'board-loader' && (error.facts.reason === 'silent' || error.facts.reason === 'deadline');
}
