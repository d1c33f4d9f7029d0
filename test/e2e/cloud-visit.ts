/**
 * What a person does on the cloud screen, and what is kept of it in the browser.
 * Test support. Knows the page by its data attributes.
 */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { SOON } from './visitor.ts';

/** Long enough for a job of some hundred entries. */
export const LONG = { timeout: 60_000, interval: 50 };

export class CloudVisit {
  /** Every token that came over the wire; each is a secret. */
  readonly tokens = new Set<string>();
  readonly printed: string[] = [];
  /** Every address that was asked, with its query. */
  readonly addresses: string[] = [];

  constructor(readonly page: Page) {
    const watch = (seen: Page): void => {
      seen.on('console', (message) => this.printed.push(message.text()));
      seen.on('pageerror', (error) => this.printed.push(String(error)));
      seen.on('request', (request) => this.addresses.push(request.url().replace(/#.*/, '')));
      seen.on('response', (response) => {
        if (response.request().method() === 'POST' && /\/token$/.test(new URL(response.url()).pathname)) void this.#keepTokens(() => response.json());
      });
    };
    watch(page);
    page.on('popup', watch);
  }

  async #keepTokens(read: () => Promise<unknown>): Promise<void> {
    const answer = (await read().catch(() => ({}))) as Readonly<Record<string, unknown>>;
    for (const name of ['access_token', 'refresh_token', 'id_token']) if (typeof answer[name] === 'string') this.tokens.add(answer[name]);
  }

  /** What must not be, and is, in anything kept, printed, asked or handed in as `more`. */
  async secretsFound(more: readonly string[], words: readonly RegExp[]): Promise<readonly string[]> {
    const places: Readonly<Record<string, string>> = {
      ...(await this.kept()),
      printed: this.printed.join('\n'),
      asked: this.addresses.join('\n'),
      more: more.join('\n'),
    };
    return Object.entries(places).flatMap(([place, text]) => [
      ...words.filter((word) => word.test(text)).map((word) => `${place}: ${String(word)}`),
      ...[...this.tokens].filter((token) => text.includes(token)).map(() => `${place}: a token`),
    ]);
  }

  async open(): Promise<void> {
    await this.page.locator('[data-screen="cloud"]').click();
    await this.page.locator('ts-cloud [data-cloud]').waitFor();
  }

  action(name: string): Locator {
    return this.page.locator(`ts-cloud [data-action="${name}"]:visible`).first();
  }

  async press(name: string): Promise<void> {
    await this.action(name).click();
  }

  /** `signed-in`, `signed-out` … */
  async seeSession(state: string): Promise<void> {
    await this.page.locator(`ts-cloud [data-cloud="${state}"]`).waitFor();
  }

  async choose(what: 'subscription' | 'service', label: RegExp): Promise<void> {
    const select = this.page.locator(`ts-cloud select[data-choose="${what}"]:enabled`);
    const option = select.locator('option').filter({ hasText: label }).first();
    await option.waitFor({ state: 'attached' });
    await select.selectOption((await option.getAttribute('value')) ?? '');
  }

  async seeReach(state: 'reached' | 'nowhere'): Promise<void> {
    await this.page.locator(`ts-cloud [data-reach="${state}"]`).waitFor({ state: 'attached' });
  }

  /** What came of each way: `service refused`, `portal answered` … */
  async tries(): Promise<readonly string[]> {
    return this.page
      .locator('ts-cloud [data-route]')
      .evaluateAll((rows) => rows.map((row) => `${row.getAttribute('data-route')} ${row.getAttribute('data-state')}`));
  }

  /** All words in sight on the cloud screen; elements inside elements have them to themselves. */
  async words(): Promise<string> {
    return this.page.locator('ts-cloud').evaluate((screen) => {
      const parts: string[] = [];
      const read = (node: Node): void => {
        if (node instanceof Text) parts.push(node.data);
        if (node instanceof HTMLSlotElement) for (const given of node.assignedNodes()) read(given);
        if (node instanceof HTMLElement && (node instanceof HTMLStyleElement || !node.checkVisibility())) return;
        for (const child of ((node as Element).shadowRoot ?? node).childNodes) read(child);
      };
      read(screen);
      return parts.join(' ').replace(/\s+/g, ' ').trim();
    });
  }

  /** Codes of the problems that stand on the screen. */
  async problems(): Promise<readonly (string | null)[]> {
    return this.page.locator('ts-cloud [data-problem]:visible').evaluateAll((boxes) => boxes.map((box) => box.getAttribute('data-problem')));
  }

  async seeProblem(code: string): Promise<string> {
    const box = this.page.locator(`ts-cloud [data-problem="${code}"]:visible`).first();
    await box.waitFor();
    return (await box.innerText()).replace(/\s+/g, ' ').trim();
  }

  job(state: string): Locator {
    return this.page.locator(`ts-cloud [data-job="${state}"]`).first();
  }

  async figure(name: 'enrolled' | 'same' | 'failed' | 'pending'): Promise<number> {
    return Number((await this.page.locator(`ts-cloud [data-figure="${name}"] b`).first().innerText()).replace(/\D/g, ''));
  }

  async setSettings(settings: Readonly<Record<'clientId' | 'tenant' | 'proxy', string>>): Promise<void> {
    if ((await this.page.locator('ts-cloud-setup').count()) === 0) await this.press('open-setup');
    for (const [field, value] of Object.entries(settings)) await this.page.locator(`ts-cloud [data-setting="${field}"]`).fill(value);
    await this.press('save-settings');
    await expect.poll(() => this.page.locator('ts-cloud [data-setup="browser"]').count(), SOON).toBe(1);
    await this.press('close-setup');
  }

  /** Everything that this page keeps, by where it is kept. */
  async kept(): Promise<Readonly<Record<string, string>>> {
    return this.page.evaluate(async () => {
      const databases: Record<string, unknown> = {};
      const text = async (value: unknown): Promise<unknown> => {
        if (value instanceof Blob) return value.text();
        if (ArrayBuffer.isView(value))
          return `${value.constructor.name} ${new TextDecoder('latin1').decode(new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength))}`;
        if (Array.isArray(value)) return Promise.all(value.map(text));
        if (typeof value !== 'object' || value === null) return value;
        return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await text(one)] as const)));
      };
      for (const { name = '' } of await indexedDB.databases()) {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(new Error(name));
        });
        for (const store of database.objectStoreNames) {
          const all = await new Promise<unknown[]>((resolve, reject) => {
            const asking = database.transaction(store).objectStore(store).getAll();
            asking.onsuccess = () => resolve(asking.result);
            asking.onerror = () => reject(new Error(store));
          });
          databases[`${name} ${store}`] = await text(all);
        }
        database.close();
      }
      const files: string[] = [];
      const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
        for await (const [name, entry] of (folder as unknown as { entries(): AsyncIterable<[string, FileSystemHandle]> }).entries()) {
          files.push(name);
          if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle);
          else files.push(await (await (entry as FileSystemFileHandle).getFile()).text());
        }
      };
      await walk(await navigator.storage.getDirectory());
      return {
        localStorage: JSON.stringify({ ...localStorage }),
        // the sign-in library's own session lives there, and nowhere else
        sessionStorage: JSON.stringify(Object.fromEntries(Object.entries({ ...sessionStorage }).filter(([name]) => !name.startsWith('msal.')))),
        indexedDB: JSON.stringify(databases),
        files: JSON.stringify(files),
        address: location.href,
      };
    });
  }

  /** Forgets what the cloud screen keeps. */
  async forget(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          sessionStorage.clear();
          const deleting = indexedDB.deleteDatabase('touchstone-cloud');
          deleting.onsuccess = () => resolve();
          deleting.onerror = () => resolve();
        }),
    );
  }
}

/** Words that must stand in nothing that is kept, shown, printed or saved. */
export const SECRETS: readonly RegExp[] = [/eyJ[A-Za-z0-9_-]{10,}\./, /Bearer /, /SharedAccessKey/i, /connectionString/i, /access_token/i, /refresh_token/i];
