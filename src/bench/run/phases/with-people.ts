/**
 * The phases that are done by somebody or something else: the operator, a printer, the cloud.
 * Floor: bench. Knows no dialog and no HTTP: they come as tools.
 */
import { TouchstoneError } from '../../../base/index.ts';
import { PASSED, failed, type PhaseEnd, type RunErrorCode, type RunPhase } from '../phase.ts';

export const askOperator: RunPhase<'ask-operator'> = async ({ settings }, { tools, sheet, signal }): Promise<PhaseEnd> => {
  const answer = await tools.ask(settings.question, settings.answer, signal);
  sheet.set('answer', answer);
  return settings.answer === 'yes-no' && answer !== 'yes' ? failed('operator-said-no', { question: settings.question }) : PASSED;
};

export const printLabel: RunPhase<'print-label'> = async ({ settings }, { tools, sheet, soFar, signal }): Promise<PhaseEnd> => {
  await tools.print(settings.label, soFar(), signal);
  sheet.set('printed', true);
  return PASSED;
};

export const enrol: RunPhase<'enrol'> = async ({ settings }, { tools, sheet, findings, signal }): Promise<PhaseEnd> => {
  const { chip, deviceCertificate, verdict } = findings;
  if (chip === null || deviceCertificate === null) throw new TouchstoneError<RunErrorCode>('run-no-certificate');
  const beganMs = tools.check.nowMs();
  const { result, enrolment } = await tools.enrol(
    { chip, certificate: deviceCertificate, demo: verdict?.demo === false ? 'real' : 'demo', deviceId: settings.deviceId },
    signal,
  );
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
  try {
    const { status, hub } = await tools.readState(enrolment.registrationId, AbortSignal.any([signal, end.signal]));
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
