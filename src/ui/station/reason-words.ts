/**
 * Why a run did not pass, in one line, and the one thing to do.
 * Floor: ui. Looks where words are kept: reasons of plans, of proofs, of a board that does not connect or crashes, advice for errors, the cloud's.
 * A code without words is shown as it is; test/unit/ui/station-reasons.test.ts looks for one.
 */
import type { OutcomeDetail, ProofId } from '../../bench/index.ts';
import { PROOF_IDS } from '../../bench/index.ts';
import { advise, knownAdvice } from '../advice.ts';
import { reader, type FactReader } from '../facts.ts';
import { proofExpectation, reasonWords } from '../proof-words.ts';
import { cloudAdvice } from '../strings/en-cloud-advice.ts';
import { stationWords as w } from '../strings/en-station.ts';
import { connectReasons, crashWords } from '../strings/late.ts';
import type { Advice } from '../strings/tables.ts';

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
    const seen = reason?.seen(fact) ?? knownAdvice(code, facts)?.what;
    const remedy = reason?.remedy ?? (facts['outcome'] === 'fail' ? RED_BIN : knownAdvice(code, facts)?.remedy);
    const title = facts['outcome'] === 'fail' ? w.notHeld[proof] : w.notProven(proofExpectation(proof, root).title);
    return { what: seen === undefined ? title : `${title}: ${lower(seen)}`, action: remedy ?? RED_BIN };
  }
  const { what, remedy } = understood(code, fact) ?? advise(code, facts);
  return { what, action: remedy };
}

/** Codes that a phase makes of another room's: `connect-…` a reason of bench's log, `crash-…` a kind of crash; and the cloud's, whose screen may not be loaded. */
function understood(code: string, fact: FactReader): Pick<Advice, 'what' | 'remedy'> | null {
  const of = <Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);
  if (code.startsWith('connect-')) return of(connectReasons, code.slice('connect-'.length))?.(fact) ?? null;
  if (code.startsWith('crash-')) return of(crashWords.kinds, code.slice('crash-'.length)) ?? null;
  return of(cloudAdvice, code)?.(fact) ?? null;
}

/** The second half of a line; names in capitals stay. */
const lower = (words: string): string => (/^[A-Z][a-z]/.test(words) ? `${words.slice(0, 1).toLowerCase()}${words.slice(1)}` : words);
