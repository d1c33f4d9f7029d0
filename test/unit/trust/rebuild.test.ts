/** Rebuilding, against certificates that were written by hand for every template. */
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/index.ts';
import type { ChipReading, SlotReading } from '../../../src/chip/index.ts';
import { rebuildDevice, rebuildSigner, type RebuildFailure, type RebuiltDevice } from '../../../src/trust/x509/rebuild.ts';
import { TestAuthority, testChip, testKey } from './authority.ts';

const authority = new TestAuthority('rebuild');
const chip = testChip(authority);
const SERIAL = '0123000000C0FFEE01';
const EUI64 = '0004A310001AA90B';

const withSlots = (slots: Readonly<Record<number, SlotReading>>, more: Partial<ChipReading> = {}): ChipReading => ({
  ...chip.reading,
  ...more,
  slots: { ...chip.reading.slots, ...slots },
});
const ascii = (text: string): SlotReading => ({ bytes: new Uint8Array(Buffer.concat([Buffer.from(text, 'ascii'), Buffer.alloc(72)]).subarray(0, 72)) });

async function rebuild(reading: ChipReading, keys: readonly Uint8Array[] = [new Uint8Array(chip.key.publicKey)]): Promise<RebuiltDevice | RebuildFailure> {
  const signer = await rebuildSigner(reading, [authority.anchor]);
  return 'fault' in signer ? signer : await rebuildDevice(reading, signer, keys);
}

describe('templates', () => {
  const at = (certificate: Buffer): Uint8Array => new Uint8Array(authority.compress(certificate, 'device'));
  const lora = (certificate: Buffer): Readonly<Record<number, SlotReading>> => ({
    8: { bytes: Uint8Array.of(...new Uint8Array(72), ...at(certificate), ...new Uint8Array(16)) },
    10: ascii(EUI64),
  });
  const cases: readonly (readonly [string, string, string | null, 'tls' | 'lora', SlotReading])[] = [
    ['tngtls-3', `sn${SERIAL}`, 'eui48_0123456789AB', 'tls', ascii('0123456789AB')],
    ['tngtls-3', `sn${SERIAL}`, 'eui48_000000000000', 'tls', { status: 0x0f }],
    ['tngtls-3', `sn${SERIAL}`, 'eui48_000000000000', 'tls', ascii('0123456789AB')],
    ['tflxtls-4', `sn${SERIAL}`, null, 'tls', ascii('0123456789AB')],
    ['tflxtls-4', `sn${SERIAL}`, null, 'tls', ascii('0123456789ab')],
    ['tngtls-2', `${SERIAL} ATECC`, null, 'tls', { status: 0x0f }],
    ['tnglora-4', `sn${SERIAL}`, `eui64_${EUI64}`, 'lora', { status: 0x0f }],
    ['tnglora-2', `${SERIAL} ATECC`, null, 'lora', { status: 0x0f }],
    ['tnglora-2-eui', `${SERIAL} ${EUI64} ATECC`, null, 'lora', { status: 0x0f }],
  ];

  it.each(cases)('%s with common name %s and %s (%s)', async (template, commonName, alternativeName, family, slot5) => {
    const certificate = authority.device(chip.key, commonName, alternativeName);
    const slots = family === 'lora' ? lora(certificate) : { 10: { bytes: at(certificate) } };
    const rebuilt = await rebuild(withSlots({ ...slots, 5: slot5 }, { address: family === 'lora' ? 0x59 : 0x35 }));
    expect(rebuilt).toMatchObject({ template });
    expect(toHex((rebuilt as RebuiltDevice).der)).toBe(certificate.toString('hex'));
  });

  it('that nobody knows are refused with the raw bytes', async () => {
    const certificate = authority.device(chip.key, `SN${SERIAL}`, null);
    const slot = at(certificate);
    expect(await rebuild(withSlots({ 10: { bytes: slot } }))).toEqual({
      fault: 'signature-unmatched',
      facts: { slot: 10, compressed: toHex(slot), signerId: '7E57', templateId: 3, tried: 4 },
    });
  });
});

it('takes a serial number made of the chip’s', async () => {
  const certificate = authority.device(chip.key, `sn${SERIAL}`, null, Buffer.from(SERIAL, 'hex'));
  const rebuilt = await rebuild(withSlots({ 10: { bytes: new Uint8Array(authority.compress(certificate, 'device', 0xb)) } }));
  expect(toHex((rebuilt as RebuiltDevice).der)).toBe(certificate.toString('hex'));
  expect(await rebuild(withSlots({ 10: { bytes: new Uint8Array(authority.compress(certificate, 'device', 0xa)) } }))).toMatchObject({
    fault: 'signature-unmatched',
  });
});

it('chooses the anchor whose signature holds', async () => {
  const other = new TestAuthority('rebuild other');
  const signer = await rebuildSigner(chip.reading, [other.anchor, authority.anchor]);
  expect(signer).toMatchObject({ anchor: authority.anchor });
  expect(await rebuildSigner(chip.reading, [other.anchor])).toMatchObject({ fault: 'signature-unmatched', facts: { slot: 12, tried: 1 } });
  expect(await rebuildSigner(chip.reading, [])).toMatchObject({ fault: 'signature-unmatched' });
});

it('tries the keys that it is offered in order and says which one the certificate holds', async () => {
  const wrong = new Uint8Array(testKey('wrong').publicKey);
  const right = new Uint8Array(chip.key.publicKey);
  expect(await rebuild(chip.reading, [wrong, right])).toMatchObject({ publicKey: right });
  expect(await rebuild(chip.reading, [wrong])).toMatchObject({ fault: 'signature-unmatched' });
  expect(await rebuild(chip.reading, [new Uint8Array(64).fill(0xff)])).toMatchObject({ fault: 'signature-unmatched' });
});

it.each([10, 11, 12])('says when slot %i may not be read', async (slot) => {
  expect(await rebuild(withSlots({ [slot]: { status: 0x0f } }))).toEqual({ fault: 'slot-unreadable', facts: { slot, status: 0x0f } });
});

it.each([
  ['FF', 0xff],
  ['00', 0x00],
])('survives slots that are all %s', async (_, fill) => {
  const slot = { bytes: new Uint8Array(72).fill(fill) };
  for (const number of [10, 11, 12]) expect(await rebuild(withSlots({ [number]: slot }))).toHaveProperty('fault');
});
