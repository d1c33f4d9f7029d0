/**
 * Where a text or a regular expression is found in the shown lines: their numbers, the place of each in its line, and how far the search is.
 * Floor: ui. Texts are looked for here, as long as a frame may take; expressions where they can be stopped (`LogView.matcher`).
 */
import type { LogLine } from '../../bench/index.ts';
import type { LineMatcher, LogView } from '../app-view.ts';
import { lineWords } from './line-words.ts';
import { LineScan, type LineTest } from './line-scan.ts';

export interface SearchWish {
  readonly text: string;
  readonly kind: 'text' | 'regex';
}

/** `invalid`: no regular expression. `stopped`: it took too long. */
export type SearchState = 'off' | 'looking' | 'done' | 'invalid' | 'stopped';

/** Characters of a line that are looked at. */
const MAX_CHARACTERS = 4_096;
/** Lines given to the matcher at once. */
const BATCH_LINES = 512;
const MAX_MARKS = 32;
/** Lines whose marks are kept. */
const MARKS_KEPT = 400;

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}

export class LogSearch {
  readonly #changed: () => void;
  #wish: SearchWish = { text: '', kind: 'text' };
  #needle = '';
  #state: SearchState = 'off';
  readonly #scan = new LineScan();
  #matcher: LineMatcher | null = null;
  /** What the matcher is at; an answer for another number is not waited for any more. */
  #asked = 0;
  #busy = 0;
  readonly #marks = new Map<number, readonly number[]>();
  readonly #unmarked = new Map<number, string>();

  /** `changed` is told when a matcher has answered. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get wish(): SearchWish {
    return this.#wish;
  }

  get state(): SearchState {
    return this.#state;
  }

  /** Lines found. */
  get count(): number {
    return this.#scan.count;
  }

  at(place: number): number | undefined {
    return this.#scan.at(place);
  }

  placeOf(number: number): number {
    return this.#scan.placeOf(number);
  }

  setWish(wish: SearchWish): void {
    this.#wish = wish;
    this.#needle = wish.text.toLowerCase();
    this.restart();
  }

  /** Begins anew, because other lines are shown. */
  restart(): void {
    this.#scan.forget();
    this.#marks.clear();
    this.#unmarked.clear();
    if (this.#busy !== 0 || this.#wish.kind === 'text' || this.#wish.text === '') this.#endMatcher();
    const isOff = this.#wish.text === '';
    this.#state = isOff ? 'off' : this.#wish.kind === 'regex' && !isExpression(this.#wish.text) ? 'invalid' : 'looking';
  }

  /** Ends what is under way; `restart` begins anew. */
  stop(): void {
    this.#endMatcher();
  }

  /** Looks on. Tells whether it would go on at once; an expression goes on when `changed` was told. */
  update(log: LogView, passes: LineTest, isLate: () => boolean): 'done' | 'more' {
    if (this.#state === 'off' || this.#state === 'invalid') return 'done';
    if (this.#wish.kind === 'text') {
      const rest = this.#scan.update(log, (line) => passes(line) && clipped(line).toLowerCase().includes(this.#needle), isLate);
      this.#state = rest === 'done' ? 'done' : 'looking';
      return rest;
    }
    this.#scan.follow(log);
    if (this.#state !== 'stopped' && this.#busy === 0) this.#ask(log, passes, isLate);
    return 'done';
  }

  /** Where in the words of a line it was found: start, end, start, end … Known a moment later for an expression. */
  marks(line: LogLine, words: string): readonly number[] {
    if (this.#state === 'off' || this.#state === 'invalid' || !this.#scan.has(line.number)) return [];
    if (this.#wish.kind === 'text') return textMarks(words, this.#needle);
    const known = this.#marks.get(line.number);
    if (known === undefined && this.#state !== 'stopped') {
      // a log that stands still is not looked at by itself; while the matcher is at work, its answer sees to that
      if (this.#unmarked.size === 0 && this.#busy === 0) queueMicrotask(this.#changed);
      this.#unmarked.set(line.number, words);
    }
    return known ?? [];
  }

  /** Asks for the marks of lines in view, else for the next lines. */
  #ask(log: LogView, passes: LineTest, isLate: () => boolean): void {
    if (this.#unmarked.size > 0) {
      const numbers = [...this.#unmarked.keys()];
      const texts = [...this.#unmarked.values()];
      this.#unmarked.clear();
      if (this.#marks.size > MARKS_KEPT) this.#marks.clear();
      this.#run(
        (matcher) =>
          matcher.marks(this.#wish.text, texts).then((marks) => () => {
            for (const [index, number] of numbers.entries()) {
              this.#marks.set(number, marks[index] ?? []);
              this.#unmarked.delete(number);
            }
          }),
        log,
      );
      return;
    }
    const first = log.line(0)?.number ?? 0;
    const end = first + log.count;
    const numbers: number[] = [];
    const texts: string[] = [];
    let next = Math.max(first, this.#scan.next);
    for (; next < end && texts.length < BATCH_LINES && !(texts.length % 64 === 63 && isLate()); next++) {
      const line = log.line(next - first);
      if (line === undefined || !passes(line)) continue;
      numbers.push(next);
      texts.push(clipped(line));
    }
    if (texts.length === 0) {
      this.#scan.take([], next);
      this.#state = 'done';
      return;
    }
    this.#state = 'looking';
    this.#run(
      (matcher) =>
        matcher.test(this.#wish.text, texts).then(
          (hits) => () =>
            this.#scan.take(
              hits.map((hit) => numbers[hit] as number),
              next,
            ),
        ),
      log,
    );
  }

  #run(work: (matcher: LineMatcher) => Promise<() => void>, log: LogView): void {
    const asked = ++this.#asked;
    this.#busy = asked;
    this.#matcher ??= log.matcher();
    const end = (use: () => void): void => {
      if (this.#busy !== asked) return;
      this.#busy = 0;
      use();
      this.#changed();
    };
    work(this.#matcher).then(end, () =>
      end(() => {
        this.#endMatcher();
        this.#state = 'stopped';
      }),
    );
  }

  #endMatcher(): void {
    this.#busy = 0;
    this.#matcher?.close();
    this.#matcher = null;
  }
}

const clipped = (line: LogLine): string => {
  const words = lineWords(line);
  return words.length > MAX_CHARACTERS ? words.slice(0, MAX_CHARACTERS) : words;
};

function textMarks(words: string, needle: string): readonly number[] {
  const lower = words.toLowerCase();
  if (lower.length !== words.length) return []; // a few letters change their length: the line counts, the place is not known
  const marks: number[] = [];
  for (let at = lower.indexOf(needle); at >= 0 && marks.length < 2 * MAX_MARKS; at = lower.indexOf(needle, at + needle.length))
    marks.push(at, at + needle.length);
  return marks;
}
