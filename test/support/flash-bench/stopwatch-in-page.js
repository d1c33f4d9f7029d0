/*
 * Runs in the page: the time from the press of the flash button until the page shows how it ended, by the page's own events.
 * Test support; put in by flash-journey.ts, whose `Stopwatch` this is. A waiting locator looks only every half second.
 */
(() => {
  const find = (root, selector) => {
    const [found] = root.querySelectorAll(selector);
    if (found) return found;
    for (const element of root.querySelectorAll('*')) {
      const inside = element.shadowRoot ? find(element.shadowRoot, selector) : null;
      if (inside) return inside;
    }
    return null;
  };
  const now = () => performance.timeOrigin + performance.now();

  /** Resolves at the end of the next flashing; times are of the epoch. */
  globalThis.flashStopwatch = () =>
    new Promise((resolve, reject) => {
      const root = find(document, '[data-action="flash"]')?.getRootNode();
      if (!root) return reject(new Error('there is no flash button'));
      let startMs = Number.NaN;
      let isRunning = false;
      addEventListener('click', () => (startMs = now()), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        const state = root.querySelector('[data-flash-phase]');
        const phase = state?.getAttribute('data-flash-phase') ?? '';
        if (phase === 'running') isRunning = true;
        else if (isRunning) {
          observer.disconnect();
          resolve({ startMs, endMs: now(), phase, outcome: state?.getAttribute('data-outcome') ?? '', words: state?.textContent ?? '' });
        }
      });
      observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-flash-phase'] });
    });
})();
