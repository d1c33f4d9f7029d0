/** The ten proofs, for good chips and for chips and manifests that are wrong in one thing each. */
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/index.ts';
import type { ChipReading, ChipSilence, SlotReading } from '../../../src/chip/index.ts';
import { CHIP_PROOF_IDS, proveChip, type ChipJudgement, type ManifestFile, type ProveContext } from '../../../src/trust/index.ts';
import { CHALLENGE, TestAuthority, entryOf, fileOf, payloadOf, signRaw, testChip, testKey, testManifestSigner } from './authority.ts';
import { readAll } from './read-all.ts';

const authority = new TestAuthority('prove');
const demoAuthority = new TestAuthority('prove demo', { organization: 'Demo Authority', origin: 'demo' });
const chip = testChip(authority);
const demoChip = testChip(demoAuthority, '0123de4d00000000' + '01', 'demo chip');
const signer = testManifestSigner('prove');
const demoSigner = testManifestSigner('prove demo', 'demo');
const ownSigner = testManifestSigner('prove own', 'own');
const NOW = Date.UTC(2026, 10, 23);

const ALL = { anchors: [authority.anchor, demoAuthority.anchor], signers: [signer.signer, demoSigner.signer, ownSigner.signer] };
const manifestOf = (name: string, ...entries: readonly unknown[]): Promise<ManifestFile> => readAll(name, fileOf(...entries), ALL);
const good = await manifestOf(
  'good.json',
  entryOf(payloadOf(testChip(authority, '01230000000000ff01', 'neighbour')), signer),
  entryOf(payloadOf(chip), signer),
);
const demo = await manifestOf('demo.json', entryOf(payloadOf(demoChip), demoSigner));

const prove = (reading: ChipReading | ChipSilence, more: Partial<ProveContext> = {}): Promise<ChipJudgement> =>
  proveChip(reading, { anchors: [authority.anchor], manifests: [good], nowMs: NOW, ...more });

const summary = ({ proofs }: ChipJudgement): Record<string, string> =>
  Object.fromEntries(proofs.map(({ id, outcome, reason }) => [id, reason === undefined ? outcome : `${outcome} ${reason}`]));
const proofOf = (judgement: ChipJudgement, id: string) => judgement.proofs.find((proof) => proof.id === id);
const GREEN = Object.fromEntries(CHIP_PROOF_IDS.map((id) => [id, 'pass']));
const withSlots = (slots: Readonly<Record<number, SlotReading>>, more: Partial<ChipReading> = {}): ChipReading => ({
  ...chip.reading,
  ...more,
  slots: { ...chip.reading.slots, ...slots },
});

describe('a genuine chip that is in a manifest', () => {
  it('passes all ten, in order', async () => {
    const judgement = await prove(chip.reading);
    expect(summary(judgement)).toEqual(GREEN);
    expect(judgement.proofs.map(({ id }) => id)).toEqual(CHIP_PROOF_IDS);
    expect(judgement.demo).toBe(false);
    expect(judgement.chip).toEqual({ serialNumber: '0123000000C0FFEE01', model: 'ATECC608B', address: 0x35, commonName: 'sn0123000000C0FFEE01' });
    expect(toHex(judgement.certificates?.device ?? new Uint8Array(0))).toBe(chip.device.toString('hex'));
    expect(toHex(judgement.certificates?.signer ?? new Uint8Array(0))).toBe(authority.signer.toString('hex'));
  });

  it('comes with facts for every row', async () => {
    const judgement = await prove(chip.reading);
    expect(proofOf(judgement, 'chip-answers')?.seen).toEqual({ address: '0x35', revision: '00006003', model: 'ATECC608B' });
    expect(proofOf(judgement, 'zones-locked')?.seen).toEqual({ configZone: 'locked', dataZone: 'locked', lockBytes: '00 00' });
    expect(proofOf(judgement, 'serial-well-formed')?.seen).toEqual({ serialNumber: '0123000000C0FFEE01' });
    expect(proofOf(judgement, 'signer-chain')?.seen).toEqual({
      signer: 'Test Signer 7E57',
      root: 'Test Root',
      origin: 'microchip',
      notAfter: '2056-01-15T12:00:00Z',
    });
    expect(proofOf(judgement, 'device-chain')?.seen).toMatchObject({ commonName: 'sn0123000000C0FFEE01', template: 'tngtls-3', keyFrom: 'chip' });
    expect(proofOf(judgement, 'possession')?.seen).toEqual({ challenge: toHex(CHALLENGE), slot: 0 });
    expect(proofOf(judgement, 'in-manifest')?.seen).toMatchObject({ fileName: 'good.json', entry: 2, matches: 1, manifests: 1, entries: 2 });
    expect(proofOf(judgement, 'entry-signature')?.seen).toMatchObject({
      signer: 'Test Manifest Signer prove',
      origin: 'microchip',
      signerNotAfter: '2026-01-01T00:00:00Z',
      signerExpired: true,
    });
    expect(proofOf(judgement, 'entry-equals-chip')?.wanted).toEqual(proofOf(judgement, 'entry-equals-chip')?.seen);
  });

  it('is matched also by an entry of the operator’s own signer, which is said', async () => {
    const own = await manifestOf('own.json', entryOf(payloadOf(chip), ownSigner));
    const judgement = await prove(chip.reading, { manifests: [own] });
    expect(summary(judgement)).toEqual(GREEN);
    expect(proofOf(judgement, 'entry-signature')?.seen).toMatchObject({ origin: 'own' });
  });
});

describe('silence', () => {
  it('fails the first proof with the fault and leaves the others unmeasured', async () => {
    const judgement = await prove({ fault: 'chip-wake', addresses: [0x35, 0x60], step: 'wake' });
    expect(summary(judgement)).toEqual({ ...Object.fromEntries(CHIP_PROOF_IDS.map((id) => [id, 'unmeasured not-read'])), 'chip-answers': 'fail chip-wake' });
    expect(proofOf(judgement, 'chip-answers')?.seen).toEqual({ step: 'wake', addresses: '0x35, 0x60' });
    expect(judgement).toMatchObject({ chip: null, certificates: null, demo: false });
  });

  it('names the chip’s status', async () => {
    expect(proofOf(await prove({ fault: 'chip-status', status: 7, addresses: [0x35], step: 'read' }), 'chip-answers')).toMatchObject({
      reason: 'chip-status',
      seen: { status: '0x07' },
    });
  });
});

describe('the chip', () => {
  it('that is no ATECC608 is said to be none', async () => {
    expect(summary(await prove({ ...chip.reading, revision: Uint8Array.of(0, 0, 0x50, 0) }))).toEqual({ ...GREEN, 'chip-answers': 'fail not-atecc608' });
  });

  it.each([
    [86, 0x55, 'fail data-zone-open'],
    [87, 0x55, 'fail config-zone-open'],
    [87, 0x01, 'fail config-zone-open'],
  ])('with byte %i = %i fails zones-locked', async (offset, byte, outcome) => {
    const config = chip.reading.config.slice();
    config[offset] = byte;
    expect(summary(await prove({ ...chip.reading, config }))).toEqual({ ...GREEN, 'zones-locked': outcome });
  });

  it('with another serial number has no certificate and no entry', async () => {
    const config = chip.reading.config.slice();
    config[11] = 0xaa;
    const judgement = await prove({ ...chip.reading, config });
    expect(summary(judgement)).toMatchObject({
      'device-chain': 'fail signature-unmatched',
      'key-in-certificate': 'unmeasured no-certificate',
      'in-manifest': 'fail not-in-manifest',
      'entry-equals-chip': 'unmeasured no-entry',
    });
    expect(proofOf(judgement, 'possession')).toMatchObject({ outcome: 'unmeasured', reason: 'no-certificate', seen: { matchesReadKey: true } });
    expect(judgement.certificates).toBeNull();
  });

  it('with a malformed serial number fails that proof too', async () => {
    const config = chip.reading.config.slice();
    config[12] = 0x02;
    expect(summary(await prove({ ...chip.reading, config }))['serial-well-formed']).toBe('fail serial-suffix');
  });

  it('below another root fails its chain', async () => {
    const forged = testChip(new TestAuthority('forger'), chip.serialNumber, 'chip');
    expect(summary(await prove(forged.reading))).toEqual({
      ...GREEN,
      'signer-chain': 'fail signature-unmatched',
      'device-chain': 'unmeasured no-signer',
      'key-in-certificate': 'unmeasured no-certificate',
      possession: 'unmeasured no-certificate',
      'entry-equals-chip': 'unmeasured no-certificate',
    });
  });

  it('that may not be read is unmeasured, not genuine', async () => {
    const judgement = await prove(withSlots({ 10: { status: 0x0f } }));
    expect(summary(judgement)).toMatchObject({
      'signer-chain': 'pass',
      'device-chain': 'unmeasured slot-unreadable',
      possession: 'unmeasured no-certificate',
      'entry-equals-chip': 'unmeasured no-certificate',
    });
    expect(proofOf(judgement, 'device-chain')?.seen).toEqual({ slot: 10, status: '0x0F' });
    expect(summary(await prove(withSlots({ 12: { status: 0x0f } })))).toMatchObject({
      'signer-chain': 'unmeasured slot-unreadable',
      'device-chain': 'unmeasured no-signer',
    });
  });

  it('is judged at the time that is given', async () => {
    expect(summary(await prove(chip.reading, { nowMs: Date.UTC(2020, 0, 1) }))).toMatchObject({
      'signer-chain': 'fail not-yet-valid',
      'device-chain': 'fail not-yet-valid',
      possession: 'pass',
    });
    expect(summary(await prove(chip.reading, { nowMs: Date.UTC(2054, 0, 1) }))).toMatchObject({ 'signer-chain': 'pass', 'device-chain': 'fail expired' });
  });
});

describe('a copy of a genuine chip', () => {
  const thief = testKey('thief');
  const stolen = { bytes: new Uint8Array(thief.publicKey) };
  const signature = { bytes: new Uint8Array(signRaw(thief, CHALLENGE)) };

  it('with another key is found out: no certificate is for it', async () => {
    const judgement = await prove({ ...chip.reading, publicKey: stolen, possession: { ...chip.reading.possession, signature } }, { manifests: [] });
    expect(summary(judgement)).toMatchObject({
      'device-chain': 'fail signature-unmatched',
      'key-in-certificate': 'unmeasured no-certificate',
      possession: 'unmeasured no-certificate',
    });
  });

  it('with another key is named when the manifest has the key: genuine certificate, other key', async () => {
    const judgement = await prove({ ...chip.reading, publicKey: stolen, possession: { ...chip.reading.possession, signature } });
    expect(summary(judgement)).toEqual({
      ...GREEN,
      'key-in-certificate': 'fail key-differs',
      possession: 'fail signature-wrong',
      'entry-equals-chip': 'fail entry-key-differs',
    });
    expect(proofOf(judgement, 'device-chain')?.seen).toMatchObject({ keyFrom: 'manifest' });
    expect(proofOf(judgement, 'key-in-certificate')).toMatchObject({
      seen: { publicKey: toHex(stolen.bytes) },
      wanted: { publicKey: chip.key.publicKey.toString('hex') },
    });
  });

  it('that names the genuine key but cannot sign with it fails possession alone', async () => {
    expect(summary(await prove({ ...chip.reading, possession: { ...chip.reading.possession, signature } }))).toEqual({
      ...GREEN,
      possession: 'fail signature-wrong',
    });
  });

  it('that replays an older signature fails possession alone', async () => {
    const replayed = { slot: 0, challenge: new Uint8Array(32).fill(1), signature: chip.reading.possession.signature };
    expect(summary(await prove({ ...chip.reading, possession: replayed }))).toEqual({ ...GREEN, possession: 'fail signature-wrong' });
  });

  it.each([
    ['refuses to sign', { status: 0x0f }, 'fail chip-refused'],
    ['signs with zeros', { bytes: new Uint8Array(64) }, 'fail signature-wrong'],
    ['signs with FF', { bytes: new Uint8Array(64).fill(0xff) }, 'fail signature-wrong'],
  ])('that %s fails possession alone', async (_, bad, outcome) => {
    expect(summary(await prove({ ...chip.reading, possession: { ...chip.reading.possession, signature: bad } }))).toEqual({ ...GREEN, possession: outcome });
  });
});

it('a chip that gives no public key is unmeasured, with and without the manifest’s', async () => {
  const reading = { ...chip.reading, publicKey: { status: 0x0f } };
  expect(summary(await prove(reading))).toEqual({ ...GREEN, 'key-in-certificate': 'unmeasured no-key', 'entry-equals-chip': 'unmeasured no-key' });
  expect(summary(await prove(reading, { manifests: [] }))).toMatchObject({
    'device-chain': 'unmeasured no-key',
    'key-in-certificate': 'unmeasured no-key',
    possession: 'unmeasured no-certificate',
  });
});

describe('manifests', () => {
  it('that are not there leave three proofs unmeasured', async () => {
    expect(summary(await prove(chip.reading, { manifests: [] }))).toEqual({
      ...GREEN,
      'in-manifest': 'unmeasured no-manifest',
      'entry-signature': 'unmeasured no-manifest',
      'entry-equals-chip': 'unmeasured no-manifest',
    });
  });

  it('without the chip fail in-manifest', async () => {
    const other = await manifestOf('other.json', entryOf(payloadOf(testChip(authority, '01230000000000ff01', 'neighbour')), signer));
    expect(summary(await prove(chip.reading, { manifests: [other] }))).toEqual({
      ...GREEN,
      'in-manifest': 'fail not-in-manifest',
      'entry-signature': 'unmeasured no-entry',
      'entry-equals-chip': 'unmeasured no-entry',
    });
  });

  it('of version 2 name the chip and can prove no more', async () => {
    const { publicKeySet, ...v2 } = payloadOf(chip);
    expect(publicKeySet).toBeDefined();
    const manifest = await manifestOf('v2.json', entryOf({ ...v2, version: 2 }, signer));
    expect(summary(await prove(chip.reading, { manifests: [manifest] }))).toEqual({ ...GREEN, 'entry-equals-chip': 'unmeasured entry-without-certificates' });
    expect(summary(await prove(chip.reading, { manifests: [manifest, good] }))).toEqual(GREEN);
  });

  it('with a changed entry fail its signature and compare nothing', async () => {
    const entry = entryOf(payloadOf(chip), signer);
    const changed = await manifestOf('changed.json', { ...entry, signature: entryOf({ x: 1 }, signer)['signature'] });
    const judgement = await prove(chip.reading, { manifests: [changed] });
    expect(summary(judgement)).toEqual({ ...GREEN, 'entry-signature': 'fail entry-signature', 'entry-equals-chip': 'unmeasured entry-not-verified' });
    expect(summary(await prove(chip.reading, { manifests: [changed, good] }))).toEqual(GREEN);
    expect(proofOf(await prove(chip.reading, { manifests: [changed, good] }), 'entry-signature')?.seen).toMatchObject({ fileName: 'good.json', unverified: 1 });
  });

  it('of an unknown signer could not be measured', async () => {
    const stranger = await manifestOf('stranger.json', entryOf(payloadOf(chip), testManifestSigner('stranger')));
    expect(summary(await prove(chip.reading, { manifests: [stranger] }))).toMatchObject({
      'in-manifest': 'pass',
      'entry-signature': 'unmeasured unknown-signer',
      'entry-equals-chip': 'unmeasured entry-not-verified',
    });
  });

  it('that hold another certificate for the same key contradict the chip', async () => {
    const second = { ...chip, device: authority.device(chip.key, `sn${chip.serialNumber.toUpperCase()}`, 'eui48_FFFFFFFFFFFF') };
    const manifest = await manifestOf('second.json', entryOf(payloadOf(second), signer));
    expect(summary(await prove(chip.reading, { manifests: [manifest] }))).toEqual({ ...GREEN, 'entry-equals-chip': 'fail device-certificate-differs' });
  });

  it('that hold the chip twice with different content disagree, whichever equals the chip', async () => {
    const second = { ...chip, device: authority.device(chip.key, `sn${chip.serialNumber.toUpperCase()}`, 'eui48_FFFFFFFFFFFF') };
    const manifest = await manifestOf('second.json', entryOf(payloadOf(second), signer));
    for (const manifests of [
      [good, manifest],
      [manifest, good],
    ]) {
      const judgement = await prove(chip.reading, { manifests });
      expect(summary(judgement)).toEqual({ ...GREEN, 'entry-equals-chip': 'fail entries-disagree' });
      expect(proofOf(judgement, 'entry-equals-chip')?.seen).toMatchObject({ matches: 2 });
    }
    expect(summary(await prove(chip.reading, { manifests: [good, good] }))).toEqual(GREEN);
  });
});

describe('demo parts', () => {
  const both = [authority.anchor, demoAuthority.anchor];

  it('count where a demo anchor is, and it is said', async () => {
    const judgement = await prove(demoChip.reading, { anchors: both, manifests: [demo] });
    expect(summary(judgement)).toEqual(GREEN);
    expect(judgement.demo).toBe(true);
    expect(proofOf(judgement, 'signer-chain')?.seen).toMatchObject({ origin: 'demo' });
  });

  it('do not count where none is: the chip has no root and its manifest is invisible', async () => {
    const judgement = await prove(demoChip.reading, { manifests: [demo] });
    expect(summary(judgement)).toMatchObject({ 'signer-chain': 'fail signature-unmatched', 'in-manifest': 'unmeasured no-manifest' });
    expect(proofOf(judgement, 'in-manifest')?.seen).toMatchObject({ manifests: 0, entries: 0, demoEntries: 1 });
    expect(judgement.demo).toBe(false);
  });

  it('do not count for a real chip even when a demo signer signs for it', async () => {
    const claimed = await manifestOf('claimed.json', entryOf(payloadOf(chip), demoSigner));
    expect(summary(await prove(chip.reading, { manifests: [claimed] }))['in-manifest']).toBe('unmeasured no-manifest');
    expect(summary(await prove(chip.reading, { manifests: [claimed, good] }))).toEqual(GREEN);
    const virtual = await prove(chip.reading, { anchors: both, manifests: [claimed] });
    expect(virtual.demo).toBe(true);
  });
});
