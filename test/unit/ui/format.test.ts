import { describe, expect, it } from 'vitest';
import { bridgeName } from '../../../src/ui/bridges.ts';
import { address, count, logTime, seconds, serialGroups, size, usbIds } from '../../../src/ui/format.ts';

describe('numbers as people read them', () => {
  it.each([
    [0, '0.0 s'],
    [412, '0.4 s'],
    [-5, '0.0 s'],
    [11_240, '11.2 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min 00 s'],
    [83_000, '1 min 23 s'],
    [119_600, '2 min 00 s'],
  ])('%d ms are %s', (durationMs, text) => {
    expect(seconds(durationMs)).toBe(text);
  });

  it.each([
    [12, '12 bytes'],
    [24_576, '24 KB'],
    [61_240, '60 KB'],
    [1_572_864, '1.5 MB'],
    [4_194_304, '4 MB'],
    [16_777_216, '16 MB'],
    [1, '1 byte'],
    [1_048_575, '1 MB'],
    [374_341_632, '357 MB'],
    [4_294_967_296, '4 GB'],
    [10_737_418_239, '10 GB'],
    [2_199_023_255_552, '2 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(size(bytes)).toBe(text);
  });

  it('groups thousands', () => {
    expect(count(12408)).toBe('12,408');
  });

  it('groups a serial number in fours, upper case', () => {
    expect(serialGroups('0123a23f29f9366a01')).toEqual(['0123', 'A23F', '29F9', '366A', '01']);
    expect(serialGroups('')).toEqual([]);
  });

  it('writes addresses and USB ids as they are printed', () => {
    expect(address(0x35)).toBe('0x35');
    expect(usbIds(0x10c4, 0xea60)).toBe('10C4:EA60');
    expect(usbIds(undefined, 1)).toBe('');
  });

  it('keeps log times comparable beyond a minute', () => {
    expect([logTime(0), logTime(612.9), logTime(61_004)]).toEqual(['00.000', '00.612', '61.004']);
  });

  it('names known bridges, shows the ids of others, and says nothing without ids', () => {
    expect(bridgeName(0x1a86, 0x55d4)).toBe('CH9102');
    expect(bridgeName(0x1234, 0x00ab)).toBe('USB 1234:00AB');
    expect(bridgeName(undefined, undefined)).toBeNull();
  });
});
