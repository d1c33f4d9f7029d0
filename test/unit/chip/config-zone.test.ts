/** Configuration zone, serial number, model: bytes from the TNGTLS data sheet's table 2-3. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import { checkSerialNumber, formatSerialNumber, modelOf, parseConfigZone } from '../../../src/chip/index.ts';

const TNGTLS =
  '0123a23f00006003' +
  '29f9366a01010100' +
  '6a00000185008200' +
  '8520852085208f8f' +
  '8f0faf8f0f0f8f0f' +
  '0f8f0f8f0f8f0000' +
  '0000af8fffffffff' +
  '00000000ffffffff' +
  '0000000000000000' +
  '0069760000000000' +
  '0000000000000000' +
  'ffff0e6000000000' +
  '5300530073007300' +
  '73001c007c003c00' +
  '3c001a001c001000' +
  '1c003c003c001c00';

function changed(offset: number, ...bytes: readonly number[]): Uint8Array {
  const zone = fromHex(TNGTLS);
  zone.set(bytes, offset);
  return zone;
}

describe('a factory-fresh TNGTLS zone', () => {
  const zone = parseConfigZone(fromHex(TNGTLS));

  it('joins the serial number around the revision', () => {
    expect(toHex(zone.serialNumber)).toBe('0123a23f29f9366a01');
    expect(toHex(zone.revNum)).toBe('00006003');
  });

  it('is locked, with I2C at 0x35 and no slot locked on its own', () => {
    expect(zone).toMatchObject({ lockConfig: 'locked', lockValue: 'locked', i2cEnabled: true, i2cAddress: 0x35, lockedSlots: [] });
    expect(zone.chipMode).toEqual({ alternateAddress: true, ttlLevels: false, longWatchdog: false, clockDivider: 0 });
  });
});

it('takes the alternate address only when it is set and enabled', () => {
  expect(parseConfigZone(changed(85, 0x6c)).i2cAddress).toBe(0x36);
  const disabled = changed(85, 0x6c);
  disabled[19] = 0;
  expect(parseConfigZone(disabled).i2cAddress).toBe(0x35);
});

it('calls a zone locked for 00 only', () => {
  expect(parseConfigZone(changed(86, 0x55, 0x00))).toMatchObject({ lockValue: 'unlocked', lockConfig: 'locked' });
  expect(parseConfigZone(changed(86, 0x00, 0x55))).toMatchObject({ lockValue: 'locked', lockConfig: 'unlocked' });
  expect(parseConfigZone(changed(86, 0xff, 0x01))).toMatchObject({ lockValue: 'undefined', lockConfig: 'undefined' });
});

it('lists slots whose bit is 0 as locked', () => {
  expect(parseConfigZone(changed(88, 0xfb, 0xfe)).lockedSlots).toEqual([2, 8]);
});

it.each([0, 127, 129])('refuses %i bytes', (length) => {
  expect(() => parseConfigZone(new Uint8Array(length))).toThrow('chip-length');
});

describe('serial numbers', () => {
  it.each([
    ['0123a23f29f9366a01', 0x35, null],
    ['0123a23f29f9366a01', 0x60, null],
    ['0123114e171b98b427', 0x59, null],
    ['0123114e171b98b427', 0x35, 'serial-suffix'],
    ['0123a23f29f9366a01', 0x59, 'serial-suffix'],
    ['0123a23f29f9366aee', 0x35, 'serial-suffix'],
    ['0124a23f29f9366a01', 0x35, 'serial-prefix'],
    ['ff23a23f29f9366a01', 0x35, 'serial-prefix'],
    ['000000000000000000', 0x35, 'serial-prefix'],
    ['ffffffffffffffffff', 0x35, 'serial-prefix'],
    ['0123a23f29f9366a', 0x35, 'serial-length'],
  ])('%s at address %i: %s', (hex, address, fault) => {
    expect(checkSerialNumber(fromHex(hex), address)).toBe(fault);
  });

  it('are shown in groups of four', () => {
    expect(formatSerialNumber(fromHex('0123a23f29f9366a01'))).toBe('0123 A23F 29F9 366A 01');
  });
});

it.each([
  ['00006002', 'ATECC608A'],
  ['00006003', 'ATECC608B'],
  ['00006004', 'ATECC608C or later (not verified)'],
  ['00005000', 'not an ATECC608'],
  ['00006001', 'not an ATECC608'],
  ['01006002', 'not an ATECC608'],
  ['000060', 'not an ATECC608'],
  ['', 'not an ATECC608'],
])('revision %s is %s', (hex, model) => {
  expect(modelOf(fromHex(hex))).toBe(model);
});
