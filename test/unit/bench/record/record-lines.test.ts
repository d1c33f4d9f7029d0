/** JSON lines of records, out and in: a right line is taken whole, a wrong one is refused and named. */
import { describe, expect, it } from 'vitest';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import { readRecordLines, recordLines, type RecordLine } from '../../../../src/bench/record/record-lines.ts';
import type { RunDraft, RunRecord } from '../../../../src/bench/record/record.ts';
import { aPhase, aRun } from './a-run.ts';

const CHAIN = '11111111-1111-4111-8111-111111111111';
const encoder = new TextEncoder();

const recordOf = (change: Partial<RunDraft> = {}): Promise<RunRecord> => linkRecord(aRun(change), emptyChain(CHAIN));
async function* some<T>(...items: readonly T[]): AsyncGenerator<T, void, undefined> {
  for (const item of items) yield await Promise.resolve(item);
}
async function readAll(...chunks: readonly (string | Uint8Array)[]): Promise<readonly RecordLine[]> {
  const lines: RecordLine[] = [];
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? encoder.encode(chunk) : chunk));
  for await (const line of readRecordLines(some(...bytes))) lines.push(line);
  return lines;
}
async function textOf(records: readonly RunRecord[]): Promise<string> {
  let text = '';
  for await (const piece of recordLines(some(...records), [{ chain: CHAIN, number: 1, hash: 'ab'.repeat(32) }])) text += piece;
  return text;
}

/** A record whose hash holds for what is in it, whatever that is. */
const rehashed = async (change: object): Promise<string> => JSON.stringify(await linkRecord({ ...aRun(), ...change } as RunDraft, emptyChain(CHAIN)));

describe('records that were exported', () => {
  it('come back as they were, with the heads behind them', async () => {
    const record = await recordOf({
      details: [{ code: 'log-not-reached', facts: { withinMs: 30_000, step: 'Wi-Fi', isDemo: false } }],
      pack: { name: 'valve', fingerprint: 'cd'.repeat(32) },
      firmware: {
        bench: { version: '1.0.0', build: 'cafe', place: 'flash', sha256: 'ab'.repeat(32), md5: 'cd'.repeat(16) },
        flash: [
          { name: 'app.bin', offset: 0x10000, bytes: 1_572_864, md5: 'ef'.repeat(16), how: 'written' },
          { name: 'nvs.bin', offset: 0x9000, bytes: 24_576, md5: null, how: 'same' },
        ],
      },
      entry: { fileName: 'order.json', index: 7 },
      enrolment: { service: 'dps', idScope: '0ne0001', registrationId: 'sn01' },
      phases: [aPhase(), aPhase({ name: 'boot', outcome: 'skip', attempts: 0, attachments: [{ name: 'log', mimeType: 'text/plain', text: 'a\nb' }] })],
      log: [{ atMs: 5, source: 'board', text: 'half a \ud83d\ude00 and \u0000' }],
    });
    const lines = await readAll(await textOf([record]));
    expect(lines).toEqual([
      { line: 1, kind: 'record', record },
      { line: 2, kind: 'heads', heads: [{ chain: CHAIN, number: 1, hash: 'ab'.repeat(32) }] },
    ]);
  });

  it('may come in pieces of one byte, with a byte order mark, carriage returns, empty lines and no end', async () => {
    const text = `\ufeff${JSON.stringify(await recordOf())}\r\n\n  \n${JSON.stringify(await recordOf({ id: 'other' }))}`;
    const pieces = Array.from(encoder.encode(text), (byte) => Uint8Array.of(byte));
    expect((await readAll(...pieces)).map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'record'],
      [4, 'record'],
    ]);
  });

  it('come back as they were when there are ten thousand of them', { timeout: 60_000 }, async () => {
    const encoded: Uint8Array[] = [];
    const hashes: string[] = [];
    let head = emptyChain(CHAIN);
    for (let number = 0; number < 10_000; number++) {
      const record = await linkRecord(aRun({ id: `run-${number}`, operator: number % 7 === 0 ? 'é "x"\t' : 'Mei', slot: (number % 32) + 1 }), head);
      head = record.link;
      hashes.push(record.link.hash);
      encoded.push(encoder.encode(`${JSON.stringify(record)}\n`));
    }
    const whole = new Uint8Array(await new Blob(encoded as Uint8Array<ArrayBuffer>[]).arrayBuffer());
    const chunks = Array.from({ length: Math.ceil(whole.length / 65_537) }, (_, index) => whole.subarray(index * 65_537, (index + 1) * 65_537));
    const read = await readAll(...chunks);
    expect(read.map((line) => (line.kind === 'record' ? line.record.link.hash : line))).toEqual(hashes);
  });

  it('leave the lines after a wrong one untouched', async () => {
    const good = JSON.stringify(await recordOf());
    const lines = await readAll(`{"format":\n${good}\n[]\n`);
    expect(lines.map(({ kind }) => kind)).toEqual(['refused', 'record', 'refused']);
  });
});

describe('a line is refused', () => {
  it('when it is longer than 16 MB, without being kept in memory', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    const lines = await readAll(...Array.from({ length: 17 }, () => chunk), '\n', JSON.stringify(await recordOf()));
    expect(lines[0]).toEqual({ line: 1, kind: 'refused', fault: { why: 'too-long' } });
    expect(lines[1]?.kind).toBe('record');
  });

  it('when it is no UTF-8 and when it is no JSON', async () => {
    expect(await readAll(Uint8Array.of(0x22, 0xff, 0x22, 0x0a))).toEqual([{ line: 1, kind: 'refused', fault: { why: 'utf-8' } }]);
    expect(await readAll('{"a":1}{"a":1}\n')).toEqual([{ line: 1, kind: 'refused', fault: { why: 'json' } }]);
  });

  it('when anything in it was changed after it was written', async () => {
    const text = JSON.stringify(await recordOf({ outcome: 'fail' }));
    for (const [from, to] of [
      ['"outcome":"fail"', '"outcome":"pass"'],
      ['"number":1', '"number":2'],
      ['"value":1.4', '"value":1.3'],
      [CHAIN, '22222222-2222-4222-8222-222222222222'],
    ] as const) {
      expect(text).toContain(from);
      expect(await readAll(text.replace(from, to)), from).toEqual([{ line: 1, kind: 'refused', fault: { why: 'hash' } }]);
    }
  });

  it('when it has another format', async () => {
    expect(await readAll(JSON.stringify({ ...(await recordOf()), format: 'touchstone-run/2' }))).toEqual([
      { line: 1, kind: 'refused', fault: { why: 'format', seen: 'touchstone-run/2' } },
    ]);
  });

  const range = (limit: object): object => ({ phases: [{ ...aPhase(), measurements: [{ ...aPhase().measurements[0], limits: [limit] }] }] });
  it.each<readonly [path: string, change: object]>([
    ['more', { more: 1 }],
    ['id', { id: '../../etc' }],
    ['id', { id: '' }],
    ['slot', { slot: 0 }],
    ['slot', { slot: 1.5 }],
    ['slot', { slot: 70_000 }],
    ['operator', { operator: 'x'.repeat(201) }],
    ['operator', { operator: null }],
    ['purpose', { purpose: 'practice' }],
    ['virtual', { virtual: 'no' }],
    ['startMs', { startMs: -1 }],
    ['endMs', { endMs: 8_640_000_000_000_001 }],
    ['endMs', { endMs: '1' }],
    ['outcome', { outcome: 'PASS' }],
    ['details', { details: {} }],
    ['details[0].facts', { details: [{ code: 'a', facts: [] }] }],
    ['details[0].facts.a', { details: [{ code: 'a', facts: { a: { b: 1 } } }] }],
    ['details[0].code', { details: [{ code: 'a b', facts: {} }] }],
    ['details[0].more', { details: [{ code: 'a', facts: {}, more: 1 }] }],
    ['plan', { plan: null }],
    ['plan.fingerprint', { plan: { name: 'a', version: '1', fingerprint: 'AB'.repeat(32) } }],
    ['pack.name', { pack: { fingerprint: 'ab' } }],
    ['versions.page', { versions: { page: 1, firmware: null, build: null } }],
    ['board.mac', { board: { ...aRun().board, mac: '24:0a:c4:00:00' } }],
    ['board.flashSizeBytes', { board: { ...aRun().board, flashSizeBytes: -1 } }],
    ['chip.serialNumber', { chip: { ...aRun().chip, serialNumber: '0123a23f29f9366a01' } }],
    ['chip.deviceCertificate', { chip: { ...aRun().chip, deviceCertificate: 'ab' } }],
    ['entry.index', { entry: { fileName: 'a', index: -1 } }],
    ['enrolment.service', { enrolment: { idScope: '', registrationId: '' } }],
    ['phases', { phases: Array.from({ length: 65 }, () => aPhase()) }],
    ['phases[0].outcome', { phases: [{ ...aPhase(), outcome: 'aborted' }] }],
    ['phases[0].attempts', { phases: [{ ...aPhase(), attempts: 1e9 }] }],
    ['phases[0].measurements[0].limits[0].kind', range({ kind: 'about' })],
    ['phases[0].measurements[0].limits[0].max', range({ kind: 'range', max: '5' })],
    ['phases[0].measurements[0].limits[0].values', range({ kind: 'one-of', values: 1 })],
    ['log[0].atMs', { log: [{ atMs: -1, source: 'board', text: '' }] }],
    ['log[0].text', { log: [{ atMs: 1, source: 'board', text: 1 }] }],
    ['logDropped', { logDropped: 1.5 }],
  ])('when something is wrong at %s (%j), though its hash holds', async (path, change) => {
    expect(await readAll(await rehashed(change))).toEqual([{ line: 1, kind: 'refused', fault: { why: 'shape', path } }]);
  });

  it.each(['chain', 'number', 'previous', 'hash'])('when its place in the chain lacks %s', async (name) => {
    const record = await recordOf();
    const link = Object.fromEntries(Object.entries(record.link).filter(([member]) => member !== name));
    expect(await readAll(JSON.stringify({ ...record, link }))).toEqual([{ line: 1, kind: 'refused', fault: { why: 'shape', path: `link.${name}` } }]);
  });

  it.each(['null', '1', '"text"', '[]', '{}', '{"__proto__":{"format":"touchstone-run/1"}}'])('when it is only %s', async (text) => {
    expect(await readAll(text)).toMatchObject([{ kind: 'refused', fault: { why: 'shape' } }]);
  });

  it.each([
    {},
    [{}],
    [{ chain: 'a', number: 0, hash: 'ab'.repeat(32) }],
    [{ chain: 'a b', number: 1, hash: 'ab'.repeat(32) }],
    [{ chain: 'a', number: 1, hash: 'x' }],
  ])('when it tells of heads that are none (%j)', async (heads) => {
    expect(await readAll(JSON.stringify({ 'touchstone-heads': heads }))).toMatchObject([{ kind: 'refused', fault: { why: 'shape' } }]);
  });
});
