/**
 * The power goes in mid-shift: nothing that was shown is lost or doubled, and the chain verifies.
 * Ten cuts here; `npm run soak -- --power-cuts 50` makes fifty.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cutPower } from '../support/line-bench/power-cut.ts';
import { seededRandom } from '../support/line-bench/seeded-random.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';

let served: BuiltPage;
beforeAll(async () => {
  served = await serveBuiltPage();
});
afterAll(() => served?.close());

test('ten power cuts at random moments: what was shown is on the disk once, and no record is altered, missing or torn', { timeout: 240_000 }, async () => {
  const seed = Date.now() % 2 ** 31;
  const report = await cutPower({ url: served.url, cuts: 10, random: seededRandom(seed) });
  expect(report.wrong, `seed ${seed}`).toEqual([]);
  expect(report.shown, `seed ${seed}`).toBeGreaterThan(10);
});
