/** The demo identities that openssl made, against what is rebuilt from their slots. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import { checkSerialNumber, type ChipReading } from '../../../src/chip/index.ts';
import { parsePem } from '../../../src/formats/index.ts';
import {
  MICROCHIP_ANCHOR,
  MICROCHIP_MANIFEST_SIGNERS,
  parseManifestSigner,
  proveChip,
  type ChipAnchor,
  type ManifestSigner,
} from '../../../src/trust/index.ts';
import { readAll } from './read-all.ts';
import { createECDH, createPrivateKey, sign } from 'node:crypto';

const read = (path: string): Buffer => readFileSync(new URL(`../../../${path}`, import.meta.url));
interface Identity {
  readonly serialNumber: string;
  readonly revision: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly otp: string;
  readonly slots: Readonly<Record<string, string>>;
}
const file = JSON.parse(read('src/sim/demo/identity.json').toString()) as Identity & {
  readonly description: string;
  readonly otherCa: Identity;
  readonly replayPrivateKey: string;
};
const pinned = JSON.parse(read('src/app/virtual/demo-anchor.json').toString()) as {
  readonly description: string;
  readonly anchor: Omit<ChipAnchor, 'publicKey'> & { readonly publicKey: string };
  readonly manifestSigner: Omit<ManifestSigner, 'publicKey'> & { readonly publicKey: string };
};
const anchor: ChipAnchor = { ...pinned.anchor, publicKey: fromHex(pinned.anchor.publicKey) };
const signer: ManifestSigner = { ...pinned.manifestSigner, publicKey: fromHex(pinned.manifestSigner.publicKey) };
const pem = (name: string): string => toHex(parsePem(read(`test/vectors/${name}`).toString())[0]?.bytes ?? new Uint8Array(0));
const manifestBytes = new Uint8Array(read('public/demo/touchstone-demo-manifest.json'));
const NOW = Date.UTC(2026, 10, 23);

function publicKeyOf(privateKey: string): Buffer {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey, 'hex');
  return ecdh.getPublicKey().subarray(1);
}

function readingOf(identity: Identity, privateKey = identity.privateKey): ChipReading {
  const [serialNumber, publicKey, config, challenge] = [
    fromHex(identity.serialNumber),
    publicKeyOf(privateKey),
    new Uint8Array(128),
    new Uint8Array(32).fill(7),
  ];
  config.set(serialNumber.subarray(0, 4), 0);
  config.set(serialNumber.subarray(4), 8);
  const coordinate = (start: number): string => publicKey.subarray(start, start + 32).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(0), y: coordinate(32), d: Buffer.from(privateKey, 'hex').toString('base64url') };
  const signature = sign('sha256', challenge, { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' });
  return {
    address: 0x35,
    revision: fromHex(identity.revision),
    config,
    otp: { bytes: fromHex(identity.otp) },
    slots: Object.fromEntries(Object.entries(identity.slots).map(([slot, hex]) => [slot, { bytes: fromHex(hex).slice(0, slot === '5' ? 32 : undefined) }])),
    publicKey: { bytes: new Uint8Array(publicKey) },
    possession: { slot: 0, challenge, signature: { bytes: new Uint8Array(signature) } },
  };
}

describe('the demo chip', () => {
  it('is well formed and says DEMO', () => {
    expect(checkSerialNumber(fromHex(file.serialNumber), 0x35)).toBeNull();
    expect(publicKeyOf(file.privateKey).toString('hex')).toBe(file.publicKey);
    expect(file.description).toContain('DEMO ONLY');
    expect(pinned.description).toContain('DEMO ONLY');
    for (const name of [anchor.organization, anchor.rootCommonName, anchor.signerCommonNamePrefix, signer.name]) expect(name).toContain('DEMO');
    expect(Object.entries(file.slots).map(([slot, hex]) => [slot, hex.length / 2])).toEqual([
      ['5', 36],
      ['8', 416],
      ['10', 72],
      ['11', 72],
      ['12', 72],
    ]);
  });

  it('rebuilds to openssl’s certificates byte for byte and passes all proofs', async () => {
    const manifest = await readAll('demo.json', manifestBytes, { signers: [...MICROCHIP_MANIFEST_SIGNERS, signer], anchors: [MICROCHIP_ANCHOR, anchor] });
    const judgement = await proveChip(readingOf(file), { anchors: [MICROCHIP_ANCHOR, anchor], manifests: [manifest], nowMs: NOW });
    expect(judgement.proofs.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
    expect(judgement.demo).toBe(true);
    expect(toHex(judgement.certificates?.device ?? new Uint8Array(0))).toBe(pem('demo-device-cert.pem'));
    expect(toHex(judgement.certificates?.signer ?? new Uint8Array(0))).toBe(pem('demo-signer-cert.pem'));
  });

  it('has no standing without the demo anchor', async () => {
    const manifest = await readAll('demo.json', manifestBytes, { signers: MICROCHIP_MANIFEST_SIGNERS, anchors: [MICROCHIP_ANCHOR] });
    expect(manifest.table.figures).toMatchObject({ verified: 0, failed: 4, demo: false });
    expect(manifest.entries.map(({ problem }) => problem?.reason)).toEqual(Array(4).fill('unknown-signer'));
    const judgement = await proveChip(readingOf(file), { anchors: [MICROCHIP_ANCHOR], manifests: [manifest], nowMs: NOW });
    expect(judgement.proofs.find(({ id }) => id === 'signer-chain')).toMatchObject({ outcome: 'fail', reason: 'signature-unmatched' });
  });

  it('with a replayed key, and the imitation of another root, fail', async () => {
    const context = { anchors: [MICROCHIP_ANCHOR, anchor], manifests: [], nowMs: NOW };
    const replay = await proveChip(readingOf(file, file.replayPrivateKey), context);
    expect(replay.proofs.find(({ id }) => id === 'device-chain')).toMatchObject({ outcome: 'fail' });
    const imitation = await proveChip(readingOf(file.otherCa), context);
    expect(file.otherCa.serialNumber).toBe(file.serialNumber);
    expect(imitation.proofs.find(({ id }) => id === 'signer-chain')).toMatchObject({ outcome: 'fail', reason: 'signature-unmatched' });
  });
});

describe('the demo manifest', () => {
  it('verifies: three chips with certificates and one of version 2', async () => {
    const manifest = await readAll('demo.json', manifestBytes, { signers: [signer], anchors: [anchor] });
    expect(manifest.table.figures).toMatchObject({ verified: 4, failed: 0, withoutCertificates: 1, demo: true, demoEntries: 4 });
    expect(manifest.table.indicesOf(file.serialNumber)).toEqual([0]);
  });

  it('has the signer whose certificate openssl wrote', async () => {
    expect(await parseManifestSigner(new Uint8Array(read('test/vectors/demo-manifest-signer.pem')), 'demo')).toEqual(signer);
  });
});
