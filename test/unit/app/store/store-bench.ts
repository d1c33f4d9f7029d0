/** One station at the shared store: its records and its outbox in memory, azurite behind Azure's name, a session that can be ended. Test support. */
import { Readable } from 'node:stream';
import { StoreDesk } from '../../../../src/app/store/store-desk.ts';
import type { KeptStore } from '../../../../src/app/store/kept-store.ts';
import type { Outbox } from '../../../../src/app/store/outbox.ts';
import type { StoreOutside, StoreRecords } from '../../../../src/app/store/store-outside.ts';
import type { Clock, Facts } from '../../../../src/base/index.ts';
import type { RunDraft, RunRecord } from '../../../../src/bench/index.ts';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import { summarize } from '../../../../src/bench/record/summary.ts';
import type { SignIn } from '../../../../src/cloud/index.ts';
import type { ClaimRow, StoreView } from '../../../../src/ui/index.ts';
import { SteppingClock } from '../../../support/stepping-clock.ts';
import { CONTAINER, ENDPOINT, type Azurite } from '../../../support/azurite/azurite.ts';
import { aRun } from '../../bench/record/a-run.ts';

/** What stays when the page is closed. */
export class Disk {
  readonly records: RunRecord[] = [];
  readonly chain = crypto.randomUUID();
  readonly sent = new Map<string, number>();
  readonly claims: { readonly place: string; readonly row: ClaimRow }[] = [];
  kept: KeptStore | null = { endpoint: ENDPOINT, container: CONTAINER, from: 'browser' };
  /** One tab sends at a time. */
  turn: Promise<void> = Promise.resolve();

  get own(): readonly RunRecord[] {
    return this.records.filter(({ link }) => link.chain === this.chain);
  }

  async append(change: Partial<RunDraft> = {}): Promise<RunRecord> {
    const last = this.own.at(-1)?.link ?? emptyChain(this.chain);
    const record = await linkRecord(aRun({ id: crypto.randomUUID(), ...change }), last);
    this.records.push(record);
    return record;
  }

  readonly store: StoreRecords = {
    head: () => Promise.resolve(this.own.at(-1)?.link ?? null),
    get: (chain, number) => Promise.resolve(this.records.find(({ link }) => link.chain === chain && link.number === number) ?? null),
    summaries: () => Promise.resolve(this.records.map(summarize)),
    merge: (records) => {
      const fresh = records.filter(({ id }) => !this.records.some((one) => one.id === id));
      this.records.push(...fresh);
      return Promise.resolve({ added: fresh.length, same: records.length - fresh.length, other: 0 });
    },
  };

  readonly outbox: Outbox = {
    sent: (place, chain) => Promise.resolve(this.sent.get(`${chain} ${place}`) ?? 0),
    advance: (place, chain, number, rows) => {
      this.sent.set(`${chain} ${place}`, number);
      this.claims.push(...rows.map((row) => ({ place, row })));
      return Promise.resolve();
    },
    claims: (place, atMost) =>
      Promise.resolve(
        this.claims
          .filter((one) => one.place === place)
          .map(({ row }) => row)
          .reverse()
          .slice(0, atMost),
      ),
    lookedAt: (place) => {
      this.claims.forEach((one, index) => {
        if (one.place === place) this.claims[index] = { place, row: { ...one.row, look: 'none' } };
      });
      return Promise.resolve();
    },
    close: () => undefined,
  };
}

/** A page on a disk. */
export class Station {
  readonly desk: StoreDesk;
  readonly shown: StoreView[] = [];
  readonly notices: { readonly code: string; readonly facts: Facts }[] = [];
  readonly taken: string[] = [];
  line: 'up' | 'down' = 'up';
  account: { readonly username: string; readonly name: string; readonly tenantId: string } | null = {
    username: 'mei@example.test',
    name: 'Mei',
    tenantId: 't',
  };
  #online: () => void = () => undefined;
  readonly #azurite: Azurite;

  constructor(
    azurite: Azurite,
    readonly disk = new Disk(),
    change: {
      readonly clock?: Clock;
      readonly fetch?: typeof fetch;
      readonly account?: null;
      readonly site?: { endpoint: string; container: string };
      /** `as-delivered`: a run waits two seconds for the store; otherwise as long as a busy machine needs. */
      readonly guard?: 'as-delivered';
    } = {},
  ) {
    this.#azurite = azurite;
    if (change.account === null) this.account = null;
    const send = change.fetch ?? azurite.fetch;
    const session = {
      place: { kind: 'azure', settings: { clientId: '', tenant: '', cloud: 'public', proxy: '' } },
      signIn: this.#signIn,
      isOpen: false,
      consent: () => Promise.resolve(true),
    };
    Object.defineProperty(session, 'isOpen', { get: () => this.account !== null });
    const access = { session, site: change.site === undefined ? null : { settings: {}, emulator: null, store: change.site } };
    const outside: StoreOutside = {
      fetch: (input, init) => (this.line === 'down' ? Promise.reject(new TypeError('Failed to fetch')) : send(input, init)),
      clock: change.clock ?? new SteppingClock(200),
      random: () => 0.5,
      pageOrigin: 'https://bench.example.test',
      kept: { read: () => disk.kept, keep: (kept) => ((disk.kept = kept), true) },
      openOutbox: () => Promise.resolve(disk.outbox),
      openRecords: () => Promise.resolve(disk.store),
      alone: (work) => (disk.turn = disk.turn.catch(() => undefined).then(work)),
      onOnline: (listener) => (this.#online = listener),
      ...(change.guard === undefined ? { guardLimitMs: 20_000 } : {}),
      nodeStream: () => new Readable({ read: () => undefined }),
    };
    this.desk = new StoreDesk({
      show: (view) => void this.shown.push(view),
      notice: (code, facts = {}) => void this.notices.push({ code, facts }),
      cloud: () => Promise.resolve({ access: () => Promise.resolve(access as never) }),
      recorded: (row) => Promise.resolve(void this.taken.push(row.id)),
      outside,
    });
  }

  readonly #signIn = {
    token: () => Promise.resolve(this.#azurite.token()),
    refused: () => undefined,
  } as unknown as SignIn;

  get view(): StoreView {
    const last = this.shown.at(-1);
    if (last === undefined) throw new Error('nothing was shown');
    return last;
  }

  /** The cable of the network is in again, and the browser says so. */
  plugIn(): void {
    this.line = 'up';
    this.#online();
  }

  async record(change: Partial<RunDraft> = {}): Promise<RunRecord> {
    const record = await this.disk.append(change);
    this.desk.recorded();
    return record;
  }

  /** As when the tab is closed. */
  leave(): void {
    this.line = 'down';
    this.account = null;
  }
}
