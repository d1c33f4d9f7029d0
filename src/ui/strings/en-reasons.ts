/**
 * English words for why a proof is no pass, and for what is wrong with a manifest's entry.
 * Floor: ui. A data table: one row a reason, in the order of trust's ChipProofReason and ManifestEntryReason.
 */
import { sentence, when, type FactReader } from '../facts.ts';
import { count } from '../format.ts';
import { jsonFault, jsonPlace } from './en-json.ts';
import type { ReasonTable, ReasonWords } from './tables.ts';

const mono = (text: string): string => `\`${text}\``;
const short = (hex: string): string => mono(hex.length <= 18 ? hex : `${hex.slice(0, 8)}…${hex.slice(-8)}`);

/** Nothing to do about it: something above it is what must be solved. */
const waits = (seen: string): ReasonWords => ({ seen: () => `Not measured: ${seen}`, remedy: null });
const says = (seen: string, remedy?: string): ReasonWords => ({ seen: () => seen, ...(remedy === undefined ? {} : { remedy }) });
const withFact = (seen: string, ...names: readonly string[]): ReasonWords => ({
  seen: (fact) => `${seen}${when(fact(...names), (value) => ` (${mono(value)})`) ?? ''}`,
});

const MANIFEST = 'Load the manifest that came with the order, then check again.';
const AGAIN = 'Download the manifest again from the order page.';
const slot = (fact: FactReader): string => when(fact('slot', 'compressed'), (number) => ` in slot ${number.length <= 2 ? number : '10 or 12'}`) ?? '';

export const reasonTable: ReasonTable = {
  'other-build': {
    seen: (fact) =>
      sentence(
        [when(fact('version'), (version) => `Version ${version} answers`), when(fact('buildId'), (build) => `build ${mono(build)}`)],
        'Another build answers',
      ),
  },
  'other-board': {
    seen: (fact) => `Another board answers${when(fact('mac'), (mac) => `: ${mono(mac)}`) ?? ''}`,
    remedy: 'Leave only one board on this cable, then check again.',
  },
  'other-place': says('It was not started from where it was put'),

  'not-read': waits('the chip was not read'),
  'not-atecc608': {
    seen: (fact) => `Another kind of chip${when(fact('revision'), (revision) => `, revision ${mono(revision)}`) ?? ''}`,
    remedy: 'Only the ATECC608 family is known here. Check what is mounted.',
  },
  'config-zone-open': says('The configuration zone is open'),
  'data-zone-open': says('The data zone is open'),
  'serial-length': withFact('It has not nine bytes', 'serialNumber'),
  'serial-prefix': withFact('It begins otherwise', 'serialNumber'),
  'serial-suffix': withFact('It ends otherwise', 'serialNumber'),

  'slot-unreadable': {
    seen: (fact) => `Not measured: the chip does not let it be read${slot(fact)}`,
    remedy: 'This is no Trust&GO chip, or it has another configuration.',
  },
  'compressed-length': { seen: (fact) => `No certificate${slot(fact)}` },
  'compressed-dates': { seen: (fact) => `No certificate${slot(fact)}: no such date` },
  'compressed-format': { seen: (fact) => `No certificate${slot(fact)}: unknown format` },
  'compressed-serial-source': { seen: (fact) => `A certificate${slot(fact)} that cannot be rebuilt` },
  'signature-unmatched': { seen: (fact) => `Signed by no key that is believed here${when(fact('signerId'), (id) => `, signer ${mono(id)}`) ?? ''}` },

  'issuer-name': withFact('Issued by somebody else', 'issuer'),
  'issuer-signature': withFact('The issuer’s key did not sign it', 'issuer'),
  'issuer-key-identifier': says('It names another key of its issuer'),
  'not-yet-valid': {
    seen: (fact) => `Not valid yet${when(fact('now'), (now) => ` on ${now.slice(0, 10)}`) ?? ''}`,
    remedy: 'Check the date of this computer, then check again.',
  },
  expired: {
    seen: (fact) => `Expired${when(fact('now'), (now) => ` on ${now.slice(0, 10)}`) ?? ''}`,
    remedy: 'Check the date of this computer, then check again.',
  },
  'unknown-critical-extension': withFact('It carries a critical extension that is not known', 'oid'),
  'not-a-ca': says('Its signer may not sign certificates'),
  'is-a-ca': says('It claims to be an authority'),
  'path-length': says('Its authority allows no authority below'),
  'key-usage': withFact('Its key may not be used for this', 'keyUsage'),
  'subject-key-identifier': says('Its key identifier is not of its key'),
  'opinion-parse': says('A second reader cannot read the certificate'),
  'opinion-encoding': says('A second reader writes other bytes'),
  'opinion-content': says('A second reader reads another content'),
  'opinion-signature': says('A second reader finds the signature wrong'),

  'no-signer': waits('there is no signer to hold it against'),
  'no-key': waits('the chip does not tell its key'),
  'no-certificate': waits('no certificate was rebuilt'),
  'key-differs': { seen: (fact) => `Another key${when(fact('publicKey'), (key) => `: ${short(key)}`) ?? ''}` },
  'signature-wrong': says('The signature over a fresh challenge is wrong'),
  'chip-refused': { seen: (fact) => `The chip would not sign${when(fact('status'), (status) => `, status ${mono(status)}`) ?? ''}` },
  'no-manifest': {
    seen: (fact) => (Number(fact('demoEntries') ?? 0) > 0 ? 'No manifest is loaded; demo entries do not count here' : 'No manifest is loaded'),
    remedy: MANIFEST,
    remedyAt: 'in-manifest',
  },
  'not-in-manifest': {
    seen: (fact) =>
      `Not among ${when(fact('entries'), (entries) => (entries === '1' ? 'the 1 entry' : `the ${count(Number(entries))} entries`)) ?? 'the entries'}${when(fact('manifests'), (files) => (files === '1' ? ' of 1 manifest' : ` of ${files} manifests`)) ?? ''}`,
    remedy: MANIFEST,
  },
  'no-entry': waits('the chip is on no manifest'),

  'entry-size': says('The entry is longer than any real one', AGAIN),
  'entry-json': {
    seen: (fact) => `It is not JSON${jsonFault(fact)}${when(jsonPlace(fact) || undefined, (place) => ` (${place} of the file)`) ?? ''}`,
    remedy: AGAIN,
  },
  'entry-shape': says('It is not a signed entry', AGAIN),
  'entry-base64url': withFact('A part of the entry is not base64url', 'member'),
  'protected-json': says('The entry’s header could not be read', AGAIN),
  'protected-alg': withFact('Signed in another way than ES256', 'alg'),
  'protected-crit': says('The entry wants an extension that is not known'),
  'protected-signer': says('The entry does not name its signer'),
  'header-overlap': withFact('A parameter is both signed and not', 'name'),
  'header-unique-id': says('The name outside the signature is of another chip', AGAIN),
  'unknown-signer': says('Signed by somebody who is not known here', 'If you trust them, add their certificate under Manifests.'),
  'signer-kid': says('The known signer under another name'),
  'signer-thumbprint': says('A known name with another certificate'),
  'entry-signature': says('The signature does not hold: the entry was changed', AGAIN),
  'payload-json': says('The entry’s content could not be read', AGAIN),
  'payload-version': withFact('A version of entries that is not known', 'version'),
  'payload-member': withFact('A member is missing or wrong', 'member'),
  'payload-unique-id': says('No serial number of 18 hex digits', AGAIN),
  'key-member': withFact('A key is not on P-256', 'key'),
  'key-duplicate': withFact('Two keys have one name', 'key'),
  'x5c-keys': says('More than one key has certificates'),
  'x5c-length': says('Not two certificates, device and signer'),
  'x5c-base64': says('A certificate is not base64'),
  'certificate-invalid': withFact('A certificate cannot be read', 'code'),
  'certificate-key': says('The certificate holds another key than the entry'),
  'certificate-name': says('The certificate does not name the chip'),
  'chain-not-to-anchor': says('Its certificates do not lead to a pinned root'),
  'signer-certificate': withFact('The signer’s certificate does not hold', 'fault'),
  'device-certificate': withFact('The device’s certificate does not hold', 'fault'),

  'entries-disagree': {
    seen: (fact) => `${fact('matches') ?? 'Several'} entries say different things${when(fact('files'), (files) => `: ${files}`) ?? ''}`,
    remedy: 'Remove the manifest that is wrong, then check again.',
  },
  'entry-not-verified': waits('the entry’s signature does not hold'),
  'entry-without-certificates': { seen: () => 'Not measured: the entry holds no certificates (version 2)', remedy: null },
  'entry-key-differs': { seen: (fact) => `The chip has another key${when(fact('publicKey'), (key) => `: ${short(key)}`) ?? ''}` },
  'device-certificate-differs': { seen: (fact) => `The chip has another certificate${when(fact('sha256'), (hash) => `: ${short(hash)}`) ?? ''}` },
  'signer-certificate-differs': { seen: (fact) => `The chip has another signer certificate${when(fact('signerSha256'), (hash) => `: ${short(hash)}`) ?? ''}` },
};
