/**
 * A station at a shared store: signs in to the EMULATOR, types the store into its card, reads what the card says.
 * Test support. Knows the page by its data attributes.
 */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { ACCOUNT, CONTAINER } from '../support/azurite/azurite.ts';
import type { Azurite } from '../support/azurite/azurite.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { CloudVisit } from './cloud-visit.ts';
import { Line } from './line-visit.ts';

export const localEndpoint = ({ port }: Azurite): string => `https://127.0.0.1:${port}/${ACCOUNT}`;

/** One station: a browser of its own. */
export class StoreVisit {
  readonly troubles: string[] = [];
  private constructor(
    readonly page: Page,
    readonly cloud: CloudVisit,
    readonly line: Line,
  ) {
    page.on('pageerror', (error) => this.troubles.push(String(error)));
    page.on('console', (message) => {
      // that an account without a rule is refused is part of the journey
      if (/policy|Trusted/i.test(message.text()) && !/blocked by CORS policy/.test(message.text())) this.troubles.push(message.text());
    });
  }

  static async arrive({ context }: RunningChromium, url: string): Promise<StoreVisit> {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.setViewportSize({ width: 1280, height: 900 });
    const visit = new StoreVisit(page, new CloudVisit(page), new Line(page));
    await page.goto(url);
    return visit;
  }

  async signIn(): Promise<void> {
    await this.cloud.open();
    await this.cloud.seeSession('signed-out');
    await this.cloud.press('use-emulator');
    await this.page.locator('[data-emulator="on"]').waitFor();
    await this.cloud.press('sign-in');
    await this.cloud.seeSession('signed-in');
  }

  get card() {
    return this.page.locator('ts-store-card');
  }

  get inside() {
    return this.page.locator('ts-store-card details[data-shared-store]');
  }

  async openCard(): Promise<void> {
    await this.card.locator('details[data-shared-store]').waitFor();
    if (!(await this.card.locator('.inside').first().isVisible())) await this.card.locator('summary').first().click();
  }

  async useStore(endpoint: string, container = CONTAINER): Promise<void> {
    await this.openCard();
    await this.card.locator('[data-store="endpoint"]').fill(endpoint);
    await this.card.locator('[data-store="container"]').fill(container);
    await this.card.locator('[data-action="store-save"]').click();
    await this.card.locator('[data-action="store-test"]').waitFor();
  }

  /** Presses Test. What came of it: `passed`, or the code of what was in the way; what an earlier press left on the screen does not count. */
  async test(): Promise<string> {
    const seen = `document.querySelector('ts-app').view.shared.test`;
    await this.page.evaluate(`window.testBefore = ${seen}`);
    await this.card.locator('[data-action="store-test"]').click();
    const end = `${seen} === window.testBefore || !['passed', 'failed'].includes(${seen}.state) ? '' : (${seen}.code ?? 'passed')`;
    await expect.poll(() => this.page.evaluate(end), { timeout: 30_000 }).not.toBe('');
    const came = (await this.page.evaluate(end)) as string;
    await this.card.locator(came === 'passed' ? '[data-store-test="passed"]' : `form [data-problem="${came}"]`).waitFor({ state: 'attached' });
    return came;
  }

  async seeState(state: string): Promise<void> {
    await this.card.locator(`details[data-shared-store="${state}"]`).waitFor({ timeout: 60_000 });
  }

  async goToCloud(): Promise<void> {
    await this.page.locator('[data-screen="cloud"]').click();
    await this.openCard();
  }

  /** What the card says of claims: book, unit, result. */
  async claims(): Promise<readonly string[]> {
    const rows = this.card.locator('[data-claim]');
    return rows.evaluateAll((all) =>
      all.map((row) => `${row.getAttribute('data-book') ?? ''} ${row.getAttribute('data-unit') ?? ''} ${row.getAttribute('data-claim') ?? ''}`),
    );
  }

  async prepareLine(): Promise<void> {
    await this.line.setSlots(2);
    await this.line.putBoards();
  }
}
