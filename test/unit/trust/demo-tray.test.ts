/** The tray of virtual boards: forty chips that openssl issued, against what is rebuilt from their slots, and the order that they came with. */
import { createECDH, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import { checkSerialNumber, type ChipReading } from '../../../src/chip/index.ts';
import { MICROCHIP_ANCHOR, MICROCHIP_MANIFEST_SIGNERS, proveChip, type ChipAnchor, type ManifestSigner } from '../../../src/trust/index.ts';
import { readAll } from './read-all.ts';

const read = (path: string): Buffer => readFileSync(new URL(`../../../${path}`, import.meta.url));
const json = <T>(path: string): T => JSON.parse(read(path).toString()) as T;

interface Unit {
  readonly mac: string;
  readonly serialNumber: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly slots: Readonly<Record<string, string>>;
}
const { description, common, units } = json<{ description: string; common: Pick<Unit, 'slots'> & { revision: string; otp: string }; units: readonly Unit[] }>(
  'src/sim/demo/tray.json',
);
const one = json<Unit & { readonly otp: string }>('src/sim/demo/identity.json');
const pinned = json<Record<'anchor' | 'manifestSigner', { publicKey: string }>>('src/app/virtual/demo-anchor.json');
const withKey = <T>(file: { publicKey: string }): T => ({ ...file, publicKey: fromHex(file.publicKey) }) as T;
const anchor = withKey<ChipAnchor>(pinned.anchor);
const signer = withKey<ManifestSigner>(pinned.manifestSigner);
const manifestBytes = new Uint8Array(read('public/demo/touchstone-demo-tray.json'));
const order = json<readonly { readonly payload: string }[]>('public/demo/touchstone-demo-tray.json').map(
  ({ payload }) =>
    JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      uniqueId: string;
      publicKeySet: { keys: readonly { x: string; y: string; x5c?: readonly string[] }[] };
    },
);
const NOW = Date.UTC(2026, 10, 23);

function readingOf({ serialNumber, privateKey, publicKey, slots }: Unit): ChipReading {
  const [serial, config, challenge] = [fromHex(serialNumber), new Uint8Array(128), new Uint8Array(32).fill(7)];
  config.set(serial.subarray(0, 4), 0);
  config.set(serial.subarray(4), 8);
  const part = (start: number): string =>
    Buffer.from(publicKey, 'hex')
      .subarray(start, start + 32)
      .toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: part(0), y: part(32), d: Buffer.from(privateKey, 'hex').toString('base64url') };
  const signature = sign('sha256', challenge, { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' });
  return {
    address: 0x35,
    revision: fromHex(common.revision),
    config,
    otp: { bytes: fromHex(common.otp) },
    slots: Object.fromEntries(
      Object.entries({ ...common.slots, ...slots }).map(([slot, hex]) => [slot, { bytes: fromHex(hex).slice(0, slot === '5' ? 32 : undefined) }]),
    ),
    publicKey: { bytes: fromHex(publicKey) },
    possession: { slot: 0, challenge, signature: { bytes: new Uint8Array(signature) } },
  };
}

describe('the tray', () => {
  it('has forty units, says DEMO, and holds what the demo chip’s signer and otp are', () => {
    expect(units).toHaveLength(40);
    expect(description).toContain('DEMO ONLY');
    for (const slot of ['8', '11', '12']) expect(common.slots[slot]).toBe(one.slots[slot]);
    expect(common.otp).toBe(one.otp);
  });

  it('has no chip, key, certificate or board twice, none of them the one-slot bench’s', () => {
    const all = (pick: (unit: Unit) => string | undefined): readonly (string | undefined)[] => [...units, one].map(pick);
    for (const values of [all((unit) => unit.serialNumber), all((unit) => unit.privateKey), all((unit) => unit.slots['10']), all((unit) => unit.slots['5'])])
      expect(new Set(values).size).toBe(41);
    expect(new Set([...units.map(({ mac }) => mac), '020000de3001']).size).toBe(41);
  });

  it('has Trust&GO serial numbers, and MACs that no maker owns and that are no group’s', () => {
    for (const { serialNumber, mac } of units) {
      expect(checkSerialNumber(fromHex(serialNumber), 0x35)).toBeNull();
      expect(serialNumber).toMatch(/^0123[0-9a-f]{12}01$/);
      expect((fromHex(mac)[0] ?? 0) & 0x03).toBe(0x02);
      expect(mac).toHaveLength(12);
    }
  });

  it('has a public key for each private one', () => {
    for (const { privateKey, publicKey } of units) {
      const ecdh = createECDH('prime256v1');
      ecdh.setPrivateKey(privateKey, 'hex');
      expect(ecdh.getPublicKey('hex').slice(2)).toBe(publicKey);
    }
  });
});

describe('the order of the tray', () => {
  it('verifies entry by entry, one for each unit in its order, and holds its key', async () => {
    const manifest = await readAll('tray.json', manifestBytes, { signers: [signer], anchors: [anchor] });
    expect(manifest.table.figures).toMatchObject({ verified: 40, failed: 0, withoutCertificates: 0, demo: true, demoEntries: 40 });
    expect(manifest.entries.map(({ problem }) => problem)).toEqual(Array(40).fill(null));
    expect(units.map(({ serialNumber }) => manifest.table.indicesOf(serialNumber))).toEqual(units.map((_, index) => [index]));
    expect(
      order.map(({ publicKeySet: { keys } }) => [keys[0]?.x, keys[0]?.y].map((text) => Buffer.from(text ?? '', 'base64url').toString('hex')).join('')),
    ).toEqual(units.map(({ publicKey }) => publicKey));
  });

  it('has no standing without the demo’s signer', async () => {
    const manifest = await readAll('tray.json', manifestBytes, { signers: MICROCHIP_MANIFEST_SIGNERS, anchors: [MICROCHIP_ANCHOR] });
    expect(manifest.table.figures).toMatchObject({ verified: 0, failed: 40, demo: false });
  });

  it('and every chip rebuilds to openssl’s certificates byte for byte, passes all proofs, and is matched with its own entry', async () => {
    const manifest = await readAll('tray.json', manifestBytes, { signers: [signer], anchors: [anchor] });
    for (const [index, unit] of units.entries()) {
      const judgement = await proveChip(readingOf(unit), { anchors: [MICROCHIP_ANCHOR, anchor], manifests: [manifest], nowMs: NOW });
      expect(judgement.proofs.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
      expect(judgement.demo).toBe(true);
      const x5c = order[index]?.publicKeySet.keys[0]?.x5c?.map((text) => Buffer.from(text, 'base64').toString('hex'));
      expect([judgement.certificates?.device, judgement.certificates?.signer].map((der) => toHex(der ?? new Uint8Array(0)))).toEqual(x5c);
      expect(judgement.proofs.find(({ id }) => id === 'in-manifest')?.seen).toMatchObject({ fileName: 'tray.json', entry: index + 1 });
    }
  });

  it('is signed for the chip it names: no unit’s entry fits another', async () => {
    const manifest = await readAll('tray.json', manifestBytes, { signers: [signer], anchors: [anchor] });
    const [first, second] = units;
    if (first === undefined || second === undefined) throw new Error('no units');
    const stranger = { ...second, serialNumber: first.serialNumber };
    const judgement = await proveChip(readingOf(stranger), { anchors: [anchor], manifests: [manifest], nowMs: NOW });
    expect(judgement.proofs.filter(({ outcome }) => outcome === 'fail').length).toBeGreaterThan(0);
  });
});
