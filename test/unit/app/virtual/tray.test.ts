/** The tray: which board is next, and what a virtual board is built from. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TRAY_MANIFEST, Tray, chipNumberOf, macOf, startOf, type TrayBoard } from '../../../../src/app/virtual/tray.ts';

const own = (number: number): TrayBoard => ({ board: number, chip: number });
const first = (count: number): readonly TrayBoard[] => Array.from({ length: count }, (_, index) => own(index + 1));

describe('the next board', () => {
  it('is the one behind those that lie in slots, and after the fortieth the first again', () => {
    const tray = new Tray(8);
    const taken = Array.from({ length: 34 }, () => tray.next([]));
    expect(taken).toEqual([...Array.from({ length: 32 }, (_, index) => index + 9), 1, 2]);
  });

  it('is never one that somebody has in hand, nor one whose chip is on another board', () => {
    const tray = new Tray(0);
    expect(tray.next([own(1), own(2), { board: 3, chip: 4 }, { board: 6, chip: 'demo' }])).toBe(5);
    expect(tray.next([own(7)])).toBe(6);
  });

  it('is found for thirty-two slots whose boards all carry other chips than their own', () => {
    const tray = new Tray(32);
    const swapped = first(32).map(({ board }, index) => ({ board, chip: (index % 8) + 33 }));
    expect(tray.next(swapped)).toBe(33);
  });
});

describe('what a board is built from', () => {
  it('has the unit’s serial number, key and MAC, and the slots that all of them share', () => {
    const { identity, mac } = startOf(own(7));
    expect(Buffer.from(mac ?? []).toString('hex')).toBe('020000de3107');
    expect(identity).toMatchObject({ serialNumber: '0123de4d7a00000701', revision: '00006003' });
    expect(Object.keys((identity as { slots: object }).slots)).toEqual(['5', '8', '10', '11', '12']);
    expect(startOf(own(8)).identity).not.toMatchObject({ serialNumber: '0123de4d7a00000701' });
  });

  it('takes chip and board from different units', () => {
    const { identity, mac } = startOf({ board: 9, chip: 3 });
    expect(Buffer.from(mac ?? []).toString('hex')).toBe('020000de3109');
    expect(identity).toMatchObject({ serialNumber: '0123de4d7a00000301' });
  });

  it('takes the demo’s own chip, with its copy and its imitation, for the faults that need them', () => {
    const { identity, mac } = startOf({ board: 2, chip: 'demo' });
    expect(Buffer.from(mac ?? []).toString('hex')).toBe('020000de3102');
    expect(identity).toMatchObject({ serialNumber: '0123de4d0a11ce0101', otherCa: { serialNumber: '0123de4d0a11ce0101' } });
  });

  it('is known by what a run records of it', () => {
    expect(macOf(7)).toBe('02:00:00:DE:31:07');
    expect(chipNumberOf('0123DE4D7A00004001')).toBe(40);
    expect(chipNumberOf('0123DE4D0A11CE0101')).toBeNull();
    expect(JSON.parse(readFileSync(`public/demo/${TRAY_MANIFEST}`, 'utf8'))).toHaveLength(40);
  });
});
