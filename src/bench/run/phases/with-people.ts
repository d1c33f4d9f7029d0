/**
 * The phases that are done by somebody or something else: the operator, a printer, the cloud.
 * Floor: bench. Knows no dialog and no HTTP: they come as tools.
 */
import { TouchstoneError } from '../../../base/index.ts';
import { heed } from '../heed.ts';
import type { VerdictKind } from '../../snapshot.ts';
import { PASSED, failed, type PhaseEnd, type RunErrorCode, type RunPhase } from '../phase.ts';

export const askOperator: RunPhase<'ask-operator'> = async ({ settings }, { tools, sheet, signal }): Promise<PhaseEnd> => {
  let answer = await tools.ask(settings.question, settings.answer, signal);
  while (settings.answer === 'number' && numberIn(answer) === null) answer = await tools.ask(settings.question, settings.answer, signal); // a slip of the hand fails no board
  sheet.set('answer', answer);
  const value = settings.answer === 'number' ? numberIn(answer) : null;
  if (value !== null) sheet.set('value', value);
  return settings.answer === 'yes-no' && answer !== 'yes' ? failed('operator-said-no', { question: settings.question }) : PASSED;
};

export const printLabel: RunPhase<'print-label'> = async ({ settings }, { tools, sheet, soFar, signal }): Promise<PhaseEnd> => {
  await heed(tools.print(settings.label, soFar(), signal), signal);
  sheet.set('printed', true);
  return PASSED;
};

/** A decimal number as people type it; null when it is none. */
function numberIn(answer: string): number | null {
  const text = answer.trim().replace(',', '.');
  return /^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})(e[+-]?\d{1,3})?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : null;
}

/** Chips that are what their maker says; a manifest is another phase's business. */
const GENUINE: readonly VerdictKind[] = ['genuine-matched', 'genuine-unmatched', 'contradicts-manifest'];

export const enrol: RunPhase<'enrol'> = async ({ settings }, { tools, sheet, findings, signal }): Promise<PhaseEnd> => {
  const { chip, deviceCertificate, verdict } = findings;
  if (verdict === null || !GENUINE.includes(verdict.kind)) return failed('run-no-certificate'); // the plan went on after its check had failed
  if (chip === null || deviceCertificate === null) throw new TouchstoneError<RunErrorCode>('run-no-certificate');
  const beganMs = tools.check.nowMs();
  const proven = { chip, certificate: deviceCertificate, demo: verdict.demo ? 'demo' : 'real', deviceId: settings.deviceId } as const;
  const { result, enrolment } = await heed(tools.enrol(proven, signal), signal);
  findings.enrolment = enrolment;
  sheet.set('result', result);
  sheet.set('registration-id', enrolment.registrationId);
  sheet.set('time', (tools.check.nowMs() - beganMs) / 1000);
  return PASSED;
};

export const readState: RunPhase<'read-state'> = async ({ settings }, { tools, sheet, findings, signal }): Promise<PhaseEnd> => {
  const { enrolment } = findings;
  if (enrolment === null) return failed('not-measured');
  const beganMs = tools.check.nowMs();
  const end = new AbortController();
  const waited = tools.clock.sleep(settings.withinMs, end.signal).then(
    () => end.abort(new TouchstoneError<RunErrorCode>('run-phase-timeout', { limitMs: settings.withinMs })),
    () => undefined,
  );
  const stop = AbortSignal.any([signal, end.signal]);
  try {
    const { status, hub } = await heed(tools.readState(enrolment.registrationId, stop), stop);
    sheet.set('status', status);
    if (hub !== null) sheet.set('hub', hub);
    sheet.set('time', (tools.check.nowMs() - beganMs) / 1000);
    return status === settings.status ? PASSED : failed('state-other', { seen: status, wanted: settings.status });
  } catch (error) {
    if (end.signal.aborted && !signal.aborted) return failed('state-not-reached', { wanted: settings.status, withinMs: settings.withinMs });
    throw error;
  } finally {
    end.abort();
    await waited;
  }
};
