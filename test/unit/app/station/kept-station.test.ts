/** What was kept of slots and their ports is as foreign as any other input when it is read again. */
import { describe, expect, it } from 'vitest';
import { parseStation } from '../../../../src/app/station/kept-station.ts';

const MAC = '24:0A:C4:11:22:33';
const parse = (value: unknown): ReturnType<typeof parseStation> => parseStation(JSON.stringify(value));

describe('ports that were kept', () => {
  it('come back with their kind and the MAC that was read last', () => {
    const taught = [{ usbVendorId: 0x10c4, usbProductId: 0xea60, mac: MAC }, null, { usbVendorId: null, usbProductId: null, mac: null }];
    expect(parse({ slots: 3, taught, order: [3, 1] })).toMatchObject({ slots: 3, taught, order: [3, 1] });
  });

  it('of an earlier version, which kept no MAC and no order, come back without', () => {
    expect(parse({ slots: 1, taught: [{ usbVendorId: 1, usbProductId: 2 }] })).toMatchObject({
      taught: [{ usbVendorId: 1, usbProductId: 2, mac: null }],
      order: [],
    });
  });

  it.each([
    [0, 0],
    [1, 1],
    [32, 32],
    [33, 0],
    [1.5, 0],
    ['2', 0],
    [undefined, 0],
  ])('slots %s mean %i', (slots, wanted) => {
    expect(parse({ slots }).slots).toBe(wanted);
  });

  it.each([
    ['a MAC in small letters', { usbVendorId: 1, usbProductId: 2, mac: MAC.toLowerCase() }, { usbVendorId: 1, usbProductId: 2, mac: null }],
    ['a MAC with more behind it', { usbVendorId: 1, usbProductId: 2, mac: `${MAC}:00` }, { usbVendorId: 1, usbProductId: 2, mac: null }],
    ['a MAC that is an object', { usbVendorId: 1, usbProductId: 2, mac: { toString: 'x' } }, { usbVendorId: 1, usbProductId: 2, mac: null }],
    ['one id only', { usbVendorId: 1, usbProductId: null, mac: MAC }, null],
    ['an id out of range', { usbVendorId: 0x10000, usbProductId: 2, mac: MAC }, null],
    ['a word', 'CP2102', null],
    ['a number', 7, null],
  ])('with %s keep nothing of it', (_name, kept, wanted) => {
    expect(parse({ taught: [kept] }).taught).toEqual([wanted]);
  });

  it.each([
    ['a word', 'abc', []],
    ['slots that there cannot be', [0, 33, -1, 1.5, null, '2', 2], [2]],
    ['a slot twice', [2, 1, 2], [2, 1]],
  ])('in an order with %s keep what makes sense of it', (_name, order, wanted) => {
    expect(parse({ order }).order).toEqual(wanted);
  });
});
