/**
 * Starts a virtual board in a process of its own (board-process.ts) and plugs it into the bench of a browser.
 * Test support. Knows no page.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { TouchstoneError } from '../../../src/base/index.ts';
import { withDeadline, type SupportErrorCode } from '../deadline.ts';
import type { SerialBench } from '../serial-bench.ts';
import type { BoardAnswer, BoardRequest } from './board-messages.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('board-process.ts', import.meta.url));
const ANSWER_MS = 20_000;

export class BoardApart {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, (answer: BoardAnswer) => void>();
  #next = 1;
  #forget: () => void = () => undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (answer: BoardAnswer) => {
      this.#pending.get(answer.id)?.(answer);
      this.#pending.delete(answer.id);
    });
    child.on('exit', () => {
      for (const [id, settle] of [...this.#pending]) settle({ id, value: 0, error: 'the board’s process ended' });
    });
  }

  /** Plugged in when this resolves. `number`: from 1, part of its name and of its MAC. @throws support-device, support-timeout */
  static async start(bench: SerialBench, number: number): Promise<BoardApart> {
    const child = fork(PROGRAM, [], { cwd: ROOT, execArgv: ['--import', 'tsx'], serialization: 'advanced' });
    const made = new BoardApart(child);
    const name = `ttyUSB${String(number - 1)}`;
    const mac = Uint8Array.of(0x02, 0, 0, 0xde, 0x32, number);
    made.#forget = bench.listen(name, async (event) => void (await made.#ask({ ask: 'line', event })));
    const { folder, parts, deviceNumber } = bench;
    await made.#ask({ ask: 'start', name, mac, bench: { folder, parts, deviceNumber } }).catch(async (error: unknown) => {
      await made.end();
      throw error;
    });
    return made;
  }

  /** Empties its flash. */
  async blank(): Promise<void> {
    await this.#ask({ ask: 'blank' });
  }

  /** Seconds of processor that board and cable took so far. */
  async processorSeconds(): Promise<number> {
    return (await this.#ask({ ask: 'processor' })) / 1e6;
  }

  /** Unplugs it and ends its process. */
  async end(): Promise<void> {
    this.#forget();
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    await this.#ask({ ask: 'end' }).catch(() => child.kill('SIGKILL'));
    await withDeadline(gone as Promise<unknown>, 'board process exit', ANSWER_MS).catch(() => child.kill('SIGKILL'));
  }

  async #ask(request: BoardRequest): Promise<number> {
    const id = this.#next++;
    const answered = new Promise<BoardAnswer>((resolve) => this.#pending.set(id, resolve));
    this.#child.send({ id, request });
    const { value, error } = await withDeadline(answered, `board ${request.ask}`, ANSWER_MS);
    if (error !== null) throw new TouchstoneError<SupportErrorCode>('support-device', { request: request.ask, reason: error });
    return value;
  }
}
