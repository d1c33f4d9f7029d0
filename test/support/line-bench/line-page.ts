/**
 * A bench with slots, set up before the page is opened: what the settings, the set-up and a plan's file would have left in the browser.
 * Test support. Knows the keys under which the page keeps them, and `ts-app` by its public property `view` and its events.
 */
import type { Page } from 'playwright-core';
import { parsePlan, planFingerprint, planText } from '../../../src/bench/station-room.ts';

const PATIENCE_MS = 60_000;

/** Looks until an expression in the page is true; the page's policy forbids Playwright's own waiting for expressions. */
export async function untilTrue(page: Page, expression: string, patienceMs = PATIENCE_MS): Promise<void> {
  const endMs = Date.now() + patienceMs;
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > endMs) {
      const problem = await page.evaluate(
        `JSON.stringify([document.querySelector('ts-app').view?.station?.problem, document.querySelector('ts-app').view?.notices, document.hidden])`,
      );
      throw new Error(`never true: ${expression}; the page says ${String(problem)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What a person did, told as the page's own elements tell it. */
export const act = (page: Page, detail: Readonly<Record<string, unknown>>): Promise<unknown> =>
  page.evaluate(`document.querySelector('ts-app').dispatchEvent(new CustomEvent('ts-station', { detail: ${JSON.stringify(detail)} }))`);

/** Opens the page with this many slots and this plan; nothing is in the slots but what the browser has ports for. */
export async function setUpLine(page: Page, url: string, slots: number, planFile: string): Promise<void> {
  const plan = parsePlan(planFile);
  const station = { slots, name: 'SOAK', planFingerprint: await planFingerprint(plan), sounds: 'off' };
  const kept = { 'touchstone.station.1': JSON.stringify(station), 'touchstone.plans.1': JSON.stringify([planText(plan)]) };
  await page.goto(url);
  await page.evaluate(`for (const [key, value] of Object.entries(${JSON.stringify(kept)})) localStorage.setItem(key, value)`);
  await page.reload();
  await untilTrue(page, `document.querySelector('ts-app').view?.station?.picture.slots.length === ${slots}`);
}

/** The same with a virtual board in every slot; the shift is still off. */
export async function openLine(page: Page, url: string, slots: number, planFile: string): Promise<void> {
  await setUpLine(page, url, slots, planFile);
  await act(page, { act: 'put-boards', boards: 'virtual' });
  await untilTrue(page, `document.querySelector('ts-app').view.station.picture.slots.every(({ presence }) => presence === 'in')`);
}

export const startShift = (page: Page): Promise<unknown> => act(page, { act: 'start-shift', operator: '0815', workOrder: 'SOAK' });

/** All records as they are on the disk, in the order of their chain. */
export const READ_RECORDS = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('touchstone-records');
  opening.onupgradeneeded = () => opening.transaction.abort(); // there is none yet, and making one is the page's business
  opening.onerror = () => resolve([]);
  opening.onsuccess = () => {
    const database = opening.result;
    const end = (rows) => { database.close(); resolve(rows); };
    if (!database.objectStoreNames.contains('records')) return end([]);
    const asked = database.transaction('records').objectStore('records').getAll();
    asked.onerror = () => reject(new Error('not read'));
    asked.onsuccess = () => end(asked.result);
  };
})`;
