/** A store in memory that clones like a database, for tests of the shelf: what is in it survives the shelf. */
import { TouchstoneError } from '../../../../src/base/index.ts';
import type { KeptColumns, KeptFile, KeptSigner, ManifestStore } from '../../../../src/app/manifests/kept.ts';
import type { EntryColumns, ManifestSigner } from '../../../../src/trust/index.ts';

export class MemoryStore implements ManifestStore {
  readonly records = new Map<number, KeptFile>();
  readonly sources = new Map<number, Blob>();
  readonly #columns = new Map<number, EntryColumns>();
  readonly #signers = new Map<number, KeptSigner>();
  /** Why the next changes fail; null when they do not. */
  fails: 'quota' | 'closed' | null = null;
  /** What was asked of it, in order. */
  readonly calls: string[] = [];
  #nextId = 1;

  #check(call: string): Promise<void> {
    this.calls.push(call);
    return this.fails === null ? Promise.resolve() : Promise.reject(new TouchstoneError('store-failed', { why: this.fails }));
  }

  get states(): readonly string[] {
    return [...this.records.values()].map(({ fileName, state }) => `${fileName} ${state}`);
  }

  files(): Promise<readonly KeptFile[]> {
    return Promise.resolve([...this.records.values()].sort((a, b) => a.id - b.id));
  }
  signers(): Promise<readonly KeptSigner[]> {
    return Promise.resolve([...this.#signers.values()]);
  }
  source(id: number): Promise<Blob | null> {
    return Promise.resolve(this.sources.get(id) ?? null);
  }
  columns(id: number): Promise<EntryColumns | null> {
    return Promise.resolve(this.#columns.get(id) ?? null);
  }
  async addFile(file: Pick<KeptFile, 'fileName' | 'sizeBytes' | 'addedAtMs'>, source: Blob): Promise<number> {
    await this.#check(`add ${file.fileName}`);
    const id = this.#nextId++;
    this.records.set(id, { ...file, id, state: 'reading', readWith: null });
    this.sources.set(id, source);
    return id;
  }
  async setReady(id: number, { columns, readWith }: KeptColumns): Promise<boolean> {
    await this.#check(`ready ${id}`);
    const record = this.records.get(id);
    if (record === undefined) return false;
    this.records.set(id, { ...record, readWith, state: record.state === 'removed' ? 'removed' : 'ready' });
    this.#columns.set(id, structuredClone(columns));
    return true;
  }
  async setRemoved(id: number): Promise<void> {
    await this.#check(`removed ${id}`);
    const record = this.records.get(id);
    if (record !== undefined) this.records.set(id, { ...record, state: 'removed' });
  }
  async putBack(file: KeptFile, source: Blob, { columns, readWith }: KeptColumns): Promise<void> {
    await this.#check(`back ${file.id}`);
    this.records.set(file.id, { ...file, readWith, state: 'ready' });
    this.sources.set(file.id, source);
    this.#columns.set(file.id, structuredClone(columns));
  }
  async deleteFile(id: number): Promise<void> {
    await this.#check(`delete ${id}`);
    for (const map of [this.records, this.sources, this.#columns]) map.delete(id);
  }
  async addSigner(signer: ManifestSigner): Promise<number> {
    await this.#check('add signer');
    const id = this.#nextId++;
    this.#signers.set(id, { id, signer: structuredClone(signer) });
    return id;
  }
  async deleteSigner(id: number): Promise<void> {
    await this.#check('delete signer');
    this.#signers.delete(id);
  }
  async clear(): Promise<void> {
    await this.#check('clear');
    for (const map of [this.records, this.sources, this.#columns, this.#signers]) map.clear();
  }
}
