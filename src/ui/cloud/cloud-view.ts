/**
 * What the cloud screen shows, and what can be done on it.
 * Floor: ui. Plain values; app makes them. No token, no raw answer ever stands in one.
 */
import type { Facts } from '../../base/index.ts';
import type {
  AllocationPolicy,
  CloudAccount,
  CloudResource,
  CloudSettings,
  Enrollment,
  HubDevice,
  ProvisioningService,
  Subscription,
} from '../../cloud/index.ts';
import type { VerdictKind } from '../../bench/index.ts';

/** Something that was asked for. `failed` carries the code that ui has words for. */
export type Asked<T> =
  | { readonly state: 'idle' }
  | { readonly state: 'busy' }
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly code: string; readonly facts: Facts };

/** What the administrator's page can test, in the order of its steps. */
export const SETUP_TESTS = [
  'application',
  'redirect',
  'permission-arm',
  'permission-dps',
  'permission-hub',
  'role-arm',
  'role-dps-read',
  'role-dps-write',
  'role-hub',
] as const;
export type SetupTestId = (typeof SETUP_TESTS)[number];

/** `unknown`: it cannot be told from here, and the facts say what was seen. */
export interface SetupTest {
  readonly id: SetupTestId;
  readonly state: 'idle' | 'running' | 'passed' | 'failed' | 'unknown';
  /** A code with words, when it did not pass; '' otherwise. */
  readonly code: string;
  readonly facts: Facts;
}

export interface SetupView {
  readonly settings: CloudSettings;
  /** `site`: from config.json beside the page. `browser`: typed here. `none`: not set. */
  readonly from: 'site' | 'browser' | 'none';
  /** What must be registered as redirect address of the single-page application. */
  readonly redirectUri: string;
  readonly tests: readonly SetupTest[];
  /** Null when config.json could be read or is not there. */
  readonly siteProblem: { readonly code: string; readonly facts: Facts } | null;
}

/** `starting`: a session is being looked for. `expired` and `consent-missing` keep the account's name. */
export type SessionState = 'starting' | 'signed-out' | 'signing-in' | 'signed-in' | 'expired' | 'consent-missing';

/** One way to the service, and what came of it. */
export interface ReachTry {
  readonly route: 'service' | 'portal' | 'proxy' | 'emulator';
  readonly host: string;
  /** `answered`: any HTTP status at all. `refused`: the browser showed no answer. `skipped`: there is none, or an earlier one serves. */
  readonly state: 'running' | 'answered' | 'refused' | 'skipped';
  readonly status: number | null;
}

export interface ReachView {
  readonly state: 'idle' | 'probing' | 'reached' | 'nowhere';
  readonly tries: readonly ReachTry[];
}

/** The chip on the bench, as the cloud sees it. */
export interface BenchChip {
  readonly serialNumber: string;
  readonly commonName: string;
  readonly verdict: VerdictKind;
  readonly demo: boolean;
  /** `yes`: one press. `override`: the verdict is not pass, and a person must insist. `no`: cannot be enrolled; `code` says why. */
  readonly enrollable: 'yes' | 'override' | 'no';
  readonly code: string;
}

/** How each enrollment is made; templates may hold {cn}, {serial}, {part} and {lot}. */
export interface EnrolChoices {
  readonly deviceId: string;
  readonly allocationPolicy: AllocationPolicy;
  /** Host names; at most one for `static`; empty for all linked hubs. */
  readonly hubs: readonly string[];
  /** JSON text of the twin's tags; '' for none. */
  readonly tags: string;
}

export type EnrolSource = 'chip' | 'entries';

/** `new`: will be made. `same`: is there with this certificate. `other`: is there with another one. `impossible`: cannot be asked for. `unknown`: was not looked up. */
export type PreviewState = 'new' | 'same' | 'other' | 'impossible' | 'unknown';

export interface PreviewRow {
  readonly index: number;
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly deviceId: string;
  readonly state: PreviewState;
  readonly code: string;
  readonly facts: Facts;
}

export interface PreviewView {
  readonly counts: Readonly<Record<PreviewState, number>>;
  /** The first rows that are not simply new, then new ones; at most 200. */
  readonly rows: readonly PreviewRow[];
  /** How many were looked up at the service; the rest is decided while enrolling, which changes nothing that exists. */
  readonly lookedUp: number;
}

export type JobState = 'running' | 'paused' | 'waiting' | 'done' | 'cancelled' | 'interrupted';

/** One entry's end. `enrolled`: made now. `same`: was there already. */
export interface JobRow {
  readonly index: number;
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly state: 'pending' | 'enrolled' | 'same' | 'failed';
  readonly code: string;
  readonly facts: Facts;
}

export interface JobView {
  readonly id: string;
  readonly state: JobState;
  readonly serviceName: string;
  readonly idScope: string;
  readonly total: number;
  readonly enrolled: number;
  readonly same: number;
  readonly failed: number;
  readonly pending: number;
  /** Entries a minute, lately; null before there is something to measure. */
  readonly perMinute: number | null;
  readonly secondsLeft: number | null;
  /** Why it waits: throttled or unreachable, and for how long. */
  readonly waitingFor: { readonly code: string; readonly facts: Facts } | null;
  /** The failed ones first; at most 200. */
  readonly rows: readonly JobRow[];
  readonly startedMs: number;
}

/** One enrollment under watch. */
export interface WatchView {
  readonly registrationId: string;
  readonly serialNumber: string | null;
  /** SHA-256 of the certificate we hold, upper-case hex; null when only the id is known. */
  readonly sha256Thumbprint: string | null;
  readonly sha1Thumbprint: string | null;
  readonly enrollment: Asked<Enrollment>;
  readonly hub: Asked<HubDevice>;
  /** `polling`: looks again in `nextInS`. `settled`: assigned, failed or disabled. `stopped`: by the person or by an error. */
  readonly polling: 'polling' | 'settled' | 'stopped';
  readonly nextInS: number | null;
  /** When each status was first seen here, milliseconds of the Unix epoch. */
  readonly seen: readonly { readonly status: string; readonly atMs: number }[];
  /** What is being done to it now. */
  readonly busy: 'reprovision' | 'disable' | 'enable' | 'delete' | 'register' | null;
}

/** What was enrolled from this browser, newest first; part of the chip's record. */
export interface EnrolRecord {
  readonly id: string;
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly deviceId: string;
  readonly serviceName: string;
  readonly idScope: string;
  readonly who: string;
  readonly atMs: number;
  readonly result: 'enrolled' | 'same' | 'deleted' | 'disabled' | 'enabled' | 'reprovisioned';
  /** The verdict it was enrolled with; `overridden` when it was not pass and a person insisted. */
  readonly verdict: 'pass' | 'overridden' | 'manifest';
  readonly emulator: boolean;
}

export interface CloudView {
  readonly setup: SetupView;
  /** `none`: this page's server offers none. */
  readonly emulator: 'none' | 'offered' | 'on';
  readonly session: SessionState;
  readonly account: CloudAccount | null;
  /** Why the session is not as wished. */
  readonly sessionProblem: { readonly code: string; readonly facts: Facts } | null;
  readonly subscriptions: Asked<readonly Subscription[]>;
  readonly subscriptionId: string | null;
  readonly services: Asked<readonly ProvisioningService[]>;
  readonly serviceId: string | null;
  readonly reach: ReachView;
  readonly chip: BenchChip | null;
  /** Verified entries that the manifest desk has selected (or all, when none is). */
  readonly entries: {
    readonly count: number;
    readonly selected: boolean;
    /** Serial number of the one entry that was sent here from its own dialog (`choose-entry`): then count is 1 and only it is meant, until `choose-selection`. */
    readonly only?: string | null;
  };
  readonly choices: EnrolChoices;
  readonly preview: Asked<PreviewView> & { readonly source: EnrolSource };
  readonly job: JobView | null;
  /** A job of an earlier visit that is not finished. */
  readonly unfinished: JobView | null;
  readonly watch: WatchView | null;
  readonly records: readonly EnrolRecord[];
  /** They stand in this file now, and can be deleted here. */
  readonly recordsSaved?: { readonly count: number; readonly fileName: string } | null;
}

/** What can be done on the screen. One event, because the room behind it is loaded late. */
export type CloudAction =
  | { readonly act: 'open' }
  | { readonly act: 'set-settings'; readonly settings: CloudSettings }
  | { readonly act: 'forget-settings' }
  | { readonly act: 'test-setup'; readonly id: SetupTestId }
  | { readonly act: 'use-emulator' }
  | { readonly act: 'leave-emulator' }
  | { readonly act: 'sign-in'; readonly by: 'popup' | 'redirect' }
  | { readonly act: 'sign-out' }
  | { readonly act: 'consent'; readonly resource: CloudResource }
  | { readonly act: 'list-subscriptions' }
  | { readonly act: 'choose-subscription'; readonly subscriptionId: string }
  | { readonly act: 'choose-service'; readonly id: string }
  | { readonly act: 'probe' }
  /** From an opened entry: it alone is to be enrolled, whatever is selected. `choose-selection` goes back to the selection (or all). */
  | { readonly act: 'choose-entry'; readonly manifestId: number; readonly index: number }
  | { readonly act: 'choose-selection' }
  | { readonly act: 'set-choices'; readonly choices: EnrolChoices }
  | { readonly act: 'preview'; readonly source: EnrolSource }
  | { readonly act: 'enrol'; readonly source: EnrolSource; readonly insist: 'no' | 'yes' }
  | { readonly act: 'pause-job' }
  | { readonly act: 'resume-job' }
  | { readonly act: 'cancel-job' }
  | { readonly act: 'retry-failed' }
  | { readonly act: 'put-job-away' }
  | { readonly act: 'save-job-results' }
  | { readonly act: 'save-records' | 'delete-records' }
  | { readonly act: 'watch'; readonly registrationId: string }
  | { readonly act: 'watch-chip' }
  | { readonly act: 'stop-watching' }
  | { readonly act: 'look-again' }
  | { readonly act: 'reprovision' }
  | { readonly act: 'set-status'; readonly status: 'enabled' | 'disabled' }
  | { readonly act: 'delete-enrollment' }
  /** Emulator only: the emulated device registers. */
  | { readonly act: 'emulate-device'; readonly outcome: 'assigned' | 'failed' };

/** The screen before anything was asked. */
export const EMPTY_CLOUD: CloudView = {
  setup: { settings: { clientId: '', tenant: '', cloud: 'public', proxy: '' }, from: 'none', redirectUri: '', tests: [], siteProblem: null },
  emulator: 'none',
  session: 'starting',
  account: null,
  sessionProblem: null,
  subscriptions: { state: 'idle' },
  subscriptionId: null,
  services: { state: 'idle' },
  serviceId: null,
  reach: { state: 'idle', tries: [] },
  chip: null,
  entries: { count: 0, selected: false },
  choices: { deviceId: '{cn}', allocationPolicy: 'hashed', hubs: [], tags: '' },
  preview: { state: 'idle', source: 'entries' },
  job: null,
  unfinished: null,
  watch: null,
  records: [],
};
