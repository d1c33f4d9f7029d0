/**
 * Makes the DEMO identities that virtual boards carry, and the manifests that go with them: one chip for the bench with one slot, a tray of forty boards for the others.
 * Run by hand; what it writes is committed. Certificates are written and signed by openssl (demo-parts.ts), so that trust rebuilding the very same bytes means something.
 * Keys come from fixed labels and are public; signatures carry openssl's randomness, so that another run gives other signatures.
 *
 * `npm run demo-identity -- --tray` writes the tray only: its chips are issued by the signers that are committed, and nothing else changes.
 * `npm run demo-identity` writes everything anew: then every signature in these files is another one.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  DEVICE_DATES,
  MANIFEST_SIGNER_NAME,
  NOTICE,
  ORGANIZATION,
  ROOT_NAME,
  SIGNER_PREFIX,
  cleanUp,
  commonPayload,
  demoKey,
  entrySignerOf,
  identityOf,
  issue,
  makeAuthority,
  makeChip,
  payloadV1,
  serialOf,
  signEntry,
  type Authority,
  type DemoKey,
  type EntrySigner,
} from './demo-parts.ts';

const PEM = {
  root: 'test/vectors/demo-root-cert.pem',
  signer: 'test/vectors/demo-signer-cert.pem',
  device: 'test/vectors/demo-device-cert.pem',
  manifestSigner: 'test/vectors/demo-manifest-signer.pem',
} as const;
const TRAY_UNITS = 40;

function write(path: string, content: string | object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  console.log(path);
}

/** One row a line: forty keys and certificates are looked at by nobody. */
const rows = (values: readonly unknown[]): string => `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]`;

/** Chips 0123 DE4D 7A00 0001 01 and on, on boards 02:00:00:DE:31:01 and on; both count in decimal, so that unit 17 is found by eye. */
function writeTray(authority: Authority, entrySigner: EntrySigner): void {
  const chips = Array.from({ length: TRAY_UNITS }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return { mac: `020000de31${number}`, chip: makeChip(`tray chip ${number}`, `0123de4d7a0000${number}01`, `02DE4D7A00${number}`, authority) };
  });
  const units = chips.map(({ mac, chip }) => {
    const { serialNumber, privateKey, publicKey, slots } = identityOf(chip);
    return { mac, serialNumber, privateKey, publicKey, slots: { 5: slots[5], 10: slots[10] } };
  });
  const [first] = chips;
  if (first === undefined) throw new Error('the tray is empty');
  const { revision, otp, slots } = identityOf(first.chip);
  const description = JSON.stringify(`${NOTICE} A tray of virtual boards: what all of them hold, then each with its own.`);
  const common = JSON.stringify({ revision, otp, slots: { 8: slots[8], 11: slots[11], 12: slots[12] } });
  write('src/sim/demo/tray.json', `{\n"description": ${description},\n"common": ${common},\n"units": ${rows(units)}\n}\n`);
  write('public/demo/touchstone-demo-tray.json', `${rows(chips.map(({ chip }) => signEntry(payloadV1(chip), entrySigner)))}\n`);
}

/** The signers that are committed; their keys come from their labels. */
function committed(manifestKey: DemoKey): { readonly authority: Authority; readonly entrySigner: EntrySigner } {
  const pem = (path: string): string => readFileSync(path, 'utf8').replace(/^[^]*?(?=-----BEGIN)/, '');
  const authority: Authority = { root: pem(PEM.root), rootKey: demoKey('first root'), signer: pem(PEM.signer), signerKey: demoKey('first signer') };
  return { authority, entrySigner: entrySignerOf(manifestKey, pem(PEM.manifestSigner)) };
}

function writeEverything(manifestKey: DemoKey): void {
  const authority = makeAuthority('first');
  const imitation = makeAuthority('imitation');
  const chip = makeChip('chip', '0123de4d0a11ce0101', '02DE4D0A11CE', authority);
  const others = [
    makeChip('second chip', '0123de4d0b0b0b0201', '02DE4D0B0B0B', authority),
    makeChip('third chip', '0123de4dca12010301', '02DE4DCA1201', authority),
  ];
  const imitated = makeChip('imitated chip', chip.serialNumber, chip.eui48, imitation);

  const manifestCertificate = issue({
    key: manifestKey,
    commonName: MANIFEST_SIGNER_NAME,
    issuer: null,
    serial: serialOf(manifestKey, DEVICE_DATES),
    notBefore: '250101000000Z',
    notAfter: '99991231235959Z',
    extensions: ['subjectKeyIdentifier = hash', 'authorityKeyIdentifier = keyid:always', 'basicConstraints = critical, CA:FALSE'],
  });
  const entrySigner = entrySignerOf(manifestKey, manifestCertificate);

  write('src/sim/demo/identity.json', {
    description: `${NOTICE} Top level: the demo chip. otherCa: a chip whose certificates come from an imitated root of the same name. replayPrivateKey: the key of a chip into which the slots were copied.`,
    ...identityOf(chip),
    otherCa: identityOf(imitated),
    replayPrivateKey: demoKey('replay').privateKey.toString('hex'),
  });
  write('src/app/virtual/demo-anchor.json', {
    description: `${NOTICE} For virtual ports only.`,
    anchor: {
      origin: 'demo',
      organization: ORGANIZATION,
      rootCommonName: ROOT_NAME,
      signerCommonNamePrefix: SIGNER_PREFIX,
      publicKey: authority.rootKey.publicKey.toString('hex'),
    },
    manifestSigner: {
      origin: 'demo',
      name: MANIFEST_SIGNER_NAME,
      kid: entrySigner.kid,
      x5t: entrySigner.x5t,
      publicKey: manifestKey.publicKey.toString('hex'),
      notBefore: '2025-01-01T00:00:00Z',
      notAfter: '9999-12-31T23:59:59Z',
    },
  });
  const v2 = commonPayload(2, 'ATECC608C', '0123de4d0c0c0c0401');
  write(
    'public/demo/touchstone-demo-manifest.json',
    [...[chip, ...others].map(payloadV1), v2].map((payload) => signEntry(payload, entrySigner)),
  );
  const explained = (pem: string, what: string): string => `${NOTICE}\n${what}, written by openssl (scripts/make-demo-identity.ts).\n${pem}`;
  write(PEM.root, explained(authority.root, 'Root of the demo chip'));
  write(PEM.signer, explained(authority.signer, 'Signer of the demo chip'));
  write(PEM.device, explained(chip.device, 'Device certificate of the demo chip'));
  write(PEM.manifestSigner, explained(manifestCertificate, 'Signer of the demo manifest'));
  writeTray(authority, entrySigner);
}

const manifestKey = demoKey('manifest signer');
if (process.argv.includes('--tray')) {
  const { authority, entrySigner } = committed(manifestKey);
  writeTray(authority, entrySigner);
} else writeEverything(manifestKey);
cleanUp();
