/**
 * The bench with several slots in every state, light and dark, wide and narrow: nothing for axe to complain of, nothing wider than the window,
 * and in no slot does anything stick out. The states are those of the gallery, put into the built page.
 * Reference: WCAG 2.2 AA as axe-core checks it.
 */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { STATIONS } from '../support/gallery/station.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

let served: BuiltPage;
let browser: RunningChromium;
let page: Page;
beforeAll(async () => {
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
  page = await browser.context.newPage();
  await page.goto(served.url);
  await page.locator('[data-action="try-virtual"]').first().waitFor();
  await page.evaluate(`window.addEventListener('ts-station', (event) => event.stopImmediatePropagation(), { capture: true })`); // what is shown stays
  await page.evaluate(axe.source);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

async function violations(): Promise<readonly string[]> {
  const found = await page.evaluate<readonly Violation[]>('axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)');
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`));
}

/** Words and buttons of slots that are cut off, and parts of the page that can be scrolled sideways. */
const STICKS_OUT = `(() => {
  const found = [];
  const look = (root, slot) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) look(element.shadowRoot, element.localName === 'ts-station-slot' ? element.shadowRoot.querySelector('section') : slot);
      const wide = element.scrollWidth - element.clientWidth;
      if ((element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX)) && wide > 1 && element.clientWidth > 0) found.push(element.localName + '.' + element.className + ' scrolls sideways');
      if (slot == null || !element.matches('.big span, .big, .seal, .row button, header b, input')) continue;
      const inner = element.getBoundingClientRect(), outer = slot.getBoundingClientRect();
      if (inner.width > 0 && (inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1 || inner.left < outer.left - 1)) found.push(slot.getAttribute('aria-label') + ' ' + element.localName + '.' + element.className + ' “' + (element.textContent ?? '').trim().slice(0, 20) + '” sticks out');
    }
  };
  look(document, null);
  return found;
})()`;

test.each(Object.keys(STATIONS))('%s', { timeout: 120_000 }, async (name) => {
  const station = STATIONS[name];
  if (station === undefined) throw new Error(name);
  const slots = station.picture.slots.length;
  const show = `{ const app = document.querySelector('ts-app'); app.view = { ...app.view, slots: ${slots}, screen: 'bench', station: ${JSON.stringify(station)} }; }`;
  const drawn = async (): Promise<number> => {
    await page.evaluate(show); // what the page itself still has to say at its start may draw over it
    return page.locator('ts-station-slot').count();
  };
  await expect.poll(drawn, { timeout: 20_000, interval: 200 }).toBe(station.opened === null ? slots : 1);
  const faults: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      faults.push(...(await violations()).map((fault) => `${size.width} ${colorScheme}: ${fault}`));
    }
    faults.push(...((await page.evaluate(STICKS_OUT)) as readonly string[]).map((fault) => `${size.width}: ${fault}`));
  }
  expect(faults).toEqual([]);
});
