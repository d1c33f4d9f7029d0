/** Nothing in this house can change a chip for good. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as chip from '../../../src/chip/index.ts';
import { encodeCommand, type ReadingCommand } from '../../../src/chip/packet.ts';

/** Write, Lock, UpdateExtra, PrivWrite, DeriveKey, Counter, Verify, SHA, SelfTest and everything else are not in here. */
const ALLOWED = [0x30, 0x02, 0x1b, 0x16, 0x40, 0x41];

describe('the encoder', () => {
  it.each(['Write', 'Lock', 'UpdateExtra', 'PrivWrite', 'DeriveKey', 'Counter', 'Verify', 'SHA', 'SelfTest', 'constructor', '__proto__', 'toString', ''])(
    'has no opcode for %j',
    (name) => {
      expect(() => encodeCommand(name as ReadingCommand, 0, 0)).toThrow('chip-argument');
    },
  );

  it.each(['Info', 'Read', 'Random', 'Nonce', 'GenKey', 'Sign'] as const)('writes an allowed opcode for %s', (name) => {
    expect(ALLOWED).toContain(encodeCommand(name, 0, 0)[1]);
  });
});

describe('the door', () => {
  it('has no function that gives a packet with another opcode, whatever the arguments', () => {
    const makers = Object.entries(chip as Readonly<Record<string, unknown>>).filter(([name, value]) => typeof value === 'function' && name !== 'readChip');
    const values: readonly unknown[] = [0, 1, 4, 18, 23, 32, 255, 'config', 'otp', 'data', 'lock', new Uint8Array(32), undefined];
    let packets = 0;
    for (const [name, make] of makers) {
      for (const first of values)
        for (const second of values)
          for (const third of values) {
            let made: unknown;
            try {
              made = (make as (...args: readonly unknown[]) => unknown)(first, second, third);
            } catch {
              continue;
            }
            if (typeof made !== 'object' || made === null || !('timeLimitMs' in made)) continue;
            const { bytes } = made as chip.ChipPacket;
            expect(ALLOWED, name).toContain(bytes[1]);
            if (bytes[1] === 0x40) expect(bytes[2], 'GenKey makes no new key').toBe(0x00);
            if (bytes[1] === 0x16) expect(bytes[2], 'Nonce goes to the message digest buffer').toBe(0x43);
            packets++;
          }
    }
    expect(packets).toBeGreaterThan(1000);
  });
});

it('names Write, Lock and UpdateExtra in the map only', () => {
  const folder = new URL('../../../src/chip/', import.meta.url);
  for (const name of readdirSync(folder).filter((file) => file !== 'map.ts')) {
    const code = readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    expect(code, name).not.toMatch(/OPCODE\s*\.\s*(Write|Lock|UpdateExtra|PrivWrite|DeriveKey)|OPCODE\s*\[|0x(12|17|20|46|1c)\b/i);
  }
});
