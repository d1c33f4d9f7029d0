/** What leaves the page: plans, PEM, CSV, bulk JSON, manifests, with entries that hold and entries that would like to do harm. */
import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { planExport, readManifest, writeExport, type ManifestEntry } from '../../../src/trust/index.ts';
import { csvCell } from '../../../src/trust/export/csv.ts';
import { certificatePath } from '../../../src/trust/export/pem-files.ts';
import { isRegistrationId } from '../../../src/trust/export/plan.ts';
import { zipChunks } from '../../../src/trust/export/zip.ts';
import { payloadOf } from './authority.ts';
import { authority, bareEntry, bytesOf, chip, entry, legacyChip, options, read, strangeEntry, textOf, unzipped } from './export-data.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const why = (entries: readonly ManifestEntry[], format: Parameters<typeof planExport>[1]): readonly string[] =>
  planExport(entries, format, 'leave-out').leftOut.map(({ reason, entry: { index } }) => `${index} ${reason}`);

it('takes verified entries with certificates only, and says why each other one stays out', async () => {
  const { entries } = await read(entry(chip(1)), strangeEntry(chip(2)), bareEntry(chip(3)), entry(legacyChip(4)), entry(chip(1)), 'no entry');
  expect(why(entries, 'pem')).toEqual(['1 unverified', '2 no-certificate', '4 repeated', '5 unverified']);
  expect(why(entries, 'dps-bulk')).toEqual(['1 unverified', '2 no-certificate', '3 registration-id', '4 repeated', '5 unverified']);
  expect(why(entries, 'azure-cli')).toEqual(why(entries, 'dps-bulk'));
  expect(why(entries, 'csv')).toEqual(['1 unverified', '5 unverified']);
});

it('leaves unverified entries out of certificates and scripts whatever is asked for', async () => {
  const { entries } = await read(entry(chip(1)), strangeEntry(chip(2)));
  for (const format of ['pem', 'pem-chain', 'azure-cli', 'dps-bulk'] as const) expect(planExport(entries, format, 'include').entries).toHaveLength(1);
  for (const format of ['csv', 'manifest'] as const) expect(planExport(entries, format, 'include').entries).toHaveLength(2);
});

it('takes neither of two certificates for one chip', async () => {
  const other = { ...chip(7), device: authority.device(chip(8).key, `sn${chip(7).serialNumber.toUpperCase()}`, null), key: chip(8).key };
  const { entries } = await read(entry(chip(7)), entry(other), entry(chip(9)));
  expect(entries.map(({ problem }) => problem)).toEqual([null, null, null]);
  expect(why(entries, 'pem')).toEqual(['0 disagree', '1 disagree']);
});

it('leaves demo chips out of what goes to Azure', async () => {
  const demo = entry(chip(1));
  const { entries } = await readManifest('demo.json', new TextEncoder().encode(JSON.stringify([demo])), {
    anchors: [{ ...authority.anchor, origin: 'demo' }],
    signers: options.signers,
  });
  expect(why(entries, 'azure-cli')).toEqual(['0 demo']);
  expect(why(entries, 'pem')).toEqual([]);
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
  const { entries } = await read(entry(chip(1)), entry(chip(2)));
  const files = writeExport(planExport(entries, 'pem', 'leave-out'), NOW);
  expect(files.map(({ name, entries: held }) => [name, held])).toEqual([['touchstone-certs.zip', 2]]);
  const pem = await unzipped(files[0]);
  expect([...pem.keys()]).toEqual(['certs/012300000000000101.pem', 'certs/012300000000000201.pem']);
  const certificate = new X509Certificate(pem.get('certs/012300000000000101.pem') ?? '');
  expect(certificate.subject).toContain('CN=sn012300000000000101');
  expect(certificate.raw.equals(chip(1).device)).toBe(true);
});

it('writes leaf before signer in a chain', async () => {
  const { entries } = await read(entry(chip(1)));
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
  const { entries } = await read(entry(chip(1), { partNumber: '=cmd|x' }), bareEntry(chip(2)), strangeEntry(chip(3)));
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
  const { entries } = await read(...Array.from({ length: 21 }, (_, index) => entry(chip(index + 1))));
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
  const { entries } = await read(entry(chip(1)), entry(legacyChip(2)));
  const files = await unzipped(writeExport(planExport(entries, 'dps-bulk', 'leave-out'), NOW)[0]);
  expect(files.get('left-out.txt')).toBe(
    '012300000000000201 "012300000000000201 ATECC": the common name has characters that DPS does not list for registration ids\n',
  );
});

it('writes a smaller manifest whose entries are the same characters and verify the same', async () => {
  const made = await read(entry(chip(1)), bareEntry(chip(2)), strangeEntry(chip(3)), { ...entry(chip(4)), signature: 'AA' });
  const [file] = writeExport(planExport(made.entries.slice(1), 'manifest', 'include'), NOW);
  const again = await readManifest('again.json', await bytesOf(file), options);
  expect(again.entries.map(({ rawText }) => rawText)).toEqual(made.entries.slice(1).map(({ rawText }) => rawText));
  expect(again.entries.map(({ problem }) => problem)).toEqual(made.entries.slice(1).map(({ problem }) => problem));
  expect(file?.name).toBe('touchstone-manifest.json');
});

it('writes nothing odd for nothing', async () => {
  expect(await textOf(writeExport(planExport([], 'manifest', 'leave-out'), NOW)[0])).toBe('[]\n');
  expect((await unzipped(writeExport(planExport([], 'pem', 'leave-out'), NOW)[0])).size).toBe(0);
});

it('splits a manifest that would be too large to be read again', async () => {
  const { entries } = await read(entry(chip(1)));
  const large = Array.from({ length: 3 }, (_, index) => ({ ...(entries[0] as ManifestEntry), rawText: `"${String(index)}${'x'.repeat(12 * 1024 * 1024)}"` }));
  expect(writeExport(planExport(large, 'manifest', 'leave-out'), NOW).map(({ name, entries: held }) => `${name} ${held}`)).toEqual([
    'touchstone-manifest-1-of-3.json 1',
    'touchstone-manifest-2-of-3.json 1',
    'touchstone-manifest-3-of-3.json 1',
  ]);
});

it('splits archives that a plain zip cannot hold', async () => {
  const { entries } = await read(entry(chip(1)));
  const many = Array.from({ length: 50_001 }, (_, index) => ({ ...(entries[0] as ManifestEntry), uniqueId: index.toString(16).padStart(18, '0') }));
  expect(writeExport(planExport(many, 'pem', 'leave-out'), NOW).map(({ name, entries: held }) => `${name} ${held}`)).toEqual([
    'touchstone-certs-1-of-2.zip 50000',
    'touchstone-certs-2-of-2.zip 1',
  ]);
});

it('has payloads of the length of real ones', () => {
  expect(JSON.stringify(payloadOf(chip(1))).length).toBeGreaterThan(1500);
});
