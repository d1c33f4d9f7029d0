/** A crash with names: which addresses are looked up as they are, and when names would lie. */
import { expect, it } from 'vitest';
import { CrashReader } from '../../../../src/bench/crash/crash-reader.ts';
import { symbolizeCrash } from '../../../../src/bench/crash/symbolize.ts';
import type { Crash } from '../../../../src/bench/index.ts';
import type { ElfFile } from '../../../../src/formats/index.ts';
import { logOf } from '../../../support/recorded-log.ts';

/** `first` from 0x42000000, `second` from 0x42000100, each 0x100 bytes. */
const ELF: ElfFile = {
  machine: 'riscv',
  entry: 0,
  sections: [],
  functions: 2,
  symbolize: (address) => {
    const offset = address - 0x42000000;
    return offset < 0 || offset >= 0x200 ? null : { name: offset < 0x100 ? 'first' : 'second', offset: offset & 0xff };
  },
};
const DIGEST = new Uint8Array(32).fill(0xb7);

const crashOf = (...texts: readonly string[]): Crash => {
  const reader = new CrashReader();
  for (const line of logOf(...texts)) reader.read(line);
  const [crash] = reader.snapshot().crashes;
  if (crash === undefined) throw new Error('no crash');
  return crash;
};

const PANIC = [
  "Guru Meditation Error: Core  0 panic'ed (Load access fault). Exception was unhandled.",
  'MEPC    : 0x42000100  RA      : 0x42000100  SP      : 0x3fcac2e0  GP      : 0x3fc8da00  ',
  '3fcac2e0: 0x42000104 0x42005555 0x42000000 0x00000000 0x3c0cb000 0x00000001 0x00000000 0x40380000',
];

it('looks a return address up one byte earlier, because the call before it counts', () => {
  const { addresses } = symbolizeCrash(crashOf(...PANIC), ELF, DIGEST);
  expect(addresses.map(({ role, place }) => [role, place && `${place.name}+${place.offset}`])).toEqual([
    ['pc', 'second+0'],
    ['return', 'first+256'],
    ['stack', 'second+4'],
  ]);
});

it('keeps an address of the ROM without a name, and leaves words on the stack that are none out', () => {
  const { addresses } = symbolizeCrash(crashOf('abort() was called at PC 0x40001234 on core 0'), ELF, DIGEST);
  expect(addresses).toEqual([{ address: 0x40001234, role: 'caller', place: null }]);
});

it('says whether the file is that of the running program', () => {
  const build = (...texts: readonly string[]) => symbolizeCrash(crashOf('abort() was called at PC 0x42000004 on core 0', ...texts), ELF, DIGEST).build;
  expect(build('ELF file SHA256: b7b7b7b7b')).toBe('same');
  expect(build('ELF file SHA256: 965ee48390cd1e56')).toBe('other');
  expect(build()).toBe('unknown');
});
