/**
 * The twelve proofs, of which the plan names those that must pass.
 * Floor: bench. The check itself is check-run.ts.
 */
import { toHex, type Proof } from '../../../base/index.ts';
import { runCheck } from '../../check-run.ts';
import { PROOFS_NAME, proofsText } from '../../record/proofs.ts';
import type { RecordedBench } from '../../record/record.ts';
import type { ProofId, SlotSnapshot } from '../../snapshot.ts';
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
    const [device, signer] = await Promise.all([sha256Of(chip.deviceCertificate), sha256Of(chip.signerCertificate)]);
    const { serialNumber, model, commonName } = chip;
    findings.chip = { serialNumber, model, commonName, deviceCertificate: device, signerCertificate: signer };
    findings.deviceCertificate = chip.deviceCertificate ?? null;
    sheet.set('serial-number', serialNumber);
    sheet.set('model', model);
  }
  findings.proofs = proofs;
  findings.bench = benchOf(proofs);
  if (settings.path === 'flash') findings.flash = []; // what was flashed before is not there any more
  if (proofs.length > 0) context.attach({ name: PROOFS_NAME, mimeType: 'application/json', text: proofsText(proofs) });
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

const sha256Of = async (der: Uint8Array | undefined): Promise<string | null> =>
  der === undefined ? null : toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(der))));

/** The bench firmware that answered, as its proof saw it; also where it was not the one that was wanted. */
function benchOf(proofs: readonly Proof<ProofId>[]): RecordedBench | null {
  const seen = proofs.find(({ id }) => id === 'firmware-expected')?.seen;
  if (seen === undefined) return null;
  const { version, buildId, place, sha256, md5 } = seen;
  return { version: String(version), build: String(buildId), place: String(place), sha256: String(sha256), md5: md5 === undefined ? null : String(md5) };
}
