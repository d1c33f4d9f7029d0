/** A shelf with a store in memory and a verifier that can be held up, and manifests of a test authority. Test support. */
import type { Facts } from '../../../../src/base/index.ts';
import { Shelf } from '../../../../src/app/manifests/shelf.ts';
import type { Verifiers } from '../../../../src/app/manifests/worker-pool.ts';
import { batchVerifier, type Believed } from '../../../../src/trust/index.ts';
import { EMPTY_VIEW, type AppView } from '../../../../src/ui/app-view.ts';
import { TestAuthority, entryOf, payloadOf, testChip, testManifestSigner, type TestChip, type TestManifestSigner } from '../../trust/authority.ts';
import { MemoryStore } from './memory-store.ts';

export const authority = new TestAuthority('shelf');
export const by = testManifestSigner('shelf');
/** A signer that somebody may add. */
export const own = testManifestSigner('shelf own');
export const BELIEVED: Believed = { anchors: [authority.anchor], signers: [by.signer] };

/** Serial number of the nth chip. */
export const serial = (number: number): string => `0123${number.toString(16).padStart(12, '0')}01`;

const made = new Map<string, object>();

/** The same entry whenever it is asked for: a signature made again is another one. */
function once(name: string, make: () => object): object {
  const entry = made.get(name) ?? make();
  made.set(name, entry);
  return entry;
}
const chip = (number: number): TestChip => testChip(authority, serial(number), `shelf ${number}`);

/** An entry of payload version 2, which holds no certificates. */
export const bare = (number: number, signer: TestManifestSigner = by): object =>
  once(`bare ${number} ${signer.signer.name}`, () => entryOf({ ...payloadOf(chip(number)), version: 2, publicKeySet: undefined }, signer));
export const whole = (number: number): object => once(`whole ${number}`, () => entryOf(payloadOf(chip(number)), by));

export const fileOf = (name: string, ...entries: readonly object[]): File => new File([JSON.stringify(entries)], name);
/** The same, so large that it goes to a worker. */
export const largeFileOf = (name: string, ...entries: readonly object[]): File => new File([JSON.stringify(entries), ' '.repeat(100_000)], name);
export const drop = (...files: readonly File[]): { files: readonly File[]; from: 'files'; skipped: 0 } => ({ files, from: 'files', skipped: 0 });
export const signerFile = (name: string, signer: TestManifestSigner): File => new File([new Uint8Array(signer.der)], name);

/** Verifies in this thread, but only while the gate is open. */
export class Gate implements Verifiers {
  readonly asked: number[] = [];
  #opened: Promise<void> = Promise.resolve();
  #open = (): void => undefined;

  close(): void {
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }
  open(): void {
    this.#open();
    this.#opened = Promise.resolve();
  }
  verifier(believed: Believed, signal: AbortSignal): ReturnType<Verifiers['verifier']> {
    const verify = batchVerifier(believed);
    const cancelled = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
    cancelled.catch(() => undefined);
    return {
      batchesInFlight: 2,
      verify: async (batch) => {
        this.asked.push(batch.first);
        await Promise.race([this.#opened, cancelled]);
        return await verify(batch);
      },
    };
  }
}

export interface Bench {
  readonly shelf: Shelf;
  readonly store: MemoryStore;
  readonly gate: Gate;
  readonly notices: { readonly code: string; readonly facts: Facts }[];
  view(): AppView;
  /** Everything that was ever shown of the import. */
  readonly imports: NonNullable<AppView['importing']>[];
  names(): readonly string[];
}

/** A new page over `store`. `null`: the browser has no database. */
export function bench(store: MemoryStore | null = new MemoryStore(), verifiers?: Verifiers): Bench {
  let view: AppView = EMPTY_VIEW;
  const notices: { code: string; facts: Facts }[] = [];
  const imports: NonNullable<AppView['importing']>[] = [];
  const gate = new Gate();
  const shelf = new Shelf(
    {
      show: (change) => {
        view = { ...view, ...change };
        if (change.importing) imports.push(change.importing);
      },
      notice: (code, facts = {}) => notices.push({ code, facts }),
      openStore: () => (store === null ? Promise.reject(new Error('none')) : Promise.resolve(store)),
      storage: null,
      verifiers: verifiers ?? gate,
    },
    BELIEVED,
  );
  return { shelf, store: store ?? new MemoryStore(), gate, notices, imports, view: () => view, names: () => view.manifests.map(({ fileName }) => fileName) };
}

/** A bench whose shelf has begun. */
export async function started(...given: Parameters<typeof bench>): Promise<Bench> {
  const made = bench(...given);
  await made.shelf.start();
  return made;
}
