/**
 * How far the files on their way in are, told about ten times a second, and with every step.
 * Floor: app. Counts; reads nothing.
 */
import type { AppView } from '../../ui/index.ts';

type ImportView = NonNullable<AppView['importing']>;

const SHOWN_EVERY_MS = 100;
/** Before that a rate would jump. */
const RATE_AFTER_MS = 300;

const NOTHING: ImportView = { fileName: '', step: 'comparing', file: 0, files: 0, doneBytes: 0, totalBytes: 0, doneEntries: 0, entriesPerSecond: null };

export class ImportProgress {
  readonly #show: (view: ImportView | null) => void;
  #view = NOTHING;
  #shownMs = -Infinity;
  #stepMs = 0;

  constructor(show: (view: ImportView | null) => void) {
    this.#show = show;
  }

  /** So many more files will come. */
  expect(files: number): void {
    this.#view = { ...this.#view, files: this.#view.files + files };
  }

  /** No more files will come than have begun. */
  expectNothing(): void {
    this.#view = { ...this.#view, files: this.#view.file };
  }

  /** The file that was begun last. */
  get fileName(): string {
    return this.#view.fileName;
  }

  /** The next file. */
  begin(fileName: string): void {
    const file = this.#view.file + 1;
    this.#view = { ...NOTHING, fileName, file, files: Math.max(file, this.#view.files) };
  }

  /** The file that was begun is an archive, and holds so many: they stand in its place. */
  unfold(files: number): void {
    this.#view = { ...this.#view, file: this.#view.file - 1, files: this.#view.files - 1 + files };
  }

  step(step: ImportView['step'], totalBytes: number): void {
    this.#view = { ...this.#view, step, totalBytes, doneBytes: 0, doneEntries: 0, entriesPerSecond: null };
    this.#stepMs = performance.now();
    this.#showNow();
  }

  at(doneBytes: number, doneEntries = 0): void {
    const elapsedMs = performance.now() - this.#stepMs;
    const entriesPerSecond = doneEntries > 0 && elapsedMs >= RATE_AFTER_MS ? Math.round((doneEntries * 1000) / elapsedMs) : null;
    this.#view = { ...this.#view, doneBytes, doneEntries, entriesPerSecond };
    this.#showSometimes();
  }

  /** Nothing is on its way any more. */
  end(): void {
    this.#view = NOTHING;
    this.#shownMs = -Infinity;
    this.#show(null);
  }

  #showSometimes(): void {
    if (performance.now() - this.#shownMs >= SHOWN_EVERY_MS) this.#showNow();
  }

  #showNow(): void {
    this.#shownMs = performance.now();
    this.#show(this.#view);
  }
}
