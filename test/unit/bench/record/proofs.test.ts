/** Proofs of a check as an attachment: out and in again, and what a foreign record may put there. */
import { describe, expect, it } from 'vitest';
import type { Proof } from '../../../../src/base/index.ts';
import { PROOFS_NAME, proofsOf, proofsText } from '../../../../src/bench/record/proofs.ts';
import type { ProofId } from '../../../../src/bench/snapshot.ts';

const phaseWith = (text: string, name = PROOFS_NAME) => ({ attachments: [{ name, mimeType: 'application/json', text }] });
const PROOFS: readonly Proof<ProofId>[] = [
  { id: 'board-identified', outcome: 'pass', seen: { mac: '24:0A:C4:11:22:33', flashSizeBytes: 4_194_304 }, wanted: { chipName: 'ESP32' } },
  { id: 'in-manifest', outcome: 'unmeasured', reason: 'no-manifest' as never, seen: {}, wanted: {} },
];

describe('proofs in a record', () => {
  it('come back as they were made', () => {
    expect(proofsOf(phaseWith(proofsText(PROOFS)))).toEqual(PROOFS);
  });

  it('stand in the order of the verdict, each once', () => {
    const [first, second] = PROOFS as readonly [Proof<ProofId>, Proof<ProofId>];
    expect(proofsOf(phaseWith(JSON.stringify([second, first, second])))).toEqual(PROOFS);
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '{"id":"possession"}'],
    ['other things', '[null,1,"x",[],{}]'],
    ['an unknown proof', '[{"id":"constructor","outcome":"pass","seen":{},"wanted":{}}]'],
    ['an unknown outcome', '[{"id":"possession","outcome":"toString","seen":{},"wanted":{}}]'],
  ])('are none where there is %s', (_what, text) => {
    expect(proofsOf(phaseWith(text))).toEqual([]);
  });

  it('are none in an attachment of another name, and in a phase without attachments', () => {
    expect(proofsOf(phaseWith(proofsText(PROOFS), 'log.txt'))).toEqual([]);
    expect(proofsOf({ attachments: [] })).toEqual([]);
  });

  it('keep only facts that are texts, numbers and flags, and no reason that is none', () => {
    const text = '[{"id":"possession","outcome":"fail","reason":"<b>","seen":{"a":{"b":1},"c":null,"d":true,"e":[1],"f":"x"},"wanted":"y"}]';
    expect(proofsOf(phaseWith(text))).toEqual([{ id: 'possession', outcome: 'fail', seen: { d: true, f: 'x' }, wanted: {} }]);
  });
});
