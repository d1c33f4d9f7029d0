/**
 * Plays the person at the page: loads manifests, connects, presses a check's button, reads the verdict.
 * Test support. Knows the page by its data attributes only, never by its words; decides nothing about the verdict.
 */
import type { Locator, Page } from 'playwright-core';
import { TouchstoneError } from '../../src/base/index.ts';
import type { SupportErrorCode } from './deadline.ts';

export interface ProofRow {
  readonly id: string;
  /** `pass`, `fail`, `unmeasured`; null when the page shows none. */
  readonly outcome: string | null;
  readonly text: string;
}

/** `verdict` and `fault` exclude each other. */
export interface CheckReport {
  readonly verdict: string | null;
  readonly fault: string | null;
  /** The banner's words. */
  readonly text: string;
  readonly proofs: readonly ProofRow[];
  readonly elapsedMs: number;
}

export interface CheckWishes {
  readonly path: 'ram' | 'flash';
  /** Absolute paths. */
  readonly manifests: readonly string[];
  /** For all of it. */
  readonly timeoutMs: number;
}

const END = '[data-verdict]:not([data-verdict=""]), [data-fault]:not([data-fault=""])';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const wordsOf = async (element: Locator): Promise<string> => oneLine(await element.innerText());

/** Adds what the page says of its troubles to a wait that was in vain. */
async function explained<T>(page: Page, step: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const notices = await page.locator('[data-notice]').evaluateAll((all) => all.map((one) => one.getAttribute('data-notice')));
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new TouchstoneError<SupportErrorCode>('support-page', { step, reason, notices: notices.join(' ') }, cause);
  }
}

/** Gives the page manifest files and waits until it shows as many more and reads none. @throws support-page */
export async function loadManifests(page: Page, paths: readonly string[], timeoutMs: number): Promise<void> {
  if (paths.length === 0) return;
  const load = async (): Promise<void> => {
    await page.locator('[data-screen="manifests"]').click({ timeout: timeoutMs });
    const before = await page.locator('[data-manifest]').count();
    await page.locator('input[type=file][data-drop]').setInputFiles([...paths], { timeout: timeoutMs });
    await page
      .locator('[data-manifest]')
      .nth(before + paths.length - 1)
      .waitFor({ timeout: timeoutMs });
    await page.locator('ts-manifests progress').waitFor({ state: 'detached', timeout: timeoutMs });
    await page.locator('[data-screen="bench"]').click({ timeout: timeoutMs });
  };
  await explained(page, 'load manifests', load());
}

/** Presses connect and waits until a check can be begun. @throws support-page */
export async function connectPort(page: Page, timeoutMs: number): Promise<void> {
  const connect = async (): Promise<void> => {
    await page.locator('[data-action="connect"]').first().click({ timeout: timeoutMs });
    await page.locator('[data-action="check-ram"]:enabled').waitFor({ timeout: timeoutMs });
  };
  await explained(page, 'connect', connect());
}

/** Presses the check's button and waits for its end. @throws support-page */
export async function runCheck(page: Page, path: 'ram' | 'flash', timeoutMs: number): Promise<CheckReport> {
  const startedMs = performance.now();
  const check = async (): Promise<void> => {
    const shownBefore = await page.locator(END).count();
    await page.locator(`[data-action="check-${path}"]`).click({ timeout: timeoutMs });
    if (shownBefore > 0) await page.locator(END).first().waitFor({ state: 'detached', timeout: timeoutMs });
    await page.locator(END).first().waitFor({ timeout: timeoutMs });
  };
  await explained(page, `check ${path}`, check());
  return readCheck(page, Math.round(performance.now() - startedMs));
}

/** Reads verdict or fault and all rows as they stand. */
export async function readCheck(page: Page, elapsedMs: number): Promise<CheckReport> {
  const banner = page.locator(END).first();
  const rows = await page.locator('[data-proof]').evaluateAll((all) =>
    all.map((row) => ({
      id: row.getAttribute('data-proof') ?? '',
      outcome: row.getAttribute('data-outcome'),
      text: (row as HTMLElement).innerText,
    })),
  );
  return {
    verdict: (await banner.getAttribute('data-verdict')) || null,
    fault: (await banner.getAttribute('data-fault')) || null,
    text: await wordsOf(banner),
    proofs: rows.map(({ text, ...row }) => ({ ...row, text: oneLine(text) })),
    elapsedMs,
  };
}

/** All of it, on a page that was just opened. @throws support-page */
export async function checkOnPage(page: Page, { path, manifests, timeoutMs }: CheckWishes): Promise<CheckReport> {
  const endMs = performance.now() + timeoutMs;
  const left = (): number => Math.max(1, endMs - performance.now());
  await loadManifests(page, manifests, left());
  await connectPort(page, left());
  return runCheck(page, path, left());
}
