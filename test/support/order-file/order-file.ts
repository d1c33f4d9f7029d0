/**
 * A manifest of an order on disk: as many entries as asked for, in real size, made once and kept in the system's temporary folder.
 * Test support. Memory is bounded whatever the size: runs of entries are written in order as they come. Knows nothing of who reads it.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChipAnchor, ManifestSigner } from '../../../src/trust/index.ts';
import { EntryMaker } from './entry-maker.ts';
import { runsInOrder } from './entry-threads.ts';
import { authorityOf, believedOf, makeCertificates, type OrderCertificates } from './order-authority.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = [...['order-authority.ts', 'entry-maker.ts', 'order-file.ts'].map((name) => join(HERE, name)), join(HERE, '../../unit/trust/authority.ts')];
/** Below this a thread costs more than it saves. */
const THREADS_FROM_ENTRIES = 2_000;

export interface OrderFile {
  readonly path: string;
  readonly entries: number;
  readonly bytes: number;
  /** For openssl: `root.pem`, `manifest-signer.pem`, `signer-0.pem` to `signer-9.pem`. */
  readonly folder: string;
  /** What makes every entry hold. */
  readonly anchors: readonly ChipAnchor[];
  readonly signers: readonly ManifestSigner[];
}

export interface OrderOptions {
  readonly entries: number;
  readonly signal?: AbortSignal;
  /** Where files are kept; the system's temporary folder when not said. */
  readonly home?: string;
}

/** Makes the file, or finds the one that was made before. @throws the signal's reason */
export async function orderFile({ entries, signal, home = tmpdir() }: OrderOptions): Promise<OrderFile> {
  const folder = join(home, `touchstone-order-${await versionOfSources()}-${entries}`);
  const made = await readOrder(folder, entries);
  if (made !== null) return made;
  await mkdir(home, { recursive: true });
  const draft = await mkdtemp(`${folder}-draft-`);
  try {
    const certificates = makeCertificates();
    await writeEntries(join(draft, 'order.json'), entries, certificates, signal);
    await writeCertificates(draft, certificates);
    await rename(draft, folder).catch(async (error: unknown) => {
      if ((await readOrder(folder, entries)) === null) throw error; // else somebody was faster
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const order = await readOrder(folder, entries);
  if (order === null) throw new Error(`${basename(folder)} cannot be read back`);
  return order;
}

async function versionOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of SOURCES) hash.update(await readFile(path));
  return hash.digest('hex').slice(0, 12);
}

async function writeCertificates(folder: string, { root, manifestSigner, signers }: OrderCertificates): Promise<void> {
  const named: Readonly<Record<string, Uint8Array>> = {
    root,
    'manifest-signer': manifestSigner,
    ...Object.fromEntries(signers.map((der, index) => [`signer-${index}`, der])),
  };
  for (const [name, der] of Object.entries(named)) {
    const lines =
      Buffer.from(der)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    await writeFile(join(folder, `${name}.pem`), `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`);
  }
}

async function readDer(path: string): Promise<Uint8Array> {
  return Buffer.from((await readFile(path, 'ascii')).replace(/-----[^\n]*-----|\s/g, ''), 'base64');
}

/** Null when there is none; a folder gets its name only when it is complete. */
async function readOrder(folder: string, entries: number): Promise<OrderFile | null> {
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  const signers = names.filter((name) => /^signer-\d+\.pem$/.test(name)).sort();
  const certificates: OrderCertificates = {
    root: await readDer(join(folder, 'root.pem')),
    manifestSigner: await readDer(join(folder, 'manifest-signer.pem')),
    signers: await Promise.all(signers.map((name) => readDer(join(folder, name)))),
  };
  const path = join(folder, 'order.json');
  return { path, entries, bytes: (await stat(path)).size, folder, ...believedOf(certificates) };
}

async function writeEntries(path: string, entries: number, certificates: OrderCertificates, signal: AbortSignal | undefined): Promise<void> {
  const file = createWriteStream(path);
  const failed = once(file, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => undefined);
  const write = async (bytes: Uint8Array | string): Promise<void> => {
    signal?.throwIfAborted();
    if (!file.write(bytes)) await Promise.race([once(file, 'drain'), failed]);
  };
  try {
    await write('[\n');
    if (entries < THREADS_FROM_ENTRIES) await write(new EntryMaker(authorityOf(certificates)).run(0, entries));
    else for await (const bytes of runsInOrder(entries, certificates)) await write(bytes);
    await write('\n]\n');
    file.end();
    await Promise.race([once(file, 'finish'), failed]);
  } finally {
    file.destroy();
  }
}
