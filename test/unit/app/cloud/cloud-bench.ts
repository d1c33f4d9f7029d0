/** The cloud desk with everything around it in memory: the emulator behind the real clients, a sign-in that can be told what to do, storage that can be read. Test support. */
import type { Facts } from '../../../../src/base/index.ts';
import type { SlotSnapshot, VerdictKind } from '../../../../src/bench/index.ts';
import { endpointsOf, type CloudAccount, type CloudResource, type SignIn, type SignInWay } from '../../../../src/cloud/index.ts';
import type { ManifestFile } from '../../../../src/trust/index.ts';
import type { CloudView } from '../../../../src/ui/index.ts';
import { CloudDesk } from '../../../../src/app/cloud/cloud-desk.ts';
import { FIRST_VIEW } from '../../../../src/app/cloud/first-view.ts';
import type { Outside } from '../../../../src/app/cloud/outside.ts';
import type { ManifestDesk } from '../../../../src/app/manifests/manifest-desk.ts';
import { TouchstoneError } from '../../../../src/base/index.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../../../tools/azure-emulator/index.ts';
import { fastClock } from '../../../support/fast-clock.ts';
import { authority, serial } from '../manifests/shelf-bench.ts';
import { testChip } from '../../trust/authority.ts';
import { MemoryCloudStore } from './memory-store.ts';

export const PAGE = 'https://page.test/touchstone/';
const FASTER = 20;
const SETTINGS = { clientId: '11111111-2222-4333-8444-555555555555', tenant: 'example.test', cloud: 'public', proxy: '' } as const;

export class MapStorage implements Storage {
  readonly items = new Map<string, string>();
  [name: string]: unknown;
  get length(): number {
    return this.items.size;
  }
  clear = (): void => this.items.clear();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  key = (index: number): string | null => [...this.items.keys()][index] ?? null;
  removeItem = (key: string): void => void this.items.delete(key);
  setItem = (key: string, value: string): void => void this.items.set(key, value);
}

/** Takes tokens from the emulator; a fault waits for the next call. */
export class FakeSignIn implements SignIn {
  account: CloudAccount | null = null;
  readonly calls: string[] = [];
  fault: TouchstoneError | null = null;
  session: 'none' | 'kept' = 'none';
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }
  restore(): Promise<CloudAccount | null> {
    this.calls.push('restore');
    this.#fail();
    if (this.session === 'kept') this.account = ACCOUNT;
    return Promise.resolve(this.account);
  }
  async signIn(by: SignInWay): Promise<CloudAccount> {
    this.calls.push(`sign-in ${by}`);
    await Promise.resolve();
    this.#fail();
    return (this.account = ACCOUNT);
  }
  signOut(): Promise<void> {
    this.account = null;
    return Promise.resolve();
  }
  async token(resource: CloudResource): Promise<string> {
    this.calls.push(`token ${resource}`);
    await Promise.resolve();
    this.#fail();
    if (this.account === null) throw new TouchstoneError('sign-in-needed', {});
    return this.#emulator.control.issueToken(endpointsOf('public').scopes[resource]).access_token;
  }
  consent(resource: CloudResource): Promise<void> {
    this.calls.push(`consent ${resource}`);
    this.fault = null;
    return Promise.resolve();
  }
  refused(): void {
    // the next one is new in any case
  }
  #fail(): void {
    const { fault } = this;
    if (fault === null) return;
    if (fault.code !== 'sign-in-consent') this.fault = null;
    throw fault;
  }
}

const ACCOUNT: CloudAccount = { username: 'operator@example.test', name: 'Emulator operator', tenantId: 'tenant' };

/** A slot that has just ended a check. */
export function slotOf(kind: VerdictKind, demo: boolean, number = 1): SlotSnapshot {
  const deviceCertificate = certificateOf(number);
  const chip = {
    serialNumber: serial(number).toUpperCase(),
    model: 'ATECC608B',
    address: 0x35,
    commonName: `sn${serial(number).toUpperCase()}`,
    deviceCertificate,
  };
  const verdict = { kind, demo, passed: 12, failed: 0, unmeasured: 0, elapsedMs: 1, path: 'ram' } as const;
  return { phase: 'done', port: { kind: 'virtual' }, path: 'ram', steps: [], board: null, chip, proofs: [], verdict, fault: null, pins: { sda: 16, scl: 17 } };
}

/** The same whenever it is asked for: a signature made again is another certificate. */
const certificates = new Map<number, Uint8Array>();
function certificateOf(number: number): Uint8Array {
  const der = certificates.get(number) ?? new Uint8Array(testChip(authority, serial(number), `shelf ${number}`).device);
  certificates.set(number, der);
  return der;
}

export interface CloudBench {
  readonly desk: CloudDesk;
  readonly emulator: Emulator;
  readonly signIn: FakeSignIn;
  readonly store: MemoryCloudStore;
  readonly kept: MapStorage;
  readonly tab: MapStorage;
  readonly notices: { readonly code: string; readonly facts: Facts }[];
  readonly asked: string[];
  readonly saved: { readonly name: string; readonly content: Blob }[];
  readonly view: () => CloudView;
  readonly until: (what: (view: CloudView) => boolean) => Promise<CloudView>;
  readonly setSlot: (slot: SlotSnapshot) => void;
  readonly hide: (hidden: boolean) => void;
}

export interface BenchOptions {
  readonly emulator?: Partial<EmulatorOptions>;
  /** Taken over from a bench before: what stays when a page is closed. */
  readonly before?: Pick<CloudBench, 'emulator' | 'store' | 'kept' | 'tab'>;
  readonly config?: object | string | null;
  readonly manifests?: readonly ManifestFile[];
  readonly slot?: SlotSnapshot;
  readonly locked?: 'locked' | 'free';
}

export function cloudBench(options: BenchOptions = {}): CloudBench {
  const emulator = options.before?.emulator ?? createEmulator({ cors: 'open', speed: FASTER * 10, ...options.emulator });
  const signIn = new FakeSignIn(emulator);
  const store = options.before?.store ?? new MemoryCloudStore();
  const [kept, tab] = [options.before?.kept ?? new MapStorage(), options.before?.tab ?? new MapStorage()];
  const [notices, asked, saved]: [CloudBench['notices'], string[], CloudBench['saved']] = [[], [], []];
  let view: CloudView = FIRST_VIEW;
  let slot: SlotSnapshot = options.slot ?? { ...slotOf('genuine-matched', false), phase: 'empty', chip: null, verdict: null };
  let hidden = false;
  const slotListeners: ((slot: SlotSnapshot) => void)[] = [];
  const visibility: (() => void)[] = [];
  const waiters: (() => void)[] = [];
  const outside: Outside = {
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      asked.push(`${init?.method ?? 'GET'} ${url.replace(/\?.*/, '')}`);
      if (url.startsWith(`${PAGE}config.json`)) {
        const { config = null } = options;
        if (config === null) return new Response('', { status: 404 });
        return new Response(typeof config === 'string' ? config : JSON.stringify(config), { headers: { 'content-type': 'application/json' } });
      }
      return emulator.fetch(input, init);
    },
    clock: fastClock(FASTER),
    now: () => Date.now(),
    random: () => 0.5,
    kept: () => kept,
    tab: () => tab,
    pageUrl: PAGE,
    entra: () => signIn,
    emulator: () => signIn,
    openStore: () => Promise.resolve(store),
    alone: (work) => (options.locked === 'locked' ? Promise.resolve(null) : work()),
    page: {
      get hidden() {
        return hidden;
      },
      onVisibility: (listener) => visibility.push(listener),
    },
    save: (name, content) => saved.push({ name, content }),
  };
  const files = (options.manifests ?? []).map((manifest, index) => ({ id: index + 1, manifest }));
  const manifests = {
    shelf: { files, settled: () => Promise.resolve() },
    entries: {
      onChange: () => undefined,
      chosen: () => ({
        selected: false,
        refs: files.flatMap(({ manifest }) => Array.from({ length: manifest.table.count }, (_, index) => ({ file: manifest, index }))),
      }),
    },
  } as unknown as ManifestDesk;
  const desk = new CloudDesk({
    show: (next) => {
      view = next;
      for (const waiter of waiters.splice(0)) waiter();
    },
    notice: (code, facts = {}) => notices.push({ code, facts }),
    manifests: () => Promise.resolve(manifests),
    slot: {
      get snapshot() {
        return slot;
      },
      onChange: (listener) => {
        slotListeners.push(listener);
        return () => undefined;
      },
    },
    outside,
  });
  return {
    ...{ desk, emulator, signIn, store, kept, tab, notices, asked, saved },
    view: () => view,
    until: async (what) => {
      const endMs = Date.now() + 10_000;
      while (!what(view)) {
        if (Date.now() > endMs) throw new Error(`not seen; the view is ${JSON.stringify(view, null, 1).slice(0, 4000)}; notices ${JSON.stringify(notices)}`);
        await Promise.race([new Promise<void>((resolve) => waiters.push(resolve)), new Promise((resolve) => setTimeout(resolve, 20))]);
      }
      return view;
    },
    setSlot: (next) => {
      slot = next;
      for (const listener of slotListeners) listener(slot);
    },
    hide: (next) => {
      hidden = next;
      for (const listener of visibility) listener();
    },
  };
}

/** Settings typed, signed in, the demo subscription and its working service chosen and reached. */
export async function atService(bench: CloudBench, name = 'touchstone-demo'): Promise<void> {
  await bench.desk.perform({ act: 'open' });
  await bench.desk.perform({ act: 'set-settings', settings: SETTINGS });
  await bench.desk.perform({ act: 'sign-in', by: 'popup' });
  await bench.until(({ subscriptions }) => subscriptions.state === 'done');
  await bench.desk.perform({ act: 'choose-subscription', subscriptionId: '00000000-0000-4000-8000-00000000000a' });
  const { services } = bench.view();
  const id = services.state === 'done' ? (services.value.find((service) => service.name === name)?.id ?? '') : '';
  await bench.desk.perform({ act: 'choose-service', id });
}

export { SETTINGS };
