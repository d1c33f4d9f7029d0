/**
 * A proof in words: its title, what was seen, what was wanted, and what to do when it is no pass.
 * Floor: ui. Knows the outcomes; the sentences are in strings/. Facts and reasons may be missing: the row is still readable.
 */
import type { Facts, Proof } from '../base/index.ts';
import type { ProofId, SlotSnapshot } from '../bench/index.ts';
import { knownAdvice } from './advice.ts';
import { factList, factText, reader } from './facts.ts';
import { proofTable, reasonTable, seenFallback } from './strings/late.ts';
import type { Reason, ReasonWords, RootKind } from './strings/tables.ts';

/** What a row must know beside its proof. */
export interface ProofContext {
  readonly root: RootKind;
  readonly pins: { readonly sda: number; readonly scl: number };
}

/** The context of a slot's proofs: on a virtual port every root is a demo root. */
export const proofContext = (slot: SlotSnapshot): ProofContext => ({ root: isDemo(slot) ? 'demo' : 'microchip', pins: slot.pins });

/** True for whatever comes from a virtual board, and for a verdict that believed a demo root. */
export const isDemo = (slot: SlotSnapshot): boolean => slot.port?.kind === 'virtual' || slot.verdict?.demo === true;

export interface ProofText {
  readonly title: string;
  readonly seen: string;
  readonly wanted: string;
  /** Null on a pass and when there is nothing to do. */
  readonly remedy: string | null;
}

/** Words of a reason, or undefined when it has none. */
export const reasonWords = (reason: string): ReasonWords | undefined => (Object.hasOwn(reasonTable, reason) ? reasonTable[reason as Reason] : undefined);

/** The words of a row before its proof was made. */
export function proofExpectation(id: ProofId, root: RootKind): Pick<ProofText, 'title' | 'wanted'> {
  return { title: proofTable[id].title(root), wanted: proofTable[id].wanted(reader({}), root) };
}

/** The words of a row. */
export function proofText(proof: Proof<ProofId>, { root, pins }: ProofContext): ProofText {
  const sentences = proofTable[proof.id];
  const title = sentences.title(root);
  const wanted = sentences.wanted(reader(proof.wanted), root);
  const seen = sentences.seen(reader(proof.seen));
  if (proof.outcome === 'pass') return { title, wanted, seen: seen ?? seenFallback.pass(factList(proof.seen)), remedy: null };

  const reason = reasonWords(proof.reason ?? '');
  if (reason !== undefined) {
    const remedy = reason.remedy === undefined ? sentences.remedy() : reason.remedy;
    return { title, wanted, seen: reason.seen(reader(proof.seen)), remedy: (reason.remedyAt ?? proof.id) === proof.id ? remedy : null };
  }
  const advice = busWords(proof.reason ?? '', proof.seen, pins);
  if (advice !== null) return { title, wanted, ...advice };
  const unknown = [factText(proof.reason ?? ''), factList(proof.seen)].filter((part) => part !== '').join(': ');
  return { title, wanted, seen: seen ?? seenFallback[proof.outcome](unknown), remedy: sentences.remedy() };
}

function busWords(reason: string, facts: Facts, pins: ProofContext['pins']): Pick<ProofText, 'seen' | 'remedy'> | null {
  const advice = knownAdvice(reason, facts, pins);
  return advice === null ? null : { seen: advice.seen === undefined ? advice.what : `${advice.what}. ${advice.seen}`, remedy: advice.remedy };
}
