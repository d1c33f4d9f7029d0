/**
 * Everything behind the records screen: what the person did goes to the store, what is found goes to the screen.
 * Floor: app. Loaded when that screen is first opened. One long work at a time; it can be stopped.
 */
import { isTouchstoneError, type Facts } from '../../base/index.ts';
import { loadStation, type RecordStore, type RunRecord, type RunSummary } from '../../bench/index.ts';
import type { LabelAction, Problem, RecordsAction, RecordsView, RunPlace, WorkView } from '../../ui/index.ts';
import { askToKeep, browserStorage } from '../manifests/storage-state.ts';
import { offerFile } from '../offer-file.ts';
import { exportRecords, openHtfFile, type ExportedFile } from './export-records.ts';
import { FIRST_VIEW } from './first-view.ts';
import { FreeSpace } from './free-space.ts';
import { headsOf } from './heads-of.ts';
import { importRecords } from './import-records.ts';
import { keepHeads, readHeads } from './kept-heads.ts';
import { LabelDesk, printRunLabel } from './label-desk.ts';
import { Measured } from './look-through.ts';
import { RunList } from './run-list.ts';
import { lookAtSpace } from './space.ts';
import { YieldCount } from './yield-count.ts';

export interface RecordsDeskTools {
  readonly show: (view: RecordsView) => void;
  /** Up to which record a chain stands in the shared store; null where there is none. */
  readonly sentUntil?: (chain: string) => Promise<number | null>;
  /** Whether somebody looks at the screen; always, unless told. */
  readonly isShown?: () => boolean;
  /** Others only in tests. */
  readonly openStore?: () => Promise<RecordStore>;
}

/** Progress is shown so often. */
const SHOWN_MS = 100;
const LOOK_AT_SPACE_MS = 60_000;

export class RecordsDesk {
  readonly #tools: RecordsDeskTools;
  readonly #list = new RunList(() => this.#show({ list: this.#list.view }));
  readonly #labels = new LabelDesk(() => this.#show({ labels: this.#labels.view }));
  readonly #free = new FreeSpace();
  readonly #yields = new YieldCount({
    rows: () => this.#list.rows(),
    store: () => this.#store,
    isShown: () => this.#tools.isShown?.() !== false,
    show: (yields) => this.#show({ yields }),
    failed: (error) => this.#show({ problem: problemOf(error) }),
  });
  #view = FIRST_VIEW;
  #store: RecordStore | null = null;
  #opening: Promise<RecordStore> | null = null;
  #stop: AbortController | null = null;
  /** `now`: by the very action that is under way. */
  #wasRead: 'now' | 'before' = 'now';
  #measured: Measured | null = null;
  #spaceTimer: ReturnType<typeof setInterval> | undefined;

  constructor(tools: RecordsDeskTools) {
    this.#tools = tools;
  }

  async perform(action: RecordsAction): Promise<void> {
    if (action.act !== 'edit-label') this.#view = { ...this.#view, problem: null, said: null };
    try {
      await this.#do(action, await this.#open());
    } catch (error) {
      this.#show({ problem: problemOf(error) });
    }
  }

  /** A run was recorded while the screen is there. */
  recorded(row: RunSummary): void {
    if (this.#view.state !== 'ready') return;
    this.#list.add(row);
    this.#yields.changed();
  }

  /** More records stand in the shared store than before, or another store is used. */
  async sentMore(): Promise<void> {
    const { freeing } = this.#view;
    if (freeing === null || this.#store === null) return;
    const unsent = await this.#unsent(this.#store);
    if (this.#view.freeing === freeing && unsent !== freeing.unsent)
      this.#show({ freeing: { ...freeing, unsent, asked: unsent === 0 ? 'no' : freeing.asked } });
  }

  #open(): Promise<RecordStore> {
    this.#opening ??= this.#start().catch((error: unknown) => {
      this.#opening = null;
      this.#show({ state: 'unavailable' });
      throw error;
    });
    return this.#opening;
  }

  async #start(): Promise<RecordStore> {
    const { RecordStore } = await loadStation();
    this.#store = await (this.#tools.openStore ?? (() => RecordStore.open()))();
    await this.#read(this.#store);
    const head = await this.#store.head();
    if (head !== null) keepHeads([head]);
    void askToKeep(browserStorage()).then(() => this.#lookAtSpace()); // some browsers ask the person: nobody waits for it
    void this.#lookAtSpace();
    this.#spaceTimer ??= setInterval(() => void this.#lookAtSpace(), LOOK_AT_SPACE_MS);
    return this.#store;
  }

  async #read(store: RecordStore): Promise<void> {
    const { SummaryTable, isOutOfDate } = await loadStation();
    let pages = await store.pages();
    if (pages.some(isOutOfDate)) {
      await store.renewPages(); // once, after an update of the page
      pages = await store.pages();
    }
    const table = new SummaryTable(pages);
    this.#view = { ...this.#view, state: 'ready' };
    await this.#list.replace(table);
    this.#yields.changed();
  }

  async #lookAtSpace(): Promise<void> {
    this.#show({ space: await lookAtSpace() });
  }

  async #do(action: RecordsAction, store: RecordStore): Promise<void> {
    switch (action.act) {
      case 'read':
        return; // opening was all
      case 'open':
        if (this.#wasRead === 'before' && (await store.count()) !== this.#list.view.total) await this.#read(store); // another tab, or the shared store, was here
        this.#wasRead = 'before';
        return this.#lookAtSpace();
      case 'filter':
        this.#measured = null;
        await this.#list.filter(action.filter);
        this.#show({ measured: null });
        this.#yields.changed();
        return;
      case 'open-run':
        return this.#openRun(store, action);
      case 'close-run':
        return this.#show({ opened: null });
      case 'count-yields':
        this.#yields.look(action.counted);
        return;
      case 'measure':
        return this.#measure(store);
      case 'choose-measurement':
        return this.#show({ measured: (await this.#measured?.view(action.name)) ?? null });
      case 'export':
        return action.what === 'opened' ? this.#exportOpened(store, action.format) : this.#export(store, action.format);
      case 'import':
        return this.#import(store, action.files);
      case 'verify':
        return this.#verify(store);
      case 'stop':
        this.#stop?.abort();
        return;
      case 'ask-to-keep':
        await askToKeep(browserStorage());
        return this.#lookAtSpace();
      case 'export-oldest':
        return this.#exportOldest(store, action.most);
      case 'take-away':
        return this.#askOrTakeAway(store);
      case 'take-away-unsent':
        return this.#takeAway(store);
      case 'keep-all':
        this.#free.forget();
        return this.#show({ freeing: null });
      case 'save-attachment':
        return this.#saveAttachment(action);
      default:
        return this.#doWithLabels(action);
    }
  }

  async #doWithLabels(action: LabelAction): Promise<void> {
    switch (action.act) {
      case 'open-labels':
        return this.#labels.open();
      case 'close-labels':
        this.#labels.close();
        return;
      case 'choose-label':
        return this.#labels.open(action.name);
      case 'edit-label':
        return this.#labels.edit(action.text);
      case 'load-label':
        return this.#labels.load(action.file);
      case 'keep-label':
        return this.#labels.keep();
      case 'remove-label':
        return this.#labels.remove(action.name);
      case 'save-label':
        return this.#labels.save();
      case 'print-sample':
        await this.#labels.printSample();
        return this.#show({ said: { kind: 'printed' } });
      case 'print-run': {
        const { opened } = this.#view;
        if (opened === null) return;
        await printRunLabel(action.name, opened.record);
        return this.#show({ said: { kind: 'printed' } });
      }
    }
  }

  async #openRun(store: RecordStore, { chain, number }: RunPlace): Promise<void> {
    const { isWhole, proofsOf } = await loadStation();
    const record = await store.get(chain, number);
    if (record === null) return this.#show({ opened: null, problem: { code: 'record-gone', facts: { number } } });
    const runs = await store.seenBefore(record.chip?.serialNumber ?? null, record.chip === null ? (record.board?.mac ?? null) : null);
    const places = runs.toSorted((a, b) => a.startMs - b.startMs || a.link.number - b.link.number).map(({ link }) => link);
    const at = places.findIndex((link) => link.chain === chain && link.number === number);
    this.#show({
      opened: {
        record,
        proofs: record.phases.map((phase) => ({ phase: phase.name, proofs: proofsOf(phase) })).filter(({ proofs }) => proofs.length > 0),
        integrity: (await isWhole(record)) ? 'whole' : 'altered',
        previous: places[at - 1] ?? null,
        next: at < 0 ? null : (places[at + 1] ?? null),
        nth: Math.max(1, at + 1),
        of: Math.max(1, places.length),
      },
    });
  }

  async #measure(store: RecordStore): Promise<void> {
    const { counts } = await loadStation();
    await this.#work('measure', this.#list.view.found, async (step, signal) => {
      const measured = new Measured();
      const rows = [...this.#list.rows()];
      const counted = rows.filter(counts);
      for await (const record of store.some(counted.length > 0 ? counted : rows)) {
        signal.throwIfAborted();
        measured.add(record);
        step();
      }
      this.#measured = measured;
      this.#show({ measured: await measured.view('') });
    });
  }

  async #export(store: RecordStore, format: Extract<RecordsAction, { act: 'export' }>['format']): Promise<void> {
    const rows = [...this.#list.rows()];
    const turns = format === 'csv' ? 2 : 1;
    await this.#work('export', rows.length * turns, async (step, signal) => {
      const heads = format === 'jsonl' ? await headsOf(store, rows, this.#list.all()) : [];
      keepHeads(heads);
      const files = await exportRecords({ format, name: fileName(), records: () => store.some(rows), heads, signal, step });
      this.#offer(files, rows.length);
    });
  }

  async #exportOpened(store: RecordStore, format: Extract<RecordsAction, { act: 'export' }>['format']): Promise<void> {
    const { opened } = this.#view;
    if (opened === null) return;
    const { record } = opened;
    if (format === 'openhtf') return this.#offer([await openHtfFile(record)], 1);
    const heads = format === 'jsonl' ? await headsOf(store, [record.link], this.#list.all()) : [];
    const name = `${fileName()}-${record.chip?.serialNumber ?? record.link.number}`;
    const one = async function* (): AsyncGenerator<RunRecord, void, undefined> {
      yield await Promise.resolve(record);
    };
    this.#offer(await exportRecords({ format, name, records: one, heads, signal: new AbortController().signal, step: () => undefined }), 1);
  }

  #offer(files: readonly ExportedFile[], records: number): void {
    for (const file of files) offerFile(file.fileName, file.content);
    this.#show({ said: { kind: 'saved', fileName: files[0]?.fileName ?? '', records, files: files.length } });
  }

  async #import(store: RecordStore, files: readonly File[]): Promise<void> {
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    this.#free.forget(); // what comes in now was not exported
    this.#show({ imported: null, freeing: null });
    await this.#work('import', bytes, async (step, signal) => {
      const { view, heads } = await importRecords({ files, store, signal, progress: step });
      const own = await store.head();
      keepHeads(heads.filter(({ chain }) => chain !== own?.chain)); // of our own chain nobody else can know more than we do
      this.#show({ imported: view });
      await this.#read(store);
      await this.#lookAtSpace();
    });
  }

  async #verify(store: RecordStore): Promise<void> {
    const { ChainVerifier } = await loadStation();
    this.#show({ verified: null });
    await this.#work('verify', this.#list.view.total, async (step, signal) => {
      const [checkpoints, own] = [await store.checkpoints(), await store.head()];
      const verifier = new ChainVerifier(checkpoints, readHeads());
      for await (const record of store.all()) {
        signal.throwIfAborted();
        await verifier.add(record);
        step();
      }
      const { records, heads, breaks, breaksFound } = verifier.report();
      if (records !== this.#list.view.total) {
        await store.renewPages(); // what is listed is not what is there: somebody changed one without the other
        await this.#read(store);
      }
      if (breaksFound === 0) keepHeads(heads);
      this.#show({ verified: { atMs: Date.now(), records, chains: heads.length, own: own?.chain ?? null, breaks, breaksFound, checkpoints } });
    });
  }

  async #exportOldest(store: RecordStore, most: number): Promise<void> {
    this.#show({ freeing: null });
    await this.#work('free', most, async (step, signal) => {
      const { file, records } = await this.#free.export({ store, rows: this.#list.all(), most, name: `${fileName()}-oldest`, signal, step });
      if (records === 0) return;
      offerFile(file.fileName, file.content);
      this.#show({ freeing: { records, fileName: file.fileName, bytes: file.content.size, unsent: await this.#unsent(store), asked: 'no' } });
    });
  }

  /** Of what was exported last: records that would never come to the shared store. Imported ones are their own station's business. */
  async #unsent(store: RecordStore): Promise<number> {
    const own = await store.head();
    const sent = own === null ? null : ((await this.#tools.sentUntil?.(own.chain).catch(() => 0)) ?? null); // not known: then say so
    return own === null || sent === null ? 0 : this.#free.behind(own.chain, sent);
  }

  /** Records that were not sent go only when somebody says so once more. */
  async #askOrTakeAway(store: RecordStore): Promise<void> {
    const unsent = await this.#unsent(store);
    const { freeing } = this.#view;
    if (freeing === null || unsent === 0) return this.#takeAway(store);
    this.#show({ freeing: { ...freeing, unsent, asked: 'yes' } });
  }

  async #takeAway(store: RecordStore): Promise<void> {
    const records = await this.#free.takeAway(store);
    this.#show({ freeing: null, said: { kind: 'freed', records } });
    await this.#read(store);
    await this.#lookAtSpace();
  }

  #saveAttachment({ phase, name }: { readonly phase: string; readonly name: string }): void {
    const found = this.#view.opened?.record.phases.find((one) => one.name === phase)?.attachments.find((one) => one.name === name);
    if (found !== undefined) offerFile(name.replace(/[^A-Za-z0-9._-]+/g, '-'), new Blob([found.text], { type: 'text/plain' })); // never what a foreign record says it is
  }

  /** One at a time; `step` is told what is done, or that one more is. */
  async #work(kind: WorkView['kind'], total: number, work: (step: (done?: number) => void, signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#stop !== null) return;
    const stop = new AbortController();
    this.#stop = stop;
    let done = 0;
    let shownMs = performance.now();
    const unit = kind === 'import' ? 'bytes' : 'records';
    this.#show({ work: { kind, done, total, unit } });
    try {
      await work((now) => {
        done = now ?? done + 1;
        if (performance.now() - shownMs < SHOWN_MS) return;
        shownMs = performance.now();
        this.#show({ work: { kind, done, total, unit } });
      }, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      this.#show({ said: { kind: 'stopped' } });
    } finally {
      this.#stop = null;
      this.#show({ work: null });
    }
  }

  #show(change: Partial<RecordsView>): void {
    this.#view = { ...this.#view, ...change };
    this.#tools.show(this.#view);
  }
}

/** As it sorts: "touchstone-records-2026-11-23-0930". */
function fileName(now = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `touchstone-records-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
}

function problemOf(error: unknown): Problem {
  if (isTouchstoneError(error)) return { code: error.code, facts: error.facts };
  const facts: Facts = { message: error instanceof Error ? error.message : String(error) };
  return { code: 'unexpected', facts };
}
