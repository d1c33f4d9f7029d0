/**
 * What every journey over real Web Serial begins with: the built page, a bench of serial devices, and a browser that may use them.
 * Test support. Knows nothing of the journeys.
 */
import { afterAll, beforeAll } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { SerialBench } from '../support/serial-bench.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';

export interface RealBench {
  served: BuiltPage;
  bench: SerialBench;
  browser: RunningChromium;
}

/** There from the first test of this file, or of this `describe`, to its last one. */
export function useRealBench(): Readonly<RealBench> {
  const real: Partial<RealBench> = {};
  beforeAll(async () => {
    [real.served, real.bench] = await Promise.all([serveBuiltPage(), SerialBench.open()]);
    real.browser = await startChromium({ bench: real.bench, origins: [real.served.origin] });
  });
  afterAll(async () => {
    await real.browser?.close();
    await real.bench?.close();
    await real.served?.close();
  });
  return real as RealBench;
}
