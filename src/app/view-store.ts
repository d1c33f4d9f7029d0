/**
 * The one changing thing of the page: holds the `AppView`, hands a new one to the shell at most once a frame.
 * Floor: app. Decides nothing.
 */
import type { AppView, Notice } from '../ui/index.ts';

/** Thirty pictures a second of a log that grows: no eye takes in more, and at 3 Mbaud every picture shows other lines. Just short of two frames at 60 Hz. */
const GROWING_MS = 30;
/** Notices shown at once; older ones make room. */
const NOTICES_KEPT = 8;
/** News go by themselves after this time in sight; what needs somebody to act stays until it is put away. */
const NEWS_MS = 15_000;
/** Good and neutral news; they make room first. */
const NEWS: readonly string[] = [
  'manifest-loaded',
  'manifests-loaded',
  'manifest-duplicate',
  'manifest-fetching',
  'manifests-duplicate',
  'files-passed-over',
  'files-saved',
  'export-saved',
  'import-cancelled',
  'all-deleted',
  'signer-added',
  'log-saved',
  'pack-exported',
];

export class ViewStore {
  #view: AppView;
  #drawing = false;
  #growing = false;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #nextNotice = 1;
  readonly #draw: (view: AppView) => void;

  constructor(first: AppView, draw: (view: AppView) => void) {
    this.#view = first;
    this.#draw = draw;
    draw(first);
  }

  get view(): AppView {
    return this.#view;
  }

  change(change: Partial<AppView>): void {
    this.#view = { ...this.#view, ...change };
    this.touch();
  }

  /** Something changed within what the view holds: it is drawn again. */
  touch(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    // a hidden page gets no frames: draw by timer there, so that a verdict is announced and titles stay true
    const later = document.hidden ? (callback: () => void) => setTimeout(callback, 100) : requestAnimationFrame;
    later(() => {
      this.#drawing = false;
      this.#drawnMs = performance.now();
      this.#draw((this.#view = { ...this.#view })); // a new object, or nobody would look
    });
  }

  /** The log grew: it is drawn soon. */
  grew(): void {
    if (this.#drawing || this.#growing) return;
    const restMs = this.#drawnMs + GROWING_MS - performance.now();
    if (restMs <= 0) return this.touch();
    this.#growing = true;
    setTimeout(() => {
      this.#growing = false;
      this.touch();
    }, restMs);
  }

  notice(code: string, facts: Notice['facts'] = {}): void {
    const same = this.#view.notices.filter((notice) => notice.code !== code || JSON.stringify(notice.facts) !== JSON.stringify(facts));
    const id = this.#nextNotice++;
    this.change({ notices: makeRoom([...same, { id, code, facts }]) });
    if (NEWS.includes(code)) this.#leaveLater(id);
  }

  #leaveLater(id: number): void {
    setTimeout(() => {
      if (document.hidden) this.#leaveLater(id);
      else this.dismiss(id);
    }, NEWS_MS);
  }

  dismiss(id: number): void {
    this.change({ notices: this.#view.notices.filter((notice) => notice.id !== id) });
  }
}

/** Of nine files of which one is wrong, the wrong one must still be named. */
function makeRoom(notices: readonly Notice[]): readonly Notice[] {
  if (notices.length <= NOTICES_KEPT) return notices;
  const leaves = notices.find((notice) => NEWS.includes(notice.code)) ?? notices[0];
  return notices.filter((notice) => notice !== leaves);
}
