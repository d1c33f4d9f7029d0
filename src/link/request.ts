/**
 * Asks the bench firmware one thing at a time and waits for the answer.
 * Floor: link. Knows ids, status bytes and patience; what the operations mean is board/bench-client.ts.
 * Reference: docs/protocol.md sections 2 and 4.
 */
import { TouchstoneError, type CancelSignal, type Clock, type Facts } from '../base/index.ts';
import { encodeFrame, type Frame } from '../formats/index.ts';
import { cancellable, joinSignals, withDeadline } from './deadline.ts';
import type { Wire } from './wire.ts';

/** `link-timeout`: no answer after all attempts: is the bench firmware running, and at this rate?
 * `link-status`: the firmware answered with a status other than ok; facts name the operation and the status.
 * `link-protocol`: an answer that docs/protocol.md does not allow: firmware and page do not belong together. */
export type LinkErrorCode = 'link-timeout' | 'link-status' | 'link-protocol';

/** Status bytes by number (docs/protocol.md section 4). */
const STATUS_NAMES = [
  'ok',
  'bad-length',
  'unknown-command',
  'bad-argument',
  'i2c-sda-low',
  'i2c-scl-low',
  'i2c-no-ack',
  'i2c-data-no-ack',
  'chip-timeout',
  'chip-length',
  'chip-crc',
  'chip-wake',
  'refused',
  'overflow',
] as const;
export type StatusName = (typeof STATUS_NAMES)[number];

export interface Question {
  /** Operation byte, bit 7 clear. */
  readonly operation: number;
  /** Its name in docs/protocol.md, for errors. */
  readonly name: string;
  readonly payload?: Uint8Array;
  /** How long the firmware may work on it; the time on the wire is added. */
  readonly workMs?: number;
  readonly attempts?: number;
  readonly signal?: CancelSignal | undefined;
}

export interface Answer {
  readonly status: StatusName;
  /** What follows the status byte. */
  readonly data: Uint8Array;
}

const COMMANDS = 0x80;
const ANSWER_BIT = 0x80;
const ATTEMPTS = 3;
/** USB bridges hold bytes back for up to 16 ms, a busy page for longer. */
const LATENCY_MS = 250;
const LARGEST_FRAME_BYTES = 2 * 1_032;
/** Answers that came spoilt are asked for again at once; so often, beside the attempts that ended in silence. */
const SPOILT_ANSWERS = 4;

/** An error in an answer: what was wanted, what was seen. */
export function protocolError(operation: string, facts: Facts): TouchstoneError<LinkErrorCode> {
  return new TouchstoneError<LinkErrorCode>('link-protocol', { operation, ...facts });
}

/** The name of a status byte. @throws link-protocol when there is no such status */
export function statusName(code: number | undefined, operation: string): StatusName {
  const name = code === undefined ? undefined : STATUS_NAMES[code];
  if (name === undefined) throw protocolError(operation, { status: code ?? 'missing' });
  return name;
}

/** One question on the wire at a time; further ones wait their turn. */
export class BenchLink {
  readonly #wire: Wire;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();
  #nextId = 1;

  constructor(wire: Wire, clock: Clock) {
    this.#wire = wire;
    this.#clock = clock;
  }

  /** Sends and waits; repeats the same request (same id) when no answer comes, because every command may be done twice without harm.
   * @throws link-timeout, link-protocol, port-lost, port-closed, or `signal.reason` */
  async ask(question: Question): Promise<Answer> {
    const before = this.#turn;
    const { promise: mine, done } = turn();
    this.#turn = before.then(() => mine);
    const { controller, release } = joinSignals(question.signal, this.#wire.lost);
    try {
      await cancellable(before, controller.signal);
      return await this.#ask({ ...question, signal: controller.signal });
    } finally {
      release();
      done();
    }
  }

  /** Like `ask`, but only `ok` will do. @throws also link-status */
  async askOk(question: Question): Promise<Uint8Array> {
    const { status, data } = await this.ask(question);
    if (status !== 'ok') throw new TouchstoneError<LinkErrorCode>('link-status', { operation: question.name, status });
    return data;
  }

  async #ask({ operation, name, payload = new Uint8Array(0), workMs = 0, attempts = ATTEMPTS, signal }: Question): Promise<Answer> {
    const requestId = this.#nextId;
    this.#nextId = (this.#nextId + 1) & 0xffff;
    const frame = encodeFrame({ channel: COMMANDS, operation, requestId, payload });
    const answered = this.#answerTo(operation, requestId);
    const timeoutMs = Math.ceil(workMs + LATENCY_MS + ((frame.length + LARGEST_FRAME_BYTES) * 10_000) / this.#wire.baudRate);
    const facts = { operation: name, attempts, baudRate: this.#wire.baudRate };
    let silent = 0;
    let spoilt = 0;
    try {
      for (;;) {
        try {
          const work = async (): Promise<Frame | 'spoilt'> => {
            const next = answered.next(); // listens before it speaks
            await this.#wire.write(frame);
            return await cancellable(next, this.#wire.lost);
          };
          const answer = await withDeadline(work, { clock: this.#clock, timeoutMs, code: 'link-timeout', facts, signal });
          if (answer !== 'spoilt') return { status: statusName(answer.payload[0], name), data: answer.payload.subarray(1) };
          if (++spoilt > SPOILT_ANSWERS) throw new TouchstoneError<LinkErrorCode>('link-timeout', { ...facts, spoilt });
        } catch (error) {
          if (!(error instanceof TouchstoneError) || error.code !== 'link-timeout' || spoilt > SPOILT_ANSWERS || ++silent >= attempts) throw error;
        }
      }
    } finally {
      answered.stop();
    }
  }

  #answerTo(operation: number, requestId: number): { next(): Promise<Frame | 'spoilt'>; stop(): void } {
    let tell: (answer: Frame | 'spoilt') => void = () => undefined;
    const stops = [
      this.#wire.onFrame((frame) => {
        const matches = frame.channel === COMMANDS && frame.operation === (operation | ANSWER_BIT) && frame.requestId === requestId;
        if (matches) tell(frame); // anything else is late or not for us
      }),
      this.#wire.onBroken((content) => {
        if (content[0] === COMMANDS && content[1] === (operation | ANSWER_BIT)) tell('spoilt'); // was to be the answer, as far as one can tell
      }),
    ];
    return {
      next: () =>
        new Promise((resolve) => {
          tell = resolve;
        }),
      stop: () => {
        for (const stop of stops) stop();
      },
    };
  }
}

function turn(): { readonly promise: Promise<void>; done(): void } {
  let done = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return {
    promise,
    done: () => {
      done();
    },
  };
}
