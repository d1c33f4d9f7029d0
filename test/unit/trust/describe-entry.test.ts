/** Entries and certificates in plain values, with Node's own reader as the second opinion, and with real manifests. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MICROCHIP_ANCHOR, MICROCHIP_MANIFEST_SIGNERS, describeEntry, planExport, writeExport, type EntryDescription } from '../../../src/trust/index.ts';
import { bareEntry, chip, entry, options, read, refs, strangeEntry, unzipped } from './export-data.ts';
import { readAll } from './read-all.ts';
import { hasRealData, realFile } from './real-data.ts';

const described = async (...entries: readonly unknown[]): Promise<readonly EntryDescription[]> =>
  Promise.all((await read(...entries)).entries.map(describeEntry));
const outcomes = ({ checks }: EntryDescription): string => checks.map(({ outcome }) => outcome[0]).join('');
const reasons = ({ checks }: EntryDescription): readonly string[] =>
  checks.flatMap(({ reason }) => (reason === undefined || reason === 'earlier-check' ? [] : [reason]));

it('describes a certificate as another reader reads it', async () => {
  const [made] = await described(entry(chip(1)));
  const other = new X509Certificate(chip(1).device);
  expect(made?.device).toMatchObject({
    subject: 'O=Test Authority, CN=sn012300000000000101',
    issuer: 'O=Test Authority, CN=Test Signer 7E57',
    serial: other.serialNumber.toLowerCase(),
    sha1: other.fingerprint.replaceAll(':', '').toLowerCase(),
    sha256: other.fingerprint256.replaceAll(':', '').toLowerCase(),
    alternativeNames: ['directory name serialNumber=eui48_0123456789AB'],
    isCa: false,
  });
  expect(made?.device?.issuerKeyIdentifier).toBe(made?.signer?.keyIdentifier);
  expect(made?.signer?.isCa).toBe(true);
});

it('says what a payload says', async () => {
  const [made] = await described(entry(chip(1)));
  expect(made?.facts).toEqual({
    version: 1,
    model: 'ATECC608B',
    partNumber: 'ATECC608B-TEST',
    groupId: 'TESTGROUP',
    provisioningTimestamp: '2025-11-01T08:00:00.000Z',
    manufacturer: 'Test Authority',
    provisioner: 'Test Authority',
    distributor: 'Test Authority',
    keySlots: ['0', '1'],
  });
});

it('passes every check of an entry that holds, each with its evidence', async () => {
  const [made] = await described(entry(chip(1)));
  expect(made === undefined ? '' : outcomes(made)).toBe('pppppppp');
  for (const check of made?.checks ?? []) expect(Object.keys(check.seen)).not.toEqual([]);
});

it('fails one check, and measures nothing after it', async () => {
  const whole = entry(chip(1)) as { header: object; signature: string };
  const made = await described('x', strangeEntry(chip(2)), { ...whole, signature: 'AA' }, { ...whole, header: { uniqueId: '0123000000c0ffee01' } });
  expect(made.map(outcomes)).toEqual(['fuuuuuuu', 'puuuuuuu', 'ppfuuuuu', 'pppfuuuu']);
  expect(made.map(reasons)).toEqual([['entry-shape'], ['unknown-signer'], ['entry-signature'], ['header-unique-id']]);
});

it('finds a chain that does not lead to an anchor at the signer’s certificate', async () => {
  const manifest = await readAll('a.json', new TextEncoder().encode(JSON.stringify([entry(chip(1))])), { ...options, anchors: [MICROCHIP_ANCHOR] });
  const made = await Promise.all(manifest.entries.map(describeEntry));
  expect(made.map(outcomes)).toEqual(['ppppppfu']);
  expect(made[0]?.device?.commonName).toBe('sn012300000000000101');
});

it('says of an entry without certificates that there is nothing to check', async () => {
  const [made] = await described(bareEntry(chip(1)));
  expect(made === undefined ? '' : outcomes(made)).toBe('ppppuuuu');
  expect(made?.checks.at(-1)).toMatchObject({ reason: 'entry-without-certificates', seen: { version: 2 } });
  expect(made?.device).toBeNull();
});

it('describes even what is no entry at all', async () => {
  for (const made of await described(null, 17, [], {}, { payload: '!', protected: '', signature: '' })) expect(outcomes(made)).toBe('fuuuuuuu');
});

describe.skipIf(!hasRealData)('real manifests', () => {
  const real = (name: string) => readAll(name, realFile(`manifests/${name}`), { anchors: [MICROCHIP_ANCHOR], signers: MICROCHIP_MANIFEST_SIGNERS });

  it('export certificates that another reader finds signed by Microchip’s signers', async () => {
    for (const name of ['ATECC608A-MAH22.v1.json', 'ATECC608A-MAH4I.v1.json', 'ATECC608A-MAHT3-TNGLORA.v1.json']) {
      const file = await real(name);
      const files = await unzipped(writeExport(planExport(refs(file), 'pem-chain', 'leave-out'), 0)[0]);
      expect(files.size).toBe(file.table.figures.verified);
      for (const [path, text] of files) {
        const [leaf, signer] = text.split(/(?<=-----END CERTIFICATE-----\n)/).map((block) => new X509Certificate(block));
        expect(leaf?.subject.toLowerCase()).toContain(path.slice('certs/'.length, -'.pem'.length));
        expect(leaf?.verify((signer as X509Certificate).publicKey)).toBe(true);
        expect(signer?.subject).toContain('CN=Crypto Authentication Signer');
      }
    }
  });

  it('show a legacy name as no registration id, and version 2 as without certificate', async () => {
    const legacy = planExport(refs(await real('ATECC608A-MAH22.v1.json')), 'azure-cli', 'leave-out');
    expect(legacy.leftOut.map(({ reason }) => reason)).toEqual(['registration-id']);
    const bare = planExport(refs(await real('ATECC608C-MAH22.v2.json')), 'pem', 'leave-out');
    expect(bare.leftOut.map(({ reason }) => reason)).toEqual(['no-certificate']);
  });

  it('are described with every check passed', async () => {
    const { entries } = await real('ATECC608A-MAH4I.v1.json');
    for (const made of await Promise.all(entries.map(describeEntry))) {
      expect(outcomes(made)).toBe('pppppppp');
      expect(made.facts.manufacturer).toContain('Microchip Technology Inc');
    }
  });
});
