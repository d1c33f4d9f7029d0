/**
 * Everything behind the shared store: settings, what waits to be sent, the duplicate guard, records of other stations.
 * Floor: app. Loaded when this browser has a store or its card is opened. Holds no token: the cloud desk's session does.
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';
import { loadStation, type AskingRun, type EarlierRun, type RunDraft, type RunSummary } from '../../bench/index.ts';
import type { Pack } from '../../board/index.ts';
import { SharedStore, checkStorePlace, testStore, tokensOf, type SignIn, type StorePlace, type StoreTools } from '../../cloud/index.ts';
import type { ClaimRow, CloudView, StoreAction, StoreView } from '../../ui/index.ts';
import type { CloudDesk } from '../cloud/cloud-desk.ts';
import { isAbort, problemOf } from '../cloud/problem.ts';
import { Drain, type DrainPicture } from './drain.ts';
import type { KeptStore } from './kept-store.ts';
import type { Outbox } from './outbox.ts';
import { StoreGuard } from './store-guard.ts';
import { browserStoreOutside, type StoreOutside, type StoreRecords } from './store-outside.ts';
import { takeRecords } from './take-records.ts';

export interface StoreDeskTools {
  readonly show: (view: StoreView) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  readonly cloud: () => Promise<Pick<CloudDesk, 'access'>>;
  /** A record of another station is here now. */
  readonly recorded: (row: RunSummary) => Promise<void>;
  /** Others only in tests. */
  readonly outside?: StoreOutside;
}

const CLAIMS_SHOWN = 40;
const NO_PLACE: StorePlace = { endpoint: '', container: '' };

/** What a store was opened for. */
interface Opened {
  readonly signIn: SignIn;
  readonly place: StorePlace;
  readonly store: Promise<SharedStore>;
}

export class StoreDesk {
  readonly #tools: StoreDeskTools;
  readonly #outside: StoreOutside;
  readonly #guard: StoreGuard;
  /** Taken from the store, or shared there, by fingerprint. */
  readonly #packs = new Map<string, Promise<Pack | null>>();
  #kept: KeptStore | null;
  #drain: Drain | null = null;
  #records: Promise<StoreRecords> | null = null;
  #outbox: Promise<Outbox> | null = null;
  #opened: Opened | null = null;
  #session = '';
  #taking: AbortController | null = null;
  #view: StoreView;

  constructor(tools: StoreDeskTools) {
    const outside = tools.outside ?? browserStoreOutside();
    this.#tools = tools;
    this.#outside = outside;
    this.#kept = outside.kept.read();
    this.#guard = new StoreGuard({
      place: () => (this.#kept === null ? null : placeKey(this.#kept)),
      state: () => this.#drain?.picture.state ?? 'starting',
      open: () => this.open(),
      records: () => this.#recordsOpen(),
      ...(outside.guardLimitMs === undefined ? {} : { limitMs: outside.guardLimitMs }),
    });
    const { pageOrigin } = outside;
    this.#view = {
      ...{
        place: this.#kept ?? NO_PLACE,
        from: this.#kept?.from ?? 'none',
        state: this.#kept === null ? 'off' : 'starting',
        waiting: 0,
        problem: null,
        nextInS: null,
      },
      ...{ test: { state: 'idle' }, taking: { state: 'idle' }, claims: [], pageOrigin },
    };
    outside.onOnline(() => {
      this.#drain?.want('now');
    });
    if (this.#kept !== null) void this.#begin();
    this.#show({});
  }

  async perform(action: StoreAction): Promise<void> {
    switch (action.act) {
      case 'open':
        return this.#adoptSite();
      case 'set-place':
        return this.#setPlace({ endpoint: action.place.endpoint.trim().replace(/\/+$/, ''), container: action.place.container.trim() });
      case 'forget-place':
        this.#use(null);
        return this.#adoptSite();
      case 'test':
        return this.#test();
      case 'send-now':
        this.#drain?.want('now');
        return;
      case 'take-records':
        return this.#take();
      case 'looked-at-claims':
        return this.#lookedAt();
      case 'consent':
        if (await (await this.#tools.cloud()).access().then(({ session }) => session.consent('storage'))) this.#drain?.want('now');
    }
  }

  /** Enters the unit of this run, and tells of earlier runs at other stations. Never rejects; see StoreGuard. */
  seenBefore(serialNumber: string | null, mac: string | null, run: AskingRun): Promise<readonly EarlierRun[]> {
    return this.#guard.seenBefore(serialNumber, mac, run);
  }

  /** The run as it is recorded. */
  noted(draft: RunDraft): RunDraft {
    return this.#guard.noted(draft);
  }

  /** A run stands in this browser's records now. */
  recorded(): void {
    this.#drain?.want('record');
  }

  /** A pack that another station has shared; asked for once. Null when it is not there, or cannot be had: then it is told why. */
  async pack(fingerprint: string): Promise<Pack | null> {
    if (this.#kept === null) return null;
    const known = this.#packs.get(fingerprint);
    if (known !== undefined) return known;
    const taking = this.#takePack(fingerprint);
    this.#packs.set(fingerprint, taking);
    if ((await taking) === null) this.#packs.delete(fingerprint);
    return taking;
  }

  /** Puts a pack into the store in the background; what is in the way then is in the way of the records as well, and is told there. */
  share(pack: Pack): void {
    if (this.#kept === null || this.#packs.has(pack.fingerprint)) return;
    this.#packs.set(pack.fingerprint, Promise.resolve(pack));
    void this.#sharePack(pack);
  }

  /** Somebody signed in or out, or another place is used. */
  sessionIs({ session, account, emulator }: Pick<CloudView, 'session' | 'account' | 'emulator'>): void {
    const now = `${session} ${account?.username ?? ''} ${emulator}`;
    if (now === this.#session) return;
    this.#session = now;
    if (session !== 'starting' && session !== 'signing-in') this.#drain?.want('now');
  }

  async #takePack(fingerprint: string): Promise<Pack | null> {
    try {
      const [store, { takePack }] = await Promise.all([this.open(), import('./shared-packs.ts')]);
      return await takePack(store, fingerprint);
    } catch (error) {
      const { code, facts } = problemOf(error);
      this.#tools.notice(code, facts);
      return null;
    }
  }

  async #sharePack(pack: Pack): Promise<void> {
    try {
      const [store, { sharePack }] = await Promise.all([this.open(), import('./shared-packs.ts')]);
      await sharePack(store, pack);
    } catch {
      this.#packs.delete(pack.fingerprint); // the next run tries again
    }
  }

  #recordsOpen(): Promise<StoreRecords> {
    this.#records ??= this.#outside.openRecords().catch((error: unknown) => {
      this.#records = null;
      throw error;
    });
    return this.#records;
  }

  #outboxOpen(): Promise<Outbox> {
    this.#outbox ??= this.#outside.openOutbox().catch((error: unknown) => {
      this.#outbox = null;
      throw error;
    });
    return this.#outbox;
  }

  /** What the site says counts where nothing was typed here. */
  async #adoptSite(): Promise<void> {
    if (this.#kept?.from === 'browser') return;
    const { site } = await (await this.#tools.cloud()).access();
    if (site === null) return; // there is no config.json, or it could not be read just now: what was taken over stays
    const store = site.store ?? null;
    if (store?.endpoint === this.#kept?.endpoint && store?.container === this.#kept?.container) return;
    this.#use(store === null ? null : { ...store, from: 'site' });
  }

  async #setPlace(place: StorePlace): Promise<void> {
    const { problem } = await this.#checked(place);
    if (problem !== null) {
      this.#show({ test: { state: 'failed', ...problem } });
      return;
    }
    this.#use({ ...place, from: 'browser' });
  }

  async #lookedAt(): Promise<void> {
    const kept = this.#kept;
    if (kept === null) return;
    await (await this.#outboxOpen()).lookedAt(placeKey(kept));
    if (kept === this.#kept) this.#show({ claims: this.#view.claims.map((row) => ({ ...row, look: 'none' })) });
  }

  #use(kept: KeptStore | null): void {
    this.#drain?.close();
    this.#drain = null;
    this.#taking?.abort();
    this.#opened = null;
    this.#packs.clear();
    this.#kept = kept;
    if (!this.#outside.kept.keep(kept)) this.#tools.notice('not-remembered');
    this.#show({
      ...{ place: kept ?? NO_PLACE, from: kept?.from ?? 'none', state: kept === null ? 'off' : 'starting', waiting: 0, problem: null, nextInS: null },
      ...{ test: { state: 'idle' }, taking: { state: 'idle' }, claims: [] },
    });
    if (kept !== null) void this.#begin();
  }

  /** Sends from now on, and is ready for the first question. */
  async #begin(): Promise<void> {
    const kept = this.#kept;
    if (kept === null) return;
    const place = placeKey(kept);
    try {
      const [outbox, { canonicalJson }] = await Promise.all([this.#outboxOpen(), loadStation()]);
      const claims = await outbox.claims(place, CLAIMS_SHOWN);
      if (kept !== this.#kept) return;
      this.#show({ claims: sorted(claims) });
      this.#drain = new Drain({
        ...{ place, outbox, clock: this.#outside.clock, random: this.#outside.random, alone: this.#outside.alone, textOf: canonicalJson },
        head: async () => (await this.#recordsOpen()).head(),
        record: async (chain, number) => (await this.#recordsOpen()).get(chain, number),
        store: () => this.open(),
        show: (picture) => {
          if (kept === this.#kept) this.#drained(picture);
        },
        claimed: (rows) => {
          if (kept === this.#kept) this.#claimed(rows);
        },
      });
    } catch (error) {
      if (kept === this.#kept) this.#show({ state: 'refused', problem: problemOf(error) });
    }
    await this.open().catch(() => undefined); // so that the first board need not wait for the library
  }

  #drained({ state, waiting, problem, pauseMs }: DrainPicture): void {
    this.#show({ state, waiting, problem, nextInS: pauseMs === null ? null : Math.round(pauseMs / 1_000) });
  }

  #claimed(rows: readonly ClaimRow[]): void {
    const told = new Set<string>(); // a unit that was seen and passed elsewhere is one message
    for (const { book, unit, id, look, holder } of rows) {
      if (look !== 'new' || holder === null || told.has(id)) continue;
      told.add(id);
      const facts = { book, unit, id, station: holder.station, at: holder.at, chip: holder.chip ?? '', mac: holder.mac ?? '' };
      this.#tools.notice('store-claimed-elsewhere', facts);
    }
    this.#show({ claims: sorted([...rows, ...this.#view.claims]).slice(0, CLAIMS_SHOWN) });
  }

  async #checked(place: StorePlace): Promise<{ readonly signIn: SignIn | null; readonly problem: { readonly code: string; readonly facts: Facts } | null }> {
    const { session } = await (await this.#tools.cloud()).access();
    const side = session.place?.kind === 'azure' ? session.place.settings.cloud : session.place === null ? 'public' : 'emulator';
    return { signIn: session.isOpen ? session.signIn : null, problem: checkStorePlace(place, side) };
  }

  /** The store for whoever shares something there. @throws store-settings, sign-in-needed, and what loading throws */
  async open(): Promise<SharedStore> {
    const place = this.#kept;
    if (place === null) throw new TouchstoneError('store-settings', { field: 'endpoint', why: 'form' });
    const { signIn, problem } = await this.#checked(place);
    if (problem !== null) throw new TouchstoneError(problem.code, problem.facts);
    if (signIn === null) throw new TouchstoneError('sign-in-needed', { resource: 'storage' });
    if (this.#opened?.signIn === signIn && this.#opened.place === place) return this.#opened.store;
    const store = SharedStore.open(place, this.#toolsFor(signIn));
    this.#opened = { signIn, place, store };
    store.catch(() => {
      this.#opened = null; // the library did not come over the line
    });
    return store;
  }

  #toolsFor(signIn: SignIn): StoreTools {
    const { fetch: send, clock, nodeStream } = this.#outside;
    return { fetch: send, clock, token: tokensOf(signIn, 'storage'), ...(nodeStream === undefined ? {} : { nodeStream }) };
  }

  async #test(): Promise<void> {
    const place = this.#kept;
    if (place === null || this.#view.test.state === 'running') return;
    this.#show({ test: { state: 'running' } });
    let test: StoreView['test'] = { state: 'passed' };
    try {
      const { signIn, problem } = await this.#checked(place);
      if (problem !== null) throw new TouchstoneError(problem.code, problem.facts);
      if (signIn === null) throw new TouchstoneError('sign-in-needed', { resource: 'storage' });
      await testStore(place, this.#toolsFor(signIn), this.#outside.pageOrigin);
    } catch (error) {
      test = { state: 'failed', ...problemOf(error) };
    }
    if (place !== this.#kept) return;
    this.#show({ test });
    if (test.state === 'passed') this.#drain?.want('now');
  }

  async #take(): Promise<void> {
    if (this.#taking !== null || this.#kept === null) return;
    const stop = new AbortController();
    this.#taking = stop;
    this.#show({ taking: { state: 'running', stations: 0, records: 0, refused: 0 } });
    try {
      const [store, records] = await Promise.all([this.open(), this.#recordsOpen()]);
      const progress = (taken: { readonly stations: number; readonly records: number; readonly refused: number }): void => {
        if (!stop.signal.aborted) this.#show({ taking: { state: 'running', ...taken } });
      };
      const taken = await takeRecords({ store, records, signal: stop.signal, progress, recorded: this.#tools.recorded });
      if (!stop.signal.aborted) this.#show({ taking: { state: 'done', ...taken } });
    } catch (error) {
      if (!stop.signal.aborted && !isAbort(error)) this.#show({ taking: { state: 'failed', ...problemOf(error) } });
    } finally {
      this.#taking = null;
    }
  }

  #show(change: Partial<StoreView>): void {
    this.#view = { ...this.#view, ...change };
    this.#tools.show(this.#view);
  }
}

const placeKey = ({ endpoint, container }: StorePlace): string => `${endpoint}/${container}`;

/** Those that somebody has to look at first; otherwise as they are. */
const sorted = (rows: readonly ClaimRow[]): readonly ClaimRow[] => [...rows.filter(({ look }) => look === 'new'), ...rows.filter(({ look }) => look !== 'new')];
