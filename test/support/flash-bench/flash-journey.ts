/**
 * A person who flashes on the firmware screen of the built page, with a stopwatch.
 * Test support. Knows the page by its data attributes only.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { withDeadline } from '../deadline.ts';

const TIMEOUT_MS = 60_000;

/** Gives the page a build folder and waits until it is a pack that could be flashed. */
export async function givePack(page: Page, folder: string): Promise<void> {
  await page.locator('[data-screen="firmware"]').click({ timeout: TIMEOUT_MS });
  await page.locator('[data-pack]').first().waitFor({ timeout: TIMEOUT_MS });
  await page.locator('input[data-firmware-folder]').setInputFiles(folder, { timeout: TIMEOUT_MS });
  await page.locator('[data-part="65536"]').waitFor({ timeout: TIMEOUT_MS });
  await page.locator('[data-action="flash"]:enabled').waitFor({ timeout: TIMEOUT_MS });
}

/** What stopwatch-in-page.js says; times are milliseconds of the epoch. */
interface Stopwatch {
  readonly startMs: number;
  readonly endMs: number;
  readonly phase: string;
  readonly outcome: string;
  readonly words: string;
}

export interface Flashing {
  /** Of this process's `performance.now()`: the button was pressed, and the end was shown. */
  readonly startMs: number;
  readonly endMs: number;
  /** Parts that were in flash already. */
  readonly skipped: number;
}

/** Puts the stopwatch into a page that is open. */
export async function wearStopwatch(page: Page): Promise<void> {
  await page.evaluate(await readFile(new URL('stopwatch-in-page.js', import.meta.url), 'utf8'));
}

/** Presses the button and waits until the page says how it ended. @throws when it ended otherwise than proved, support-timeout */
export async function flashOnce(page: Page): Promise<Flashing> {
  const button = page.locator('[data-action="flash"]:enabled');
  await button.waitFor({ timeout: TIMEOUT_MS });
  const watched = page.evaluate(() => (globalThis as unknown as { flashStopwatch(): Promise<Stopwatch> }).flashStopwatch());
  const { startMs, endMs, phase, outcome, words } = (
    await withDeadline(Promise.all([watched, button.click({ timeout: TIMEOUT_MS })]), 'flashing', TIMEOUT_MS)
  )[0];
  if (phase !== 'done' || outcome !== 'proved') throw new Error(`flashing ended as ${phase} ${outcome}: ${words.replace(/\s+/g, ' ')}`);
  const skipped = await page.locator('[data-flash-part][data-skipped="yes"]').count();
  return { startMs: startMs - performance.timeOrigin, endMs: endMs - performance.timeOrigin, skipped };
}
