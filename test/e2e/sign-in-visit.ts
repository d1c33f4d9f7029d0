/**
 * A browser in which every https host is this machine, and a person at the sign-in page who keeps what the wire and the console showed.
 * Test support. Nothing is answered on the browser's behalf: requests, preflights and redirects go to a real server on a real socket.
 */
import { createServer } from 'node:https';
import type { RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import type { ServerCertificate } from '../../tools/azure-emulator/certificate.ts';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import type { Outcome, SignInPage } from './sign-in-page.ts';

const PATIENCE_MS = 20_000;
export const CLIENT_ID = '11112222-bbbb-3333-cccc-4444dddd5555';

export interface SecureServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. */
export async function serveSecurely(certificate: ServerCertificate, listener: RequestListener): Promise<SecureServer> {
  const server = createServer(certificate, listener);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Every name at port 443 is the server at `port`; the page's own http port is not touched. Certificates are ours. */
export const startMappedChromium = (port: number): Promise<RunningChromium> =>
  startChromium({ bench: null, origins: [], args: [`--host-resolver-rules=MAP *:443 127.0.0.1:${port}`, '--ignore-certificate-errors'] });

const TOKEN_MEMBERS = ['access_token', 'refresh_token', 'id_token'];

/** Copies the tokens of an answer of /token as it leaves the server: the browser lets go of such bodies too soon. */
export function copyTokens(response: ServerResponse, into: Set<string>): void {
  const end = response.end.bind(response) as (chunk?: unknown) => ServerResponse;
  response.end = ((chunk?: unknown) => {
    const answer = JSON.parse(String(chunk)) as Readonly<Record<string, unknown>>;
    for (const name of TOKEN_MEMBERS) if (typeof answer[name] === 'string') into.add(answer[name]);
    return end(chunk);
  }) as typeof response.end;
}

export class SignInVisit {
  /** Complaints on any console of the browser, uncaught errors. */
  readonly troubles: string[] = [];
  readonly console: string[] = [];
  readonly requests: { readonly method: string; readonly url: string }[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Opens the page in a new tab; the session of other tabs is not seen there. */
  static async begin(context: BrowserContext, address: string): Promise<SignInVisit> {
    const page = await context.newPage();
    const visit = new SignInVisit(context, page);
    visit.#watch(page);
    page.on('popup', (popup) => {
      visit.#watch(popup);
    });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(address);
    await visit.ready();
    return visit;
  }

  #watch(page: Page): void {
    page.on('console', (message) => {
      this.console.push(message.text());
      if (message.type() === 'error' || message.type() === 'warning') this.troubles.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.troubles.push(`uncaught: ${String(error)}`));
    page.on('request', (request) => this.requests.push({ method: request.method(), url: request.url() }));
  }

  /** Waits until the page has looked for a session. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => document.title === 'ready', undefined, { timeout: PATIENCE_MS });
  }

  outcomes(): Promise<readonly Outcome[]> {
    return this.page.evaluate(() => [...signInPage.outcomes]);
  }

  /** What the first look for a session gave; undefined while the page is elsewhere or not there yet. */
  firstOutcome(): Promise<Outcome | undefined> {
    return this.page.evaluate(() => (globalThis as { signInPage?: SignInPage }).signInPage?.outcomes[0]).catch(() => undefined);
  }

  async press(what: 'popup' | 'redirect' | 'consent-dps'): Promise<void> {
    await this.page.click(`[data-do=${what}]`);
  }

  /** Presses, and waits for what comes of it. */
  async outcomeOf(what: 'popup' | 'consent-dps', during: () => Promise<void> = () => Promise.resolve()): Promise<Outcome> {
    const before = (await this.outcomes()).length;
    await this.press(what);
    await during();
    await this.page.waitForFunction((count) => signInPage.outcomes.length > count, before, { timeout: PATIENCE_MS });
    const outcome = (await this.outcomes())[before];
    if (outcome === undefined) throw new Error('no outcome');
    return outcome;
  }

  async signInByWindow(): Promise<void> {
    const outcome = await this.outcomeOf('popup');
    if (outcome.kind !== 'value') throw new Error(`${outcome.code} ${JSON.stringify(outcome.facts)} ${outcome.text}`);
  }

  /** Everything that the page's site keeps, one text each: where, under which name, what. */
  async kept(): Promise<readonly { readonly where: string; readonly name: string; readonly text: string }[]> {
    return this.page.evaluate(async () => {
      const kept: { where: string; name: string; text: string }[] = [];
      for (const [where, storage] of [
        ['session', sessionStorage],
        ['local', localStorage],
      ] as const)
        for (let index = 0; index < storage.length; index++) {
          const name = storage.key(index) ?? '';
          kept.push({ where, name, text: storage.getItem(name) ?? '' });
        }
      kept.push({ where: 'cookie', name: '', text: document.cookie });
      const opened = (request: IDBOpenDBRequest): Promise<IDBDatabase> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => {
            resolve(request.result);
          };
          request.onerror = () => {
            reject(request.error ?? new Error('not opened'));
          };
        });
      for (const { name = '' } of await indexedDB.databases()) {
        const database = await opened(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
          const all = database.transaction(store).objectStore(store).getAll();
          await new Promise((resolve) => {
            all.onsuccess = resolve;
            all.onerror = resolve;
          });
          kept.push({ where: 'indexeddb', name: `${name}/${store}`, text: JSON.stringify(all.result) });
        }
        database.close();
      }
      return kept;
    });
  }

  async end(): Promise<void> {
    await this.page.close();
  }
}
