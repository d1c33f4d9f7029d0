/**
 * The one thing replaced in the page: `navigator.serial.requestPort`, whose chooser a headless browser cannot show.
 * Test support. Everything else of Web Serial is the browser's own. Knows nothing of the devices.
 */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';

const IN_PAGE = fileURLToPath(new URL('port-chooser-in-page.js', import.meta.url));

/** What the person at the chooser does: takes the first matching port that is not open, or closes the chooser. */
export type ChooserAnswer = 'first-free' | 'cancel';

/** Has every page of the context from now on choose ports without a chooser. */
export async function replaceChooser(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: IN_PAGE });
}

/** Decides what the chooser answers in this page until it is loaded anew. */
export async function answerChooser(page: Page, answer: ChooserAnswer): Promise<void> {
  await page.evaluate((wanted) => void Object.assign(navigator.serial.requestPort, { answer: wanted }), answer);
}

/** How often a chooser was closed in this page, with a choice or without, since it was loaded. */
export async function choosersClosed(page: Page): Promise<number> {
  return page.evaluate(() => (navigator.serial.requestPort as unknown as { readonly closed: number }).closed);
}
