/** Files that are no manifests, and files made to hurt the reader. */
import { describe, expect, it } from 'vitest';
import { isTouchstoneError } from '../../src/base/index.ts';
import { readManifest, type BatchVerifier, type ReadProgress } from '../../src/trust/index.ts';
import { RowWriter } from '../../src/trust/manifest/row-writer.ts';
import { TestAuthority, entryOf, fileOf, payloadOf, testChip, testManifestSigner } from '../unit/trust/authority.ts';
import { readAll } from '../unit/trust/read-all.ts';

const authority = new TestAuthority('evil file');
const signer = testManifestSigner('evil file');
const believed = { signers: [signer.signer], anchors: [authority.anchor] };
const ENTRY = entryOf(payloadOf(testChip(authority)), signer);
const TEXT = JSON.stringify(ENTRY);
const blob = (...parts: readonly (string | Uint8Array)[]): Blob => new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))));

interface Refusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

async function errorOf(source: Blob): Promise<Refusal> {
  try {
    await readManifest('evil.json', source, { believed });
  } catch (error) {
    if (isTouchstoneError(error)) return { code: error.code, facts: error.facts };
    throw error;
  }
  return { code: 'accepted', facts: {} };
}

describe('files that are no manifests', () => {
  it.each([
    ['an empty file', '', 'manifest-json', { why: 'end', offset: 0, line: 1, column: 1 }],
    ['white space', ' \n', 'manifest-json', { why: 'end', offset: 2, line: 2, column: 1 }],
    ['a zip archive', 'PK\u0003\u0004', 'manifest-json', { why: 'character', offset: 0 }],
    ['a page that says log in', '<!doctype html>', 'manifest-json', { why: 'character', offset: 0 }],
    ['a text that begins like a word of JSON', 'not found', 'manifest-json', { why: 'character', offset: 0, line: 1, column: 1 }],
    ['half an object', '{"payload":', 'manifest-json', { why: 'character', offset: 0 }],
    ['one entry without a list', TEXT, 'manifest-shape', {}],
    ['a text', '"manifest"', 'manifest-shape', {}],
    ['null', 'null', 'manifest-shape', {}],
    ['an empty list', '[]', 'manifest-empty', {}],
    ['a list of nothing', ' [ \n ] ', 'manifest-empty', {}],
    ['a comma too many', `[${TEXT},]`, 'manifest-json', { why: 'character', offset: TEXT.length + 2 }],
    ['a comma too few', `[${TEXT}\n${TEXT}]`, 'manifest-json', { why: 'character', line: 2, column: 1 }],
    ['two lists', `[${TEXT}] []`, 'manifest-json', { why: 'trailing' }],
    ['a NUL behind the list', `[${TEXT}]\u0000`, 'manifest-json', { why: 'trailing' }],
    ['brackets that do not fit', `[${TEXT.slice(0, -1)}]`, 'manifest-json', { why: 'character' }],
    ['nothing but opening brackets', '['.repeat(100_000), 'manifest-json', { why: 'depth' }],
  ])('%s is refused and told apart', async (_, text, code, facts) => {
    const error = await errorOf(blob(text));
    expect(error.code).toBe(code);
    expect(error.facts).toMatchObject({ fileName: 'evil.json', ...facts });
  });

  it('two gigabytes of opening brackets are refused at once', async () => {
    const piece = blob('['.repeat(1024 * 1024));
    const startMs = performance.now();
    expect(await errorOf(new Blob(Array.from({ length: 2048 }, () => piece)))).toMatchObject({ code: 'manifest-json', facts: { why: 'depth', line: 1 } });
    expect(performance.now() - startMs).toBeLessThan(2000);
  });

  it.each(['utf16le', 'ucs2'] as const)('%s is refused', async (encoding) => {
    expect(await errorOf(blob(new Uint8Array(Buffer.from(`[${TEXT}]`, encoding))))).toMatchObject({ code: 'manifest-json', facts: { why: 'utf-16' } });
    expect(await errorOf(blob(new Uint8Array(Buffer.from(`\ufeff[${TEXT}]`, encoding))))).toMatchObject({ code: 'manifest-json', facts: { why: 'utf-16' } });
  });

  it('more than four gigabytes are refused before anything is read', async () => {
    const source = { size: 2 ** 32 + 1 } as Blob;
    expect(await errorOf(source)).toEqual({ code: 'manifest-size', facts: { fileName: 'evil.json', bytes: 2 ** 32 + 1, limitBytes: 2 ** 32 } });
  });

  it('more than a million entries are refused, a million not', async () => {
    const zeros = new Blob(Array.from({ length: 100 }, () => '0,'.repeat(9999)));
    const verify: BatchVerifier = ({ offsets }) => Promise.resolve(new RowWriter(offsets.length).finish());
    const read = async (last: string): Promise<number> =>
      (await readManifest('evil.json', new Blob(['[', zeros, '0,'.repeat(99), last]), { believed, verify })).table.count;
    expect(await read('0]')).toBe(1_000_000);
    await expect(read('0,0]')).rejects.toMatchObject({ code: 'manifest-entries', facts: { fileName: 'evil.json', limit: 1_000_000 } });
  }, 60_000);

  it('a truncated manifest is refused at its end, wherever it ends', async () => {
    const file = fileOf(ENTRY, ENTRY);
    for (let length = 0; length < file.length; length += 131) {
      const lines = Buffer.from(file.subarray(0, length)).toString().split('\n');
      expect(await errorOf(blob(file.subarray(0, length)))).toEqual({
        code: 'manifest-json',
        facts: { fileName: 'evil.json', why: 'end', offset: length, line: lines.length, column: (lines.at(-1) ?? '').length + 1 },
      });
    }
    expect((await errorOf(blob(file.subarray(0, file.length - 1)))).code).toBe('manifest-json');
  });

  it('the place is told in lines and characters, across pieces of the file', async () => {
    const filler = `["${'ä'.repeat(700_000)}",\n"${'試'.repeat(500_000)}",\n "ä" x]`;
    expect((await errorOf(blob(filler))).facts).toMatchObject({ why: 'character', line: 3, column: 6 });
    expect((await errorOf(blob('\ufeff', '[1,,2]'))).facts).toMatchObject({ why: 'character', offset: 6, line: 1, column: 4 });
  });
});

describe('a file that goes wrong while it is read', () => {
  const good = fileOf(...Array.from({ length: 300 }, () => ENTRY));
  /** Gives 64 KB at a time up to a place in the file, then does something else. */
  const failing = (at: number, how: (controller: ReadableStreamDefaultController<Uint8Array>) => void): Blob => {
    let offset = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      if (offset === at) return how(controller);
      const end = Math.min(at, offset + 65_536);
      controller.enqueue(good.slice(offset, end));
      offset = end;
    };
    return { size: good.length, stream: () => new ReadableStream({ pull }, { highWaterMark: 0 }) } as unknown as Blob;
  };

  it.each([0, 65_536, 700_000])('is told as such, with the place: after %i bytes', async (at) => {
    const gone = failing(at, (controller) => controller.error(new DOMException('gone', 'NotReadableError')));
    expect(await errorOf(gone)).toEqual({ code: 'manifest-read', facts: { fileName: 'evil.json', offset: at } });
  });

  it('is not believed when it ends before or goes on after its size', async () => {
    const shorter = failing(700_000, (controller) => controller.close());
    expect(await errorOf(shorter)).toMatchObject({ code: 'manifest-read', facts: { offset: 700_000 } });
    const longer = { size: good.length - 2, stream: () => blob(good).stream() } as unknown as Blob;
    expect(await errorOf(longer)).toMatchObject({ code: 'manifest-read' });
  });

  it('is told as such when it cannot even be opened', async () => {
    const open = (): never => {
      throw new TypeError('gone');
    };
    const closed = { size: 10, stream: open } as unknown as Blob;
    expect(await errorOf(closed)).toMatchObject({ code: 'manifest-read', facts: { offset: 0 } });
  });

  it('is let go when its beginning is no list', async () => {
    let cancelled = 0;
    const stream = new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.from('PK')), cancel: () => void cancelled++ });
    const source = { size: 2 ** 30, stream: () => stream, slice: () => blob('PK\u0003') } as unknown as Blob;
    await errorOf(source).catch(() => undefined);
    expect(cancelled).toBe(1);
  });
});

describe('an entry that is broken in itself', () => {
  const deep = (depth: number): string => `{"header":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;

  it.each([
    ['a member twice', `{"payload":"a",${TEXT.slice(1)}`, { reason: 'entry-json', facts: { why: 'duplicate', offset: 16 } }],
    ['a member twice, one escaped', `{"p\\u0061yload":"a",${TEXT.slice(1)}`, { reason: 'entry-json', facts: { why: 'duplicate' } }],
    ['a word without quotes', '{"payload":abc}', { reason: 'entry-json', facts: { why: 'character', offset: 12 } }],
    ['a number that is none', '{"payload":01}', { reason: 'entry-json', facts: { why: 'character', offset: 13 } }],
    ['no colon', '{"payload" "a"}', { reason: 'entry-json', facts: { why: 'character' } }],
    ['a number beyond all numbers', '{"payload":1e999}', { reason: 'entry-json', facts: { why: 'character' } }],
    ['a number of 400 digits', `{"payload":1${'0'.repeat(400)}}`, { reason: 'entry-json', facts: { why: 'character' } }],
    ['a control character', '{"payload":"a\u0001"}', { reason: 'entry-json', facts: { why: 'character' } }],
    ['nesting beyond what entries have', deep(50), { reason: 'entry-json', facts: { why: 'depth' } }],
    ['nesting 10,000 deep', deep(10_000), { reason: 'entry-json', facts: { why: 'depth' } }],
    ['brackets 30,000 deep', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, { reason: 'entry-json', facts: { why: 'depth' } }],
    ['too much of everything', `{"payload":"${'x'.repeat(300_000)}"}`, { reason: 'entry-size', facts: { bytes: 300_014, limitBytes: 65_536 } }],
    ['a number', '17', { reason: 'entry-shape' }],
  ])('with %s hurts only itself', async (_, text, problem) => {
    const { entries, table } = await readAll('broken.json', Buffer.from(`[${text},${TEXT}]`), believed);
    expect(entries[0]).toMatchObject({ uniqueId: null, problem, content: null });
    expect(entries[1]?.problem).toBeNull();
    expect(table.figures).toMatchObject({ entries: 2, verified: 1, failed: 1 });
  });

  it('with bytes that are no UTF-8 says where', async () => {
    for (const bad of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xc0, 0x80]]) {
      const file = Buffer.concat([Buffer.from('["ää", {"a":"ä'), Buffer.from(bad), Buffer.from(`"},${TEXT}]`)]);
      const { entries } = await readAll('latin.json', file, believed);
      expect(entries.map(({ problem }) => problem?.reason ?? 'verified')).toEqual(['entry-shape', 'entry-json', 'verified']);
      expect(entries[1]?.problem?.facts).toEqual({ why: 'utf-8', offset: 17 });
    }
  });

  it('with a sequence that the end of the entry cuts says where it begins', async () => {
    const file = Buffer.concat([Buffer.from('["a'), Buffer.from([0xe8, 0xa9]), Buffer.from(`",${TEXT}]`)]);
    expect((await readAll('cut.json', file, believed)).entries[0]?.problem?.facts).toEqual({ why: 'utf-8', offset: 3 });
  });
});

it('a byte order mark, as editors write it, changes nothing', async () => {
  expect(await errorOf(blob(Uint8Array.of(0xef, 0xbb, 0xbf, ...fileOf(ENTRY))))).toEqual({ code: 'accepted', facts: {} });
});

it('a bad entry does not hurt its neighbours', async () => {
  const { entries, table } = await readAll('mixed.json', fileOf(ENTRY, 1, null, {}, { ...ENTRY, signature: '' }, ENTRY), believed);
  expect(entries.map(({ problem }) => problem?.reason ?? 'verified')).toEqual([
    'verified',
    'entry-shape',
    'entry-shape',
    'entry-shape',
    'entry-signature',
    'verified',
  ]);
  expect(table.figures).toMatchObject({ verified: 2, failed: 4, withoutCertificates: 0 });
  expect(table.indicesOf('0123000000c0ffee01')).toEqual([0, 4, 5]);
});

it('raw texts are the very characters of the file', async () => {
  const text = `[\n ${JSON.stringify(ENTRY, null, 1)} ,\t${TEXT},"試\\u0061"]`;
  const { entries } = await readAll('spaces.json', Buffer.from(text), believed);
  expect(entries.map(({ rawText }) => rawText)).toEqual([JSON.stringify(ENTRY, null, 1), TEXT, '"試\\u0061"']);
});

describe('progress and cancelling', () => {
  const many = blob(fileOf(...Array.from({ length: 400 }, () => ENTRY)));

  it('progress never goes back and ends with everything', async () => {
    const told: ReadProgress[] = [];
    await readManifest('many.json', many, { believed, onProgress: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(3);
    for (const [index, { doneBytes, doneEntries, totalBytes }] of told.entries()) {
      expect(totalBytes).toBe(many.size);
      expect(doneBytes).toBeGreaterThanOrEqual(told[index - 1]?.doneBytes ?? 1);
      expect(doneEntries).toBeGreaterThanOrEqual(told[index - 1]?.doneEntries ?? 1);
    }
    expect(told.at(-1)).toEqual({ doneBytes: many.size, totalBytes: many.size, doneEntries: 400 });
  });

  it('a reading that is cancelled in the middle ends with the reason and tells nothing more', async () => {
    const cancel = new AbortController();
    const told: number[] = [];
    const reading = readManifest('many.json', many, {
      believed,
      signal: cancel.signal,
      onProgress: ({ doneEntries }) => {
        told.push(doneEntries);
        cancel.abort(new Error('enough'));
      },
    });
    await expect(reading).rejects.toThrow('enough');
    expect(told).toHaveLength(1);
  });

  it('a reading that waits for a verifier that never answers can be cancelled', async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(new Error('enough')), 20);
    const reading = readManifest('many.json', many, { believed, signal: cancel.signal, verify: () => new Promise(() => undefined) });
    await expect(reading).rejects.toThrow('enough');
  });

  it('one that was cancelled before begins with nothing', async () => {
    const source = { size: 10, stream: () => expect.unreachable() } as unknown as Blob;
    await expect(readManifest('x.json', source, { believed, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

it('a pinned signer that is added again as one’s own keeps its origin, in whatever order', async () => {
  for (const signers of [
    [signer.signer, { ...signer.signer, origin: 'own' as const }],
    [{ ...signer.signer, origin: 'own' as const }, signer.signer],
  ]) {
    const { table } = await readAll('m.json', fileOf(ENTRY), { ...believed, signers });
    expect(table.figures.signers).toMatchObject([{ signer: { origin: 'microchip' }, entries: 1 }]);
  }
});
