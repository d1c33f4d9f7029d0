/** Settings of single boards on a line: a table's rows in order go to one board each, whatever the slot, and a board keeps its own. */
import { describe, expect, it } from 'vitest';
import { SettingsDesk } from '../../../src/app/firmware/settings-desk.ts';
import type { Pack } from '../../../src/board/index.ts';
import type { FlashSettings } from '../../../src/bench/index.ts';

const PACK = {
  partitions: [
    { name: 'nvs', type: 1, subtypeName: 'nvs', offset: 0x9000, size: 0x5000 },
    { name: 'other', type: 1, subtypeName: 'nvs', offset: 0x20000, size: 0x5000 },
  ],
} as unknown as Pack;

function desk(...rows: readonly string[]): SettingsDesk {
  const made = new SettingsDesk();
  made.load(`${['valve:unit:string,valve:board:string', ...rows.map((row) => `${row},{mac}`)].join('\n')}\n`);
  return made;
}
const unitFor = (settings: FlashSettings | null, mac: string | null): unknown =>
  settings?.templates((name) => (name === 'mac' ? mac : null)).find(({ key }) => key === 'unit')?.content;

describe('a table whose rows are taken in order', () => {
  it('gives two boards side by side two rows, and the same board the same row again', () => {
    const made = desk('A-1', 'A-2');
    const [one, two] = [made.forLine(PACK, 'nvs'), made.forLine(PACK, 'nvs')];
    expect([unitFor(one, 'AA'), unitFor(two, 'BB'), unitFor(made.forLine(PACK, 'nvs'), 'AA')]).toEqual(['A-1', 'A-2', 'A-1']);
  });

  it('says so when all rows are given away, and begins anew with another table', () => {
    const made = desk('A-1');
    unitFor(made.forLine(PACK, 'nvs'), 'AA');
    expect(() => unitFor(made.forLine(PACK, 'nvs'), 'BB')).toThrow(expect.objectContaining({ code: 'settings-no-row' }));
    made.load('valve:unit:string,valve:board:string\nB-1,{mac}\n');
    expect(unitFor(made.forLine(PACK, 'nvs'), 'BB')).toBe('B-1');
  });
});

it('settings go into the partition that the plan names, and into none that the pack does not have', () => {
  const made = desk('A-1');
  expect(made.forLine(PACK, 'other')?.partition).toBe('other');
  expect(made.forLine(PACK, 'none')).toBeNull();
});
