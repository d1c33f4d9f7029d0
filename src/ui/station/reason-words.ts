/**
 * Why a run did not pass, in one line, and the one thing to do.
 * Floor: ui. Looks in three places: reasons of plans, reasons of proofs, advice for errors. A code without words is shown as it is.
 */
import type { OutcomeDetail, ProofId } from '../../bench/index.ts';
import { PROOF_IDS } from '../../bench/index.ts';
import { advise, knownAdvice } from '../advice.ts';
import { reader } from '../facts.ts';
import { proofExpectation, reasonWords } from '../proof-words.ts';
import { stationWords as w } from '../strings/en-station.ts';

export interface ReasonLine {
  readonly what: string;
  readonly action: string;
}

const RED_BIN = 'Red bin.';

/** Words for one detail of a run. `root`: whose chips these are. */
export function reasonLine({ code, facts }: OutcomeDetail, root: 'microchip' | 'demo'): ReasonLine {
  const fact = reader(facts);
  const own = Object.hasOwn(w.reasons, code) ? w.reasons[code] : undefined;
  if (own !== undefined) return own(fact);
  const proof = PROOF_IDS.find((id: ProofId) => id === facts['proof']);
  const reason = reasonWords(code);
  if (proof !== undefined) {
    const { title } = proofExpectation(proof, root);
    const seen = reason?.seen(fact) ?? knownAdvice(code, facts)?.what;
    const remedy = reason?.remedy ?? (facts['outcome'] === 'fail' ? RED_BIN : knownAdvice(code, facts)?.remedy);
    return { what: seen === undefined ? w.notProven(title) : `${title}: ${seen}`, action: remedy ?? RED_BIN };
  }
  const { what, remedy } = advise(code, facts);
  return { what, action: remedy };
}
