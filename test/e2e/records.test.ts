/**
 * The records screen: what came in is found, opened, counted, exported, taken in again, verified and, when room is needed, taken away; and a label is printed.
 * Knows the page by its data attributes and words. Records are made here, as another station would export them; what the page exports is read by other code than its own.
 */
import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkRecord } from '../../src/bench/record/chain.ts';
import type { RunRecord } from '../../src/bench/record/record.ts';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { START_MS } from '../unit/bench/record/a-run.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { FIRST, SECOND, chainOf, headLine, last, linesOf, runOf, serial } from './other-stations.ts';
import { SOON, Visitor, wordsOf } from './visitor.ts';

const MM_PER_POINT = 25.4 / 72;

let served: BuiltPage;
let browser: RunningChromium;
let visitor: Visitor;
let page: Page;
let first: readonly RunRecord[];
let second: readonly RunRecord[];

beforeAll(async () => {
  first = await chainOf(FIRST, [
    ...Array.from({ length: 60 }, (_, index) => runOf('LINE-1', index)),
    {
      ...runOf('LINE-1', 4),
      id: 'retest-of-unit-4',
      startMs: START_MS + 7_200_000,
      endMs: START_MS + 7_220_000,
      outcome: 'pass',
      details: [],
      phases: runOf('LINE-1', 4).phases.map((phase) => ({ ...phase, outcome: 'pass' })),
    },
    { ...runOf('LINE-1', 70), id: 'a-golden-board', purpose: 'golden' },
    { ...runOf('LINE-1', 71), id: 'a-demo-board', virtual: true },
  ]);
  second = await chainOf(
    SECOND,
    Array.from({ length: 10 }, (_, index) => runOf('LINE-2', index)),
  );
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
  visitor = await Visitor.arrive(browser.context, served.url, (tab) =>
    tab.addInitScript(() => {
      window.print = () => {
        window.dispatchEvent(new Event('beforeprint'));
        document.documentElement.dataset['printing'] = 'yes';
      };
    }),
  );
  ({ page } = visitor);
  await page.evaluate(axe.source);
  await page.locator('[data-screen="records"]').click();
  await page.locator('[data-records="ready"]').waitFor();
});
afterAll(async () => {
  expect(visitor.troubles).toEqual([]);
  await browser?.close();
  await served?.close();
});

const tab = (name: 'runs' | 'yields' | 'keeping'): Promise<void> => page.locator(`[data-tab="${name}"]`).click();
const seeCount = (count: number): Promise<unknown> => page.locator(`[data-run-count="${count}"]`).waitFor({ state: 'attached' });
const search = (text: string): Promise<void> => page.locator('[data-filter="text"]').fill(text);

async function takeIn(name: string, text: string): Promise<string> {
  await page.locator('input[data-import]').setInputFiles([{ name, mimeType: 'application/x-ndjson', buffer: Buffer.from(text) }]);
  const card = page.locator('[data-imported]').filter({ hasText: name });
  await card.waitFor();
  return wordsOf(card);
}

async function saved(press: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Uint8Array; readonly text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  const bytes = new Uint8Array(await readFile(await file.path()));
  return { name: file.suggestedFilename(), bytes, text: new TextDecoder().decode(bytes) };
}

async function exportAs(format: string): ReturnType<typeof saved> {
  await visitor.action('export').click();
  return saved(() => page.locator(`[data-export="${format}"]`).click());
}

/** Changes or removes a record behind the page's back. */
const tamper = (chain: string, number: number, what: 'alter' | 'remove'): Promise<void> =>
  page.evaluate(
    async ([key, kind]) => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('touchstone-records');
        opening.onsuccess = () => resolve(opening.result);
      });
      const change = database.transaction('records', 'readwrite');
      const records = change.objectStore('records');
      if (kind === 'remove') records.delete(key);
      else {
        const reading = records.get(key);
        reading.onsuccess = () => {
          const record = reading.result as { outcome: string };
          record.outcome = 'pass';
          records.put(record);
        };
      }
      await new Promise<void>((resolve) => {
        change.oncomplete = () => resolve();
      });
      database.close();
    },
    [[chain, number] as [string, number], what] as const,
  );

async function verify(): Promise<string> {
  await tab('keeping');
  const before = await page.locator('[data-verified]').evaluateAll((all) => all.map((one) => one.getAttribute('data-verified-at') ?? ''));
  await page.locator('[data-action="verify"]:enabled').click();
  await page.locator(`[data-verified-at]:not([data-verified-at="${before[0] ?? ''}"])`).waitFor();
  return wordsOf(page.locator('ts-keeping section').first());
}

describe('records', () => {
  test('an empty screen says where records come from', async () => {
    await expect.poll(() => wordsOf(page.locator('[data-runs="none"]')), SOON).toContain('No run yet');
  });

  test('of another station are taken in line by line; wrong lines are counted and named, and nothing of them is taken', async () => {
    const altered = JSON.stringify(first[0]).replace('"outcome":"pass"', '"outcome":"fail"');
    const said = await takeIn('line-1.jsonl', `${linesOf(first)}not json\n${altered}\n${headLine(last(first))}`);
    expect(said).toContain('63 records taken in, 0 records were here already.');
    expect(said).toContain('2 lines were refused.');
    expect(said).toContain('line 64: It is no JSON');
    expect(said).toContain('line 65: It was altered after it was written: its hash does not hold');
    expect(await takeIn('again.jsonl', linesOf(first))).toContain('0 records taken in, 63 records were here already.');
  });

  test('are found by outcome, and by any part of serial number, MAC, label and id', async () => {
    await tab('runs');
    await seeCount(63);
    await page.locator('[data-outcome="fail"]').click();
    await seeCount(6);
    await page.locator('[data-outcome="fail"]').click();
    for (const [text, count] of [
      [serial(7).slice(-6), 1],
      ['24:0a:c4:00:01:07', 1],
      ['box-12', 1],
      ['retest-of', 1],
      ['nobody has this', 0],
    ] as const) {
      await search(text);
      if (count === 0) await visitor.seeWords('No run is like that.');
      else await seeCount(count);
    }
    await visitor.action('reset-filter').click();
    await seeCount(63);
    await page.locator('ts-run-filter summary').click();
    await page.locator('[data-filter="purpose"]').selectOption('demo');
    await seeCount(1);
    await expect.poll(() => wordsOf(page.locator('ts-run-list .row:not([hidden])').first()), SOON).toContain('DEMO');
    await page.locator('[data-filter="purpose"]').selectOption('');
    await page.locator('[data-filter="slot"]').selectOption('5');
    await seeCount(13);
    await page.locator('[data-filter="toDay"]').fill('2020-01-01');
    await visitor.seeWords('No run is like that.');
    await visitor.action('reset-filter').click();
    await seeCount(63);
  });

  test('open with their phases, reasons, measurements, log and place in the chain, and with the other runs of the unit', async () => {
    await search(serial(4));
    await seeCount(2);
    await page.locator('[data-run="00000000-0000-4000-8000-100000000004"]').click();
    const dialog = page.locator('ts-run dialog');
    await page.locator('[data-opened-run="00000000-0000-4000-8000-100000000004"]').waitFor();
    const words = await wordsOf(dialog);
    expect(words).toContain('FAIL');
    expect(words).toContain('Stopped at “Wi-Fi”; wanted “connected” in 30 s');
    expect(words).toContain('Run 1 of 2 of this unit');
    expect(words).toContain('≤ 5');
    expect(words).toContain('Its hash holds');
    await expect
      .poll(() => page.locator('ts-run [data-phase-outcome]').evaluateAll((all) => all.map((one) => one.getAttribute('data-phase-outcome'))), SOON)
      .toEqual(['pass', 'fail']);
    expect(
      await page.evaluate<readonly unknown[]>(
        'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
      ),
    ).toEqual([]);
    await visitor.action('next-run').click();
    await page.locator('[data-opened-run="retest-of-unit-4"]').waitFor();
    const one = await saved(() => page.locator('[data-export-run="openhtf"]').click());
    expect(one.name).toBe(`${serial(4)}.Check-only.${START_MS + 7_200_000}.json`);
    expect(JSON.parse(one.text)).toMatchObject({ dut_id: serial(4), outcome: 'PASS' });
    await visitor.action('close-run').click();
    await visitor.action('reset-filter').click();
    await seeCount(63);
  });

  test('give yields: first pass and final, an odd slot, reasons, and what was measured; golden and demo boards are left out', async () => {
    await tab('yields');
    await page.locator('[data-yields="60"]').waitFor();
    await expect.poll(() => wordsOf(page.locator('[data-yield="First pass"]')), SOON).toContain('90.0 %');
    await expect.poll(() => wordsOf(page.locator('[data-yield="Final"]')), SOON).toContain('91.7 %');
    await expect.poll(() => wordsOf(page.locator('[data-odd-slot="LINE-1 5"]')), SOON).toContain('All 6 failures are in one place, Slot 5 of LINE-1');
    await page.locator('[data-group="slot"]').click();
    await expect.poll(() => wordsOf(page.locator('[data-yield-row="LINE-1 5"]')), SOON).toMatch(/Slot 5 of LINE-1 12 50\.0 %/);
    await page.locator('[data-group="phase"]').click();
    await expect.poll(() => wordsOf(page.locator('[data-yield-row="check"]')), SOON).toMatch(/check 60 100\.0 % 100\.0 %/);
    await expect.poll(() => wordsOf(page.locator('[data-yield-row="boot"]')), SOON).toMatch(/boot 60 90\.0 % 91\.7 %/);
    await expect.poll(() => wordsOf(page.locator('[data-reason="log-not-reached"]')), SOON).toMatch(/boot 6 100\.0 %/);
    await visitor.seeWords('2 runs left out');
    await page.locator('[data-count-all]').check();
    await page.locator('[data-yields="62"]').waitFor();
    await page.locator('[data-count-all]').uncheck();
    await visitor.action('measure').click();
    await page.locator('[data-histogram="check · time"] canvas').waitFor();
    await expect.poll(() => wordsOf(page.locator('ts-histogram dl')), SOON).toMatch(/Values 61 .*Limits ≤ 5 s/);
    const drawn = await page.locator('[data-histogram] canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value > 0);
    });
    expect(drawn).toBe(true);
  });

  test('are exported as JSON lines with the chain’s head, as OpenHTF, CSV and JUnit, and only those that were found', async () => {
    await tab('runs');
    const lines = (await exportAs('jsonl')).text.trimEnd().split('\n');
    expect(lines).toHaveLength(64);
    expect(
      lines
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as RunRecord).id)
        .toSorted(),
    ).toEqual(first.map(({ id }) => id).toSorted());
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ 'touchstone-heads': [{ chain: FIRST, number: 63, hash: last(first).link.hash }] });
    await page.locator('[data-outcome="fail"]').click();
    await seeCount(6);
    const files = unzipSync((await exportAs('openhtf')).bytes);
    expect(Object.keys(files)).toHaveLength(6);
    for (const file of Object.values(files)) expect(JSON.parse(new TextDecoder().decode(file))).toMatchObject({ outcome: 'FAIL', station_id: 'LINE-1' });
    const table = (await exportAs('csv')).text.split('\r\n');
    expect(table).toHaveLength(8);
    expect(table[0]).toContain('check.time [s]');
    expect((await exportAs('junit')).text.match(/<testsuite /g)).toHaveLength(6);
    await visitor.action('reset-filter').click();
    await seeCount(63);
  });

  test('of two stations stand together: yields across both, each by its own name', async () => {
    expect(await takeIn('line-2.jsonl', linesOf(second))).toContain('10 records taken in');
    await tab('yields');
    await page.locator('[data-yields="70"]').waitFor();
    await page.locator('[data-group="station"]').click();
    await expect
      .poll(() => page.locator('[data-yield-row]').evaluateAll((all) => all.map((one) => one.getAttribute('data-yield-row'))), SOON)
      .toEqual(['LINE-1', 'LINE-2']);
  });
});

describe('the chain', () => {
  test('is whole as it came', async () => {
    expect(await verify()).toContain('Whole: 73 records in 2 chains, none missing, none altered.');
  });

  test('that was altered, from which one was taken, and whose end was cut off is named as that', async () => {
    await tamper(FIRST, 5, 'alter');
    await tamper(FIRST, 30, 'remove');
    await tamper(SECOND, 10, 'remove');
    const said = await verify();
    expect(said).toContain('3 things are wrong in 71 records.');
    expect(said).toContain('Altered: record 5 of chain 11111111 is not what was written');
    expect(said).toContain('Missing: record 30 of chain 11111111');
    expect(said).toContain('Cut off: record 10 of chain 22222222 was seen before and is not here');
    await tab('runs');
    await seeCount(71); // the list is made anew from what is there
  });

  test('is mended where the export still has what is missing; what was altered stays named', async () => {
    await takeIn('mend.jsonl', linesOf(first) + linesOf(second));
    await expect.poll(() => wordsOf(page.locator('[data-imported]')), SOON).toContain('2 records taken in');
    expect(await verify()).toContain('1 thing is wrong in 73 records.');
    await tamper(FIRST, 5, 'remove');
    await takeIn('mend-5.jsonl', linesOf(first.slice(4, 5)));
    expect(await verify()).toContain('Whole: 73 records');
  });

  test('goes on from a checkpoint when the oldest records were exported and taken away', async () => {
    await tab('keeping');
    await page.locator('input[name="most"]').fill('40');
    const file = await saved(() => visitor.action('export-oldest').click());
    const lines = file.text.trimEnd().split('\n');
    expect(lines).toHaveLength(41);
    await expect.poll(() => page.locator('[data-freeing="40"]').count(), SOON).toBe(1);
    await tab('runs');
    await expect.poll(() => page.locator('[data-run-count]').getAttribute('data-run-count'), SOON).toBe('73'); // nothing has gone yet
    await tab('keeping');
    await visitor.action('take-away').click();
    await page.locator('[data-said="freed"]').waitFor();
    await tab('runs');
    await seeCount(33);
    const said = await verify();
    expect(said).toContain('Whole: 33 records in 2 chains');
    expect(said).toContain('exported and taken away on');
    await page.reload();
    await page.locator('[data-screen="records"]').click();
    await seeCount(33);
    expect(await verify()).toContain('Whole: 33 records');
    expect(await takeIn('back.jsonl', file.text)).toContain('40 records taken in');
    expect(await verify()).toContain('Whole: 73 records in 2 chains');
  });
});

test('a record that would stand before this station in its own chain is not taken: the next run needs its place', async () => {
  const eleventh = await linkRecord(runOf('LINE-2', 10), last(second).link);
  await page.evaluate(async ({ chain, number, hash }) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('touchstone-records');
      opening.onsuccess = () => resolve(opening.result);
    });
    const change = database.transaction('heads', 'readwrite');
    change.objectStore('heads').put({ chain, number, hash }, 'own');
    await new Promise<void>((resolve) => {
      change.oncomplete = () => resolve();
    });
    database.close();
  }, last(second).link);
  expect(await takeIn('ahead.jsonl', linesOf([eleventh]))).toContain('Not taken: 1 record whose place in the chain is taken');
  expect(await verify()).toContain('Whole: 73 records in 2 chains');
});

describe('a label', () => {
  test('is printed on paper of exactly its size, with its codes on it, and the page is itself again', async () => {
    await tab('runs');
    await search('box-12');
    await seeCount(1);
    await page.locator('ts-run-list .row:not([hidden])').first().click();
    await visitor.action('print-run').click();
    await page.locator('html[data-printing="yes"]').waitFor({ state: 'attached' });
    const root = page.locator('#touchstone-print');
    await expect.poll(() => root.locator('text').allTextContents(), SOON).toContain(serial(12));
    await expect
      .poll(() => root.locator('path').evaluateAll((all) => all.map((one) => one.getAttribute('data-code'))), SOON)
      .toEqual(['datamatrix', 'code128']);
    const devTools = await browser.context.newCDPSession(page);
    const { data } = await devTools.send('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
    const pdf = Buffer.from(data, 'base64').toString('latin1');
    const [, width = '0', height = '0'] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/.exec(pdf) ?? [];
    expect(Number(width) * MM_PER_POINT).toBeCloseTo(50, 0);
    expect(Number(height) * MM_PER_POINT).toBeCloseTo(25, 0);
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await root.waitFor({ state: 'detached' });
    await page.locator('[data-said="printed"]').waitFor({ state: 'attached' });
    await visitor.action('close-run').click();
  });

  test('is edited with a look at it: what is wrong is said, what is right is drawn, kept and used', async () => {
    await visitor.action('open-labels').click();
    const text = page.locator('[data-label-text]');
    await page.locator('[data-label-preview] path').first().waitFor();
    await text.fill('{ "format": 1 }');
    await page.locator('[data-label-problem="label-shape"]').waitFor();
    await expect.poll(() => visitor.action('keep-label').isDisabled(), SOON).toBe(true);
    await text.fill(
      JSON.stringify({
        format: 'touchstone-label/1',
        name: 'carton',
        width: 40,
        height: 20,
        elements: [{ kind: 'qr', x: 2, y: 2, size: 16, content: '{serial} {mac}' }],
      }),
    );
    await page.locator('[data-label-preview] path[data-code="qr"]').waitFor();
    await visitor.action('keep-label').click();
    await page.locator('dialog[data-labels="carton"]').waitFor();
    await expect.poll(() => page.locator('[data-choice="label"]').inputValue(), SOON).toBe('carton');
    await visitor.action('remove-label').click();
    await page.locator('dialog[data-labels="default"]').waitFor();
    await visitor.action('close-labels').click();
  });
});
