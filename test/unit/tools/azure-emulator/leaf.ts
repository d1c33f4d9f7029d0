/**
 * Certificates and questions for the tests of the emulator: leaves like a chip's, made by openssl, and a caller with a token.
 * Test support. Knows nothing of the emulator's inside.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmulator } from '../../../../tools/azure-emulator/index.ts';
import type { Emulator, EmulatorOptions } from '../../../../tools/azure-emulator/index.ts';

export interface Leaf {
  readonly pem: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** A self-signed P-256 certificate with this subject; its digests as openssl sees them, upper case without colons. */
export function makeLeaf(commonName: string): Leaf {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-leaf-'));
  try {
    const file = join(folder, 'leaf.pem');
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '10'];
    const subject = ['-subj', `/O=Microchip Technology Inc/CN=${commonName}`, '-keyout', join(folder, 'key.pem'), '-out', file];
    execFileSync('openssl', [...make, ...subject], { stdio: 'pipe' });
    const digest = (name: string): string => {
      const line = execFileSync('openssl', ['x509', '-in', file, '-noout', '-fingerprint', name], { encoding: 'utf8' });
      return (line.trim().split('=')[1] ?? '').replaceAll(':', '');
    };
    return { pem: readFileSync(file, 'utf8'), sha1: digest('-sha1'), sha256: digest('-sha256') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const leaves = new Map<string, Leaf>();
/** The same leaf for the same name; making one takes a while. */
export function leafOf(commonName: string): Leaf {
  const leaf = leaves.get(commonName) ?? makeLeaf(commonName);
  leaves.set(commonName, leaf);
  return leaf;
}

/** An enrollment as the page would send it. */
export const enrollment = (id: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  registrationId: id,
  deviceId: id,
  attestation: { type: 'x509', x509: { clientCertificates: { primary: { certificate: leafOf(id).pem } } } },
  provisioningStatus: 'enabled',
  ...more,
});

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer of any shape, looked at by the test
  readonly body: any;
}

export const DPS = 'https://touchstone-demo.azure-devices-provisioning.net';
export const SCOPES = {
  arm: 'https://management.azure.com/.default',
  dps: 'https://azure-devices-provisioning.net/.default',
  hub: 'https://iothubs.azure.net/.default',
} as const;

export interface Bench {
  readonly emulator: Emulator;
  /** Moves the emulator's clock. */
  pass(ms: number): void;
  /** Asks with a token for the scope (null: with none); adds no api-version. */
  ask(
    method: string,
    url: string,
    options?: { readonly scope?: string | null; readonly body?: unknown; readonly headers?: Record<string, string> },
  ): Promise<Heard>;
  /** Asks `touchstone-demo` with api-version 2021-10-01 and a token for it. */
  dps(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Heard>;
}

export function startBench(options: Partial<EmulatorOptions> = {}): Bench {
  let now = Date.UTC(2026, 9, 1);
  const emulator = createEmulator({ clock: { now: () => now }, ...options });
  const ask: Bench['ask'] = async (method, url, { scope = SCOPES.dps, body, headers = {} } = {}) => {
    const token: Record<string, string> = scope === null ? {} : { authorization: `Bearer ${emulator.control.issueToken(scope).access_token}` };
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await emulator.answer({ method, url, headers: { ...token, ...headers }, body: text });
    if (!answer) return { status: 0, headers: {}, text: '', body: undefined };
    const heard = Buffer.from(answer.body).toString('utf8');
    const isJson = (answer.headers['content-type'] ?? '').startsWith('application/json');
    let parsed: unknown;
    try {
      parsed = isJson && heard !== '' ? JSON.parse(heard) : undefined;
    } catch {
      parsed = undefined;
    }
    return { status: answer.status, headers: answer.headers, text: heard, body: parsed };
  };
  return {
    emulator,
    pass: (ms) => void (now += ms),
    ask,
    dps: (method, path, body, headers = {}) => ask(method, `${DPS}${path}?api-version=2021-10-01`, { body, headers }),
  };
}
