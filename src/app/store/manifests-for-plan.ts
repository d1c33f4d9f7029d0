/**
 * The manifests that a plan names are here before its shift begins: those that are not come from the shared store.
 * Floor: app. A plan names a manifest by its file name, or, for certain, by SHA-256 as the store calls it: `<64 digits>.json`. Names in the store are words of
 * whoever shared a file: when two files there have the name, a person has to choose.
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';
import type { Plan } from '../../bench/index.ts';
import { problemOf } from '../cloud/problem.ts';
import type { SharedFiles, SharedShelf } from './shared-files.ts';
import { ShelfHashes } from './shelf-hashes.ts';

/** `shift-no-manifest` (fact `fileName`): a manifest that the plan names is not here. Fact `why`: `no-store`; `not-there`: not in the store either; `several`: more
 * than one there has the name; otherwise the code of what was in the way. */
export type PlanManifestErrorCode = 'shift-no-manifest';

export interface PlanManifests {
  readonly shelf: () => Promise<SharedShelf>;
  /** Null: this browser has no shared store. */
  readonly shared: () => Promise<Pick<SharedFiles, 'named' | 'take'> | null>;
  /** A manifest is on its way. */
  readonly fetching: (fileName: string) => void;
}

const SHA256 = /^([0-9a-f]{64})(?:\.json)?$/i;

/** The plan with the names that its manifests have here. @throws shift-no-manifest */
export async function withManifests(plan: Plan, boards: 'real' | 'virtual', parts: PlanManifests): Promise<Plan> {
  const names = [...new Set(plan.phases.flatMap((phase) => (phase.kind === 'match-manifest' ? phase.settings.files : [])))];
  if (names.length === 0) return plan;
  const shelf = await parts.shelf();
  await shelf.settled();
  const aliases = new Map<string, string>();
  for (const name of names) {
    const here = await nameHere(shelf, boards, name);
    if (here === null) await take(name, parts);
    else if (here !== name) aliases.set(name, here);
  }
  if (aliases.size === 0) return plan;
  const phases = plan.phases.map((phase) =>
    phase.kind === 'match-manifest'
      ? {
          ...phase,
          settings: { ...phase.settings, files: phase.settings.files.flatMap((name) => [name, ...(aliases.has(name) ? [aliases.get(name) as string] : [])]) },
        }
      : phase,
  );
  return { ...plan, phases };
}

/** What this manifest is called on the shelf; null when it is not there. A demo manifest counts for virtual boards only. */
async function nameHere(shelf: SharedShelf, boards: 'real' | 'virtual', name: string): Promise<string | null> {
  const files = shelf.files.filter(({ origin }) => origin === 'person' || boards === 'virtual');
  if (files.some(({ manifest }) => manifest.fileName === name)) return name;
  const fingerprint = SHA256.exec(name)?.[1]?.toLowerCase();
  if (fingerprint === undefined) return null;
  const fileName = (await new ShelfHashes().all(files)).get(fingerprint)?.manifest.fileName;
  if (fileName === undefined) return null;
  if (files.filter(({ manifest }) => manifest.fileName === fileName).length > 1) throw missing(name, 'several'); // a run names the file of an entry, not its bytes
  return fileName;
}

async function take(name: string, parts: PlanManifests): Promise<void> {
  const shared = await parts.shared();
  if (shared === null) throw missing(name, 'no-store');
  try {
    const fingerprint = SHA256.exec(name)?.[1]?.toLowerCase() ?? only(name, await shared.named(name));
    parts.fetching(name);
    await shared.take(fingerprint, name);
  } catch (error) {
    const { code, facts } = problemOf(error);
    if (code === ('shift-no-manifest' satisfies PlanManifestErrorCode)) throw error;
    throw missing(name, code === 'cloud-not-found' ? 'not-there' : code, facts);
  }
}

/** @throws shift-no-manifest */
function only(name: string, found: readonly string[]): string {
  const [first] = found;
  if (first === undefined || found.length > 1) throw missing(name, first === undefined ? 'not-there' : 'several');
  return first;
}

const missing = (fileName: string, why: string, facts: Facts = {}): TouchstoneError<PlanManifestErrorCode> =>
  new TouchstoneError<PlanManifestErrorCode>('shift-no-manifest', { ...facts, fileName, why });
