/**
 * English words for good and neutral news. A code that is not here is looked up in the advice.
 * Floor: ui.
 */
import type { FactReader } from '../facts.ts';
import { count } from '../format.ts';

/** By code. */
export const noticeTable: Readonly<Record<string, (fact: FactReader) => string>> = {
  'manifest-loaded': (fact) =>
    `${fact('fileName') ?? 'Manifest'}: ${count(Number(fact('verified') ?? 0))} of ${count(Number(fact('entries') ?? 0))} entries verified.`,
  'manifest-duplicate': (fact) => `${fact('fileName') ?? 'This manifest'} is loaded already.`,
  'signer-added': (fact) => `Signer ${fact('commonName') ?? ''} added. What it signed counts as signed by it, not by Microchip.`,
  'export-saved': (fact) => `${count(Number(fact('entries') ?? 0))} ${fact('entries') === '1' ? 'entry' : 'entries'} saved as ${fact('fileName') ?? 'a file'}.`,
  'log-saved': (fact) => `Log saved as ${fact('fileName') ?? 'a file'}.`,
};
