/**
 * English words for good and neutral news. A code that is not here is looked up in the advice.
 * Floor: ui.
 */
import type { FactReader } from '../facts.ts';
import { count } from '../format.ts';

const entries = (fact: FactReader): string => `${count(Number(fact('verified') ?? 0))} of ${count(Number(fact('entries') ?? 0))} entries verified.`;
const files = (fact: FactReader): number => Number(fact('files') ?? 0);

/** By code. */
export const noticeTable: Readonly<Record<string, (fact: FactReader) => string>> = {
  'manifest-loaded': (fact) => `${fact('fileName') ?? 'Manifest'}: ${entries(fact)}`,
  'manifests-loaded': (fact) => `${count(files(fact))} ${files(fact) === 1 ? 'file' : 'files'} loaded: ${entries(fact)}`,
  'manifests-duplicate': (fact) => `${count(files(fact))} files are loaded already.`,
  'files-saved': (fact) => `${count(files(fact))} ${files(fact) === 1 ? 'file' : 'files'} saved as ${fact('fileName') ?? 'a zip'}.`,
  'files-passed-over': (fact) =>
    files(fact) === 0
      ? 'There is no manifest in this folder.'
      : `${count(files(fact))} ${files(fact) === 1 ? 'file was' : 'files were'} passed over: neither .json nor .zip, or not readable.`,
  'import-cancelled': (fact) => `Stopped at ${fact('fileName') ?? 'a file'}. What was read before it stays.`,
  'all-deleted': () => 'All manifests and signers of your own were deleted from this browser.',
  'manifest-fetching': (fact) => `Fetching ${fact('fileName') ?? 'a manifest'} from the shared store: the plan names it. The shift starts when it is verified.`,
  'manifest-duplicate': (fact) => `${fact('fileName') ?? 'This manifest'} is loaded already.`,
  'signer-added': (fact) => `Signer ${fact('commonName') ?? 'certificate'} added. What it signed counts as signed by it, not by Microchip.`,
  'export-saved': (fact) => `${count(Number(fact('entries') ?? 0))} ${fact('entries') === '1' ? 'entry' : 'entries'} saved as ${fact('fileName') ?? 'a file'}.`,
  'pack-exported': (fact) => `Pack saved as ${fact('fileName') ?? 'a file'}.`,
  'log-saved': (fact) => `Log saved as ${fact('fileName') ?? 'a file'}.`,
};
