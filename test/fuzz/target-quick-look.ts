/**
 * The quick look at an entry against the proper readers: what it takes they take, and find the same in it. Signatures are left out on both sides.
 * One look is used for all inputs, as a worker does, and must say what a fresh one says: nothing of an earlier entry is left in it.
 */
import { parseJson } from '../../src/formats/index.ts';
import { EntryVerifier } from '../../src/trust/entry/entry.ts';
import { isProblem } from '../../src/trust/entry/entry-reason.ts';
import { parseEnvelope, parsePayload } from '../../src/trust/entry/jws.ts';
import { QuickLook } from '../../src/trust/entry/quick-look.ts';
import type { Span } from '../../src/trust/entry/quick-payload.ts';
import { decodeCertificateText, parseSecureElement, type SecureElement } from '../../src/trust/entry/secure-element.ts';
import { parseCertificate } from '../../src/trust/x509/certificate.ts';
import { checkFields } from '../../src/trust/x509/chain.ts';
import { must, type Target } from './corpus.ts';
import { JSON_DICTIONARY, utf8OrNull } from './refusal.ts';
import { believed, entrySeeds } from './seeds.ts';
import { plainOf } from './target-certificate.ts';
import { reshapeEntry } from './target-entry.ts';

const ENTRY_DEPTH = 9;
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Whoever has verified an entry under a header and a signer looks quickly at the others. */
const verifier = new EntryVerifier(believed);
let primed = 0;
for (const entry of entrySeeds()) if ((await verifier.verify(entry, 0)).problem === null) primed++;
must(primed > 0, 'some of the seeds verify');

const used = new QuickLook(verifier);

/** Looks at the input between two pieces of something else. */
function look(quick: QuickLook, input: Uint8Array, filler: number): boolean {
  const around = new Uint8Array(input.length + 16).fill(filler);
  around.set(input, 8);
  return quick.look(around, 8, 8 + input.length);
}

/** What the proper readers find; stops with what they do not like. */
function readProperly(input: Uint8Array): {
  readonly content: SecureElement;
  readonly payload: Uint8Array;
  readonly protectedText: string;
  readonly signature: Uint8Array;
} {
  const envelope = parseEnvelope(parseJson(utf8OrNull(input) ?? '', ENTRY_DEPTH));
  must(!isProblem(envelope), 'the envelope is right for the proper reader too', () => envelope);
  const payload = parsePayload(envelope);
  must(!isProblem(payload), 'the payload is JSON for the proper reader too', () => payload);
  const content = parseSecureElement(payload.payload);
  must(!isProblem(content), 'the content is right for the proper reader too', () => content);
  const named = envelope.header?.get('uniqueId');
  must(named === undefined || String(named).toLowerCase() === content.uniqueId, 'the header names the chip of the payload', () => named);
  return { content, payload: envelope.payload, protectedText: envelope.protectedText, signature: envelope.signature };
}

function run(input: Uint8Array): string {
  const taken = look(used, input, 0x22);
  const fresh = new QuickLook(verifier);
  must(look(fresh, input, 0x7d) === taken, 'what was looked at before makes no difference, nor what stands beside');
  if (!taken)
    return `no ${'header' in used && used.header === null ? 'header' : ''} ${String(fresh.payload.version)} ${String(fresh.decodedBytes >> 6)} ${String(fresh.device === null)}`;

  const { content, payload, protectedText, signature } = readProperly(input);
  const found = used.payload;
  const textAt = ({ from, to }: Span): string => Buffer.from(used.decoded.subarray(from, to)).toString('latin1');
  must(hexOf(used.decoded.subarray(0, used.decodedBytes)) === hexOf(payload) && hexOf(used.signature) === hexOf(signature), 'both decode the same');
  must(
    Buffer.from(used.header?.text ?? [])
      .toString('latin1')
      .replaceAll('"', '') === protectedText,
    'the header is one that was verified',
  );
  must(
    found.version === content.version && hexOf(found.uniqueId) === content.uniqueId && found.serial === content.uniqueId.toUpperCase(),
    'both find the same chip',
    () => [found.version, found.serial, content],
  );
  must(
    textAt(found.model) === content.model &&
      textAt(found.partNumber) === content.partNumber &&
      textAt(found.provisioned) === (content.provisioningTimestamp ?? ''),
    'both find the same texts',
    () => content,
  );
  const { certificates } = content;
  must((certificates === null) === (used.device === null) && (certificates === null) === (used.signer === null), 'both find certificates or none');
  if (certificates === null || used.device === null || used.signer === null) return `ok ${content.version} ${content.keys.length}`;
  must(hexOf(certificates.key.publicKey) === hexOf(found.publicKey), 'both find the same key');
  const [deviceDer, signerDer] = [certificates.device, certificates.signer].map((text) => decodeCertificateText(text) ?? new Uint8Array(0)) as [
    Uint8Array,
    Uint8Array,
  ];
  must(hexOf(deviceDer) === hexOf(used.device.der) && hexOf(signerDer) === hexOf(used.signer.certificate.der), 'both find the same certificates');
  const device = parseCertificate(deviceDer);
  must(plainOf(device) === plainOf(used.device), 'the certificate is read as without its issuer at hand', () => plainOf(device));
  must(hexOf(device.publicKey) === hexOf(found.publicKey), 'the certificate is for the key');
  must(
    device.subjectCommonName.includes(found.serial) && hexOf(device.issuer) === hexOf(used.signer.certificate.subject),
    'the certificate is for the chip, by the signer',
  );
  must(checkFields(device, used.signer.issuer, 'device') === null, 'the certificate is one that this signer may issue');
  return `ok ${content.version} ${content.keys.length} ${String(content.provisioningTimestamp?.length)} ${String(content.groupId === null)}`;
}

export const quickLookTarget: Target = { name: 'quick-look', seeds: entrySeeds(), dictionary: JSON_DICTIONARY, maxBytes: 8000, reshape: reshapeEntry, run };
