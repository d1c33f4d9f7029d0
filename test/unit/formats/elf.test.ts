/** ELF files: one made by hand byte by byte, the ways in which one can lie, and a real one where the compiler is installed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTouchstoneError } from '../../../src/base/index.ts';
import { elfIsBuild, parseElf } from '../../../src/formats/index.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly size: number;
  /** Upper nibble binding (0 local, 1 global, 2 weak), lower nibble type (2 function). */
  readonly info: number;
  readonly section: number;
}

const GLOBAL_FUNC = 0x12;
const LOCAL_FUNC = 0x02;
const WEAK_FUNC = 0x22;

/** Offsets of what the tests below break: header 52 bytes, then symbols, names, section names, section headers. */
interface Made {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly symbols: number;
  readonly headers: number;
}

const strings = (names: readonly string[]): { readonly bytes: Uint8Array; readonly at: readonly number[] } => {
  let text = '\0';
  const at = names.map((name) => {
    const start = text.length;
    text += `${name}\0`;
    return start;
  });
  return { bytes: Uint8Array.from(text, (character) => character.charCodeAt(0)), at };
};

/** Sections: 0 none, 1 .text at 0x400d0000 with 0x100 bytes (NOBITS), 2 .symtab, 3 .strtab, 4 .shstrtab. */
function make(rows: readonly Row[], machine = 94): Made {
  const names = strings(rows.map(({ name }) => name));
  const sectionNames = strings(['.text', '.symtab', '.strtab', '.shstrtab']);
  const symbols = 52;
  const symbolBytes = (rows.length + 1) * 16;
  const namesAt = symbols + symbolBytes;
  const sectionNamesAt = namesAt + names.bytes.length;
  const headers = sectionNamesAt + sectionNames.bytes.length;
  const bytes = new Uint8Array(headers + 5 * 40);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true); // executable
  view.setUint16(18, machine, true);
  view.setUint32(20, 1, true);
  view.setUint32(24, 0x400d0010, true);
  view.setUint32(32, headers, true);
  view.setUint16(40, 52, true);
  view.setUint16(46, 40, true);
  view.setUint16(48, 5, true);
  view.setUint16(50, 4, true);
  rows.forEach(({ value, size, info, section }, index) => {
    const at = symbols + (index + 1) * 16;
    view.setUint32(at, names.at[index] ?? 0, true);
    view.setUint32(at + 4, value, true);
    view.setUint32(at + 8, size, true);
    view.setUint8(at + 12, info);
    view.setUint16(at + 14, section, true);
  });
  bytes.set(names.bytes, namesAt);
  bytes.set(sectionNames.bytes, sectionNamesAt);
  const header = (index: number, ...words: readonly number[]): void =>
    words.forEach((word, field) => view.setUint32(headers + index * 40 + field * 4, word, true));
  header(1, sectionNames.at[0] ?? 0, 8, 6, 0x400d0000, 0, 0x100);
  header(2, sectionNames.at[1] ?? 0, 2, 0, 0, symbols, symbolBytes, 3, 1, 4, 16);
  header(3, sectionNames.at[2] ?? 0, 3, 0, 0, namesAt, names.bytes.length);
  header(4, sectionNames.at[3] ?? 0, 3, 0, 0, sectionNamesAt, sectionNames.bytes.length);
  return { bytes, view, symbols, headers };
}

const ROWS: readonly Row[] = [
  { name: 'app_main', value: 0x400d0010, size: 0x20, info: GLOBAL_FUNC, section: 1 },
  { name: 'a_label', value: 0x400d0018, size: 0, info: 0x00, section: 1 }, // no function
  { name: 'imported', value: 0x400d0050, size: 4, info: GLOBAL_FUNC, section: 0 }, // of another file
  { name: 'vector', value: 0x400d0040, size: 0, info: GLOBAL_FUNC, section: 1 }, // assembly: no size
  { name: '_ZN3foo3barEv', value: 0x400d0060, size: 0x10, info: LOCAL_FUNC, section: 1 },
  { name: 'last', value: 0x400d00f0, size: 0, info: GLOBAL_FUNC, section: 1 },
];

it('names addresses by the function they lie in', () => {
  const elf = parseElf(make(ROWS).bytes);
  expect(elf).toMatchObject({ machine: 'xtensa', entry: 0x400d0010, functions: 4 });
  const at = (address: number): string => {
    const place = elf.symbolize(address);
    return place === null ? '-' : `${place.name}+${place.offset}`;
  };
  expect(
    [0x400d000f, 0x400d0010, 0x400d002f, 0x400d0030, 0x400d0040, 0x400d005f, 0x400d0060, 0x400d006f, 0x400d0070, 0x400d00ff, 0x400d0100, 0, 0xffffffff].map(at),
  ).toEqual([
    '-',
    'app_main+0',
    'app_main+31',
    '-',
    'vector+0',
    'vector+31', // to the next function
    '_ZN3foo3barEv+0',
    '_ZN3foo3barEv+15',
    '-',
    'last+15', // to the end of its section
    '-',
    '-',
    '-',
  ]);
});

it('lists the sections with what they are', () => {
  expect(parseElf(make(ROWS, 243).bytes)).toMatchObject({
    machine: 'riscv',
    sections: [
      { name: '' },
      { name: '.text', address: 0x400d0000, sizeBytes: 0x100, loaded: true, executable: true },
      { name: '.symtab', loaded: false },
      {},
      {},
    ],
  });
});

it('prefers the name with a size, then the global one', () => {
  const name = (...rows: readonly Row[]): string | undefined => parseElf(make(rows).bytes).symbolize(0x400d0010)?.name;
  const row = (text: string, size: number, info: number): Row => ({ name: text, value: 0x400d0010, size, info, section: 1 });
  expect(name(row('local', 8, LOCAL_FUNC), row('global', 8, GLOBAL_FUNC), row('weak', 8, WEAK_FUNC))).toBe('global');
  expect(name(row('global', 0, GLOBAL_FUNC), row('local', 8, LOCAL_FUNC))).toBe('local');
});

it('shows no hidden character of a name, and at most 512 of its characters', () => {
  const row = (name: string): Row => ({ name, value: 0x400d0010, size: 8, info: GLOBAL_FUNC, section: 1 });
  expect(parseElf(make([row('a\u001b[31mb\u0080')]).bytes).symbolize(0x400d0010)?.name).toBe('a?[31mb?');
  expect(parseElf(make([row('x'.repeat(5_000))]).bytes).symbolize(0x400d0010)?.name).toBe('x'.repeat(512));
});

it('finds a function whose name is empty to be none', () => {
  expect(parseElf(make([{ name: '', value: 0x400d0010, size: 8, info: GLOBAL_FUNC, section: 1 }]).bytes).symbolize(0x400d0010)).toBeNull();
});

const LIES: readonly (readonly [string, string, (made: Made) => Uint8Array | undefined])[] = [
  ['nothing', 'elf-short', () => new Uint8Array()],
  ['51 bytes', 'elf-short', ({ bytes }) => bytes.slice(0, 51)],
  ['a firmware image', 'elf-magic', ({ view }) => void view.setUint8(0, 0xe9)],
  ['64 bits', 'elf-class', ({ view }) => void view.setUint8(4, 2)],
  ['big-endian', 'elf-class', ({ view }) => void view.setUint8(5, 2)],
  ['another version', 'elf-class', ({ view }) => void view.setUint8(6, 0)],
  ['for a PC', 'elf-machine', ({ view }) => void view.setUint16(18, 3, true)],
  ['an object file', 'elf-type', ({ view }) => void view.setUint16(16, 1, true)],
  ['a core dump', 'elf-type', ({ view }) => void view.setUint16(16, 4, true)],
  ['another header size', 'elf-header', ({ view }) => void view.setUint16(40, 64, true)],
  ['another section header size', 'elf-header', ({ view }) => void view.setUint16(46, 0, true)],
  ['no sections', 'elf-header', ({ view }) => void view.setUint16(48, 0, true)],
  ['65,535 sections', 'elf-header', ({ view }) => void view.setUint16(48, 0xffff, true)],
  ['section headers behind the end', 'elf-header', ({ view, bytes }) => void view.setUint32(32, bytes.length - 199, true)],
  ['section headers far behind the end', 'elf-header', ({ view }) => void view.setUint32(32, 0xffffffff, true)],
  ['section names in no section', 'elf-header', ({ view }) => void view.setUint16(50, 5, true)],
  ['a symbol table behind the end', 'elf-section', ({ view, headers }) => void view.setUint32(headers + 2 * 40 + 16, 0xfffffff0, true)],
  ['a symbol table too long', 'elf-section', ({ view, headers }) => void view.setUint32(headers + 2 * 40 + 20, 0xfffffff0, true)],
  ['a symbol table of half a symbol', 'elf-symbols', ({ view, headers }) => void view.setUint32(headers + 2 * 40 + 20, 24, true)],
  ['symbols of another size', 'elf-symbols', ({ view, headers }) => void view.setUint32(headers + 2 * 40 + 36, 24, true)],
  ['names in the text section', 'elf-symbols', ({ view, headers }) => void view.setUint32(headers + 2 * 40 + 24, 1, true)],
  ['names in a section that is not there', 'elf-symbols', ({ view, headers }) => void view.setUint32(headers + 2 * 40 + 24, 0xffffffff, true)],
  ['names that do not end', 'elf-symbols', ({ view, headers }) => void view.setUint32(headers + 3 * 40 + 20, 5, true)],
  ['a name behind the names', 'elf-symbols', ({ view, symbols }) => void view.setUint32(symbols + 16, 0x7fffffff, true)],
  ['no symbol table', 'elf-stripped', ({ view, headers }) => void view.setUint32(headers + 2 * 40 + 4, 1, true)],
];

it.each(LIES)('refuses %s with %s', (_, code, spoil) => {
  const made = make(ROWS);
  const bytes = spoil(made) ?? made.bytes;
  let seen: unknown = null;
  try {
    parseElf(bytes);
  } catch (error) {
    seen = error;
  }
  expect(isTouchstoneError(seen) ? seen.code : seen).toBe(code);
});

it('either reads or refuses a file with any one byte changed, and never reads outside of it', () => {
  const { bytes } = make(ROWS);
  for (let at = 0; at < bytes.length; at++) {
    for (const value of [0, 1, 0x7f, 0xff]) {
      const spoilt = bytes.slice();
      spoilt[at] = value;
      try {
        const elf = parseElf(spoilt);
        for (const address of [0, 0x400d0010, 0x400d00ff, 0xffffffff]) elf.symbolize(address);
      } catch (error) {
        if (!isTouchstoneError(error)) throw error;
      }
    }
  }
});

it('tells whether a file is the build that runs', () => {
  const digest = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
  const hex = Buffer.from(digest).toString('hex');
  expect(elfIsBuild(digest, hex)).toBe('same');
  expect(elfIsBuild(digest, hex.slice(0, 9).toUpperCase())).toBe('same');
  expect(elfIsBuild(digest, '965ee48390cd1e56')).toBe('other');
  for (const said of ['', '00000000', hex.slice(0, 7), 'no digits at all', `${hex}00`]) expect(elfIsBuild(digest, said), said).toBe('unknown');
  expect(elfIsBuild(digest.slice(1), hex)).toBe('unknown');
});

const COMPILER = 'xtensa-lx106-elf-gcc';
const hasCompiler = ((): boolean => {
  try {
    execFileSync(COMPILER, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`no ${COMPILER}: the real ELF file is not made`);
    return false;
  }
})();

describe.skipIf(!hasCompiler)('a real ELF file', () => {
  const source =
    'int third(int x) { return x * 3; }\nstatic int __attribute__((noinline)) inner(int x) { return third(x) + 1; }\nint app_main(void) { return inner(7); }\n';

  it("gives the same names as the compiler's own tools", () => {
    const folder = mkdtempSync(join(tmpdir(), 'elf-'));
    try {
      writeFileSync(join(folder, 'main.c'), source);
      const file = join(folder, 'main.elf');
      execFileSync(COMPILER, ['-O1', '-g', '-nostdlib', '-Wl,-e,app_main', '-Wl,-Ttext,0x400d0000', '-o', file, join(folder, 'main.c')]);
      const bytes = new Uint8Array(readFileSync(file));
      const elf = parseElf(bytes);
      expect(elf.machine).toBe('xtensa');
      expect(elf.sections.find(({ name }) => name === '.text')).toMatchObject({ address: 0x400d0000, loaded: true, executable: true });
      const listed = execFileSync('xtensa-lx106-elf-nm', [file], { encoding: 'utf8' });
      const functions = listed
        .split('\n')
        .map((row) => /^([0-9a-f]{8}) [tT] (app_main|inner|third)$/.exec(row))
        .filter((row) => row !== null);
      expect(functions.length).toBe(3);
      for (const [, digits = '', name = ''] of functions) {
        const start = Number.parseInt(digits, 16);
        expect(elf.symbolize(start + 2)).toEqual({ name, offset: 2 });
      }
      expect(elfIsBuild(createHash('sha256').update(bytes).digest(), createHash('sha256').update(bytes).digest('hex').slice(0, 16))).toBe('same');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
