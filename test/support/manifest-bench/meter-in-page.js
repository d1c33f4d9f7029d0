/**
 * Runs in the page before everything else: how long its main thread did not answer, which steps an import took, how long a key takes to be seen.
 * Test support, put in by order-page.ts. A ticker of 4 ms timers rather than of messages, which would take half a processor from what is measured;
 * so a gap is known to 4 ms. What the browser itself calls a long task, and gaps between frames, are counted beside it.
 */
(() => {
  const TICK_MS = 4;
  const fresh = () => ({ gapMs: 0, frameGapMs: 0, longTaskMs: 0, longTasks: 0, steps: [] });
  let seen = fresh();
  let lastTickMs = performance.now();
  let lastFrameMs = performance.now();
  let lastStep = null;

  const followStep = (nowMs) => {
    const step = document.querySelector('ts-app')?.view?.importing?.step ?? null;
    if (step !== lastStep) seen.steps.push({ step, atMs: nowMs });
    lastStep = step;
  };
  const tick = () => {
    const nowMs = performance.now();
    seen.gapMs = Math.max(seen.gapMs, nowMs - lastTickMs - TICK_MS);
    lastTickMs = nowMs;
    followStep(nowMs);
    setTimeout(tick, TICK_MS);
  };
  const frame = () => {
    const nowMs = performance.now();
    seen.frameGapMs = Math.max(seen.frameGapMs, nowMs - lastFrameMs);
    lastFrameMs = nowMs;
    requestAnimationFrame(frame);
  };
  tick();
  frame();
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.longTasks++;
      seen.longTaskMs = Math.max(seen.longTaskMs, duration);
    }
  }).observe({ type: 'longtask' });

  /** Milliseconds from each key to the first frame that shows what it found. */
  const keys = [];
  let keyMs = 0;
  const shown = (text) =>
    new Promise((resolve) => {
      const look = () => {
        if (document.querySelector('ts-app')?.view?.entries?.text !== text) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel(); // its message comes after the frame that begins here is painted
        port1.onmessage = () => resolve(performance.now());
        return port2.postMessage(null);
      };
      requestAnimationFrame(look); // the page hears of the key after this
    });
  addEventListener('keydown', (event) => (keyMs = event.timeStamp), { capture: true });
  addEventListener('input', async (event) => keys.push((await shown(event.composedPath()[0].value)) - keyMs), { capture: true });

  globalThis.benchMeter = {
    keys,
    /** Forgets what was; gives what it was. */
    take: () => {
      const taken = seen;
      seen = fresh();
      return taken;
    },
  };
})();
