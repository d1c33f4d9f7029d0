/**
 * What a screen reader is told without being asked: a job's end, a device assigned or failed, a session that needs somebody.
 * Floor: ui. Pure. Sentences change only when something happened; progress is not read out.
 */
import type { Facts } from '../../base/index.ts';
import { advise, learnAdvice } from '../advice.ts';
import { factText } from '../facts.ts';
import type { Advice } from '../strings/tables.ts';
import { cloudAdvice, cloudWords as words } from '../strings/cloud.ts';
import { chosenService } from './cloud-steps.ts';
import type { CloudView } from './cloud-view.ts';
import { stageOf } from './watch-line.ts';

learnAdvice(cloudAdvice); // messages in the corner may carry these codes, too

/** Words for a code of the cloud, or for any other. */
export const adviseCloud = (code: string, facts: Facts): Advice => advise(code, facts);

function stageSaid({ watch }: CloudView): { readonly stage: string; readonly text: string } {
  if (watch === null || watch.enrollment.state !== 'done') return { stage: '', text: '' };
  const { value } = watch.enrollment;
  const stage = stageOf(value);
  if (stage === 'assigned') return { stage, text: words.say.assigned(factText(value.registration.assignedHub ?? words.notTold)) };
  return { stage, text: words.say.stage(words.watch.stages[stage].title) };
}

/** One live region for each, so that a change of one does not repeat the others: session, service, job, device. */
export type SaidParts = readonly [session: string, service: string, job: string, device: string];

const isEnded = ({ job }: CloudView): boolean => job !== null && (job.state === 'done' || job.state === 'cancelled');
const jobSaid = ({ job }: CloudView): string =>
  job === null ? '' : words.say.jobEnded(words.job.titles[job.state], words.job.ended(job.enrolled, job.same, job.failed));

/** Said in its turn. */
export function politeCloud(view: CloudView): SaidParts {
  const { job, session, account, reach } = view;
  const service = chosenService(view);
  const { stage, text } = stageSaid(view);
  return [
    session === 'signed-in' && account !== null
      ? words.say.signedIn(factText(account.username))
      : session === 'signing-in'
        ? words.signIn.sessions[session]
        : '',
    service !== null && reach.state === 'reached' ? words.say.reached(factText(service.name)) : '',
    isEnded(view) && job?.failed === 0 ? jobSaid(view) : '',
    stage === 'failed' ? '' : text,
  ];
}

/** Said at once. */
export function urgentCloud(view: CloudView): SaidParts {
  const { job, session, sessionProblem, reach } = view;
  const { stage, text } = stageSaid(view);
  const problem =
    sessionProblem !== null
      ? `${adviseCloud(sessionProblem.code, sessionProblem.facts).what.replaceAll('`', '')}.`
      : session === 'expired' || session === 'consent-missing'
        ? `${words.signIn.sessions[session]}.`
        : '';
  return [
    problem,
    reach.state === 'nowhere' ? `${words.service.nowhere}.` : '',
    isEnded(view) && job !== null && job.failed > 0 ? jobSaid(view) : '',
    stage === 'failed' ? text : '',
  ];
}
