/**
 * Does the product firmware get where the plan wants it, in time? The board is reset, and its log is read by the connect rules.
 * Floor: bench. A failure that the board gets over is none; the time limit decides.
 */
import { ConnectReader } from '../../connect/connect-reader.ts';
import type { ConnectTimeline } from '../../connect/snapshot.ts';
import { CONNECT_STEPS, type ConnectStepId } from '../../connect/vocabulary.ts';
import { CrashReader } from '../../crash/crash-reader.ts';
import { listen } from '../listen.ts';
import { PASSED, failed, type PhaseContext, type PhaseEnd, type RunPhase } from '../phase.ts';

const BAUD_RATE = 115_200;
const MEASURED: readonly ConnectStepId[] = ['wifi', 'address', 'assigned', 'connected', 'first-message'];

export const judgeLog: RunPhase<'judge-log'> = ({ settings }, context): Promise<PhaseEnd> =>
  listen(context, BAUD_RATE, async ({ monitor, wait }) => {
    const { tools, sheet } = context;
    const connect = new ConnectReader();
    const crashes = new CrashReader();
    const wanted = CONNECT_STEPS.indexOf(settings.until);
    const beganMs = tools.check.nowMs();
    await monitor.reset('firmware');
    const reached = await wait(settings.withinMs, (line) => {
      crashes.read(line);
      if (!connect.read(line)) return null;
      return furthestDone(connect.current()) >= wanted ? 'reached' : null;
    });
    sheet.set('time', (tools.check.nowMs() - beganMs) / 1000);
    sheet.set(
      'crashes',
      crashes.snapshot().crashes.reduce((sum, { times }) => sum + times, 0),
    );
    const timeline = connect.current();
    note(timeline, context);
    if (reached !== null) return PASSED;
    const [crash] = crashes.snapshot().crashes.slice(-1);
    if (timeline === null) return crash === undefined ? failed('log-silent', { withinMs: settings.withinMs }) : failed(`crash-${crash.kind}`, crash.facts);
    const { failure, at } = timeline;
    if (failure !== null) return failed(`connect-${failure.reason}`, { ...failure.facts, step: failure.step });
    return failed('log-not-reached', { step: at, wanted: settings.until, withinMs: settings.withinMs });
  });

/** Position of the furthest step that was done; -1 for none. */
const furthestDone = (timeline: ConnectTimeline | null): number => timeline?.steps.findLastIndex(({ state }) => state === 'done') ?? -1;

function note(timeline: ConnectTimeline | null, { sheet }: PhaseContext): void {
  const furthest = timeline?.steps[furthestDone(timeline)];
  sheet.set('reached', furthest?.id ?? 'nothing');
  for (const { id, value } of timeline?.measurements ?? []) {
    const step = MEASURED.find((one) => id === `time-to-${one}`);
    if (step !== undefined) sheet.set(`time-to-${step}`, value / 1000);
  }
}
