/**
 * Plans in the shared store: a station shares the plan of its shift, and others see what there is before they take one.
 * Floor: app. What comes is read by the parser of files; its fingerprint, of what it means and not of its bytes, must be its name.
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import { loadStation, type Plan } from '../../bench/index.ts';
import type { CloudErrorCode, SharedFile, SharedStore } from '../../cloud/index.ts';
import type { SharedPlan } from '../../ui/index.ts';
import { problemOf } from '../cloud/problem.ts';
import { someAtATime } from './some-at-a-time.ts';

/** As many are looked for, and as many shown: the newest. */
const MOST_FILES = 5_000;
export const MOST_PLANS = 200;
const AT_A_TIME = 6;
/** A plan's file is no longer (docs/plans.md). */
const MOST_BYTES = 256 * 1024;

/** Plans that are there and not in `here`, newest first, and the text of each that can be taken. @throws cloud-…, store-… */
export async function listPlans(
  store: SharedStore,
  here: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly SharedPlan[]; readonly more: number; readonly texts: ReadonlyMap<string, string> }> {
  const files = (await store.files('plan', MOST_FILES, signal)).filter(({ fingerprint }) => !here.has(fingerprint)).sort((a, b) => b.atMs - a.atMs);
  const texts = new Map<string, string>();
  const rows = await someAtATime(files.slice(0, MOST_PLANS), AT_A_TIME, async (file) => {
    const { row, text } = await look(store, file, signal);
    if (text !== null) texts.set(file.fingerprint, text);
    return row;
  });
  return { rows: rows.filter((row) => row !== null), more: Math.max(0, files.length - MOST_PLANS), texts };
}

interface Looked {
  /** Null: it has gone meanwhile. */
  readonly row: SharedPlan | null;
  readonly text: string | null;
}

async function look(store: SharedStore, file: SharedFile, signal: AbortSignal): Promise<Looked> {
  const { fingerprint, atMs, bytes } = file;
  const refused = (code: string, facts = {}): Looked => ({
    row: { fingerprint, atMs, name: '', version: '', phases: [], problem: { code, facts } },
    text: null,
  });
  if (bytes > MOST_BYTES) return refused('plan-size');
  try {
    const read = await readPlan(store, fingerprint, signal);
    if (read === null) return { row: null, text: null };
    const { plan, text } = read;
    return { row: { fingerprint, atMs, name: plan.name, version: plan.version, phases: plan.phases.map(({ kind }) => kind), problem: null }, text };
  } catch (error) {
    if (!isTouchstoneError(error) || error.code !== ('store-altered' satisfies CloudErrorCode)) throw error;
    const { code, facts } = problemOf(error);
    return refused(code, facts);
  }
}

/** Null when it is not there. @throws store-altered: its fingerprint is not its name, or it is no plan; cloud-…, store-… */
export async function readPlan(store: SharedStore, fingerprint: string, signal?: AbortSignal): Promise<{ readonly plan: Plan; readonly text: string } | null> {
  const { parsePlan, planFingerprint } = await loadStation();
  let read: { readonly plan: Plan; readonly text: string } | null = null;
  const bytes = await store.file(
    'plan',
    fingerprint,
    async (seen) => {
      if (seen.length > MOST_BYTES) return '';
      const text = new TextDecoder('utf-8', { fatal: true }).decode(seen);
      const plan = parsePlan(text);
      read = { plan, text };
      return planFingerprint(plan);
    },
    signal,
  );
  return bytes === null ? null : read;
}

/** The text of a plan. @throws store-altered, cloud-not-found, cloud-…, store-… */
export async function takePlan(store: SharedStore, fingerprint: string): Promise<string> {
  const read = await readPlan(store, fingerprint);
  if (read === null) throw new TouchstoneError<CloudErrorCode>('cloud-not-found', { host: '', status: 404, detail: '' });
  return read.text;
}
