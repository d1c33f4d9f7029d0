/**
 * The bench firmware's commands, typed.
 * Floor: board. Knows docs/protocol.md section 3; ids, repetition and deadlines are link's, what the chip says is chip's.
 * Reference: docs/protocol.md sections 3 and 4.
 */
import { concat, equalBytes, isTouchstoneError, toHex, TouchstoneError, type CancelSignal, type Clock } from '../base/index.ts';
import type { ChipPacket, ChipResult, ChipTransport } from '../chip/index.ts';
import { protocolError, type Answer, type BenchLink, type LinkErrorCode, type Wire } from '../link/index.ts';
import { asChipFault, encodePackets, parseHello, parseResults, parseScan, PACKETS_PER_REQUEST, type HelloAnswer } from './bench-protocol.ts';

const HELLO = 0x01;
const SET_BAUD = 0x02;
const CONFIGURE_I2C = 0x03;
const SCAN = 0x04;
const WAKE = 0x05;
const IDLE = 0x06;
const SLEEP = 0x07;
const EXECUTE = 0x08;
const RESET = 0x09;
const ECHO = 0x0a;

/** 112 addresses at the slowest clock of 10 kHz, one byte each, with stretching. */
const SCAN_MS = 600;
const WAKE_MS = 100;
/** Wake, transfers at 10 kHz in both directions, idle: for each packet beside the chip's own time. */
const PACKET_MS = 320;
/** The firmware goes back to the old rate after 1,000 ms without a good frame (section 3.2). */
const BAUD_REVERT_MS = 1_000;
const BAUD_MARGIN_MS = 150;
const ATTEMPTS = 3;
const HELLO_ATTEMPTS = 2;

/** Speaks to the firmware over one link. */
export class BenchClient implements ChipTransport {
  readonly #link: BenchLink;
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #signal: CancelSignal | undefined;

  /** `signal` cancels whatever is under way. */
  constructor(link: BenchLink, wire: Wire, clock: Clock, signal?: CancelSignal) {
    this.#link = link;
    this.#wire = wire;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Who are you, and since when? @throws link-timeout, link-protocol */
  async hello(attempts?: number): Promise<HelloAnswer> {
    return parseHello(await this.#askOk(HELLO, 'hello', new Uint8Array(0), 0, attempts));
  }

  /** Changes the rate of both sides; when the new one is dead, goes back to the old one. Gives the rate that holds.
   * @throws link-timeout when the firmware answers at neither, link-status, port-lost */
  async setBaudRate(baudRate: number): Promise<number> {
    const present = this.#wire.baudRate;
    if (baudRate === present) return present;
    const asked = await this.#answered(this.#askOk(SET_BAUD, 'set-baud', concat(word(baudRate), word(present))));
    const changedMs = this.#clock.nowMs();
    if (asked) {
      await this.#wire.setBaudRate(baudRate);
      if (await this.#answered(this.hello(2))) return baudRate;
      await this.#wire.setBaudRate(present);
    }
    const restMs = changedMs + BAUD_REVERT_MS + BAUD_MARGIN_MS - this.#clock.nowMs();
    if (restMs > 0) await this.#clock.sleep(restMs, this.#signal);
    await this.hello(4);
    return present;
  }

  /** Chooses pins and clock; gives the levels of both lines while released. @throws link-status (bad-argument) for pins that are not free */
  async configureI2c(pins: {
    readonly sda: number;
    readonly scl: number;
    readonly clockKHz: number;
  }): Promise<{ readonly sdaHigh: boolean; readonly sclHigh: boolean }> {
    const data = await this.#askOk(CONFIGURE_I2C, 'configure-i2c', Uint8Array.of(pins.sda, pins.scl, pins.clockKHz & 0xff, pins.clockKHz >> 8));
    const levels = data[0];
    if (data.length !== 1 || levels === undefined || levels > 3) throw protocolError('configure-i2c', { length: data.length, levels: levels ?? 'missing' });
    return { sdaHigh: (levels & 1) !== 0, sclHigh: (levels & 2) !== 0 };
  }

  async scan(): ReturnType<ChipTransport['scan']> {
    const answer = await this.#ask(SCAN, 'scan', new Uint8Array(0), SCAN_MS);
    const fault = asChipFault(answer.status);
    return fault === null ? { addresses: parseScan(this.#okData(answer, 'scan')) } : { fault };
  }

  async wake(address: number): Promise<ChipResult> {
    const answer = await this.#ask(WAKE, 'wake', Uint8Array.of(address), WAKE_MS);
    const fault = asChipFault(answer.status);
    if (fault === null || fault === 'chip-wake') {
      if (answer.status !== 'ok' && fault === null) this.#okData(answer, 'wake');
      if (answer.data.length !== 4) throw protocolError('wake', { length: answer.data.length, wanted: 4 });
    }
    if (fault === null) return { answer: answer.data };
    return fault === 'chip-wake' ? { fault, answer: answer.data } : { fault };
  }

  /** Keeps TempKey and the message digest buffer; a chip that sleeps already does not acknowledge, which is as good. */
  async idle(address: number): Promise<void> {
    await this.#rest(IDLE, 'idle', address);
  }

  async sleep(address: number): Promise<void> {
    await this.#rest(SLEEP, 'sleep', address);
  }

  /** In requests of at most six packets, so that no answer can overflow; between two of them the chip idles, which keeps what it knows. */
  async execute(address: number, packets: readonly ChipPacket[]): Promise<readonly ChipResult[]> {
    const results: ChipResult[] = [];
    for (let start = 0; start < packets.length; start += PACKETS_PER_REQUEST) {
      const batch = packets.slice(start, start + PACKETS_PER_REQUEST);
      const workMs = batch.reduce((sum, packet) => sum + packet.timeLimitMs + PACKET_MS, WAKE_MS);
      const answer = await this.#ask(EXECUTE, 'execute', encodePackets(address, batch), workMs);
      const fault = asChipFault(answer.status);
      if (fault !== null) return [...results, { fault }]; // the chip did not wake: the first packet of the batch was tried
      results.push(...parseResults(this.#okData(answer, 'execute'), batch.length));
      const last = results.at(-1);
      if (last !== undefined && 'fault' in last) break;
    }
    return results;
  }

  /** The firmware restarts the board as soon as the answer has left; the rate is 115200 then if it starts from flash. */
  async reset(): Promise<void> {
    await this.#askOk(RESET, 'reset');
  }

  /** Sends bytes there and back: 0 to 1,023. @throws link-protocol when others come back */
  async echo(bytes: Uint8Array): Promise<void> {
    const data = await this.#askOk(ECHO, 'echo', bytes);
    if (!equalBytes(data, bytes)) throw protocolError('echo', { length: data.length, wanted: bytes.length, begin: toHex(data.subarray(0, 8)) });
  }

  /** False when no answer came, or one that makes no sense: at a wrong rate both happen. */
  async #answered(answer: Promise<unknown>): Promise<boolean> {
    try {
      await answer;
      return true;
    } catch (error) {
      if (isTouchstoneError(error) && (error.code === 'link-timeout' || error.code === 'link-protocol')) return false;
      throw error;
    }
  }

  async #rest(operation: number, name: string, address: number): Promise<void> {
    const answer = await this.#ask(operation, name, Uint8Array.of(address), WAKE_MS);
    if (answer.status !== 'i2c-no-ack') this.#okData(answer, name);
  }

  /** A long command is not repeated blindly: a firmware that does not even say hello any more (the board reset itself, or lost power) is not waited for. */
  async #ask(operation: number, name: string, payload: Uint8Array, workMs: number): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#link.ask({ operation, name, payload, workMs, signal: this.#signal, attempts: 1 });
      } catch (error) {
        const timedOut = isTouchstoneError(error) && error.code === 'link-timeout';
        if (!timedOut) throw error;
        if (attempt >= ATTEMPTS || !(await this.#answered(this.hello(HELLO_ATTEMPTS)))) {
          throw new TouchstoneError<LinkErrorCode>('link-timeout', { ...error.facts, attempts: attempt }, error);
        }
      }
    }
  }

  #askOk(operation: number, name: string, payload: Uint8Array = new Uint8Array(0), workMs = 0, attempts?: number): Promise<Uint8Array> {
    return this.#link.askOk({ operation, name, payload, workMs, signal: this.#signal, ...(attempts === undefined ? {} : { attempts }) });
  }

  #okData(answer: Answer, operation: string): Uint8Array {
    if (answer.status !== 'ok') throw new TouchstoneError<LinkErrorCode>('link-status', { operation, status: answer.status });
    return answer.data;
  }
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}
