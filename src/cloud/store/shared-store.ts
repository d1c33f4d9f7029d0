/**
 * What several stations share: records, claims on units, packs, plans and manifests, one blob each in one container of Azure Blob Storage.
 * Floor: cloud; the storage library enters here only, and is fetched when a store is opened. Knows no record from inside: it is a text with a place.
 * Nothing is ever changed or deleted: every write is `If-None-Match: *`, so of two that write the same name exactly one does, and the other is told.
 * Reference: Azure Blob Storage REST, Put Blob, Get Blob, List Blobs; "Specifying conditional headers for Blob service operations"; RFC 9110 section 13.1.2.
 */
import type { ContainerClient } from '@azure/storage-blob';
import { TouchstoneError, isTouchstoneError, toHex } from '../../base/index.ts';
import type { CancelSignal } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { claimText, compareUnits, parseClaim } from './claim.ts';
import type { ClaimEnd, UnitClaim, UnitIds } from './claim.ts';
import { RUNS, fileName, fingerprintIn, folderOf, isChipKind, isOfUnit, isUuid, runName, unitName } from './names.ts';
import type { StoreFileKind, UnitBook, UnitKind } from './names.ts';
import type { StorePlace } from './place.ts';
import { parseSighting, sightingText } from './sighting.ts';
import type { UnitSighting } from './sighting.ts';
import { storeTransport } from './transport.ts';
import type { StoreTools } from './transport.ts';

const TYPES: Readonly<Record<StoreFileKind, string>> = {
  pack: 'application/zip',
  plan: 'application/json',
  manifest: 'application/json',
  'manifest-name': 'application/json',
};
const JSON_TYPE = 'application/json; charset=utf-8';
const MOST_CHAINS = 10_000;
const PAGE = 1_000;

/** One record of some station. */
export interface SharedRecord {
  readonly chain: string;
  readonly number: number;
  readonly text: string;
}

/** A file that stands there; what is in it is not known yet. */
export interface SharedFile {
  readonly fingerprint: string;
  readonly bytes: number;
  /** When it was put there, by the clock of the store. */
  readonly atMs: number;
}

export class SharedStore {
  readonly #container: ContainerClient;
  readonly #host: string;

  private constructor(container: ContainerClient, host: string) {
    this.#container = container;
    this.#host = host;
  }

  /** Fetches the library; nothing is sent to the account yet. `place` was checked (place.ts). */
  static async open(place: StorePlace, tools: StoreTools): Promise<SharedStore> {
    const { AnonymousCredential, ContainerClient, newPipeline } = await import('@azure/storage-blob');
    // second tries are the queue's business, the token is the transport's
    const pipeline = newPipeline(new AnonymousCredential(), { httpClient: storeTransport(place, tools), retryOptions: { maxTries: 1 } });
    return new SharedStore(new ContainerClient(`${place.endpoint}/${place.container}`, pipeline), new URL(place.endpoint).host);
  }

  /** Puts a record in its place. `same`: it was there already. @throws store-conflict, cloud-…, store-… */
  async putRecord({ chain, number, text }: SharedRecord, signal?: CancelSignal): Promise<'written' | 'same'> {
    return this.#putOnce(runName(chain, number), text, signal);
  }

  /** Null when it is not there. @throws cloud-…, store-… */
  async record(chain: string, number: number, signal?: CancelSignal): Promise<string | null> {
    return this.#text(runName(chain, number), signal);
  }

  /** Every station that has ever put a record here, by its chain. */
  async chains(signal?: CancelSignal): Promise<readonly string[]> {
    const found: string[] = [];
    const options = { prefix: RUNS, ...abort(signal) };
    for await (const page of this.#container.listBlobsByHierarchy('/', options).byPage({ maxPageSize: PAGE })) {
      for (const { name } of page.segment.blobPrefixes ?? []) {
        const chain = name.slice(RUNS.length, -1);
        if (isUuid(chain)) found.push(chain);
        if (found.length > MOST_CHAINS) throw this.#bad('pages');
      }
    }
    return found;
  }

  /** The records of a chain behind number `after`, in their order, until there is none: a chain is put here without holes. */
  async *recordsAfter(chain: string, after: number, signal?: CancelSignal): AsyncGenerator<SharedRecord, void, undefined> {
    for (let number = after + 1; ; number++) {
      const text = await this.record(chain, number, signal);
      if (text === null) return;
      yield { chain, number, text };
    }
  }

  /** Claims a unit that passed. Null when `id` is no serial number or MAC address. @throws cloud-…, store-… */
  async claim(kind: UnitKind, id: string, claim: UnitClaim, signal?: CancelSignal): Promise<ClaimEnd | null> {
    const name = unitName('units', kind, id);
    if (name === null) return null;
    const there = await this.#claimed(name, claimText(claim), signal);
    const holder = there === null ? null : parseClaim(there);
    if (there === null || (holder?.chain === claim.chain && holder.number === claim.number)) return { result: 'won' };
    return holder === null || !isOfUnit(kind, id, holder) ? { result: 'unread' } : { result: compareUnits(claim, holder), holder };
  }

  /** Claims the chip or the board of a unit that is in a slot now. @throws cloud-…, store-… */
  async see(kind: UnitKind, sighting: UnitSighting, signal?: CancelSignal): Promise<ClaimEnd<UnitSighting>> {
    const id = isChipKind(kind) ? sighting.chip : sighting.mac;
    const name = unitName('seen', kind, id);
    if (name === null) throw new RangeError('no unit'); // whoever asks has read it from a chip or a board
    const there = await this.#claimed(name, sightingText(sighting), signal);
    const holder = there === null ? null : parseSighting(there);
    if (there === null || holder?.run === sighting.run) return { result: 'won' };
    return holder === null || !isOfUnit(kind, id, holder) ? { result: 'unread' } : { result: compareUnits(sighting, holder), holder };
  }

  /** Who passed a unit first; null: nobody. @throws cloud-answer, cloud-…, store-… */
  async claimOf(kind: UnitKind, id: string, signal?: CancelSignal): Promise<UnitClaim | null> {
    return this.#holder('units', kind, id, parseClaim, signal);
  }

  /** Whose slot a unit was in first; null: nobody's. @throws cloud-answer, cloud-…, store-… */
  async sightingOf(kind: UnitKind, id: string, signal?: CancelSignal): Promise<UnitSighting | null> {
    return this.#holder('seen', kind, id, parseSighting, signal);
  }

  /** Shares a file under its fingerprint. `same`: one is there; it is checked when it is taken. @throws cloud-…, store-… */
  async putFile(kind: StoreFileKind, fingerprint: string, bytes: Uint8Array<ArrayBuffer>, signal?: CancelSignal): Promise<'written' | 'same'> {
    return (await this.#put(fileName(kind, fingerprint), bytes, TYPES[kind], signal)) === 'written' ? 'written' : 'same';
  }

  /**
   * Takes a file; null when it is not there. Its SHA-256 must be its name, unless `fingerprintOf` says how this kind is fingerprinted.
   * @throws store-altered, cloud-…, store-…
   */
  async file(
    kind: StoreFileKind,
    fingerprint: string,
    fingerprintOf: (bytes: Uint8Array<ArrayBuffer>) => Promise<string> = sha256,
    signal?: CancelSignal,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const name = fileName(kind, fingerprint);
    const bytes = await this.#get(name, signal);
    if (bytes === null) return null;
    const seen = await fingerprintOf(bytes).catch(() => '');
    if (seen !== fingerprint) throw new TouchstoneError<CloudErrorCode>('store-altered', { name });
    return bytes;
  }

  /** The files of a kind, at most `atMost` of them in the order of their names; what is called otherwise is passed over. @throws cloud-…, store-… */
  async files(kind: StoreFileKind, atMost: number, signal?: CancelSignal): Promise<readonly SharedFile[]> {
    const found: SharedFile[] = [];
    const options = { prefix: folderOf(kind), ...abort(signal) };
    try {
      for await (const page of this.#container.listBlobsFlat(options).byPage({ maxPageSize: PAGE })) {
        for (const { name, properties } of page.segment.blobItems) {
          const fingerprint = fingerprintIn(kind, name);
          if (fingerprint === null) continue;
          if (found.length === atMost) return found;
          found.push({ fingerprint, bytes: properties.contentLength ?? 0, atMs: properties.lastModified.getTime() });
        }
      }
    } catch (error) {
      throw this.#told(error);
    }
    return found;
  }

  /** Tries reading and writing with names of its own. @throws what is in the way */
  async tryOut(signal?: CancelSignal): Promise<void> {
    await this.#get('test/touchstone-reads.json', signal);
    await this.#put('test/touchstone-writes.json', encode('{}'), JSON_TYPE, signal);
  }

  /** Null: it is written, and was not there. Else what stands there; '' for what is too long or no text. */
  async #claimed(name: string, text: string, signal?: CancelSignal): Promise<string | null> {
    for (let attempt = 0; attempt < 2; attempt++) {
      if ((await this.#put(name, encode(text), JSON_TYPE, signal)) === 'written') return null;
      const there = await this.#text(name, signal).catch((error: unknown) => {
        if (isTouchstoneError(error) && error.code === 'cloud-answer') return '';
        throw error;
      });
      if (there !== null) return there;
    }
    throw this.#bad('shape'); // there and not there
  }

  async #holder<Holder extends UnitIds>(
    book: UnitBook,
    kind: UnitKind,
    id: string,
    parse: (text: string) => Holder | null,
    signal?: CancelSignal,
  ): Promise<Holder | null> {
    const name = unitName(book, kind, id);
    const text = name === null ? null : await this.#text(name, signal);
    if (text === null) return null;
    const holder = parse(text);
    if (holder === null || !isOfUnit(kind, id, holder)) throw this.#bad('shape');
    return holder;
  }

  async #putOnce(name: string, text: string, signal?: CancelSignal): Promise<'written' | 'same'> {
    if ((await this.#put(name, encode(text), JSON_TYPE, signal)) === 'written') return 'written';
    const there = await this.#get(name, signal);
    if (there !== null && this.#textOf(there) === text) return 'same';
    throw new TouchstoneError<CloudErrorCode>('store-conflict', { name });
  }

  async #put(name: string, bytes: Uint8Array<ArrayBuffer>, type: string, signal?: CancelSignal): Promise<'written' | 'there'> {
    const options = { conditions: { ifNoneMatch: '*' }, blobHTTPHeaders: { blobContentType: type }, ...abort(signal) };
    try {
      await this.#container.getBlockBlobClient(name).upload(bytes, bytes.length, options);
      return 'written';
    } catch (error) {
      if (isTouchstoneError(error) && error.code === 'cloud-precondition') return 'there';
      throw this.#told(error);
    }
  }

  async #get(name: string, signal?: CancelSignal): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const answer = await this.#container.getBlobClient(name).download(0, undefined, { maxRetryRequests: 0, ...abort(signal) });
      const body = await (answer.blobBody ?? (answer as { readonly contentAsBlob?: Promise<Blob> }).contentAsBlob); // in Node the library calls it so
      if (body === undefined) throw this.#bad('shape');
      return new Uint8Array(await body.arrayBuffer());
    } catch (error) {
      if (isTouchstoneError(error) && error.code === 'cloud-not-found') return null;
      throw this.#told(error);
    }
  }

  async #text(name: string, signal?: CancelSignal): Promise<string | null> {
    const bytes = await this.#get(name, signal);
    return bytes === null ? null : this.#textOf(bytes);
  }

  #textOf(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw this.#bad('shape');
    }
  }

  #bad(why: string): TouchstoneError<CloudErrorCode> {
    return new TouchstoneError<CloudErrorCode>('cloud-answer', { host: this.#host, status: 200, why });
  }

  /** The library's own complaints are about answers it cannot read; its messages may quote what was sent, so they go no further. */
  #told(error: unknown): unknown {
    return isTouchstoneError(error) || (error instanceof DOMException && error.name === 'AbortError') ? error : this.#bad('shape');
  }
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const abort = (signal?: CancelSignal): { readonly abortSignal?: AbortSignal } => (signal === undefined ? {} : { abortSignal: signal as AbortSignal });

/** Lower-case hex. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
