/**
 * Manifests in the shared store, by SHA-256 of their bytes, each with the name that whoever shared it gave it.
 * Floor: app. Knows no shelf. What is fetched is as foreign as any drop, and is dropped on the shelf by whoever asked.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode, SharedFile, SharedStore } from '../../cloud/index.ts';
import { manifestNameText, readManifestName } from './manifest-name.ts';
import { someAtATime } from './some-at-a-time.ts';

export interface NamedManifest extends SharedFile {
  readonly fileName: string | null;
}

/** As many are looked for; names are asked for of fewer, the newest. */
const MOST_FILES = 5_000;
export const MOST_MANIFESTS = 1_000;
const AT_A_TIME = 6;

/** What is there, newest first, without names. @throws cloud-…, store-… */
export async function listManifests(store: SharedStore, signal?: AbortSignal): Promise<readonly SharedFile[]> {
  return [...(await store.files('manifest', MOST_FILES, signal))].sort((a, b) => b.atMs - a.atMs);
}

/** The same files with their names. @throws cloud-…, store-… */
export async function withNames(store: SharedStore, files: readonly SharedFile[], signal?: AbortSignal): Promise<readonly NamedManifest[]> {
  return someAtATime(files, AT_A_TIME, async (file) => {
    const bytes = await store.file('manifest-name', file.fingerprint, () => Promise.resolve(file.fingerprint), signal); // nothing can be checked of it
    return { ...file, fileName: bytes === null ? null : readManifestName(bytes) };
  });
}

/** Puts it there, and then its name; of two names the first counts. @throws cloud-…, store-… */
export async function shareManifest(
  store: SharedStore,
  fingerprint: string,
  fileName: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
): Promise<'written' | 'same'> {
  const written = await store.putFile('manifest', fingerprint, bytes, signal);
  await store.putFile('manifest-name', fingerprint, new TextEncoder().encode(manifestNameText(fileName)), signal);
  return written;
}

/** A manifest as a file to be dropped on the shelf. @throws store-altered: its SHA-256 is not its name; cloud-not-found, cloud-…, store-… */
export async function takeManifest(store: SharedStore, fingerprint: string, fileName: string | null, signal?: AbortSignal): Promise<File> {
  const bytes = await store.file('manifest', fingerprint, undefined, signal);
  if (bytes === null) throw new TouchstoneError<CloudErrorCode>('cloud-not-found', { host: '', status: 404, detail: '' });
  return new File([bytes], fileName ?? `${fingerprint}.json`, { type: 'application/json' });
}
