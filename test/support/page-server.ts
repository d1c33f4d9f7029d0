/**
 * Serves the project's page to the browser under test: what `npm run build` made, or the sources.
 * Test support. Knows nothing of the page's contents.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, preview } from 'vite';
import { TouchstoneError } from '../../src/base/index.ts';
import type { SupportErrorCode } from './deadline.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What the build is made of. */
const INPUTS = ['src', 'public', 'index.html', 'redirect.html', 'package-lock.json', 'vite.config.ts'];

export interface ServedPage {
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly source: 'build' | 'sources';
  /** 0 (the usual): one that is free. */
  readonly port: number;
}

/** Time of the newest file at or below `path`; 0 when there is none. */
async function newestMs(path: string): Promise<number> {
  const status = await stat(path).catch(() => null);
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  const times = await Promise.all((await readdir(path)).map((name) => newestMs(join(path, name))));
  return Math.max(status.mtimeMs, ...times); // a folder's own time tells of removed files
}

async function buildIfOld(): Promise<void> {
  const inputMs = Math.max(...(await Promise.all(INPUTS.map((name) => newestMs(join(ROOT, name))))));
  const built = await stat(join(ROOT, 'dist', 'index.html')).catch(() => null);
  if (!built || built.mtimeMs < inputMs) await build({ root: ROOT, logLevel: 'warn' });
}

/** Vite's servers end the whole process on SIGTERM (setupSIGTERMListener); whoever serves a page here has a browser to end first. */
async function withoutSignalHandlers<T>(start: () => Promise<T>): Promise<T> {
  const before = process.listeners('SIGTERM');
  const started = await start();
  for (const listener of process.listeners('SIGTERM')) if (!before.includes(listener)) process.off('SIGTERM', listener);
  return started;
}

/** Serves the page on localhost, building it first when what was built is old. @throws support-page */
export async function servePage({ source, port }: PageOptions): Promise<ServedPage> {
  if (!(await stat(join(ROOT, 'index.html')).catch(() => null)))
    throw new TouchstoneError<SupportErrorCode>('support-page', { reason: 'there is no index.html' });
  if (source === 'build') await buildIfOld();
  const listen = { host: 'localhost', port, strictPort: port !== 0, open: false };
  const shared = { root: ROOT, logLevel: 'warn' } as const;
  const server = await withoutSignalHandlers(async () =>
    source === 'build' ? preview({ ...shared, preview: listen }) : (await createServer({ ...shared, server: { ...listen, hmr: false } })).listen(),
  );
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) {
    await server.close();
    throw new TouchstoneError<SupportErrorCode>('support-page', { reason: 'the server has no address' });
  }
  return { url, close: () => server.close() };
}
