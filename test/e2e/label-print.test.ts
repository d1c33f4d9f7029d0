/**
 * Labels on paper: printed by the page's own code through Chromium's print to PDF, measured in millimetres, and read back by another library.
 * A plan prints once for a board that passes, never for one that fails, and slots print one after the other.
 */
import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCodes } from '../support/barcode-reader.ts';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { forgetRecords } from './line-visit.ts';
import { PlanLine, catchPrints, prints } from './plan-visit.ts';
import { SOON, Visitor, leaveWell } from './visitor.ts';

const POINTS_PER_MM = 72 / 25.4;
const LABEL = {
  format: 'touchstone-label/1',
  name: 'carton',
  width: 60,
  height: 30,
  elements: [
    { kind: 'qr', x: 3, y: 2.5, size: 14, content: '{serial}' },
    { kind: 'datamatrix', x: 42, y: 2.5, size: 12, content: '{cn}' },
    { kind: 'code128', x: 6, y: 20, size: 7.5, width: 48, content: '{mac}' },
  ],
};

let served: BuiltPage;
let browser: RunningChromium;

beforeAll(async () => {
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** Opens the labels' editor with this label in it. */
async function edit(page: Page, label: object): Promise<void> {
  await page.locator('[data-screen="records"]').click();
  await page.locator('[data-records="ready"]').waitFor();
  await page.locator('[data-action="open-labels"]').click();
  await page.locator('[data-label-text]').fill(JSON.stringify(label));
  await expect.poll(() => page.locator('ts-labels .paper svg').getAttribute('aria-label'), SOON).toBe('carton');
  await page.locator('[data-action="print-sample"]:enabled').waitFor();
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The page's size, and the box of every filled path that is no white ground; millimetres from the upper left corner. */
function readPdf(pdf: Buffer): { readonly pages: number; readonly width: number; readonly height: number; readonly boxes: readonly Box[] } {
  const text = pdf.toString('latin1');
  const [, x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (/\/MediaBox\s*\[\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)/.exec(text) ?? []).map(Number);
  const height = y1 - y0;
  const boxes: Box[] = [];
  for (const match of text.matchAll(/<<([^>]|>(?!>))*>>\s*stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const bytes = pdf.subarray(start, text.indexOf('endstream', start));
    const content = match[0].includes('FlateDecode') ? tryInflate(bytes) : bytes.toString('latin1');
    if (/\sre\s|\sm\s/.test(content) && / cm\s/.test(content)) boxes.push(...boxesIn(content, height));
  }
  const mm = (points: number): number => points / POINTS_PER_MM;
  return {
    pages: [...text.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length,
    width: mm(x1 - x0),
    height: mm(height),
    boxes: boxes.map((box) => ({ left: mm(box.left), top: mm(box.top), width: mm(box.width), height: mm(box.height) })),
  };
}

function tryInflate(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return '';
  }
}

type Matrix = readonly [number, number, number, number, number, number];

/** Follows the few operators that place and fill paths: q, Q, cm, m, l, c, h, re, and every way to fill; the fill's colour is g or rg. */
function boxesIn(content: string, pageHeight: number): readonly Box[] {
  const boxes: Box[] = [];
  const kept: { readonly matrix: Matrix; readonly white: boolean }[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  let white = false;
  let points: (readonly [number, number])[] = [];
  let numbers: number[] = [];
  const at = (x: number, y: number): void => {
    const [a, b, c, d, e, f] = matrix;
    points.push([a * x + c * y + e, b * x + d * y + f]);
  };
  for (const token of content.split(/\s+/)) {
    if (token !== '' && Number.isFinite(Number(token))) {
      numbers.push(Number(token));
      continue;
    }
    const [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0] = numbers;
    numbers = [];
    if (token === 'q') kept.push({ matrix, white });
    else if (token === 'Q') ({ matrix, white } = kept.pop() ?? { matrix, white });
    else if (token === 'cm') {
      const [a, b, c, d, e, f] = matrix;
      matrix = [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
    } else if (token === 'm' || token === 'l') at(p, q);
    else if (token === 'c') at(t, u);
    else if (token === 're')
      [[p, q], [p + r, q + s]].forEach(([x = 0, y = 0]) => at(x, y)); // prettier-ignore
    else if (token === 'g') white = p === 1;
    else if (token === 'rg') white = p === 1 && q === 1 && r === 1;
    else if (['f', 'f*', 'F', 'B'].includes(token)) {
      const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => pageHeight - y)];
      if (!white && points.length > 0)
        boxes.push({ left: Math.min(...xs), top: Math.min(...ys), width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) });
      points = [];
    } else if (token === 'n' || token === 'S') points = [];
  }
  return boxes;
}

describe('a label on paper', () => {
  test('is one page of exactly its size, with every code where it was put; and what it says is read back', async () => {
    const visitor = await Visitor.arrive(browser.context, served.url, (tab) =>
      tab.addInitScript(`window.print = () => { document.documentElement.dataset.printing = 'yes'; };`),
    );
    const { page } = visitor;
    await edit(page, LABEL);
    await page.locator('[data-action="print-sample"]').click();
    await page.locator('html[data-printing="yes"]').waitFor();
    const pdf = readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: true })); // Chromium tells the page of its beginning and its end
    await expect.poll(() => page.locator('#touchstone-print').count(), SOON).toBe(0);
    expect(pdf.pages).toBe(1);
    expect(Math.abs(pdf.width - 60)).toBeLessThan(0.1); // Chromium rounds to a whole number of its own pixels: 59.94 mm
    expect(Math.abs(pdf.height - 30)).toBeLessThan(0.1);
    for (const { x, y, size, width = size } of LABEL.elements as readonly { x: number; y: number; size: number; width?: number }[]) {
      const near = pdf.boxes.find(
        (box) => Math.abs(box.left - x) < 0.1 && Math.abs(box.top - y) < 0.1 && Math.abs(box.width - width) < 0.1 && Math.abs(box.height - size) < 0.1,
      );
      expect(near, `${x},${y} ${width} × ${size} mm among ${JSON.stringify(pdf.boxes)}`).toBeDefined();
    }
    const codes = await readCodes(Uint8Array.from(await page.locator('ts-labels .paper svg').screenshot()));
    expect(codes.toSorted((one, other) => one.format.localeCompare(other.format))).toEqual([
      { format: 'Code128', text: '24:0A:C4:00:00:01' },
      { format: 'DataMatrix', text: 'sn0123A23F29F9366A01' },
      { format: 'QRCode', text: '0123A23F29F9366A01' },
    ]);
    await page.locator('[data-action="close-labels"]').click();
    await forgetRecords(page);
    await leaveWell(visitor);
  });

  test('of a plan is asked for once for each board that passes, one after the other, and never for one that fails', async () => {
    const visitor = await Visitor.arrive(browser.context, served.url, catchPrints);
    const { page } = visitor;
    const line = new PlanLine(page);
    await line.setSlots(4);
    await line.putBoards();
    await line.act({ act: 'pull-board', number: 4 });
    await line.act({ act: 'set-fault', number: 3, faultId: 'chip-absent', strikesAt: null });
    await line.use('check and print', [{ kind: 'check-chip', name: 'check' }, { kind: 'print-label', name: 'label' }]); // prettier-ignore
    await line.scan('DO:START');
    const first3 = await line.until((slots) => slots.slice(0, 3).every(({ state }) => state === 'pass' || state === 'fail'));
    expect(first3.slice(0, 3).map(({ state }) => state)).toEqual(['pass', 'pass', 'fail']);
    const printed = await prints(page);
    expect(printed).toHaveLength(2);
    for (const { markup } of printed) expect(markup).toContain('PASS');
    const [first, second] = printed;
    expect(second?.at).toBeGreaterThanOrEqual(first?.until ?? Infinity);
    await forgetRecords(page);
    await leaveWell(visitor);
  });
});
