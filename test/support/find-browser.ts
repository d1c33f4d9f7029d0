/**
 * Which browser the tests run in: CHROME_PATH, an installed Chrome or Chromium, or the headless shell from npm.
 * Test support. Knows nothing of how it is started (chromium.ts).
 */
import { execFile } from 'node:child_process';
import { access, constants, readFile, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TouchstoneError } from '../../src/base/index.ts';
import type { SupportErrorCode } from './deadline.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const UNPACK_DEADLINE_MS = 120_000;
const INSTALLED = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser', 'microsoft-edge'];

export interface FoundBrowser {
  readonly path: string;
  /** `full` lists serial ports and obeys policies; `shell` is the headless shell, which does neither. */
  readonly kind: 'full' | 'shell';
  /** What its process needs in its environment, beside ours. */
  readonly environment: Readonly<Record<string, string>>;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** A snap's launcher starts its browser elsewhere, where neither a preloaded library nor a private /etc reaches it. */
async function isSnap(path: string): Promise<boolean> {
  const real = await realpath(path);
  if (real.startsWith('/snap/') || real.endsWith('/snap')) return true;
  const start = await readFile(real).catch(() => Buffer.alloc(0));
  return start.subarray(0, 2).toString() === '#!' && start.toString('latin1').includes('/snap/bin/');
}

async function findInstalled(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of INSTALLED)
    for (const folder of folders) {
      const path = join(folder, name);
      if ((await isExecutable(path)) && !(await isSnap(path))) return path;
    }
  return null;
}

/** The npm package unpacks the libraries it needs only where it believes to run on AWS, and tells of them through its process's
 * environment: so it gets a process of its own. */
async function unpackShell(): Promise<FoundBrowser> {
  const script = `const { default: shell } = await import('@sparticuz/chromium');
    console.log(JSON.stringify({ path: await shell.executablePath(), libraries: process.env.LD_LIBRARY_PATH }));`;
  const options = { cwd: ROOT, env: { ...process.env, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }, timeout: UNPACK_DEADLINE_MS };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], options);
  const { path, libraries } = JSON.parse(stdout) as { readonly path: string; readonly libraries?: string };
  return { path, kind: 'shell', environment: libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries } };
}

/** Finds a browser in the order of the first line. @throws support-browser */
export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!(await isExecutable(named))) throw new TouchstoneError<SupportErrorCode>('support-browser', { path: named, reason: 'CHROME_PATH is not executable' });
    return { path: named, kind: /headless[-_]?shell/.test(named) ? 'shell' : 'full', environment: {} };
  }
  const installed = await findInstalled();
  if (installed !== null) return { path: installed, kind: 'full', environment: {} };
  try {
    return await unpackShell();
  } catch (cause) {
    throw new TouchstoneError<SupportErrorCode>('support-browser', { reason: 'none installed, and @sparticuz/chromium does not unpack' }, cause);
  }
}
