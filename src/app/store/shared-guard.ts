/**
 * What a bench with slots needs of the shared store; where there is none, or it does not load, everything works without it.
 * Floor: app. Loads nothing itself.
 */
import type { AskingRun, EarlierRun, RecordStore, RunDraft } from '../../bench/index.ts';
import type { Pack } from '../../board/index.ts';

export interface SharedGuard {
  /** Enters the unit of this run; earlier runs at other stations, none when the store cannot be asked, and then `noted` says so. Never rejects, and takes two
   * seconds at most. */
  seenBefore(serialNumber: string | null, mac: string | null, run: AskingRun): Promise<readonly EarlierRun[]>;
  /** The run as it is recorded. */
  noted(draft: RunDraft): RunDraft;
  /** It stands in this browser's records, and is sent from there. */
  recorded(): void;
  /** A pack that is not on the shelf; null when the store does not have it or cannot be asked, and then it is told why. */
  pack(fingerprint: string): Promise<Pack | null>;
  /** This station flashes it: other stations may take it. */
  share(pack: Pack): void;
}

type Shared = (() => Promise<SharedGuard | null>) | undefined;

/** A room that comes over a bad line holds up no run for longer. */
const LOAD_MS = 2_000;

/** Null where there is none, or its room does not come over the line: the next run tries again. */
export async function sharedOf(shared: Shared): Promise<SharedGuard | null> {
  if (shared === undefined) return null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LOAD_MS);
  });
  return Promise.race([late, shared().catch(() => null)]).finally(() => clearTimeout(timer));
}

/** Earlier runs here and elsewhere, each once, in the order of time. @throws record-store */
export async function seenAnywhere(
  records: Pick<RecordStore, 'seenBefore'>,
  shared: Shared,
  serialNumber: string | null,
  mac: string | null,
  run: AskingRun,
): Promise<readonly EarlierRun[]> {
  const asking = sharedOf(shared).then((guard) => guard?.seenBefore(serialNumber, mac, run) ?? []);
  const [here, elsewhere] = await Promise.all([records.seenBefore(serialNumber, mac), asking]);
  return together(here, elsewhere);
}

/** The pack of a plan, from the shelf or else from the shared store; '' is the chosen one, which only a shelf has. */
export async function packAnywhere(
  firmware: () => Promise<{ packFor(fingerprint: string): Promise<Pack | null> }>,
  shared: Shared,
  fingerprint: string,
): Promise<Pack | null> {
  const here = await (await firmware()).packFor(fingerprint);
  const guard = await sharedOf(shared);
  if (here !== null) guard?.share(here);
  return here ?? (fingerprint === '' ? null : ((await guard?.pack(fingerprint)) ?? null));
}

function together(here: readonly EarlierRun[], elsewhere: readonly EarlierRun[]): readonly EarlierRun[] {
  const known = new Set(here.map(({ id }) => id));
  const more = elsewhere.filter(({ id }) => !known.has(id));
  return more.length === 0 ? here : [...here, ...more].sort((a, b) => a.startMs - b.startMs);
}
