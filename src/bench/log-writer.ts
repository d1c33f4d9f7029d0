/**
 * Writes what a board says into a log: text as lines, given-up frames as what they are.
 * Floor: bench. Knows no ports; link makes lines of bytes.
 */
import { LineSplitter, systemClock, type WireLog } from '../link/index.ts';
import type { LogBook } from './log-book.ts';

export class LogWriter implements WireLog {
  readonly #book: LogBook;
  readonly #lines: LineSplitter;

  constructor(book: LogBook) {
    this.#book = book;
    this.#lines = new LineSplitter({
      clock: systemClock,
      line: (text, kind, end) => {
        book.add(kind === 'text' ? 'board' : 'broken', text, end);
      },
    });
  }

  text(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  broken(content: Uint8Array, fault: string): void {
    this.#lines.flush();
    this.#book.add('broken', `${fault} ${String(content.length)}`);
  }

  stop(): void {
    this.#lines.stop();
  }
}
