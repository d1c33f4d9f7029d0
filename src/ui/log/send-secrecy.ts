/**
 * Whether what is being sent is hidden: because the person says so, or because the board asks for a secret.
 * Floor: ui. Pure. A board that asks is believed once for each time it asks; the person has the last word.
 */
import type { LogLine } from '../../bench/index.ts';
import { lineWords } from './line-words.ts';

/** A line that did not end and ends like this waits for something that nobody else should read. */
const PROMPT = /(pass(word|phrase)?|pwd|psk|secret|key)( for \S{1,40})?\s*[:=>]?\s*$/i;
/** Characters at its end that are looked at. */
const LOOKED_AT = 80;

/** `by-prompt`: until the next line is sent. `by-hand`: until it is switched off. */
export type Secrecy = 'shown' | 'by-hand' | 'by-prompt';

export class SendSecrecy {
  #secrecy: Secrecy = 'shown';
  /** Number of the last line that was looked at: a prompt that was answered, or overruled, asks no more. */
  #seen = -1;

  get secrecy(): Secrecy {
    return this.#secrecy;
  }

  /** The board's last line, if it did not end. */
  look(line: LogLine | undefined): void {
    if (line === undefined || line.number <= this.#seen) return;
    this.#seen = line.number;
    if (this.#secrecy === 'shown' && line.source === 'board' && PROMPT.test(lineWords(line).slice(-LOOKED_AT))) this.#secrecy = 'by-prompt';
  }

  set(to: 'shown' | 'by-hand'): void {
    this.#secrecy = to;
  }

  /** A line went out. */
  sent(): void {
    if (this.#secrecy === 'by-prompt') this.#secrecy = 'shown';
  }
}
