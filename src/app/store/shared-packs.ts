/**
 * Packs in the shared store: a station shares the pack it flashes, and takes one that its plan names and its own shelf does not have.
 * Floor: app. What comes is as foreign as any drop: it is read and checked like one, and its fingerprint (of chip, places and bytes) must be the one that was asked for.
 */
import { packsFromFiles, type Pack } from '../../board/index.ts';
import type { SharedStore } from '../../cloud/index.ts';
import { unzipPack, zipPack } from '../firmware/pack-zip.ts';

const readPack = async (fingerprint: string, zip: Uint8Array<ArrayBuffer>): Promise<Pack | null> => {
  const { packs } = await packsFromFiles(await unzipPack(fingerprint, new Blob([zip])));
  return packs.length === 1 ? (packs[0] ?? null) : null;
};

/** Null when it is not there. @throws store-altered, cloud-…, store-… */
export async function takePack(store: SharedStore, fingerprint: string): Promise<Pack | null> {
  let pack: Pack | null = null;
  const zip = await store.file('pack', fingerprint, async (bytes) => {
    pack = await readPack(fingerprint, bytes);
    return pack?.fingerprint ?? '';
  });
  return zip === null ? null : pack;
}

/** Puts it there, once. @throws cloud-…, store-… */
export const sharePack = async (store: SharedStore, pack: Pack): Promise<'written' | 'same'> => store.putFile('pack', pack.fingerprint, zipPack(pack));
