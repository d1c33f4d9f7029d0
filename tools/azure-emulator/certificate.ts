/**
 * A self-signed https certificate for every name the emulator answers to.
 * Local tool. Knows nothing of servers. openssl makes it; the key is gone from disk as soon as it is read.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const NAMES = [
  'localhost',
  'login.microsoftonline.com',
  'management.azure.com',
  '*.azure-devices-provisioning.net',
  '*.services.azure-devices-provisioning.net',
  '*.azure-devices.net',
  '*.service.azure-devices.net',
];
const DEADLINE_MS = 20_000;

export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes one, good for two days. Chromium takes it with `--ignore-certificate-errors`; node with `ca: cert`. */
export async function makeCertificate(more: readonly string[] = []): Promise<ServerCertificate> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-emulator-'));
  try {
    const names = [...NAMES.map((name) => `DNS:${name}`), 'IP:127.0.0.1', ...more.map((name) => `DNS:${name}`)].join(',');
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=Touchstone emulator'];
    const extensions = ['-addext', `subjectAltName=${names}`, '-addext', 'basicConstraints=critical,CA:TRUE'];
    await promisify(execFile)('openssl', [...make, ...extensions, '-keyout', key, '-out', cert], { timeout: DEADLINE_MS });
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
