/** What a file's table says without loading an entry: search, verdicts, figures, limits. */
import { describe, expect, it } from 'vitest';
import { EntryTable, readManifest, type ManifestFile } from '../../../src/trust/index.ts';
import { MAX_DISTINCT } from '../../../src/trust/manifest/columns.ts';
import { TestAuthority, entryOf, fileOf, payloadOf, testChip, testManifestSigner } from './authority.ts';
import { authority, bareEntry, by, chip, entry, legacyChip, manyOf, options, read, strangeEntry } from './export-data.ts';
import { readAll } from './read-all.ts';

/** Milliseconds of this process's own time, so that neighbours on the machine do not count. */
function spentMs(work: () => void): number {
  work();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const serials = (file: ManifestFile, needle: string): readonly (string | null)[] => Array.from(file.table.find(needle), (index) => file.table.uniqueId(index));

describe('a search', async () => {
  const file = await read(entry(chip(0xabcdef)), 'no entry', entry(chip(0x123)), entry(chip(0x23)));

  it('finds every part of a serial number, at whatever digit it begins, as a search in texts does', () => {
    const all = Array.from({ length: file.table.count }, (_, index) => file.table.uniqueId(index));
    for (const serial of all.filter((text) => text !== null)) {
      for (let from = 0; from < serial.length; from++) {
        for (let to = from + 1; to <= serial.length; to++) {
          const needle = serial.slice(from, to);
          expect(serials(file, needle)).toEqual(all.filter((text) => text?.includes(needle) === true));
        }
      }
    }
  });

  it('finds all entries for nothing, and nothing for what no serial number holds', () => {
    expect(Array.from(file.table.find(''))).toEqual([0, 1, 2, 3]);
    for (const needle of ['f'.repeat(18), '0'.repeat(19), 'xyz', ' ', '-', '0x', 'é', 'ffff']) expect(Array.from(file.table.find(needle))).toEqual([]);
  });

  it('does not find zeros in an entry without a serial number', () => {
    expect(Array.from(file.table.find('00'))).toEqual([0, 2, 3]);
    expect(file.table.indicesOf('0'.repeat(18))).toEqual([]);
  });

  it('finds whole serial numbers in any case, and no part of one', () => {
    expect(file.table.indicesOf('012300000000012301')).toEqual([2]);
    expect(file.table.indicesOf('0123000000ABCDEF01')).toEqual([0]);
    for (const part of ['', '0123', '01230000000001230', '0123000000000123011', 'x'.repeat(18)]) expect(file.table.indicesOf(part)).toEqual([]);
  });

  it('looks through 100,000 entries while a key is pressed', () => {
    const { table } = manyOf(file, 100_000);
    expect(Array.from(table.find('0000018690'))).toEqual([0x1869, 0x18690]); // the first one goes on with 01
    expect(Array.from(table.find('00001869f'))).toEqual([0x1869f]);
    for (const needle of ['', '0123', '869f', '9f0', '1869f01', 'ffffffff']) {
      const ms = spentMs(() => table.find(needle));
      console.log(`find ${JSON.stringify(needle)} in 100,000 entries: ${ms.toFixed(1)} ms`);
      expect(ms).toBeLessThan(50); // 10 on a machine that does nothing else
    }
    const ms = spentMs(() => table.indicesOf('01230000000018690'.padEnd(18, '1')));
    console.log(`indicesOf in 100,000 entries: ${ms.toFixed(1)} ms`);
    expect(ms).toBeLessThan(25); // 5
  });
});

describe('a row', () => {
  it('says what a list shows, without the entry', async () => {
    const { table } = await read(entry(chip(1)), bareEntry(chip(2)), strangeEntry(chip(3)), { ...entry(chip(4)), signature: 'AA' });
    expect([0, 1, 2, 3].map((index) => table.verdict(index))).toEqual(['verified', 'no-certificate', 'unverified', 'unverified']);
    expect(table.summary(3)).toEqual({
      index: 3,
      uniqueId: '012300000000000401',
      partNumber: null,
      verdict: 'unverified',
      reason: 'entry-signature',
      facts: { bytes: 1 },
      demo: false,
    });
    expect(table.summary(2)).toMatchObject({ reason: 'unknown-signer', facts: { kid: expect.any(String) as string } });
    expect([0, 1, 2].map((index) => table.commonName(index))).toEqual(['sn012300000000000101', null, 'sn012300000000000301']);
  });

  it('has the common name as it is written, whatever it is', async () => {
    const names = [
      '012300000000000101 ATECC',
      '012300000000000101',
      'x012300000000000101y',
      `${'a'.repeat(40)}012300000000000101`,
      '012300000000000101012300000000000101',
    ];
    const { table } = await read(...names.map((name) => entry(legacyChip(1, name))));
    expect(names.map((_, index) => table.commonName(index))).toEqual(names);
  });

  it('takes 45 bytes', async () => {
    const { columns } = manyOf(await read(entry(chip(1))), 1000).table;
    const bytes = Object.values(columns).reduce((sum, column: unknown) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0), 0);
    expect(bytes).toBe(45 * 1000);
  });

  it('survives being stored: a table from copied columns says the same', async () => {
    const { table } = await read(entry(chip(1)), strangeEntry(chip(3)));
    const again = EntryTable.from(structuredClone(table.columns));
    expect([0, 1].map((index) => again.summary(index))).toEqual([0, 1].map((index) => table.summary(index)));
    expect(again.figures).toEqual(table.figures);
  });
});

describe('figures', () => {
  const second = testManifestSigner('export second', 'own');
  const signers = [by.signer, second.signer];

  it('count entries, signers, part numbers, models and versions, most first', async () => {
    const of = (number: number, more: object, signer = by): object => entryOf({ ...payloadOf(chip(number)), ...more }, signer);
    const { table } = await readAll(
      'figures.json',
      fileOf(
        of(1, { partNumber: 'B', provisioningTimestamp: '2025-11-01T10:00:00+02:00' }),
        of(2, { partNumber: 'A', provisioningTimestamp: '2025-11-01T09:30:00Z' }, second),
        of(3, { partNumber: 'A', version: 3, provisioningTimestamp: '2025-11-01T09:30:00.000Z' }, second),
        of(4, { partNumber: 'A', version: 2, publicKeySet: undefined, model: 'X', provisioningTimestamp: undefined }, second),
        strangeEntry(chip(5)),
        'no entry',
      ),
      { ...options, signers },
    );
    expect(table.figures).toEqual({
      entries: 6,
      verified: 4,
      failed: 2,
      withoutCertificates: 1,
      demo: false,
      demoEntries: 0,
      signers: [
        { signer: by.signer, entries: 1 },
        { signer: second.signer, entries: 3 },
      ],
      partNumbers: [
        { name: 'A', entries: 3 },
        { name: 'B', entries: 1 },
      ],
      models: [
        { name: 'ATECC608B', entries: 3 },
        { name: 'X', entries: 1 },
      ],
      versions: [
        { name: '1', entries: 2 },
        { name: '2', entries: 1 },
        { name: '3', entries: 1 },
      ],
      firstProvisioned: '2025-11-01T10:00:00+02:00',
      lastProvisioned: '2025-11-01T09:30:00.000Z',
    });
  });

  it('take no time, no part and no signer from an entry whose signature does not hold', async () => {
    const good = entry(chip(1));
    const forged = { ...entryOf({ ...payloadOf(chip(2)), partNumber: 'F', provisioningTimestamp: '1999-01-01T00:00:00Z' }, by), signature: 'A'.repeat(86) };
    const { table } = await read(good, forged, { ...forged, signature: (good as { signature: string }).signature });
    expect(table.figures).toMatchObject({
      signers: [{ signer: { name: by.signer.name }, entries: 1 }],
      partNumbers: [{ name: 'ATECC608B-TEST', entries: 1 }],
      firstProvisioned: '2025-11-01T08:00:00.000Z',
    });
  });

  it('know demo entries by their signer or by their root', async () => {
    const demoAuthority = new TestAuthority('export demo', { organization: 'Demo Authority', origin: 'demo' });
    const demoSigner = testManifestSigner('export demo', 'demo');
    const demoChip = testChip(demoAuthority, '0123de4d0000000001', 'export demo chip');
    const believed = { anchors: [authority.anchor, demoAuthority.anchor], signers: [by.signer, demoSigner.signer] };
    const file = fileOf(entry(chip(1)), entryOf(payloadOf(chip(2)), demoSigner), entryOf(payloadOf(demoChip), by), entryOf(payloadOf(demoChip), demoSigner));
    const { table } = await readAll('demo.json', file, believed);
    expect([0, 1, 2, 3].map((index) => table.isDemo(index))).toEqual([false, true, true, true]);
    expect(table.figures).toMatchObject({ verified: 4, demo: true, demoEntries: 3 });
  });

  it('name at most 64 and count the rest together', async () => {
    const { table } = await read(...Array.from({ length: 70 }, (_, index) => bareEntry(chip(1), { partNumber: `P${index % 69}` })));
    expect(table.figures.partNumbers).toHaveLength(65);
    expect(table.figures.partNumbers[0]).toEqual({ name: 'P0', entries: 2 });
    expect(table.figures.partNumbers.at(-1)).toEqual({ name: '', entries: 5 });
  });
});

describe('a file made to fill the tables', () => {
  it('keeps the reason of every problem, and the facts of the first few thousand', async () => {
    const count = MAX_DISTINCT + 50;
    const entries = Array.from({ length: count }, (_, index) => `{"payload":${' '.repeat(index % 7)}x}`);
    const { table } = await readAllQuietly(`[${entries.join(',')}]`);
    expect(table.figures.failed).toBe(count);
    expect(table.summary(MAX_DISTINCT - 1)).toMatchObject({ reason: 'entry-json', facts: { why: 'character' } });
    expect(table.summary(count - 1)).toMatchObject({ reason: 'entry-json', facts: {} });
    expect(table.columns.problemTable).toHaveLength(MAX_DISTINCT + 1);
  });

  it('cuts long texts', async () => {
    const { table } = await read(bareEntry(chip(1), { partNumber: 'p'.repeat(128) }));
    expect(table.summary(0).partNumber).toHaveLength(128);
    const long = await readManifest('long.json', new Blob([fileOf(bareEntry(chip(1), { partNumber: 'p'.repeat(5000) })).slice()]), { believed: options });
    expect(long.table.summary(0)).toMatchObject({ verdict: 'no-certificate', partNumber: 'p'.repeat(128) });
  });
});

async function readAllQuietly(text: string): Promise<ManifestFile> {
  return await readManifest('many.json', new Blob([text]), { believed: options });
}
