/** Real chips, certificates and manifests: what Microchip's production wrote. */
import { describe, expect, it } from 'vitest';
import { equalBytes, fromHex, toHex } from '../../../src/base/index.ts';
import type { ChipReading } from '../../../src/chip/index.ts';
import { parsePem } from '../../../src/formats/index.ts';
import { MICROCHIP_ANCHOR, MICROCHIP_MANIFEST_SIGNERS, parseManifestSigner, proveChip } from '../../../src/trust/index.ts';
import { parseCertificate } from '../../../src/trust/x509/certificate.ts';
import { checkIssued, issuerFromAnchor, issuerFromCertificate } from '../../../src/trust/x509/chain.ts';
import { rebuildDevice, rebuildSigner } from '../../../src/trust/x509/rebuild.ts';
import { contradict } from '../../../src/trust/x509/second-opinion.ts';
import { readAll, type ReadAll } from './read-all.ts';
import { hasRealData, realFile, realText } from './real-data.ts';

const ANCHORS = [MICROCHIP_ANCHOR];
const NOW = Date.UTC(2026, 10, 23);
const SIGNER_2C00 =
  '30820204308201aaa003020102021071061238bda3c0169da2e601935b996b300a06082a8648ce3d040302304f3121301f060355040a0c184d6963726f6368697020546563686e6f6c6f677920496e63312a302806035504030c2143727970746f2041757468656e7469636174696f6e20526f6f74204341203030323020170d3138313231343230303030305a180f32303439313231343230303030305a304f3121301f060355040a0c184d6963726f6368697020546563686e6f6c6f677920496e63312a302806035504030c2143727970746f2041757468656e7469636174696f6e205369676e657220324330303059301306072a8648ce3d020106082a8648ce3d030107034200042eba1b2ad0b73e4e44725e0c09348d4092a08bd7a8b7619bfdc7a56eb2054bdca338f00dc64dec1d84b4b36ec62426bd4c9340244fa853e235d053c05df67ef4a3663064300e0603551d0f0101ff04040302018630120603551d130101ff040830060101ff020100301d0603551d0e041604140f621ff44ab590d34d04c1f37df612cb5bb5ed34301f0603551d230418301680147aed7d6dc6b7789db23801a5e84a8cb0a40e2a8c300a06082a8648ce3d0403020348003045022100ecc949988f619130b9277322958cfda97d9b0a8cb8f37894bcc473e9d47a408702202123d5a2566b89a159bc8a8de52283ce16b5337b2a2599afe4d75efa073ed611';

interface Dump {
  readonly serialNumber: string;
  readonly genkeySlot0: string;
  readonly slot5_first12: string;
  readonly slot10: string;
  readonly slot11: string;
  readonly slot12: string;
  readonly expectedDeviceDer: string;
}

function readingOf(dump: Dump): ChipReading {
  const serialNumber = fromHex(dump.serialNumber);
  const config = new Uint8Array(128);
  config.set(serialNumber.subarray(0, 4), 0);
  config.set(serialNumber.subarray(4), 8);
  return {
    address: 0x35,
    revision: fromHex('00006003'),
    config,
    otp: { status: 0x0f },
    slots: {
      5: { bytes: fromHex(dump.slot5_first12) },
      10: { bytes: fromHex(dump.slot10) },
      11: { bytes: fromHex(dump.slot11) },
      12: { bytes: fromHex(dump.slot12) },
    },
    publicKey: { bytes: fromHex(dump.genkeySlot0) },
    possession: { slot: 0, challenge: new Uint8Array(32), signature: { bytes: new Uint8Array(64) } },
  };
}

const load = (name: string): Promise<ReadAll> => readAll(name, realFile(`manifests/${name}`), { signers: MICROCHIP_MANIFEST_SIGNERS, anchors: ANCHORS });

describe.skipIf(!hasRealData)('the real chip dump', () => {
  const dump = hasRealData ? (JSON.parse(realText('chip-dump-608B-TNGTLS.json')) as Dump) : ({} as Dump);
  const reading = (): ChipReading => readingOf(dump);

  async function rebuild(chip: ChipReading) {
    const signer = await rebuildSigner(chip, ANCHORS);
    if ('fault' in signer || !('bytes' in chip.publicKey)) return null;
    const device = await rebuildDevice(chip, signer, [chip.publicKey.bytes]);
    return 'fault' in device ? null : { signer, device };
  }

  it('rebuilds to its device certificate and to signer 2C00, byte for byte', async () => {
    const rebuilt = await rebuild(reading());
    expect(toHex(rebuilt?.signer.der ?? new Uint8Array(0))).toBe(SIGNER_2C00);
    expect(toHex(rebuilt?.device.der ?? new Uint8Array(0))).toBe(dump.expectedDeviceDer);
    expect(rebuilt?.device.template).toBe('tngtls-3');
    expect(rebuilt?.signer.signerId).toBe('2C00');
  });

  it('passes the chains and the key, but not possession: a dump has no private key', async () => {
    const { proofs, certificates, chip, demo } = await proveChip(reading(), { anchors: ANCHORS, manifests: [], nowMs: NOW });
    expect(Object.fromEntries(proofs.map(({ id, outcome, reason }) => [id, reason ?? outcome]))).toEqual({
      'chip-answers': 'pass',
      'zones-locked': 'pass',
      'serial-well-formed': 'pass',
      'signer-chain': 'pass',
      'device-chain': 'pass',
      'key-in-certificate': 'pass',
      possession: 'signature-wrong',
      'in-manifest': 'no-manifest',
      'entry-signature': 'no-manifest',
      'entry-equals-chip': 'no-manifest',
    });
    expect(certificates).toMatchObject({ commonName: 'sn0123A23F29F9366A01', signerCommonName: 'Crypto Authentication Signer 2C00', origin: 'microchip' });
    expect(chip).toEqual({ serialNumber: '0123A23F29F9366A01', model: 'ATECC608B', address: 0x35, commonName: 'sn0123A23F29F9366A01' });
    expect(demo).toBe(false);
  });

  it.each([10, 12])('is refused for every flipped bit in bytes 0 to 68 of slot %i', async (slot) => {
    const accepted: number[] = [];
    for (let bit = 0; bit < 69 * 8; bit++) {
      const chip = reading();
      const content = chip.slots[slot];
      if (content === undefined || !('bytes' in content)) throw new Error('no slot');
      content.bytes[bit >> 3] = (content.bytes[bit >> 3] as number) ^ (0x80 >> (bit & 7));
      if ((await rebuild(chip)) !== null) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });

  it('is refused for every flipped bit of serial number, EUI and keys', async () => {
    const places: readonly (readonly [string, (chip: ChipReading) => Uint8Array, readonly number[]])[] = [
      ['serial number', ({ config }) => config, [0, 1, 2, 3, 8, 9, 10, 11, 12]],
      ['public key', ({ publicKey }) => ('bytes' in publicKey ? publicKey.bytes : new Uint8Array(0)), [0, 31, 32, 63]],
      ['EUI', ({ slots }) => (slots[5] as { bytes: Uint8Array }).bytes, [0, 1, 11]],
      ['signer key', ({ slots }) => (slots[11] as { bytes: Uint8Array }).bytes, [4, 35, 40, 71]],
    ];
    for (const [name, bytesOf, offsets] of places) {
      for (const offset of offsets) {
        for (let bit = 0; bit < 8; bit++) {
          const chip = reading();
          const bytes = bytesOf(chip);
          bytes[offset] = (bytes[offset] as number) ^ (1 << bit);
          expect(await rebuild(chip), `${name}, byte ${offset}, bit ${bit}`).toBeNull();
        }
      }
    }
  });

  it('does not care about bytes that no signature covers: padding of the key slot, template and chain numbers', async () => {
    const chip = reading();
    (chip.slots[11] as { bytes: Uint8Array }).bytes[0] = 0x50;
    (chip.slots[11] as { bytes: Uint8Array }).bytes[39] = 0xff;
    (chip.slots[10] as { bytes: Uint8Array }).bytes[69] = 0x21;
    (chip.slots[12] as { bytes: Uint8Array }).bytes[71] = 0xff;
    expect(toHex((await rebuild(chip))?.device.der ?? new Uint8Array(0))).toBe(dump.expectedDeviceDer);
  });
});

describe.skipIf(!hasRealData)('real certificates', () => {
  it('of the manifest signers are what is pinned, in every field', async () => {
    const files = ['signer-001.pem', 'signer-002.pem', 'signer-003.pem', 'signer-004.pem', 'signer-005.pem'];
    const parsed = await Promise.all(files.map((name) => parseManifestSigner(realFile(`certs/manifest-signers/${name}`), 'microchip')));
    expect(parsed).toEqual(MICROCHIP_MANIFEST_SIGNERS);
  });

  it('of the root has the anchor’s name and key', async () => {
    const [root] = parsePem(realText('certs/ca/root-002.pem'));
    const certificate = parseCertificate(root?.bytes ?? new Uint8Array(0));
    const issuer = await issuerFromAnchor(MICROCHIP_ANCHOR);
    expect(toHex(certificate.publicKey)).toBe(toHex(MICROCHIP_ANCHOR.publicKey));
    expect(equalBytes(certificate.subject, issuer.name)).toBe(true);
    expect(toHex(issuer.keyIdentifier)).toBe('7aed7d6dc6b7789db23801a5e84a8cb0a40e2a8c');
  });

  it.each(['signer-2C00.pem', 'signer-F600.pem'])('%s chains to the anchor, and the other parser agrees', async (name) => {
    const [pem] = parsePem(realText(`certs/ca/${name}`));
    const certificate = parseCertificate(pem?.bytes ?? new Uint8Array(0));
    const root = await issuerFromAnchor(MICROCHIP_ANCHOR);
    expect(await checkIssued(certificate, root, 'ca', NOW)).toBeNull();
    expect(await contradict(certificate, root.publicKey)).toBeNull();
  });
});

describe.skipIf(!hasRealData)('real manifests', () => {
  it.each([
    ['ATECC608A-MAH22.v1.json', 'Log Signer 001', [['0123f1822c38dd7a01', '0123F1822C38DD7A01 ATECC']]],
    [
      'ATECC608A-MAH4I.v1.json',
      'Log Signer 002',
      [
        ['01230390b3d1450c01', 'sn01230390B3D1450C01'],
        ['0123d26e26e688c901', 'sn0123D26E26E688C901'],
      ],
    ],
    ['ATECC608A-MAHT3-TNGLORA.v1.json', 'Log Signer 002', [['0123114e171b98b427', 'sn0123114E171B98B427']]],
    ['ATECC608C-MAH22.v2.json', 'Manifest Signer 005', [['0123f1822c38dd7a01', undefined]]],
  ])('%s verifies with %s up to the root', async (name, signer, entries) => {
    const manifest = await load(name);
    expect(manifest.entries.map(({ problem }) => problem)).toEqual(entries.map(() => null));
    expect(manifest.entries.map(({ uniqueId, certificates }) => [uniqueId, certificates?.commonName])).toEqual(entries);
    expect(manifest.table.figures.signers.map(({ signer: { name: signerName }, entries: signed }) => [signerName, signed])).toEqual([[signer, entries.length]]);
    expect(manifest.table.figures).toMatchObject({ verified: entries.length, failed: 0, demo: false, withoutCertificates: name.includes('v2') ? 1 : 0 });
  });

  it('of version 2 holds neither keys nor certificates', async () => {
    const [entry] = (await load('ATECC608C-MAH22.v2.json')).entries;
    expect(entry).toMatchObject({ content: { version: 2, keys: [], certificates: null }, certificates: null });
  });

  it('of TNGLORA has its key in slot 1', async () => {
    const [entry] = (await load('ATECC608A-MAHT3-TNGLORA.v1.json')).entries;
    expect(entry?.certificates?.key.kid).toBe('1');
  });

  it('keep each entry’s text, so that a smaller manifest verifies too', async () => {
    const { entries } = await load('ATECC608A-MAH4I.v1.json');
    const smaller = new TextEncoder().encode(`[${entries[1]?.rawText ?? ''}]`);
    const manifest = await readAll('smaller.json', smaller, { signers: MICROCHIP_MANIFEST_SIGNERS, anchors: ANCHORS });
    expect(manifest.table.figures).toMatchObject({ verified: 1, failed: 0 });
  });

  it('are found by serial number, also a chip that two manifests name', async () => {
    const manifests = await Promise.all(['ATECC608A-MAH22.v1.json', 'ATECC608C-MAH22.v2.json'].map(load));
    for (const manifest of manifests) expect(manifest.table.indicesOf('0123F1822C38DD7A01')).toEqual([0]);
  });

  it('rebuild from their own certificates: templates legacy, without SAN, and TNGLORA', async () => {
    for (const [name, template, key] of [
      ['ATECC608A-MAH22.v1.json', 'tngtls-2', 10],
      ['ATECC608A-MAH4I.v1.json', 'tflxtls-4', 10],
      ['ATECC608A-MAHT3-TNGLORA.v1.json', 'tnglora-4', 8],
    ] as const) {
      for (const entry of (await load(name)).entries) {
        if (entry.certificates === null || entry.uniqueId === null) throw new Error('no certificates');
        const device = parseCertificate(entry.certificates.device);
        const signer = parseCertificate(entry.certificates.signer);
        const id = fromHex(signer.subjectCommonName.slice(-4));
        const compress = (certificate: typeof device): Uint8Array => {
          const from = new Date(certificate.notBeforeMs);
          const years = new Date(certificate.notAfterMs).getUTCFullYear() - from.getUTCFullYear();
          const dates =
            (from.getUTCFullYear() - 2000) * 2 ** 19 + (from.getUTCMonth() + 1) * 2 ** 15 + from.getUTCDate() * 2 ** 10 + from.getUTCHours() * 2 ** 5 + years;
          return Uint8Array.of(...certificate.signature, dates >> 16, (dates >> 8) & 255, dates & 255, ...id, 0, 0xa0, 0);
        };
        const serialNumber = fromHex(entry.uniqueId);
        const config = new Uint8Array(128);
        config.set(serialNumber.subarray(0, 4), 0);
        config.set(serialNumber.subarray(4), 8);
        const eui64 = /eui64_([0-9A-F]{16})/.exec(String.fromCharCode(...device.der))?.[1] ?? '';
        const slot10 =
          key === 8
            ? { 8: { bytes: Uint8Array.of(...new Uint8Array(72), ...compress(device)) }, 10: { bytes: new TextEncoder().encode(eui64) } }
            : { 10: { bytes: compress(device) } };
        const reading: ChipReading = {
          address: key === 8 ? 0x59 : 0x35,
          revision: fromHex('00006002'),
          config,
          otp: { status: 15 },
          slots: {
            5: { status: 15 },
            ...slot10,
            11: { bytes: Uint8Array.of(0, 0, 0, 0, ...signer.publicKey.subarray(0, 32), 0, 0, 0, 0, ...signer.publicKey.subarray(32)) },
            12: { bytes: compress(signer) },
          },
          publicKey: { bytes: device.publicKey },
          possession: { slot: 0, challenge: new Uint8Array(32), signature: { status: 15 } },
        };
        const rebuiltSigner = await rebuildSigner(reading, ANCHORS);
        if ('fault' in rebuiltSigner) throw new Error(rebuiltSigner.fault);
        const rebuilt = await rebuildDevice(reading, rebuiltSigner, [device.publicKey]);
        if ('fault' in rebuilt) throw new Error(rebuilt.fault);
        expect(toHex(rebuiltSigner.der)).toBe(toHex(signer.der));
        expect(toHex(rebuilt.der)).toBe(toHex(device.der));
        expect(rebuilt.template).toBe(template);
        const issuer = await issuerFromCertificate(signer, await issuerFromAnchor(MICROCHIP_ANCHOR));
        expect(await checkIssued(device, issuer, 'device', NOW)).toBeNull();
        expect(await contradict(device, signer.publicKey)).toBeNull();
      }
    }
  });
});
