/**
 * Is the chip in a manifest of this order, with this very certificate?
 * Floor: bench. The comparing was done with the proofs; here the plan's own wishes come on top.
 */
import type { ProofId } from '../../snapshot.ts';
import { PASSED, detailsOf, failed, type PhaseEnd, type RunPhase } from '../phase.ts';

const NEEDED: readonly ProofId[] = ['in-manifest', 'entry-signature', 'entry-equals-chip'];

export const matchManifest: RunPhase<'match-manifest'> = ({ settings }, { findings, sheet }): Promise<PhaseEnd> => {
  const proofs = findings.proofs.filter(({ id }) => NEEDED.includes(id));
  const { fileName, entry, partNumber } = proofs.find(({ id }) => id === 'in-manifest')?.seen ?? {};
  if (typeof fileName === 'string' && typeof entry === 'number') {
    findings.entry = { fileName, index: entry };
    sheet.set('file', fileName);
    sheet.set('entry', entry);
  }
  if (typeof partNumber === 'string') sheet.set('part-number', partNumber);
  if (proofs.length !== NEEDED.length) return Promise.resolve(failed('not-measured'));
  const details = detailsOf(proofs);
  if (details.length > 0) return Promise.resolve({ outcome: 'fail', details });
  if (settings.files.length > 0 && !settings.files.includes(String(fileName)))
    return Promise.resolve(failed('wrong-lot', { seen: String(fileName), wanted: settings.files.join(', ') }));
  if (settings.partNumber !== '' && partNumber !== settings.partNumber)
    return Promise.resolve(failed('wrong-part', { seen: String(partNumber), wanted: settings.partNumber }));
  return Promise.resolve(PASSED);
};
