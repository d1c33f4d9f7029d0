/**
 * A browser whose process is ours to kill and whose tabs nobody watches: DevTools make a page believe that it is seen.
 * Test support. Ends only the process group that it started itself, by its id.
 */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { findBrowser } from '../find-browser.ts';

const START_MS = 30_000;

export interface OwnBrowser {
  /** `127.0.0.1:PORT` of its DevTools. */
  readonly address: string;
  /** Watches it; closing what is returned ends the watching, not the browser. */
  watch(): Promise<{ readonly browser: Browser; readonly context: BrowserContext }>;
  /** SIGKILL, as a power cut is to a process. */
  kill(): Promise<void>;
}

/** Starts it on a profile that stays. */
export async function startOwnBrowser(profile: string): Promise<OwnBrowser> {
  const found = await findBrowser();
  await rm(join(profile, 'DevToolsActivePort'), { force: true });
  const flags = [
    '--headless=new',
    '--remote-debugging-port=0',
    '--no-first-run',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
  ];
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(found.path, [`--user-data-dir=${profile}`, ...flags, '--disable-sync', '--window-size=1440,900', ...root, 'about:blank'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...found.environment, HOME: profile },
  });
  const group = child.pid;
  if (group === undefined) throw new Error('the browser did not start');
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = async (): Promise<void> => {
    try {
      process.kill(-group, 'SIGKILL'); // the group of the process that was started above
    } catch {
      // it has ended meanwhile
    }
    await gone;
  };
  try {
    const address = await addressOf(profile);
    const watch: OwnBrowser['watch'] = async () => {
      const browser = await chromium.connectOverCDP(`http://${address}`);
      const [context] = browser.contexts();
      if (context === undefined) throw new Error('the browser has no context');
      return { browser, context };
    };
    return { address, watch, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function addressOf(profile: string): Promise<string> {
  const endMs = Date.now() + START_MS;
  for (;;) {
    const [port = '', path = ''] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n');
    if (port !== '' && path !== '') return `127.0.0.1:${port}`;
    if (Date.now() > endMs) throw new Error('the browser has no address');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
