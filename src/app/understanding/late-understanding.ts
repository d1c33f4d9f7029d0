/**
 * The late door to the understood log: loaded with the first line of a log, or when somebody asks.
 * Floor: app. Knows nothing of logs; small, because the first screen loads it.
 */
import type { UnderstandingAction } from '../../ui/index.ts';
import type { UnderstandingDesk, UnderstandingDeskTools } from './understanding-desk.ts';

/** Over a bad line it is asked for again with a line that comes so much later. */
const AGAIN_MS = 10_000;

export class LateUnderstanding {
  readonly #tools: UnderstandingDeskTools;
  #desk: Promise<UnderstandingDesk> | null = null;
  #failedMs = Number.NEGATIVE_INFINITY;
  #live = '';

  constructor(tools: UnderstandingDeskTools) {
    this.#tools = tools;
  }

  /** The log has grown. */
  grew(): void {
    if (this.#desk === null && performance.now() - this.#failedMs > AGAIN_MS) this.#load().catch(() => undefined);
  }

  async perform(action: UnderstandingAction): Promise<void> {
    await (await this.#load()).perform(action);
  }

  /** What can come into the log has changed, when `live` is another word than before. */
  liveIs(live: string): void {
    if (live === this.#live) return;
    this.#live = live;
    this.#tell((desk) => {
      desk.liveChanged();
    });
  }

  /** What the log said before was said by another board. */
  newBoard(): void {
    this.#tell((desk) => {
      desk.newBoard();
    });
  }

  /** The recording has ended; `reset`: what comes now is said by the board. */
  played(by: 'end' | 'reset'): void {
    this.#tell((desk) => {
      desk.played(by);
    });
  }

  /** Without a desk there is nobody to tell. */
  #tell(tell: (desk: UnderstandingDesk) => void): void {
    this.#desk?.then(tell, () => undefined);
  }

  #load(): Promise<UnderstandingDesk> {
    this.#desk ??= import('./understanding-desk.ts')
      .then(({ UnderstandingDesk }) => UnderstandingDesk.open(this.#tools))
      .catch((error: unknown) => {
        this.#desk = null;
        this.#failedMs = performance.now();
        throw error;
      });
    return this.#desk;
  }
}
