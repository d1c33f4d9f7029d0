/**
 * Which of the four steps is reached, done, or still to come.
 * Floor: ui. Pure: a view in, states out. A session that ran out takes nothing away from what stands on the screen.
 */
import type { ProvisioningService } from '../../cloud/index.ts';
import type { CloudView } from './cloud-view.ts';
import { enrollmentMatch } from './watch-line.ts';

export const STEP_IDS = ['sign-in', 'service', 'enrol', 'watch'] as const;
export type StepId = (typeof STEP_IDS)[number];
/** `waiting`: not reached. `current`: stands open. `done`: one line, unless somebody opens it. */
export type StepState = 'waiting' | 'current' | 'done';

/** The service that was chosen, when the list still has it. */
export function chosenService({ services, serviceId }: CloudView): ProvisioningService | null {
  if (serviceId === null || services.state !== 'done') return null;
  return services.value.find(({ id }) => id === serviceId) ?? null;
}

/** True while a job is neither ended nor put away. */
export const isJobUnderWay = ({ job }: CloudView): boolean => job !== null && job.state !== 'done' && job.state !== 'cancelled';

export function stepStates(view: CloudView): Readonly<Record<StepId, StepState>> {
  const hasSession = view.session === 'signed-in';
  const wasSession = hasSession || view.session === 'expired' || view.session === 'consent-missing';
  const isReached = chosenService(view) !== null && view.reach.state === 'reached';
  const { watch, chip } = view;
  const isEnrolled = watch !== null && watch.enrollment.state === 'done' && enrollmentMatch(watch.enrollment.value, watch) !== 'other';
  const isChipWatched = isEnrolled && (chip === null || chip.commonName.toLowerCase() === watch.registrationId.toLowerCase());
  return {
    'sign-in': hasSession ? 'done' : 'current',
    service: !wasSession ? 'waiting' : isReached ? 'done' : 'current',
    enrol: !wasSession || (!isReached && view.job === null) ? 'waiting' : isChipWatched && !isJobUnderWay(view) ? 'done' : 'current',
    watch: watch !== null || (wasSession && isReached) ? 'current' : 'waiting',
  };
}
