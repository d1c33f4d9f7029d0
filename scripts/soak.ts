/**
 * The bench all day: `npm run soak` runs 2,000 boards on 16 virtual slots with faults at random; `-- --runs N --seed N` as you like.
 * `-- --power-cuts N` kills the browser N times in mid-shift instead. One JSON line; exits 1 when anything came out wrong, the heap grew, or a frame came more
 * than 100 ms late by the page's own fault and not because the machine was starved (thread-watch.ts: how that is told).
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startChromium } from '../test/support/chromium.ts';
import { cutPower } from '../test/support/line-bench/power-cut.ts';
import { seededRandom } from '../test/support/line-bench/seeded-random.ts';
import { SOAK_SLOTS, soak } from '../test/support/line-bench/soak.ts';
import { servePage } from '../test/support/page-server.ts';

const HEAP_LIMIT_BYTES = 10 * 1024 * 1024;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string' }, 'power-cuts': { type: 'string' } } });
const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} wants a whole number`);
  return process.exit(2);
};
const seed = whole('seed', values.seed ?? String(Date.now() % 2 ** 31));
const told = (line: string): void => {
  process.stderr.write(`\r${line}   `);
};
const load = loadavg()[0] ?? 0;
console.error(`seed ${seed}`);
const site = await servePage({ source: 'build', port: 0 });
try {
  if (values['power-cuts'] === undefined) {
    const browser = await startChromium({ bench: null, origins: [] });
    try {
      const report = await soak(browser.context, site.url, { seed, runs: whole('runs', values.runs), told });
      console.log(JSON.stringify({ soak: 'runs', slots: SOAK_SLOTS, load, ...report }));
      if (report.wrong.length > 0 || report.heapGrowthBytes > HEAP_LIMIT_BYTES || report.gapsOfPage > 0) process.exitCode = 1;
    } finally {
      await browser.close();
    }
  } else {
    const report = await cutPower({ url: site.url, cuts: whole('power-cuts', values['power-cuts']), random: seededRandom(seed), told });
    console.log(JSON.stringify({ soak: 'power-cuts', seed, load, ...report }));
    if (report.wrong.length > 0) process.exitCode = 1;
  }
} finally {
  await site.close();
}
