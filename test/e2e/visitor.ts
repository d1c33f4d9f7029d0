/**
 * A person at the built page: arrives, presses, reads, and notices everything that the browser complains of.
 * Test support. Knows the page by its data attributes and by the words on it; decides nothing about verdicts.
 */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { readCheck } from '../support/page-check.ts';
import type { CheckReport, ProofRow } from '../support/page-check.ts';

const CHECK_MS = 60_000;
const PATIENCE_MS = 20_000;
/** For `expect.poll`. */
export const SOON = { timeout: PATIENCE_MS, interval: 20 };

export type Phase = 'ready' | 'running' | 'done' | 'failed' | 'aborted' | 'lost';

/** The words of an element on one line. */
export const wordsOf = async (element: Locator): Promise<string> => (await element.innerText()).replace(/\s+/g, ' ').trim();

/** The rows of a verdict, in order; restated here, so that the page cannot agree with itself. */
export const ALL_PROOFS = [
  'board-identified',
  'firmware-expected',
  'chip-answers',
  'zones-locked',
  'serial-well-formed',
  'signer-chain',
  'device-chain',
  'key-in-certificate',
  'possession',
  'in-manifest',
  'entry-signature',
  'entry-equals-chip',
];

/** The row of one proof. */
export function rowOf(report: CheckReport, id: string): ProofRow {
  const row = report.proofs.find((proof) => proof.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  return row;
}

/** Ids of the rows with this outcome. */
export const rowsWith = (report: CheckReport, outcome: string): readonly string[] =>
  report.proofs.filter((proof) => proof.outcome === outcome).map((proof) => proof.id);

export class Visitor {
  /** What must not happen: complaints on the console (a refusal of the page's policy is one), uncaught errors, files not found or from elsewhere. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.troubles.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.troubles.push(`uncaught: ${String(error)}`));
    page.on('response', (response) => {
      if (response.status() >= 400) this.troubles.push(`${response.status()}: ${response.url()}`);
    });
    page.on('request', (request) => {
      const address = request.url();
      if (!/^(data|blob):/.test(address) && !address.startsWith(url)) this.troubles.push(`asked elsewhere: ${address}`);
    });
  }

  /** Opens the page in a new tab; `prepare` may put scripts into it or close roads first. */
  static async arrive(context: BrowserContext, url: string, prepare?: (page: Page) => Promise<unknown>): Promise<Visitor> {
    const page = await context.newPage();
    const visitor = new Visitor(page, url);
    await page.setViewportSize({ width: 1440, height: 900 });
    await prepare?.(page);
    await page.goto(url);
    await visitor.action('try-virtual').waitFor();
    return visitor;
  }

  /** Forgets the settings and all kept files, closes the tab and says what went wrong meanwhile. */
  async leave(): Promise<readonly string[]> {
    await this.page.evaluate(async () => {
      localStorage.clear();
      await new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('touchstone');
        deleting.onsuccess = () => resolve();
        deleting.onerror = () => reject(new Error('what was kept could not be deleted'));
      });
    });
    await this.page.close();
    return this.troubles;
  }

  /** A button by what it does, in the main part of the page where it is also elsewhere. */
  action(name: string): Locator {
    return this.page.locator(`[data-action="${name}"]`).first();
  }

  /** The banner of the slot. */
  get banner(): Locator {
    return this.page.locator('ts-verdict [data-phase]');
  }

  async seePhase(phase: Phase): Promise<void> {
    await this.#seeInSlot('ts-verdict', `[data-phase="${phase}"]`);
  }

  /** Waits until a step is under way; some take less than a tenth of a second. */
  async seeStep(step: string): Promise<void> {
    await this.#seeInSlot('ts-steps', `[data-step="${step}"][data-state="running"]`);
  }

  /** Looks at every frame, because Playwright's own waiting looks twice a second. */
  async #seeInSlot(part: string, selector: string, patienceMs = PATIENCE_MS): Promise<void> {
    const seen = await this.page.evaluate(
      async ({ part, selector, patienceMs }) => {
        const endMs = performance.now() + patienceMs;
        while (performance.now() < endMs) {
          const slot = document.querySelector('ts-app')?.shadowRoot?.querySelector('ts-slot');
          if (slot?.shadowRoot?.querySelector(part)?.shadowRoot?.querySelector(selector)) return 'seen';
          await new Promise(requestAnimationFrame);
        }
        return 'not seen';
      },
      { part, selector, patienceMs },
    );
    expect(seen, `${selector} in ${part}`).toBe('seen');
  }

  /** Waits until these words are somewhere on the page. */
  async seeWords(words: string): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  async goTo(screen: 'bench' | 'manifests' | 'firmware' | 'log' | 'settings'): Promise<void> {
    await this.page.locator(`[data-screen="${screen}"]`).click();
  }

  /** Presses the check's button and reads everything when it has ended. */
  async check(path: 'ram' | 'flash'): Promise<CheckReport> {
    const startedMs = performance.now();
    await Promise.all([this.#seeInSlot('ts-verdict', '[data-phase="running"]'), this.action(`check-${path}`).click()]);
    await this.#seeInSlot('ts-verdict', '[data-verdict], [data-fault]', CHECK_MS);
    return readCheck(this.page, Math.round(performance.now() - startedMs));
  }

  /** Waits until a check can be begun. */
  async seeReady(): Promise<void> {
    await this.#seeInSlot('ts-actions', '[data-action="check-ram"]:enabled');
  }

  async tryVirtual(): Promise<void> {
    await this.action('try-virtual').click();
    await this.seeReady();
  }

  /** Puts something else on the virtual bench. */
  async put(faultId: string): Promise<void> {
    await this.page.locator('select[data-virtual-fault]').selectOption(faultId);
    await this.seePhase('ready');
  }

  /** Takes what a button offers for download; gives name and text. */
  async download(action: string): Promise<{ readonly name: string; readonly text: string }> {
    const [file] = await Promise.all([this.page.waitForEvent('download'), this.action(action).click()]);
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  }

  /** Messages in the corner, oldest first. */
  async notices(): Promise<readonly string[]> {
    return Promise.all((await this.page.locator('[data-notice]').all()).map(wordsOf));
  }

  /** Waits for a message with these words. */
  async seeNotice(words: string | RegExp): Promise<void> {
    await this.page.locator('[data-notice]').filter({ hasText: words }).first().waitFor();
  }
}

/** In an `afterEach`: nothing that the browser complains of may have happened. */
export async function leaveWell(visitor: Visitor | undefined): Promise<void> {
  expect((await visitor?.leave()) ?? []).toEqual([]);
}
