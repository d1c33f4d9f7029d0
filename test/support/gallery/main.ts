/**
 * The gallery's page: shows one fixed state of the ui, named by `?state=`.
 * Floor: test support. Nothing here runs in the product. `window.gallery` lets shoot.ts change the state without a new page.
 */
import { EMPTY_VIEW, type AppView, type TsApp } from '../../../src/ui/index.ts';
import { bigLog } from './snapshots.ts';
import { HANDS, PRESSED, STATES } from './states.ts';

declare global {
  interface Window {
    gallery: {
      readonly names: readonly string[];
      readonly hands: Readonly<Record<string, string>>;
      show(name: string): Promise<void>;
      grow(linesPerFrame: number): void;
    };
  }
}

const app = document.querySelector('ts-app') as TsApp;

window.gallery = {
  names: Object.keys(STATES),
  hands: HANDS,
  /** Begins with an empty page, so that nothing is left of what was pressed in another state. */
  async show(name) {
    app.view = EMPTY_VIEW;
    await app.updateComplete;
    app.view = STATES[name] as AppView;
    await app.updateComplete;
    await press(PRESSED[name] ?? []);
  },
  /** Lets the log of the state grow, a few lines every frame, up to 50,000 lines kept. */
  grow(linesPerFrame) {
    let next = app.view.log.count;
    const step = (): void => {
      next += linesPerFrame;
      const first = Math.max(0, next - 50_000);
      const all = bigLog(next);
      app.view = { ...app.view, log: { ...all, version: next, count: next - first, line: (index) => all.line(first + index) } };
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  },
};
/** Presses what stands at the end of the way, as soon as it is drawn. */
async function press(way: readonly string[]): Promise<void> {
  for (let frame = 0; frame < 60 && way.length > 0; frame++) {
    const found = way.reduce<Element | null>((inside, step) => inside?.shadowRoot?.querySelector(step) ?? null, app);
    if (found instanceof HTMLElement) {
      found.click();
      return;
    }
    await new Promise(requestAnimationFrame);
  }
}

const asked = new URLSearchParams(location.search).get('state');
void window.gallery.show(asked !== null && asked in STATES ? asked : 'first');
