/**
 * English words for single entries: the list, an open entry, its checks and certificates, exports.
 * Floor: ui. Loaded with the manifests screen, not before.
 */
import type { EntryCheckId, ExportFormat, LeftOutReason } from '../../trust/index.ts';
import { when, type FactReader } from '../facts.ts';
import { count, size } from '../format.ts';

const entries = (value: number): string => `${count(value)} ${value === 1 ? 'entry' : 'entries'}`;
const mono = (text: string): string => `\`${text}\``;
/** The year 9999 is how X.509 says “no end”. */
const validity = (from: string, until: string | null): string =>
  until === null || until.startsWith('9999') ? `from ${day(from)}, no end` : `${day(from)} to ${day(until)}`;
const day = (text: string): string => text.slice(0, 10);

/** Title of a check, and what was seen when it holds. */
const checks: Readonly<Record<EntryCheckId, { readonly title: string; seen(fact: FactReader): string }>> = {
  envelope: { title: 'The entry is well formed', seen: () => 'One flattened JWS, strictly read' },
  signer: {
    title: 'Its signer is known',
    seen: (fact) => {
      const name = fact('signer') ?? 'a pinned signer';
      const whose = fact('origin') === 'own' ? ', added by you, not Microchip’s' : fact('origin') === 'demo' ? ', the demo signer' : '';
      return `${name}${whose}${when(fact('notBefore'), (from) => `, valid ${validity(from, fact('notAfter') ?? '')}`) ?? ''}`;
    },
  },
  signature: { title: 'The signature holds', seen: (fact) => `ES256 by ${fact('signer') ?? 'the signer'}, over the bytes as they are in the file` },
  content: {
    title: 'The content is as it should be',
    seen: (fact) => `Version ${fact('version') ?? ''}, ${fact('keys') === '1' ? '1 public key' : `${fact('keys') ?? '0'} public keys`}`,
  },
  'device-key': {
    title: 'The certificate holds the entry’s key',
    seen: (fact) => `Key of slot ${fact('slot') ?? '0'}, ${mono(`${(fact('publicKey') ?? '').slice(0, 16)}…`)}`,
  },
  'device-name': { title: 'The certificate names the chip', seen: (fact) => mono(fact('commonName') ?? '') },
  'signer-chain': { title: 'The signer leads to a pinned root', seen: (fact) => `${fact('signer') ?? ''}, issued by ${fact('root') ?? ''}` },
  'device-chain': { title: 'The signer issued the device certificate', seen: (fact) => `Signed by ${fact('signer') ?? ''}` },
};

const formats: Readonly<Record<ExportFormat, { readonly title: string; readonly text: string }>> = {
  pem: { title: 'PEM files', text: 'A zip with one device certificate a chip, certs/<serial>.pem.' },
  'pem-chain': { title: 'PEM chains', text: 'The same, each file with device certificate and signer.' },
  csv: { title: 'Table (CSV)', text: 'Serial, common name, part, fingerprints, validity, verdict.' },
  'azure-cli': { title: 'Azure CLI scripts', text: 'For bash and PowerShell, with the certificates. They can be run again: what is enrolled is left alone.' },
  'dps-bulk': { title: 'DPS bulk requests (JSON)', text: 'Ten enrollments a file, ready for the bulk operation.' },
  manifest: { title: 'Smaller manifest', text: 'The entries byte for byte as they were delivered.' },
};

const leftOut: Readonly<Record<LeftOutReason, string>> = {
  unverified: 'not verified',
  'no-certificate': 'no certificate inside',
  'registration-id': 'DPS may refuse the common name as a registration id, for example because of a space',
  demo: 'demo chips, whose private keys are public',
  repeated: 'the same as another one',
  disagree: 'one chip, but different certificates',
  unreadable: 'cannot be read well enough to be written',
};

export const entryWords = {
  checks,
  formats,
  leftOut,
  title: 'Entries',
  find: 'Find a serial number',
  placeholder: 'Type or scan any part of a serial',
  list: 'Entries found',
  keys: 'Enter opens an entry, Space selects it, Shift and Space select up to it.',
  columns: { serial: 'Serial number', part: 'Part', file: 'File', verdict: 'Verdict' },
  countAll: entries,
  countOf: (found: number, total: number): string => `${count(found)} of ${entries(total)}`,
  selectAll: (value: number): string => `Select all ${count(value)}`,
  selectFound: (value: number): string => `Select all ${count(value)} found`,
  /** Some of those selected may not be among those found. */
  selected: (value: number, hidden: number): string =>
    `${count(value)} selected${hidden === 0 ? '' : `, ${hidden === value ? 'none' : `${count(hidden)} not`} shown`}`,
  clear: 'Clear',
  filter: {
    byVerdict: 'Verdict',
    byFile: 'File',
    allFiles: 'All files',
    verdicts: { all: 'All verdicts', verified: 'Verified, with certificate', 'no-certificate': 'Verified, no certificate inside', unverified: 'Not verified' },
  },
  noMatch: 'No entry has that in its serial number.',
  noneOfFilter: 'No entry is like that.',
  clearFilter: 'Show all verdicts and files',
  noSerial: 'Serial number not readable',
  at: (fileName: string, index: number): string => `Entry ${count(index + 1)} of ${fileName}`,
  verdict: { verified: 'Verified', 'no-certificate': 'No certificate inside', unverified: 'Not verified' },
  openExport: 'Export',
  demo: 'DEMO',
  close: 'Close',
  enrol: 'Enrol in Azure',
  enrolledBy: (result: string, service: string, who: string, day: string): string => `${result} in ${service} by ${who} on ${day}`,
  enrolledResults: {
    enrolled: 'Enrolled',
    same: 'Found enrolled',
    deleted: 'Enrollment deleted',
    disabled: 'Enrollment disabled',
    enabled: 'Enrollment enabled',
    reprovisioned: 'Set to provision again',
  },
  copy: 'Copy',
  copied: 'Copied',
  entry: {
    verified: 'Every check holds.',
    noCertificate: (version: number | null): string =>
      version === 2
        ? 'Signature and content hold. Entries of version 2 carry the serial number only: keys and certificates can be read from the chip, not from here.'
        : 'Signature and content hold. The entry carries no certificate.',
    unverified: 'Whatever stands below is what the entry claims. Do not rely on it.',
    facts: 'What it says',
    model: 'Model',
    part: 'Part number',
    manufacturer: 'Manufacturer',
    provisioner: 'Provisioner',
    distributor: 'Distributor',
    provisioned: 'Provisioned',
    group: 'Group',
    version: 'Version',
    keys: 'Public keys',
    keySlots: (slots: readonly string[]): string => `${slots.length === 1 ? 'slot' : 'slots'} ${slots.join(', ')}`,
    notSaid: 'not said',
    checks: 'Checks',
    earlier: 'Not checked: something before it does not hold',
    nothingInside: 'Nothing to check: no certificate inside',
    device: 'Device certificate',
    signer: 'Signer certificate',
    subject: 'Subject',
    issuer: 'Issuer',
    validity: 'Valid',
    validityValue: validity,
    alternativeNames: 'Alternative name',
    serial: 'Serial number',
    keyIdentifier: 'Key identifier',
    issuerKeyIdentifier: 'Issuer’s key identifier',
    sha1: 'SHA-1',
    sha256: 'SHA-256',
    none: 'none',
    pem: 'PEM',
    copyPem: (whose: string): string => `Copy PEM of the ${whose}`,
    raw: 'Raw JSON',
    copyRaw: 'Copy raw JSON',
  },
  export: {
    title: 'Export',
    scope: 'Which entries',
    selected: (value: number): string => `The ${entries(value)} selected`,
    found: (value: number): string => `The ${entries(value)} found`,
    all: (value: number): string => `All ${entries(value)}`,
    format: 'As what',
    unverified: 'Include entries that are not verified',
    unverifiedNone: 'What goes in is verified.',
    unverifiedCount: (value: number): string =>
      `${entries(value)} of these ${value === 1 ? 'is' : 'are'} not verified and ${value === 1 ? 'stays' : 'stay'} out.`,
    warning: (value: number): string => `${entries(value)} in this file ${value === 1 ? 'is' : 'are'} not verified`,
    warningText:
      'Nobody vouches for what they say: they may be forged or damaged. The file’s name ends in “-unverified”. Use them to look for a fault, never to trust a device.',
    taken: (taken: number, of: number): string => (taken === of ? `${entries(taken)} will be written.` : `${count(taken)} of ${entries(of)} will be written.`),
    nothing: 'Nothing can be written.',
    leftOut: (value: number, reason: LeftOutReason): string => `${entries(value)}: ${leftOut[reason]}`,
    example: (names: readonly string[], more: number): string => `${names.map(mono).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`,
    staysOut: 'Left out',
    demo: (value: number): string =>
      `${entries(value)} of it ${value === 1 ? 'is' : 'are'} DEMO and ${value === 1 ? 'says' : 'say'} nothing about any real chip.`,
    save: 'Save',
    cancel: 'Cancel',
    stop: 'Stop',
    writing: (fileName: string, doneBytes: number): string => (fileName === '' ? 'Writing' : `Writing ${fileName}: ${size(doneBytes)}`),
  },
};
