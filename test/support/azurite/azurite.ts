/**
 * Microsoft's own storage emulator as a child process: https, OAuth, one account, a folder of its own; and a fetch that takes Azure's host names to it.
 * Test support. azurite's `--oauth basic` reads a token's issuer, audience and time and no signature, and knows no roles: 403 has to be played.
 * Reference: azurite README, "OAuth Configuration" and "Customized storage accounts & keys".
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { CorsRule } from '@azure/storage-blob';
import { createEmulator, makeCertificate } from '../../../tools/azure-emulator/index.ts';

const MAIN = fileURLToPath(new URL('../../../node_modules/azurite/dist/src/blob/main.js', import.meta.url));
const START_MS = 60_000;
const END_MS = 10_000;
export const ACCOUNT = 'touchstonetest';
export const CONTAINER = 'touchstone';
export const ENDPOINT = `https://${ACCOUNT}.blob.core.windows.net`;
/** Nobody's key: it opens this child process only. */
const KEY = Buffer.from('touchstone test key').toString('base64');

/** What `az storage cors add` of docs/shared-store.md sets. */
export const corsRule = (origin: string): CorsRule => ({
  allowedOrigins: origin,
  allowedMethods: 'GET,PUT',
  allowedHeaders: 'authorization,content-type,if-none-match,x-ms-blob-content-type,x-ms-blob-type,x-ms-version',
  exposedHeaders: 'etag,retry-after,x-ms-error-code',
  maxAgeInSeconds: 3600,
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class Azurite {
  #child: ChildProcess | null = null;
  readonly #emulator = createEmulator();

  private constructor(
    readonly port: number,
    /** PEM of what it shows. */
    readonly certificate: string,
    private readonly folder: string,
  ) {}

  /** Makes certificate and folder, starts it, and makes the container. */
  static async begin(): Promise<Azurite> {
    const folder = await mkdtemp(join(tmpdir(), 'touchstone-azurite-'));
    const { key, cert } = await makeCertificate(['*.blob.core.windows.net']);
    await Promise.all([writeFile(join(folder, 'key.pem'), key, { mode: 0o600 }), writeFile(join(folder, 'cert.pem'), cert)]);
    const azurite = new Azurite(await freePort(), cert, folder);
    await azurite.start();
    await azurite.makeContainer(CONTAINER);
    return azurite;
  }

  /** Starts it, for the first time or again where it was. */
  async start(): Promise<void> {
    const { folder } = this;
    const options = ['--oauth', 'basic', '--key', join(folder, 'key.pem'), '--cert', join(folder, 'cert.pem'), '--blobHost', '127.0.0.1'];
    const place = ['--blobPort', String(this.port), '--location', join(folder, 'data'), '--silent', '--disableTelemetry'];
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, AZURITE_ACCOUNTS: `${ACCOUNT}:${KEY}` };
    const child = spawn(process.execPath, [MAIN, ...options, ...place], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`azurite did not start: ${said}`)), START_MS);
      const hear = (text: Buffer): void => {
        said += text.toString();
        if (!said.includes('successfully listen')) return;
        clearTimeout(late);
        resolve();
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`azurite ended (${String(code)}): ${said}`));
      });
    });
  }

  /** Ends the process; what it holds stays. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.pid === undefined) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    process.kill(child.pid, 'SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(hard);
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** As the owner of the account, with its key. */
  get #service(): BlobServiceClient {
    const options = { tlsOptions: { ca: this.certificate }, retryOptions: { maxTries: 2 } };
    return new BlobServiceClient(`https://127.0.0.1:${this.port}/${ACCOUNT}`, new StorageSharedKeyCredential(ACCOUNT, KEY), options);
  }

  async makeContainer(name: string): Promise<void> {
    await this.#service.getContainerClient(name).createIfNotExists();
  }

  /** CORS of the account, through the REST API (Set Blob Service Properties). */
  async setCors(rules: readonly CorsRule[]): Promise<void> {
    await this.#service.setProperties({ cors: [...rules] });
  }

  /** Names of all blobs. */
  async names(container = CONTAINER): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { name } of this.#service.getContainerClient(container).listBlobsFlat()) names.push(name);
    return names.sort();
  }

  /** What a blob holds; null when it is not there. */
  async text(name: string, container = CONTAINER): Promise<string | null> {
    const blob = this.#service.getContainerClient(container).getBlobClient(name);
    return (await blob.exists()) ? (await blob.downloadToBuffer()).toString() : null;
  }

  /** Somebody else writes over a blob. */
  async overwrite(name: string, text: string, container = CONTAINER): Promise<void> {
    await this.#service.getContainerClient(container).getBlockBlobClient(name).upload(text, Buffer.byteLength(text));
  }

  /** An Entra token as azurite takes it: issued by the emulator, good for an hour. */
  token(): string {
    return this.#emulator.control.issueToken('https://storage.azure.com/.default').access_token;
  }

  /** A `fetch` for which every https host is this azurite. A browser's rules do not hold here. */
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return new Promise<Response>((resolve, reject) => {
      const headers = { ...(init.headers as Record<string, string>), host: url.host, connection: 'close' };
      const options = { host: '127.0.0.1', port: this.port, servername: url.hostname, ca: this.certificate, method: init.method ?? 'GET', headers };
      const asking = request({ ...options, path: `${url.pathname}${url.search}`, signal: init.signal ?? undefined }, (answer) => {
        const plain = Object.entries(answer.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []));
        const empty = answer.statusCode === 204 || answer.statusCode === 304;
        resolve(new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream), { status: answer.statusCode ?? 0, headers: plain }));
      });
      asking.on('error', () => reject(new TypeError('Failed to fetch')));
      asking.end(init.body ?? undefined);
    });
  };
}
