import { describe, expect, it } from 'vitest';
import type { Proof } from '../../../src/base/index.ts';
import { PROOF_IDS, type ProofId, type VerdictKind } from '../../../src/bench/index.ts';
import { advise } from '../../../src/ui/advice.ts';
import { EMPTY_SLOT } from '../../../src/ui/app-view.ts';
import { factText, reader } from '../../../src/ui/facts.ts';
import { proofExpectation, proofText } from '../../../src/ui/proof-words.ts';
import { bannerOf } from '../../../src/ui/slot/banner.ts';
import { adviceTable, manifestWords, noticeTable, reasonTable } from '../../../src/ui/strings/late.ts';

const pins = { sda: 16, scl: 17 };
const real = { root: 'microchip', pins } as const;
const demo = { root: 'demo', pins } as const;
const proof = (id: ProofId, outcome: Proof['outcome'], reason?: string, seen: Proof['seen'] = {}): Proof<ProofId> => ({
  id,
  outcome,
  seen,
  wanted: {},
  ...(reason === undefined ? {} : { reason }),
});
/** No sentence may have a hole. */
const isWhole = (text: string): boolean => text !== '' && !/undefined|NaN|null|\[object|\(\)| {2}|: \.|: $/.test(text);

describe('advice', () => {
  it.each(Object.keys(adviceTable))('%s is a whole sentence without any fact', (code) => {
    const { what, seen, remedy } = advise(code, {});
    expect([what, seen ?? 'none', remedy].every(isWhole)).toBe(true);
  });

  it('shows code and facts of an error that nobody foresaw', () => {
    const { what, seen } = advise('flux-capacitor', { gigawatts: 1.21 });
    expect(what).toContain('flux-capacitor');
    expect(seen).toContain('gigawatts `1.21`');
  });

  it('names pins and addresses when no chip answers', () => {
    const { what, seen } = advise('no-chip', { addresses: '0x68' }, pins);
    expect(what).toBe('No secure element answers on SDA 16 / SCL 17');
    expect(seen).toContain('`0x68` answered');
  });

  it.each([
    [{ why: 'end', offset: 2930, line: 12, column: 4 }, '“cut.json” is not JSON: it ends too early, at line 12, column 4, byte 2,930.'],
    [{ why: 'array', offset: 0 }, '“cut.json” is not JSON: it is no list, at byte 0.'],
    [{ why: 'utf-16', offset: 0, line: 1, column: 1 }, '“cut.json” is not JSON: it is written in UTF-16, not in UTF-8.'],
    [{ why: 'toString' }, '“cut.json” is not JSON: `toString`.'],
    [{}, '“cut.json” is not JSON.'],
  ])('says why a file is not JSON and where: %j', (facts, seen) => {
    expect(advise('manifest-json', { fileName: 'cut.json', ...facts }).seen).toBe(seen);
  });

  it.each([
    ['manifest-size', { bytes: 6_442_450_944, limitBytes: 4_294_967_296 }, 'The file has 6 GB; at most 4 GB are taken.'],
    ['manifest-entries', { limit: 1_000_000 }, 'The file has more than 1,000,000 entries.'],
    ['zip-limit', { why: 'files', limit: 10_000 }, 'The file unpacks to more than 10,000 files.'],
    ['zip-limit', { why: 'bytes', limit: 4_294_967_296 }, 'The file unpacks to more than 4 GB.'],
    ['zip-invalid', { why: 'encrypted' }, 'The file is locked with a password.'],
    ['zip-invalid', { why: 'method', method: 14 }, 'The file is packed in a way that is not known here (`14`).'],
    ['worker-lost', { why: 'ended' }, 'The file was not finished: the program that verifies was ended by the browser.'],
    ['store-failed', { why: 'failed', detail: 'DataCloneError' }, '`DataCloneError`.'],
  ])('%s says the number that was too much: %j', (code, facts, seen) => {
    expect(advise(code, facts).seen).toBe(seen);
  });

  it('counts files that were not taken, one and many', () => {
    expect(advise('manifests-refused', { files: 1 }).what).toBe('1 file was not taken');
    expect(advise('manifests-refused', { files: 1200 }).what).toBe('1,200 files were not taken');
  });

  it('is not fooled by codes that every object has', () => {
    expect(advise('constructor', {}).what).toContain('constructor');
    expect(proofText(proof('possession', 'fail', 'toString'), real).seen).toContain('toString');
  });
});

describe('notices', () => {
  it.each(Object.keys(noticeTable))('%s is a whole sentence without any fact', (code) => {
    expect(isWhole(noticeTable[code]?.(reader({})) ?? '')).toBe(true);
  });

  it('say how many files and entries came, and how many were passed over', () => {
    expect(noticeTable['manifests-loaded']?.(reader({ files: 12, entries: 16_204, verified: 16_202 }))).toBe(
      '12 files loaded: 16,202 of 16,204 entries verified.',
    );
    expect(noticeTable['files-passed-over']?.(reader({ files: 1 }))).toMatch(/^1 file was passed over/);
    expect(noticeTable['files-passed-over']?.(reader({ files: 0 }))).toBe('There is no manifest in this folder.');
  });
});

describe('words about files', () => {
  const { details, storage } = manifestWords;

  it.each([
    [details.same(1, 1), '1 chip stands in another file too, with the same content'],
    [details.same(12, 3), '12 chips stand in other files too, with the same content'],
    [details.different(3, 1), '3 chips stand in another file too, with DIFFERENT content'],
    [details.different(2, 0), '2 chips stand more than once in this file, with DIFFERENT content'],
    [details.otherFiles(['a.json', 'b.json'], 0), 'See a.json, b.json'],
    [details.otherFiles(['a.json'], 7), 'See a.json and 7 files more'],
    [details.provisionedValue('2020-11-11T04:12:53.773Z', '2020-11-11T04:12:59Z'), '2020-11-11 04:12 UTC'],
    [details.provisionedValue('2020-11-11T04:12:53Z', '2020-12-01T00:00:00Z'), '2020-11-11 04:12 to 2020-12-01 00:00 UTC'],
    [storage.confirmWhat(1, 1, 0), '1 file with 1 entry will be deleted from this browser.'],
    [storage.confirmWhat(2, 3000, 2), '2 files with 3,000 entries and 2 signer certificates of your own will be deleted from this browser.'],
    [storage.space(1024, 512), '1 KB of 512 bytes used, 0 bytes left'],
  ])('%s', (said, wanted) => {
    expect(said).toBe(wanted);
  });
});

describe('facts', () => {
  it('cannot open or close monospace, hide, or go on for ever', () => {
    expect(factText('`evil`')).toBe('’evil’');
    expect(factText('\u202ex')).toBe('\\u202ex');
    expect(factText('x'.repeat(1000)).length).toBeLessThan(340);
  });
});

describe('proof words', () => {
  it.each(PROOF_IDS)('%s is readable for every outcome without facts and reason', (id) => {
    for (const outcome of ['pass', 'fail', 'unmeasured'] as const) {
      const words = proofText(proof(id, outcome), real);
      expect([words.title, words.seen, words.wanted].every(isWhole)).toBe(true);
      expect(words.remedy === null).toBe(outcome === 'pass');
    }
  });

  it.each(Object.keys(reasonTable))('reason %s is a whole sentence without facts', (reason) => {
    expect(isWhole(proofText(proof('entry-signature', 'fail', reason), real).seen)).toBe(true);
  });

  it('says where in the file an entry stops to be JSON', () => {
    expect(reasonTable['entry-json'].seen(reader({ why: 'duplicate', offset: 98_211 }))).toBe('It is not JSON: a name stands twice (byte 98,211 of the file)');
  });

  it('says nothing of Microchip where a demo root is believed', () => {
    for (const id of PROOF_IDS) {
      const { title, wanted } = proofExpectation(id, demo.root);
      expect(`${title} ${wanted}`).not.toMatch(/microchip/i);
    }
  });

  it('says that a signer of one’s own is not Microchip', () => {
    expect(proofText(proof('entry-signature', 'pass', undefined, { signer: 'Acme 01', origin: 'own' }), real).seen).toBe(
      'By Acme 01 (your own, not Microchip’s)',
    );
  });

  it('shortens keys in the middle and keeps both ends', () => {
    expect(proofText(proof('key-in-certificate', 'pass', undefined, { publicKey: `d330b8b2${'0'.repeat(112)}99106769` }), real).seen).toBe(
      'Public key `d330b8b2…99106769`',
    );
  });
});

describe('banner', () => {
  const slot = (kind: VerdictKind, port: 'real' | 'virtual', proofs: readonly Proof<ProofId>[] = []) =>
    bannerOf({
      ...EMPTY_SLOT,
      phase: 'done',
      port: { kind: port },
      proofs,
      verdict: { kind, demo: false, passed: 12, failed: 0, unmeasured: 0, elapsedMs: 1700, path: 'ram' },
    });

  it('is green for a matched chip only', () => {
    const tones = (['genuine-matched', 'genuine-unmatched', 'contradicts-manifest', 'not-genuine', 'not-measured'] as const).map(
      (kind) => slot(kind, 'real').tone,
    );
    expect(tones).toEqual(['pass', 'amber', 'fail', 'fail', 'unmeasured']);
  });

  it('carries DEMO for whatever a virtual board says, whether or not a demo root was believed', () => {
    expect(slot('not-measured', 'virtual').mark).toBe('demo');
    expect(slot('genuine-matched', 'virtual').mark).toBe('demo');
    expect(slot('genuine-matched', 'real').mark).toBe('none');
  });

  it('names the proofs that do not hold', () => {
    expect(slot('not-genuine', 'real', [proof('possession', 'fail', 'signature-wrong')]).lines[0]).toBe('Does not hold: chip holds the private key.');
  });

  it('says what to do when nothing could be measured', () => {
    expect(slot('not-measured', 'real', [proof('chip-answers', 'fail', 'i2c-sda-low')]).remedy).toMatch(/short to ground/);
  });

  it('shows a fault with its code', () => {
    const banner = bannerOf({ ...EMPTY_SLOT, phase: 'failed', port: { kind: 'real' }, fault: { code: 'port-busy', facts: {} } });
    expect(banner.title).toBe('The port is in use');
    expect(banner.lines.join(' ')).toContain('`port-busy`');
  });

  it('counts progress by steps and bytes and stays within one', () => {
    const banner = bannerOf({
      ...EMPTY_SLOT,
      phase: 'running',
      port: { kind: 'real' },
      path: 'ram',
      steps: [
        { id: 'find-board', state: 'done', elapsedMs: 400 },
        { id: 'load-firmware', state: 'running', elapsedMs: 200, progress: { doneBytes: 90, totalBytes: 60 } },
      ],
    });
    expect(banner.progress).toBe(1);
    expect(banner.word).toBe('2/2');
  });
});
