/**
 * The twelve proofs, of which the plan names those that must pass.
 * Floor: bench. The check itself is check-run.ts.
 */
import { toHex } from '../../../base/index.ts';
import { runCheck } from '../../check-run.ts';
import type { SlotSnapshot } from '../../snapshot.ts';
import { PASSED, detailsOf, failed, type PhaseEnd, type RunPhase } from '../phase.ts';
import { sameBoard } from '../same-board.ts';

export const checkChip: RunPhase<'check-chip'> = async ({ settings }, context): Promise<PhaseEnd> => {
  const { port, pins, fastestBaudRate, signal, log, tools, sheet, findings } = context;
  let seen: Partial<SlotSnapshot> = {};
  await runCheck({
    port,
    path: settings.path,
    pins,
    fastestBaudRate,
    signal,
    log,
    tools: tools.check,
    show: (change) => {
      seen = { ...seen, ...change };
      context.showCheck(change);
    },
  });
  const { board = null, chip = null, proofs = [], verdict = null } = seen;
  if (board !== null) sameBoard(findings, { chipName: board.chipName, revision: board.revision, mac: board.mac, flashSizeBytes: board.flashSizeBytes });
  if (chip !== null) {
    const certificate = chip.deviceCertificate ?? null;
    const device = certificate === null ? null : toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(certificate))));
    const { serialNumber, model, commonName } = chip;
    findings.chip = { serialNumber, model, commonName, deviceCertificate: device, signerCertificate: null };
    findings.deviceCertificate = certificate;
    sheet.set('serial-number', serialNumber);
    sheet.set('model', model);
  }
  findings.proofs = proofs;
  findings.verdict = verdict;
  if (verdict === null) return failed('not-measured');
  sheet.set('verdict', verdict.kind);
  sheet.set('proofs-passed', verdict.passed);
  sheet.set('proofs-failed', verdict.failed);
  sheet.set('proofs-unmeasured', verdict.unmeasured);
  sheet.set('time', verdict.elapsedMs / 1000);
  if (board !== null) sheet.set('baud-rate', board.baudRate);
  const missing = settings.require.filter((id) => !proofs.some((proof) => proof.id === id && proof.outcome === 'pass'));
  if (missing.length === 0) return PASSED;
  return { outcome: 'fail', details: detailsOf(proofs.filter(({ id }) => missing.includes(id))) };
};
