/**
 * From what a service says of an enrollment to the line a person follows: enrolled, assigning, assigned; or where it ended instead.
 * Floor: ui. Pure. Times are those at which this page first saw a state, not Azure's.
 */
import type { Enrollment, HubDevice } from '../../cloud/index.ts';
import type { WatchView } from './cloud-view.ts';

export type WatchStage = 'enrolled' | 'assigning' | 'assigned' | 'failed' | 'disabled' | 'unknown';

/** `past`: gone through. `now`: it stands here. `ahead`: not yet. */
export interface StagePoint {
  readonly stage: WatchStage;
  readonly place: 'past' | 'now' | 'ahead';
  /** Null when this page did not see it. */
  readonly seenMs: number | null;
}

/** Where an enrollment stands; one that is switched off is `disabled`, whatever its device did before. */
export function stageOf({ provisioningStatus, registration }: Enrollment): WatchStage {
  if (provisioningStatus === 'disabled') return 'disabled';
  const { status } = registration;
  return status === 'none' || status === 'unassigned' ? 'enrolled' : status;
}

export function watchLine(enrollment: Enrollment, seen: WatchView['seen']): readonly StagePoint[] {
  const now = stageOf(enrollment);
  const last: WatchStage = now === 'failed' || now === 'disabled' || now === 'unknown' ? now : 'assigned';
  const order: readonly WatchStage[] = now === 'disabled' ? ['enrolled', 'disabled'] : ['enrolled', 'assigning', last];
  const at = order.indexOf(now);
  return order.map((stage, index) => ({
    stage,
    place: index === at ? 'now' : index < at ? 'past' : 'ahead',
    seenMs: index > at ? null : (seen.find(({ status }) => matches(stage, status))?.atMs ?? null),
  }));
}

function matches(stage: WatchStage, status: string): boolean {
  return stage === 'enrolled' ? status === 'none' || status === 'unassigned' || status === 'enrolled' : stage === status;
}

export type PrintMatch = 'same-sha256' | 'same-sha1' | 'other' | 'none' | 'unknown';

interface Prints {
  readonly sha256Thumbprint: string | null;
  readonly sha1Thumbprint: string | null;
}

const SHA1_DIGITS = 40;
const clean = (print: string | null): string | null => (print === null ? null : print.replace(/[^0-9a-f]/gi, '').toUpperCase() || null);

/** Compares digests of whichever kind is there with those of the certificate we hold. A hub may show SHA-1 or SHA-256. */
export function matchPrints(seen: readonly (string | null)[], held: Prints): PrintMatch {
  const shown = seen.map(clean).filter((print) => print !== null);
  if (shown.length === 0) return 'none';
  const sha256 = clean(held.sha256Thumbprint);
  const sha1 = clean(held.sha1Thumbprint);
  if (sha256 === null && sha1 === null) return 'unknown';
  if (sha256 !== null && shown.includes(sha256)) return 'same-sha256';
  if (sha1 !== null && shown.includes(sha1)) return 'same-sha1';
  const comparable = shown.filter((print) => (print.length === SHA1_DIGITS ? sha1 : sha256) !== null);
  return comparable.length > 0 ? 'other' : 'unknown';
}

export const enrollmentMatch = (enrollment: Enrollment, held: Prints): PrintMatch =>
  matchPrints([enrollment.sha256Thumbprint, enrollment.sha1Thumbprint], held);
export const hubMatch = (device: HubDevice, held: Prints): PrintMatch => matchPrints([device.primaryThumbprint, device.secondaryThumbprint], held);
