/** What leaves the page: plans, PEM, CSV, bulk JSON, manifests, with entries that hold and entries that would like to do harm. */
import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { planExport, writeExport, type EntryRef } from '../../../src/trust/index.ts';
import { csvCell } from '../../../src/formats/csv.ts';
import { certificatePath } from '../../../src/trust/export/certificate-path.ts';
import { zipChunks } from '../../../src/trust/export/zip.ts';
import { isRegistrationId } from '../../../src/trust/manifest/row-writer.ts';
import { payloadOf } from './authority.ts';
import { authority, bareEntry, bytesOf, chip, entry, legacyChip, manyOf, options, read, refs, strangeEntry, textOf, unzipped } from './export-data.ts';
import { readAll } from './read-all.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const why = (entries: readonly EntryRef[], format: Parameters<typeof planExport>[1], unverified: 'leave-out' | 'include' = 'leave-out'): readonly string[] =>
  planExport(entries, format, unverified)
    .leftOut.flatMap(({ reason, entries: left }) => Array.from(left, ({ index }) => `${index} ${reason}`))
    .sort();

it('takes verified entries with certificates only, and says why each other one stays out', async () => {
  const entries = refs(await read(entry(chip(1)), strangeEntry(chip(2)), bareEntry(chip(3)), entry(legacyChip(4)), entry(chip(1)), 'no entry'));
  expect(why(entries, 'pem')).toEqual(['1 unverified', '2 no-certificate', '4 repeated', '5 unverified']);
  expect(why(entries, 'dps-bulk')).toEqual(['1 unverified', '2 no-certificate', '3 registration-id', '4 repeated', '5 unverified']);
  expect(why(entries, 'azure-cli')).toEqual(why(entries, 'dps-bulk'));
  expect(why(entries, 'csv')).toEqual(['1 unverified', '5 unverified']);
});

it('takes the same entry once, in whatever spaces it stands', async () => {
  const same = entry(chip(1));
  const [one, two] = [await read(same, bareEntry(chip(2)), same), await readAll('b.json', new TextEncoder().encode(JSON.stringify([same])), options)];
  for (const format of ['csv', 'manifest', 'pem'] as const)
    expect(why([...refs(one), ...refs(two)], format).filter((line) => line.endsWith('repeated'))).toEqual(['0 repeated', '2 repeated']);
});

it('counts what goes in and what stays out, with examples by name', async () => {
  const file = await read(entry(chip(1)), strangeEntry(chip(2)), ...[4, 5, 6, 7].map((number) => entry(legacyChip(number))));
  const plan = planExport(refs(file), 'azure-cli', 'include');
  expect(plan).toMatchObject({ taken: 2, demo: 0, unverified: 1 });
  expect(plan.leftOut).toMatchObject([
    { reason: 'registration-id', count: 4, examples: ['012300000000000401 ATECC', '012300000000000501 ATECC', '012300000000000601 ATECC'] },
  ]);
});

it('takes unverified entries in every format when the person insists, and says so in the name of the file', async () => {
  const entries = refs(await read(entry(chip(1)), strangeEntry(chip(2)), { ...bareEntry(chip(3)), signature: 'AA' }, { ...entry(chip(4)), signature: 'AA' }));
  for (const format of ['pem', 'pem-chain', 'azure-cli', 'dps-bulk'] as const) {
    expect(planExport(entries, format, 'include')).toMatchObject({ taken: 3, unverified: 2 });
    expect(why(entries, format, 'include')).toEqual(['2 no-certificate']);
    expect(writeExport(planExport(entries, format, 'include'), NOW)[0]?.name).toMatch(/-unverified\.zip$/);
    expect(writeExport(planExport(entries, format, 'leave-out'), NOW)[0]?.name).not.toContain('unverified');
  }
  for (const format of ['csv', 'manifest'] as const) {
    expect(planExport(entries, format, 'include')).toMatchObject({ taken: 4, unverified: 3 });
    expect(writeExport(planExport(entries, format, 'include'), NOW)[0]?.name).toMatch(/-unverified\.(csv|json)$/);
  }
});

it('lists in the archive which certificates are not verified', async () => {
  const entries = refs(await read(entry(chip(1)), strangeEntry(chip(2))));
  const line = '012300000000000201 "sn012300000000000201": not verified (unknown-signer)\n';
  for (const format of ['pem', 'pem-chain', 'dps-bulk'] as const) {
    const files = await unzipped(writeExport(planExport(entries, format, 'include'), NOW)[0]);
    expect(files.get('unverified.txt')).toBe(line);
  }
  const pem = await unzipped(writeExport(planExport(entries, 'pem', 'include'), NOW)[0]);
  expect(new X509Certificate(pem.get('certs/012300000000000201.pem') ?? '').raw.equals(chip(2).device)).toBe(true);
});

const otherChip7 = { ...chip(7), device: authority.device(chip(8).key, `sn${chip(7).serialNumber.toUpperCase()}`, null), key: chip(8).key };

it('takes neither of two certificates for one chip', async () => {
  const entries = refs(await read(entry(chip(7)), entry(otherChip7), entry(chip(9))));
  expect(why(entries, 'pem')).toEqual(['0 disagree', '1 disagree']);
});

it('believes a verified entry before one that is not, wherever it stands', async () => {
  const verified = entry(chip(7));
  const entries = refs(await read(strangeEntry(chip(7)), strangeEntry(otherChip7), verified));
  expect(why(entries, 'pem', 'include')).toEqual(['0 repeated', '1 disagree']);
  expect(why(entries.slice(0, 2), 'pem', 'include')).toEqual(['0 disagree', '1 disagree']);
  expect(why([entries[0] as EntryRef, entries[0] as EntryRef], 'pem', 'include')).toEqual(['0 repeated']);
});

it('leaves demo chips out of what goes to Azure, whoever insists', async () => {
  const file = await readAll('demo.json', new TextEncoder().encode(JSON.stringify([entry(chip(1))])), {
    anchors: [{ ...authority.anchor, origin: 'demo' }],
    signers: options.signers,
  });
  expect(why(refs(file), 'azure-cli', 'include')).toEqual(['0 demo']);
  expect(why(refs(file), 'pem')).toEqual([]);
  expect(planExport(refs(file), 'pem', 'leave-out').demo).toBe(1);
});

it('keeps out of a manifest what would make it unreadable', async () => {
  const good = entry(chip(1));
  const text = `[${JSON.stringify(good)},{"a":1,"a":2},{"long":"${'x'.repeat(70_000)}"},7]`;
  const file = await readAll('broken.json', new TextEncoder().encode(text), options);
  expect(why(refs(file), 'manifest', 'include')).toEqual(['1 unreadable', '2 unreadable']);
  expect(why(refs(file), 'csv', 'include')).toEqual([]);
  const written = await textOf(writeExport(planExport(refs(file), 'manifest', 'include'), NOW)[0]);
  expect(JSON.parse(written)).toEqual([good, 7]);
});

it.each([
  ['sn0123F2408EA1FCF201', true],
  ['a', true],
  ['a:b.c_d-e', true],
  ['0123F2408EA1FCF201 ATECC', false],
  ['', false],
  ['-a', false],
  ['a.', false],
  ["a'b", false],
  ['a$(id)', false],
  ['a`id`', false],
  ['a\nb', false],
  ['a\n', false],
  ['ä', false],
  ['a'.repeat(129), false],
])('knows whether DPS lists every character of %j', (name, right) => {
  expect(isRegistrationId(name)).toBe(right);
});

it('writes one PEM file a chip, which another reader reads as the same certificate', async () => {
  const entries = refs(await read(entry(chip(1)), entry(chip(2))));
  const files = writeExport(planExport(entries, 'pem', 'leave-out'), NOW);
  expect(files.map(({ name, entries: held }) => [name, held])).toEqual([['touchstone-certs.zip', 2]]);
  const pem = await unzipped(files[0]);
  expect([...pem.keys()]).toEqual(['certs/012300000000000101.pem', 'certs/012300000000000201.pem']);
  const certificate = new X509Certificate(pem.get('certs/012300000000000101.pem') ?? '');
  expect(certificate.subject).toContain('CN=sn012300000000000101');
  expect(certificate.raw.equals(chip(1).device)).toBe(true);
});

it('writes leaf before signer in a chain', async () => {
  const entries = refs(await read(entry(chip(1))));
  const pem = (await unzipped(writeExport(planExport(entries, 'pem-chain', 'leave-out'), NOW)[0])).get('certs/012300000000000101.pem') ?? '';
  const [leaf, signer] = pem.split(/(?<=-----END CERTIFICATE-----\n)/).map((block) => new X509Certificate(block));
  expect(leaf?.raw.equals(chip(1).device)).toBe(true);
  expect(signer?.raw.equals(authority.signer)).toBe(true);
  expect(leaf?.verify((signer as X509Certificate).publicKey)).toBe(true);
});

it.each(['../../x', '0123F2408EA1FCF201', '0123f2408ea1fcf20', '0123f2408ea1fcf201/..', '', 'con', '0123f2408ea1fcf201\n'])(
  'refuses to name a file %j',
  (name) => {
    expect(() => certificatePath(name)).toThrow('export-unique-id');
  },
);

it.each(['../a.pem', '/a.pem', 'a\\b.pem', 'certs/../a.pem', 'C:a.pem', '.bashrc', 'a.pem\0', 'certs/.pem'])('refuses %j in an archive', async (name) => {
  await expect(async () => {
    for await (const chunk of zipChunks([{ name, text: '' }], NOW)) expect(chunk).toBeNull();
  }).rejects.toThrow('export-name');
});

it('writes an archive in pieces when it is large', async () => {
  const noise = (seed: number): string => Array.from({ length: 5000 }, (_, index) => ((seed * 7919 + index * 104_729) % 1_000_003).toString(36)).join('');
  let pieces = 0;
  for await (const piece of zipChunks(
    Array.from({ length: 200 }, (_, index) => ({ name: `certs/${index}.pem`, text: noise(index) })),
    NOW,
  )) {
    pieces++;
    expect(piece.length).toBeLessThan(400 * 1024);
  }
  expect(pieces).toBeGreaterThan(3);
});

it.each([
  ['=cmd|calc', "'=cmd|calc"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['sn0123', 'sn0123'],
  ['', ''],
])('writes the cell %j as %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

it('writes a table with fingerprints as another reader computes them, and blanks where nothing was believed', async () => {
  const entries = refs(await read(entry(chip(1), { partNumber: '=cmd|x' }), bareEntry(chip(2)), strangeEntry(chip(3))));
  const certificate = new X509Certificate(chip(1).device);
  const csv = await textOf(writeExport(planExport(entries, 'csv', 'include'), NOW)[0]);
  const lines = csv.split('\r\n');
  expect(lines[0]).toBe('serial,common_name,part_number,sha1,sha256,not_before,not_after,verdict');
  expect(lines[1]).toBe(
    [
      '012300000000000101',
      'sn012300000000000101',
      "'=cmd|x",
      certificate.fingerprint.replaceAll(':', ''),
      certificate.fingerprint256.replaceAll(':', ''),
      new Date(certificate.validFrom).toISOString().replace('.000', ''),
      new Date(certificate.validTo).toISOString().replace('.000', ''),
      'verified',
    ].join(','),
  );
  expect(lines[2]).toBe('012300000000000201,,ATECC608B-TEST,,,,,"verified, no certificate inside"');
  expect(lines[3]).toBe('012300000000000301,,,,,,,unverified: unknown-signer');
  expect(lines.slice(4)).toEqual(['']);
});

it('puts at most ten enrollments into one bulk request', async () => {
  const entries = refs(await read(...Array.from({ length: 21 }, (_, index) => entry(chip(index + 1)))));
  const files = await unzipped(writeExport(planExport(entries, 'dps-bulk', 'leave-out'), NOW)[0]);
  const bodies = [...files].map(([name, text]) => ({ name, body: JSON.parse(text) as { mode: string; enrollments: readonly Record<string, unknown>[] } }));
  expect(bodies.map(({ name, body }) => [name, body.mode, body.enrollments.length])).toEqual([
    ['dps-bulk/enrollments-00001.json', 'create', 10],
    ['dps-bulk/enrollments-00002.json', 'create', 10],
    ['dps-bulk/enrollments-00003.json', 'create', 1],
  ]);
  const [first] = bodies[0]?.body.enrollments ?? [];
  const { attestation, ...rest } = first ?? {};
  expect(rest).toEqual({ registrationId: 'sn012300000000000101', deviceId: 'sn012300000000000101', provisioningStatus: 'enabled' });
  const { type, x509 } = attestation as { type: string; x509: { clientCertificates: { primary: { certificate: string } } } };
  expect(type).toBe('x509');
  expect(new X509Certificate(x509.clientCertificates.primary.certificate).raw.equals(chip(1).device)).toBe(true);
});

it('lists in the archive which chips stay out of the bulk requests', async () => {
  const entries = refs(await read(entry(chip(1)), entry(legacyChip(2))));
  const files = await unzipped(writeExport(planExport(entries, 'dps-bulk', 'leave-out'), NOW)[0]);
  expect(files.get('left-out.txt')).toBe(
    '012300000000000201 "012300000000000201 ATECC": the common name has characters that DPS does not list for registration ids\n',
  );
});

it('writes a smaller manifest whose entries are the same characters and verify the same', async () => {
  const made = await read(entry(chip(1)), bareEntry(chip(2)), strangeEntry(chip(3)), { ...entry(chip(4)), signature: 'AA' });
  const [file] = writeExport(planExport(refs(made, 1), 'manifest', 'include'), NOW);
  const again = await readAll('again.json', await bytesOf(file), options);
  expect(again.entries.map(({ rawText }) => rawText)).toEqual(made.entries.slice(1).map(({ rawText }) => rawText));
  expect(again.entries.map(({ problem }) => problem)).toEqual(made.entries.slice(1).map(({ problem }) => problem));
  expect(file?.name).toBe('touchstone-manifest-unverified.json');
});

it('writes entries in the order in which they are asked for, from several files', async () => {
  const [one, two] = [refs(await read(entry(chip(1)), entry(chip(2)), entry(chip(3)))), refs(await read(entry(chip(4)), bareEntry(chip(5))))];
  const order = [one[2], two[1], one[0], one[1], two[0]] as EntryRef[];
  const written = JSON.parse(await textOf(writeExport(planExport(order, 'manifest', 'leave-out'), NOW)[0])) as readonly { header: { uniqueId: string } }[];
  expect(written.map(({ header }) => header.uniqueId.slice(14, 16))).toEqual(['03', '05', '01', '02', '04']);
  const csv = await textOf(writeExport(planExport(order, 'csv', 'leave-out'), NOW)[0]);
  expect(
    csv
      .split('\r\n')
      .map((line) => line.slice(14, 16))
      .slice(1),
  ).toEqual(['03', '05', '01', '02', '04', '']);
});

it('writes nothing odd for nothing', async () => {
  expect(await textOf(writeExport(planExport([], 'manifest', 'leave-out'), NOW)[0])).toBe('[]\n');
  expect((await unzipped(writeExport(planExport([], 'pem', 'leave-out'), NOW)[0])).size).toBe(0);
});

it('stops when an entry is no longer what it was when its file was read', async () => {
  const file = await read(entry(chip(1)), entry(chip(2)));
  const broken = new Uint8Array(await file.source.arrayBuffer());
  broken[(file.table.columns.starts[1] as number) + 300] = 0x2a;
  const changed = refs({ ...file, source: new Blob([broken]) });
  await expect(textOf(writeExport(planExport(changed, 'csv', 'leave-out'), NOW)[0])).rejects.toThrow('manifest-read');
  const gone = refs({ ...file, source: new Blob([]) });
  await expect(textOf(writeExport(planExport(gone, 'manifest', 'leave-out'), NOW)[0])).rejects.toThrow('manifest-read');
});

it('splits a manifest that other tools could not read as one text', async () => {
  const file = manyOf(await read(entry(chip(1))), 3);
  file.table.columns.lengths.fill(124_999_999);
  expect(writeExport(planExport(refs(file), 'manifest', 'leave-out'), NOW).map(({ name, entries: held }) => `${name} ${held}`)).toEqual([
    'touchstone-manifest-1-of-3.json 1',
    'touchstone-manifest-2-of-3.json 1',
    'touchstone-manifest-3-of-3.json 1',
  ]);
  file.table.columns.lengths.fill(124_999_998);
  expect(writeExport(planExport(refs(file), 'manifest', 'leave-out'), NOW).map(({ entries: held }) => held)).toEqual([2, 1]);
});

it('splits archives that a plain zip cannot hold, and doubts only the one with an unverified entry', async () => {
  const file = manyOf(await read(entry(chip(1))), 50_001);
  const names = (): readonly string[] => writeExport(planExport(refs(file), 'pem', 'include'), NOW).map(({ name, entries: held }) => `${name} ${held}`);
  expect(names()).toEqual(['touchstone-certs-1-of-2.zip 50000', 'touchstone-certs-2-of-2.zip 1']);
  file.table.columns.problems[50_000] = 1;
  expect(names()).toEqual(['touchstone-certs-1-of-2.zip 50000', 'touchstone-certs-2-of-2-unverified.zip 1']);
});

it('plans an export of 100,000 entries in a moment', async () => {
  const file = manyOf(await read(entry(chip(1))), 100_000);
  const all = refs(file);
  for (const format of ['pem', 'azure-cli', 'csv', 'manifest'] as const) {
    planExport(all, format, 'include');
    const startMs = performance.now();
    const plan = planExport(all, format, 'include');
    const elapsedMs = performance.now() - startMs;
    console.log(`plan of 100,000 entries as ${format}: ${elapsedMs.toFixed(1)} ms`);
    expect(plan.taken).toBe(100_000);
    expect(elapsedMs).toBeLessThan(250); // 50 on a machine that does nothing else
  }
});

it('has payloads of the length of real ones', () => {
  expect(JSON.stringify(payloadOf(chip(1))).length).toBeGreaterThan(1500);
});
