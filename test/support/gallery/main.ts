/**
 * The gallery's page: shows one fixed state of the ui, named by `?state=`.
 * Floor: test support. Nothing here runs in the product. `window.gallery` lets shoot.ts change the state without a new page.
 */
import type { AppView, TsApp } from '../../../src/ui/index.ts';
import '../../../src/ui/index.ts';
import { bigLog } from './snapshots.ts';
import { STATES } from './states.ts';

declare global {
  interface Window {
    gallery: { readonly names: readonly string[]; show(name: string): void; grow(linesPerFrame: number): void };
  }
}

const app = document.querySelector('ts-app') as TsApp;

window.gallery = {
  names: Object.keys(STATES),
  show(name) {
    app.view = STATES[name] as AppView;
  },
  /** Lets the log of the state grow, a few lines every frame, up to 50,000 lines kept. */
  grow(linesPerFrame) {
    let next = app.view.log.count;
    const step = (): void => {
      next += linesPerFrame;
      const first = Math.max(0, next - 50_000);
      const all = bigLog(next);
      app.view = { ...app.view, log: { version: next, count: next - first, line: (index) => all.line(first + index) } };
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  },
};
const asked = new URLSearchParams(location.search).get('state');
window.gallery.show(asked !== null && asked in STATES ? asked : 'first');
