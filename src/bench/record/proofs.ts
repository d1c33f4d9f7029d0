/**
 * The proofs of a check as they stand in a record: an attachment of their phase, so that tools that know nothing of them carry them along.
 * Floor: bench. Knows no screen. What is read may come from another station: one that is not of its form is left out, nothing is thrown.
 */
import type { Facts, Proof, ProofOutcome } from '../../base/index.ts';
import { PROOF_IDS, type ProofId } from '../snapshot.ts';
import type { PhaseRecord } from './record.ts';

/** Name of the attachment. */
export const PROOFS_NAME = 'proofs.json';
const OUTCOMES: readonly ProofOutcome[] = ['pass', 'fail', 'unmeasured'];
const REASON = /^[a-z0-9-]{1,80}$/;
const MOST_FACTS = 64;
const MOST_TEXT = 4_000;

/** As they are attached. */
export const proofsText = (proofs: readonly Proof<ProofId>[]): string => JSON.stringify(proofs);

/** The proofs that a phase made, in the order of the verdict's rows; empty where it made none. */
export function proofsOf({ attachments }: Pick<PhaseRecord, 'attachments'>): readonly Proof<ProofId>[] {
  const text = attachments.find(({ name }) => name === PROOFS_NAME)?.text;
  const all = text === undefined ? [] : read(text);
  return PROOF_IDS.flatMap((id) => all.find((proof) => proof.id === id) ?? []);
}

function read(text: string): readonly Proof<ProofId>[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.slice(0, PROOF_IDS.length * 2).flatMap(proofOf) : [];
  } catch {
    return [];
  }
}

function proofOf(value: unknown): readonly Proof<ProofId>[] {
  const given = (value ?? {}) as Partial<Record<keyof Proof, unknown>>;
  const id = PROOF_IDS.find((one) => one === given.id);
  const outcome = OUTCOMES.find((one) => one === given.outcome);
  if (id === undefined || outcome === undefined) return [];
  const reason = typeof given.reason === 'string' && REASON.test(given.reason) ? { reason: given.reason } : {};
  return [{ id, outcome, ...reason, seen: factsOf(given.seen), wanted: factsOf(given.wanted) }];
}

function factsOf(value: unknown): Facts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const kept = Object.entries(value).filter(
    ([, fact]) => typeof fact === 'boolean' || (typeof fact === 'number' && Number.isFinite(fact)) || (typeof fact === 'string' && fact.length <= MOST_TEXT),
  );
  return Object.fromEntries(kept.slice(0, MOST_FACTS)) as Facts;
}
