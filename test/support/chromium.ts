/**
 * A browser of our own: fresh profile, private policy, and a bench whose devices are its serial ports.
 * Test support. Knows nothing of pages; devices come from serial-device.ts.
 * Reference: the enterprise policy SerialAllowAllPortsForUrls; chromium-in-namespace.sh.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { TouchstoneError } from '../../src/base/index.ts';
import { withDeadline } from './deadline.ts';
import type { SupportErrorCode } from './deadline.ts';
import { findBrowser } from './find-browser.ts';
import type { FoundBrowser } from './find-browser.ts';
import { buildNativeParts } from './native-build.ts';
import { replaceChooser } from './port-chooser.ts';
import { serialDeviceNumber } from './serial-bench.ts';
import type { SerialBench } from './serial-bench.ts';

const LAUNCHER = fileURLToPath(new URL('chromium-in-namespace.sh', import.meta.url));
const START_DEADLINE_MS = 60_000;
const END_DEADLINE_MS = 15_000;
const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface ChromiumOptions {
  /** Where its serial ports are plugged; null for a browser without any, which every browser can be. */
  readonly bench: SerialBench | null;
  /** Origins that may use every port, such as `http://localhost:4173`. */
  readonly origins: readonly string[];
  readonly display?: 'headless' | 'headed';
  /** `address` has it listen for DevTools on a port of the system's choice. */
  readonly debugging?: 'pipe' | 'address';
  /** More of its command line. */
  readonly args?: readonly string[];
}

export interface RunningChromium {
  readonly context: BrowserContext;
  /** `127.0.0.1:PORT` of its DevTools, when asked for. */
  readonly debuggingAddress: string | null;
  /** Ends the browser and removes its profile. Safe to call twice. */
  close(): Promise<void>;
}

interface Launch {
  readonly executablePath: string;
  readonly environment: Record<string, string>;
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function prepareSerial(browser: FoundBrowser, bench: SerialBench, origins: readonly string[], folder: string): Promise<Launch> {
  const policy = join(folder, 'policy.json');
  await writeFile(policy, JSON.stringify({ SerialAllowAllPortsForUrls: origins }));
  return {
    executablePath: LAUNCHER,
    environment: {
      FAKE_SERIAL_DIR: bench.folder,
      HARNESS_BROWSER: browser.path,
      HARNESS_POLICY: policy,
      HARNESS_PRELOAD: bench.parts.libraryPath,
      HARNESS_PID: join(folder, 'pid'),
    },
  };
}

/** Ends the process group that the launcher was started as, if it is still there. */
async function killByFile(pidFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}

async function readDebuggingAddress(profile: string): Promise<string | null> {
  const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
  const port = /^\d+/.exec(text)?.[0];
  return port === undefined ? null : `127.0.0.1:${port}`;
}

/** Starts a browser. @throws support-browser, support-timeout */
export async function startChromium(options: ChromiumOptions): Promise<RunningChromium> {
  const browser = await findBrowser();
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-browser-'));
  const profile = join(folder, 'profile');
  const end = async (context: BrowserContext | null): Promise<void> => {
    const closing = context ? withDeadline(context.close(), 'browser end', END_DEADLINE_MS) : Promise.reject(new Error('not started'));
    await closing.catch(() => killByFile(join(folder, 'pid')));
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    await mkdir(profile);
    const plain: Launch = { executablePath: browser.path, environment: {} };
    const launch = options.bench ? await prepareSerial(browser, options.bench, options.origins, folder) : plain;
    // HOME: a browser's wrapper tidies up and its libraries leave caches there, which is none of our business.
    const home = { HOME: folder, XAUTHORITY: process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority') };
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: launch.executablePath,
      headless: options.display !== 'headed',
      env: { ...ownEnvironment(), ...home, ...browser.environment, ...launch.environment },
      args: [...ARGUMENTS, ...(options.debugging === 'address' ? ['--remote-debugging-port=0'] : []), ...(options.args ?? [])],
      timeout: START_DEADLINE_MS,
      ...(options.display === 'headed' ? { viewport: null } : {}),
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    if (options.bench) await replaceChooser(context);
    return { context, debuggingAddress: await readDebuggingAddress(profile), close: () => end(context) };
  } catch (cause) {
    await end(null);
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new TouchstoneError<SupportErrorCode>('support-browser', { path: browser.path, reason: message }, cause);
  }
}

/** Why real Web Serial cannot be had on this machine, in one sentence; null when it can. */
export async function whyNoRealSerial(): Promise<string | null> {
  if (process.platform !== 'linux') return `real Web Serial needs Linux, this is ${process.platform}`;
  if ((await serialDeviceNumber()) === null) return 'this kernel has no serial driver in /proc/tty/drivers';
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-probe-'));
  try {
    const browser = await findBrowser();
    if (browser.kind === 'shell') return `${browser.path} is a headless shell, which lists no serial ports: install chromium or set CHROME_PATH`;
    await buildNativeParts();
    const policy = join(folder, 'policy.json');
    await writeFile(policy, '{}');
    const env = { ...process.env, HARNESS_BROWSER: '/bin/true', HARNESS_POLICY: policy, HARNESS_PRELOAD: '', HARNESS_PID: join(folder, 'pid') };
    await promisify(execFile)(LAUNCHER, [], { env, timeout: START_DEADLINE_MS });
    return null;
  } catch (error) {
    const detail = error instanceof Error ? error.message.trim().replace(/\s*\n\s*/g, ' · ') : String(error);
    return `real Web Serial cannot be set up (it needs chromium, gcc, and root or unprivileged user namespaces): ${detail}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
