/**
 * Fixed entries, an open entry and exports for the gallery.
 * Floor: test support. Serial numbers, keys and certificates are made up; the forms are those of trust.
 */
import type { CertificateDescription, EntryCheckId, EntryDescription } from '../../../src/trust/index.ts';
import type { EntriesView, EntryRow, ExportView, OpenedEntry } from '../../../src/ui/index.ts';

const SERIALS = ['0123a23f29f9366a01', '0123f2408ea1fcf201', '01237ac9ee10b4d101', '0123185c0fd1d08c01', '01239bd6a4c27e5501'];

function rowOf(index: number): EntryRow {
  const known = SERIALS[index];
  const mixed = ((index + 1) * 2_654_435_761) % 4_294_967_296;
  const plain: EntryRow = {
    manifestId: 1,
    index,
    fileName: 'order-4711.json',
    uniqueId: known ?? `0123${mixed.toString(16).padStart(8, '0')}${(index % 65_536).toString(16).padStart(4, '0')}01`,
    partNumber: 'ATECC608B-TNGTLSU-B',
    verdict: 'verified',
    reason: null,
    facts: {},
    demo: false,
    selected: false,
  };
  if (index === 1) return { ...plain, verdict: 'unverified', reason: 'entry-signature' };
  if (index === 2) return { ...plain, verdict: 'unverified', reason: 'unknown-signer', partNumber: null };
  if (index === 3) return { ...plain, verdict: 'no-certificate', partNumber: 'ATECC608C-MAH22' };
  if (index === 5) return { ...plain, uniqueId: null, partNumber: null, verdict: 'unverified', reason: 'entry-shape' };
  return plain;
}

/** A list of so many entries. */
export const entriesOf = (total: number, count = total, text = '', more: Partial<EntriesView> = {}): EntriesView => ({
  text,
  filter: { verdict: 'all', manifestId: null },
  total,
  count,
  selected: 0,
  foundSelected: 0,
  row: (index) => (index < count ? rowOf(index) : undefined),
  ...more,
});

/** The same with some rows selected: 0, 3 to 5, and every tenth. */
export const selectedOf = (total: number, count: number, selected: number, more: Partial<EntriesView> = {}): EntriesView => {
  const isSelected = (index: number): boolean => index === 0 || (index >= 3 && index <= 5) || index % 10 === 9;
  const row: EntriesView['row'] = (index) => (index < count ? { ...rowOf(index), selected: isSelected(index) } : undefined);
  return entriesOf(total, count, '', { selected, foundSelected: Math.min(selected, count), row, ...more });
};

const PEM = `-----BEGIN CERTIFICATE-----\n${`${'MIICHjCCAcWgAwIBAgIQVcXHWlN2W9tQ4mDqkOB3Hj'.padEnd(64, 'A')}\n`.repeat(11)}-----END CERTIFICATE-----\n`;
const DEVICE: CertificateDescription = {
  subject: 'O=Microchip Technology Inc, CN=sn0123A23F29F9366A01',
  issuer: 'O=Microchip Technology Inc, CN=Crypto Authentication Signer 2C00',
  commonName: 'sn0123A23F29F9366A01',
  issuerCommonName: 'Crypto Authentication Signer 2C00',
  serial: '55c5c75a53765bdb50e260ea90e0771e',
  notBefore: '2020-11-11T04:00:00Z',
  notAfter: '2048-11-11T04:00:00Z',
  alternativeNames: ['directory name serialNumber=eui48_E8EB1B202027'],
  keyIdentifier: '8ad1b0c7c45a2f0d3e6b9a1c5f7e2d4b8c6a0f13',
  issuerKeyIdentifier: '5e6b9a1c5f7e2d4b8c6a0f138ad1b0c7c45a2f0d',
  publicKey: 'd330b8b2ede4d502df48b54a2f29cc79',
  isCa: false,
  sha1: '3b1f60d2a7c94e5180b6d2f3a4c5e6f708192a3b',
  sha256: '7b19c3d5a0e4f6128d9b3c5e7f1a2b4c6d8e0f1a2b3c4d5e6f708192a3b4e02d',
  pem: PEM,
};
const SIGNER: CertificateDescription = {
  ...DEVICE,
  subject: DEVICE.issuer,
  issuer: 'O=Microchip Technology Inc, CN=Crypto Authentication Root CA 002',
  commonName: 'Crypto Authentication Signer 2C00',
  issuerCommonName: 'Crypto Authentication Root CA 002',
  notBefore: '2018-12-14T20:00:00Z',
  notAfter: null,
  alternativeNames: [],
  isCa: true,
};
const SEEN = {
  envelope: { alg: 'ES256' },
  signer: { signer: 'Manifest Signer 005', origin: 'microchip', notBefore: '2024-03-07T01:32:28Z', notAfter: '9999-12-31T23:59:59Z' },
  signature: { signer: 'Manifest Signer 005' },
  content: { version: 1, keys: 5 },
  'device-key': { slot: '0', publicKey: DEVICE.publicKey },
  'device-name': { commonName: DEVICE.commonName },
  'signer-chain': { signer: SIGNER.commonName, root: SIGNER.issuerCommonName },
  'device-chain': { signer: SIGNER.commonName },
} as const;
const DESCRIPTION: EntryDescription = {
  uniqueId: SERIALS[0] ?? null,
  facts: {
    version: 1,
    model: 'ATECC608B',
    partNumber: 'ATECC608B-TNGTLSU-B',
    groupId: '359SCE55NV38H3CB',
    provisioningTimestamp: '2020-11-11T04:12:53.773Z',
    manufacturer: 'Microchip Technology Inc, Secure Products Group',
    provisioner: 'Microchip Technology Inc, Secure Products Group',
    distributor: 'Microchip Technology Inc, Microchip Direct',
    keySlots: ['0', '1', '2', '3', '4'],
  },
  checks: (Object.keys(SEEN) as readonly EntryCheckId[]).map((id) => ({ id, outcome: 'pass', seen: SEEN[id], wanted: {} })),
  device: DEVICE,
  signer: SIGNER,
  rawText: `{\n  "payload": "${'eyJ2ZXJzaW9uIjoxLCJtb2RlbCI6IkFURUND'.repeat(40)}",\n  "signature": "…"\n}`,
};

export const OPENED: OpenedEntry = { row: rowOf(0), description: DESCRIPTION };
export const OPENED_BARE: OpenedEntry = {
  row: rowOf(3),
  description: {
    ...DESCRIPTION,
    uniqueId: SERIALS[3] ?? null,
    facts: { ...DESCRIPTION.facts, version: 2, model: 'ATECC608C', partNumber: 'ATECC608C-MAH22', keySlots: [] },
    checks: DESCRIPTION.checks.map((check, index) =>
      index < 3
        ? check
        : index === 3
          ? { ...check, seen: { version: 2, keys: 0 } }
          : { ...check, outcome: 'unmeasured', reason: 'entry-without-certificates', seen: {} },
    ),
    device: null,
    signer: null,
  },
};
export const OPENED_FALSE: OpenedEntry = {
  row: rowOf(1),
  description: {
    ...DESCRIPTION,
    uniqueId: SERIALS[1] ?? null,
    facts: { ...DESCRIPTION.facts, partNumber: '<b>`=cmd`</b>\u202etxt', groupId: null },
    checks: DESCRIPTION.checks.map((check, index) => {
      if (index < 2) return check;
      return index === 2
        ? { ...check, outcome: 'fail', reason: 'entry-signature', seen: {} }
        : { ...check, outcome: 'unmeasured', reason: 'earlier-check', seen: {} };
    }),
    device: null,
    signer: null,
  },
};

export const EXPORT: ExportView = {
  choice: { format: 'pem', scope: 'all', unverified: 'leave-out' },
  selected: 0,
  found: 12_408,
  total: 12_408,
  taken: 12_408,
  demo: 0,
  unverified: 0,
  leftOut: [],
  writing: null,
};
export const EXPORT_LEFT_OUT: ExportView = {
  ...EXPORT,
  choice: { format: 'azure-cli', scope: 'found', unverified: 'leave-out' },
  found: 412,
  taken: 398,
  leftOut: [
    { reason: 'unverified', count: 3, examples: ['0123F2408EA1FCF201', '01237AC9EE10B4D101', '0123185C0FD1D08C01'] },
    { reason: 'registration-id', count: 10, examples: ['0123F2408EA1FCF201 ATECC', '01237AC9EE10B4D101 ATECC', '0123185C0FD1D08C01 ATECC'] },
    { reason: 'disagree', count: 1, examples: ['sn01239BD6A4C27E5501'] },
  ],
};
export const EXPORT_UNVERIFIED: ExportView = {
  ...EXPORT,
  choice: { format: 'pem', scope: 'selected', unverified: 'include' },
  selected: 37,
  found: 412,
  taken: 34,
  unverified: 3,
  leftOut: [{ reason: 'no-certificate', count: 3, examples: ['0123185C0FD1D08C01'] }],
};
export const EXPORT_WRITING: ExportView = {
  ...EXPORT,
  choice: { format: 'csv', scope: 'all', unverified: 'include' },
  unverified: 3,
  writing: { fileName: 'touchstone-chips.csv', doneBytes: 1_572_864 },
};
