/**
 * A board at the far end of a cable that says what a test tells it: a log at each reset, an answer to each line.
 * Test support. It has no loader: whoever asks for the chip gets no answer. Knows no browser.
 */
import type { LogLine } from '../../src/bench/index.ts';
import type { DeviceEnd, Signals } from './device-ends.ts';

interface Boot {
  readonly lines: readonly Pick<LogLine, 'atMs' | 'text'>[];
  readonly speed: number;
}

export class ScriptedBoard implements DeviceEnd {
  /** Lines that came from the page, without their ends. */
  readonly heard: string[] = [];
  /** Times that it was let out of reset. */
  resets = 0;
  /** Lines that are said for a line that came. */
  answer: (text: string) => readonly string[] = () => [];
  readonly #boots: Boot[] = [];
  #say: (bytes: Uint8Array) => unknown = () => undefined;
  #lines: Signals = { dataTerminalReady: false, requestToSend: false };
  #timers: NodeJS.Timeout[] = [];
  #text = '';

  /** What is said after the next reset that has nothing to say yet, `speed` times as fast. */
  boots(lines: Boot['lines'], speed: number): void {
    this.#boots.push({ lines, speed });
  }

  receive(bytes: Uint8Array): void {
    this.#text += Buffer.from(bytes).toString('latin1');
    for (let end = this.#text.indexOf('\n'); end >= 0; end = this.#text.indexOf('\n')) {
      const text = this.#text.slice(0, end).replace(/\r$/, '');
      this.#text = this.#text.slice(end + 1);
      this.heard.push(text);
      for (const answer of this.answer(text)) this.#line(answer);
    }
  }

  setHostBaudRate(): void {
    // a scripted board takes every rate
  }

  /** RTS without DTR holds it in reset. */
  setSignals(signals: Signals): void {
    const held = ({ dataTerminalReady, requestToSend }: Signals): boolean => requestToSend && !dataTerminalReady;
    const was = held(this.#lines);
    this.#lines = signals;
    if (held(signals)) for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    else if (was) this.#boot();
  }

  onTransmit(listener: (bytes: Uint8Array) => unknown): void {
    this.#say = listener;
  }

  #boot(): void {
    this.resets++;
    const boot = this.#boots.shift();
    this.#timers = (boot?.lines ?? []).map(({ atMs, text }) => setTimeout(() => this.#line(text), atMs / (boot?.speed ?? 1)));
  }

  #line(text: string): void {
    this.#say(Buffer.from(`${text}\r\n`, 'latin1'));
  }
}
