/**
 * The command line of `npm run harness`.
 * Test support. Knows nothing of what the options do. Reference: `--help`, below.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSocketAddress } from './device-ends.ts';

const VERDICTS = ['genuine-matched', 'genuine-unmatched', 'not-genuine', 'not-measured'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const HELP = `Opens the page in Chromium with a device plugged in: real Web Serial, and whatever you like at the end of the cable.

  npm run harness -- --device tcp:HOST:PORT --lines unix:PATH [options]

The device
  --device ADDRESS   tcp:HOST:PORT or unix:PATH: a program that plays the board; bytes both ways.
                     virtual: the virtual board, in this process, behind the browser's real Web Serial.
  --lines ADDRESS    second socket of that program (unix:PATH or tcp:HOST:PORT), which is sent one text line for each
                     thing the page does to the port: DTR=0 RTS=1 · BAUD=921600 · BREAK=1
  --usb VID:PID      USB ids the browser sees, hexadecimal (10c4:ea60)

The page
  --dev              serve the sources with Vite's development server; otherwise dist/, built first when it is old
  --port N           port of that server (one that is free)
  --url URL          open this address instead; nothing is served
  --headed           with a window, when DISPLAY is set; otherwise a DevTools address is printed

The check (without it, everything stays open until Ctrl-C)
  --check ram|flash  load the manifests, connect, press the check's button, print verdict and proofs as JSON lines
  --manifest FILE…   manifests to load first
  --expect VERDICT   the verdict that is right: ${VERDICTS.join(', ')} (genuine-matched)
  --timeout SECONDS  from the page's first sight to the verdict (180)

Exit status: 0 as expected (or ended by Ctrl-C), 1 not, 2 the command line is wrong.
`;

export interface HarnessOptions {
  /** `virtual` or a socket address. */
  readonly device: string;
  readonly lines: string | null;
  readonly usbVendorId: number;
  readonly usbProductId: number;
  readonly source: 'build' | 'sources' | { readonly url: string };
  /** 0: one that is free. */
  readonly port: number;
  readonly display: 'headless' | 'headed';
  readonly check: 'ram' | 'flash' | null;
  /** Absolute paths. */
  readonly manifests: readonly string[];
  readonly expect: Verdict;
  readonly timeoutMs: number;
}

/** What is wrong with a command line, in one sentence. */
export class UsageError extends Error {}

function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`${option} is one of ${allowed.join(', ')}, not "${value}"`);
  return found;
}

function numberIn(option: string, value: string, least: number, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!(number >= least && number <= most)) throw new UsageError(`${option} is a number from ${least} to ${most}, not "${value}"`);
  return number;
}

function address(option: string, value: string): string {
  try {
    parseSocketAddress(value);
    return value;
  } catch {
    throw new UsageError(`${option} is tcp:HOST:PORT or unix:PATH, not "${value}"`);
  }
}

function readRaw(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const one = { device: text, lines: text, usb: text, url: text, port: text, check: text, expect: text, timeout: text };
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...one, manifest: { type: 'string', multiple: true }, headed: flag, dev: flag, help: { ...flag, short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the command line; `help` when that was asked for. @throws UsageError */
export function parseHarnessOptions(args: readonly string[], display: string | undefined): HarnessOptions | 'help' {
  const { values, positionals } = readRaw(args);
  if (values.help) return 'help';
  if (values.device === undefined) throw new UsageError('--device is missing');
  if (values.url !== undefined && values.dev) throw new UsageError('--url and --dev exclude each other');
  if (values.url !== undefined && !/^https?:$/.test(URL.canParse(values.url) ? new URL(values.url).protocol : ''))
    throw new UsageError(`--url is an http or https address, not "${values.url}"`);
  if (values.device === 'virtual' && values.lines !== undefined) throw new UsageError('the virtual board needs no --lines');
  if (positionals.length > 0 && !values.manifest) throw new UsageError(`what is "${String(positionals[0])}"?`);
  if (values.check === undefined && values.manifest) throw new UsageError('--manifest is for --check; drop files onto the page otherwise');
  if (values.headed && !display) throw new UsageError('--headed needs a display, and DISPLAY is not set');
  const usb = /^([0-9a-fA-F]{1,4}):([0-9a-fA-F]{1,4})$/.exec(values.usb ?? '10c4:ea60');
  if (!usb) throw new UsageError(`--usb is VID:PID in hexadecimal, not "${String(values.usb)}"`);
  return {
    device: values.device === 'virtual' ? 'virtual' : address('--device', values.device),
    lines: values.lines === undefined ? null : address('--lines', values.lines),
    usbVendorId: Number.parseInt(usb[1] ?? '', 16),
    usbProductId: Number.parseInt(usb[2] ?? '', 16),
    source: values.url !== undefined ? { url: values.url } : values.dev ? 'sources' : 'build',
    port: numberIn('--port', values.port ?? '0', 0, 65_535),
    display: values.headed ? 'headed' : 'headless',
    check: values.check === undefined ? null : oneOf('--check', values.check, ['ram', 'flash']),
    manifests: [...(values.manifest ?? []), ...positionals].map((path) => resolve(path)),
    expect: oneOf('--expect', values.expect ?? 'genuine-matched', VERDICTS),
    timeoutMs: numberIn('--timeout', values.timeout ?? '180', 1, 86_400) * 1000,
  };
}
