/** Files that are no manifests, and files made to hurt the reader. */
import { describe, expect, it } from 'vitest';
import { isTouchstoneError } from '../../src/base/index.ts';
import { MANIFEST_MAX_BYTES, readManifest } from '../../src/trust/index.ts';
import { TestAuthority, entryOf, fileOf, payloadOf, testChip, testManifestSigner } from '../unit/trust/authority.ts';

const authority = new TestAuthority('evil file');
const signer = testManifestSigner('evil file');
const OPTIONS = { signers: [signer.signer], anchors: [authority.anchor] };
const ENTRY = entryOf(payloadOf(testChip(authority)), signer);
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

async function errorOf(file: Uint8Array): Promise<{ readonly code: string; readonly facts: Readonly<Record<string, unknown>> }> {
  try {
    await readManifest('evil.json', file, OPTIONS);
  } catch (error) {
    if (isTouchstoneError(error)) return { code: error.code, facts: error.facts };
    throw error;
  }
  return { code: 'accepted', facts: {} };
}

describe('files that are no manifests', () => {
  it.each([
    ['an empty file', '', 'manifest-json', { why: 'end', line: 1, column: 1 }],
    ['white space', ' \n', 'manifest-json', { why: 'end', line: 2 }],
    ['a zip archive', 'PK\u0003\u0004', 'manifest-json', { why: 'character', offset: 0 }],
    ['a page that says log in', '<!doctype html>', 'manifest-json', { why: 'character', offset: 0 }],
    ['one entry without a list', JSON.stringify(ENTRY), 'manifest-shape', {}],
    ['a text', '"manifest"', 'manifest-shape', {}],
    ['null', 'null', 'manifest-shape', {}],
    ['an empty list', '[]', 'manifest-empty', {}],
    ['a comma too many', `[${JSON.stringify(ENTRY)},]`, 'manifest-json', { why: 'character' }],
    ['two lists', `[${JSON.stringify(ENTRY)}] []`, 'manifest-json', { why: 'trailing' }],
    ['a member twice', `[{"payload":"a",${JSON.stringify(ENTRY).slice(1)}]`, 'manifest-json', { why: 'duplicate', line: 1 }],
    ['a member twice, one escaped', `[{"p\\u0061yload":"a",${JSON.stringify(ENTRY).slice(1)}]`, 'manifest-json', { why: 'duplicate' }],
    ['deep nesting', '['.repeat(100_000), 'manifest-json', { why: 'depth' }],
    ['nesting in an entry', `[{"header":${'{"a":'.repeat(50)}1${'}'.repeat(50)}}]`, 'manifest-json', { why: 'depth' }],
    ['a NUL behind the list', `[${JSON.stringify(ENTRY)}]\u0000`, 'manifest-json', { why: 'trailing' }],
  ])('%s is refused and told apart', async (_, text, code, facts) => {
    const error = await errorOf(bytes(text));
    expect(error.code).toBe(code);
    expect(error.facts).toMatchObject({ fileName: 'evil.json', ...facts });
  });

  it('bytes that are no UTF-8 are refused', async () => {
    expect(await errorOf(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d))).toEqual({ code: 'manifest-json', facts: { fileName: 'evil.json', why: 'utf-8' } });
    expect((await errorOf(new Uint8Array(Buffer.from(`[${JSON.stringify(ENTRY)}]`, 'utf16le')))).code).toBe('manifest-json');
  });

  it('a file that is too large is refused before it is read', async () => {
    expect(await errorOf(new Uint8Array(MANIFEST_MAX_BYTES + 1))).toMatchObject({ code: 'manifest-size', facts: { limitBytes: 64 * 1024 * 1024 } });
  });

  it('every truncation of a manifest is refused', async () => {
    const file = fileOf(ENTRY, ENTRY);
    for (let length = 0; length < file.length; length += 13) expect((await errorOf(file.subarray(0, length))).code).toBe('manifest-json');
    expect((await errorOf(file.subarray(0, file.length - 1))).code).toBe('manifest-json');
  });
});

it('a byte order mark, as editors write it, changes nothing', async () => {
  expect(await errorOf(Uint8Array.of(0xef, 0xbb, 0xbf, ...fileOf(ENTRY)))).toEqual({ code: 'accepted', facts: {} });
});

it('a bad entry does not hurt its neighbours', async () => {
  const manifest = await readManifest('mixed.json', fileOf(ENTRY, 1, null, {}, { ...ENTRY, signature: '' }, ENTRY), OPTIONS);
  expect(manifest.entries.map(({ problem }) => problem?.reason ?? 'verified')).toEqual([
    'verified',
    'entry-shape',
    'entry-shape',
    'entry-shape',
    'entry-signature',
    'verified',
  ]);
  expect(manifest).toMatchObject({ verified: 2, failed: 4, withoutCertificates: 0 });
  expect(manifest.byUniqueId.get('0123000000c0ffee01')).toEqual([0, 4, 5]);
});

it('raw texts are the very characters of the file', async () => {
  const text = `[\n ${JSON.stringify(ENTRY, null, 1)} ,\t${JSON.stringify(ENTRY)}]`;
  const { entries } = await readManifest('spaces.json', bytes(text), OPTIONS);
  expect(entries.map(({ rawText }) => rawText)).toEqual([JSON.stringify(ENTRY, null, 1), JSON.stringify(ENTRY)]);
});

it('progress is told, ends with everything, and the reading can be cancelled', async () => {
  const file = fileOf(...Array.from({ length: 150 }, () => ENTRY));
  const told: number[] = [];
  await readManifest('many.json', file, { ...OPTIONS, onProgress: (done, total) => told.push(done, total) });
  expect(told).toEqual([64, 150, 128, 150, 150, 150]);
  const cancel = new AbortController();
  const cancelled = readManifest('many.json', file, {
    ...OPTIONS,
    signal: cancel.signal,
    onProgress: () => {
      cancel.abort(new Error('enough'));
    },
  });
  await expect(cancelled).rejects.toThrow('enough');
});

it('a pinned signer that is added again as one’s own keeps its origin, in whatever order', async () => {
  for (const signers of [
    [signer.signer, { ...signer.signer, origin: 'own' as const }],
    [{ ...signer.signer, origin: 'own' as const }, signer.signer],
  ]) {
    expect((await readManifest('m.json', fileOf(ENTRY), { ...OPTIONS, signers })).signers[0]?.origin).toBe('microchip');
  }
});
