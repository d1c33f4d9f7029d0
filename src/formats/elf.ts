/**
 * An ELF file of ESP firmware: its sections and the functions in its symbol table, so that an address becomes a name.
 * Floor: formats. Knows no debug information: a line number needs a reader of DWARF, and the package registry has none that is small and kept
 * (what there is serves debuggers of WebAssembly). Names come out as the file has them; C++ names stay mangled for the same reason.
 * The file is hostile: every offset, size and count is checked before it is used.
 * Reference: Tool Interface Standard, Executable and Linking Format specification 1.2, book I; e_machine 94 (Xtensa) and 243 (RISC-V).
 */
import { TouchstoneError, toHex, type Facts } from '../base/index.ts';
import { printable } from './printable.ts';

/**
 * `elf-short`: shorter than an ELF header. `elf-magic`: no ELF file. `elf-class`: not 32 bits, little-endian, version 1. `elf-machine`: for neither Xtensa nor RISC-V.
 * `elf-type`: no linked program (an object file or a core dump). `elf-header`: a header field out of its range. `elf-section`: a section that lies outside of the file.
 * `elf-symbols`: a symbol table that is none: entry size, length, its string table, or more than a million entries. `elf-stripped`: it has no symbol table.
 */
export type ElfErrorCode = 'elf-short' | 'elf-magic' | 'elf-class' | 'elf-machine' | 'elf-type' | 'elf-header' | 'elf-section' | 'elf-symbols' | 'elf-stripped';

export type ElfMachine = 'xtensa' | 'riscv';

export interface ElfSection {
  /** Hostile text, printable. */
  readonly name: string;
  readonly address: number;
  readonly sizeBytes: number;
  /** Is there when the program runs. */
  readonly loaded: boolean;
  readonly executable: boolean;
}

/** Where an address lies: in which function, and how far behind its first byte. */
export interface ElfPlace {
  /** As in the file: mangled, hostile, printable, at most 512 characters. */
  readonly name: string;
  readonly offset: number;
}

export interface ElfFile {
  readonly machine: ElfMachine;
  readonly entry: number;
  readonly sections: readonly ElfSection[];
  readonly functions: number;
  /** The function that holds `address`; null when none does. */
  symbolize(address: number): ElfPlace | null;
}

const HEADER_BYTES = 52;
const SECTION_BYTES = 40;
const SYMBOL_BYTES = 16;
const MAX_SYMBOLS = 1_000_000;
const NAME_CHARACTERS = 512;
const MACHINES: ReadonlyMap<number, ElfMachine> = new Map([
  [94, 'xtensa'],
  [243, 'riscv'],
]);
const ET_EXEC = 2;
const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;
const SHT_NOBITS = 8;
const SHF_ALLOC = 2;
const SHF_EXECINSTR = 4;
const STT_FUNC = 2;

const bad = (code: ElfErrorCode, facts: Facts): TouchstoneError => new TouchstoneError<ElfErrorCode>(code, facts);

interface Header {
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly entrySize: number;
}

/** Reads sections and functions. @throws elf-short, elf-magic, elf-class, elf-machine, elf-type, elf-header, elf-section, elf-symbols, elf-stripped */
export function parseElf(bytes: Uint8Array): ElfFile {
  if (bytes.length < HEADER_BYTES) throw bad('elf-short', { length: bytes.length, wanted: HEADER_BYTES });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0) !== 0x7f454c46) throw bad('elf-magic', { seen: view.getUint32(0) });
  if (view.getUint8(4) !== 1 || view.getUint8(5) !== 1 || view.getUint8(6) !== 1)
    throw bad('elf-class', { class: view.getUint8(4), data: view.getUint8(5), version: view.getUint8(6) });
  const machine = MACHINES.get(view.getUint16(18, true));
  if (machine === undefined) throw bad('elf-machine', { machine: view.getUint16(18, true) });
  if (view.getUint16(16, true) !== ET_EXEC) throw bad('elf-type', { type: view.getUint16(16, true) });
  const headers = readHeaders(bytes, view);
  const names = contentOf(bytes, headers[view.getUint16(50, true)]);
  const sections = headers.map((header): ElfSection => {
    const { address, size: sizeBytes, flags } = header;
    return { name: textAt(names, header.name), address, sizeBytes, loaded: (flags & SHF_ALLOC) !== 0, executable: (flags & SHF_EXECINSTR) !== 0 };
  });
  const functions = readFunctions(bytes, view, headers);
  return {
    machine,
    entry: view.getUint32(24, true),
    sections,
    functions: functions.byAddress.length,
    symbolize: (address) => placeOf(functions, address),
  };
}

function readHeaders(bytes: Uint8Array, view: DataView): readonly Header[] {
  const offset = view.getUint32(32, true);
  const entrySize = view.getUint16(46, true);
  const count = view.getUint16(48, true);
  const names = view.getUint16(50, true);
  if (view.getUint16(40, true) !== HEADER_BYTES || entrySize !== SECTION_BYTES) throw bad('elf-header', { field: 'sizes', section: entrySize });
  // more than 65,279 sections would put the count elsewhere: no firmware has them
  if (count === 0 || names >= count || offset + count * SECTION_BYTES > bytes.length) throw bad('elf-header', { field: 'sections', offset, count, names });
  return Array.from({ length: count }, (_, index) => {
    const at = offset + index * SECTION_BYTES;
    const word = (field: number): number => view.getUint32(at + field * 4, true);
    const header: Header = {
      name: word(0),
      type: word(1),
      flags: word(2),
      address: word(3),
      offset: word(4),
      size: word(5),
      link: word(6),
      entrySize: word(9),
    };
    if (header.type !== 0 && header.type !== SHT_NOBITS && header.offset + header.size > bytes.length)
      throw bad('elf-section', { section: index, offset: header.offset, bytes: header.size, length: bytes.length });
    return header;
  });
}

/** Text in a string table: up to its NUL, the table's end or 512 characters; what is no printable ASCII becomes "?". */
const textAt = (table: Uint8Array, offset: number): string => printable(table.subarray(offset, offset + NAME_CHARACTERS)).text;

const contentOf = (bytes: Uint8Array, header: Header | undefined): Uint8Array =>
  header?.type === SHT_STRTAB ? bytes.subarray(header.offset, header.offset + header.size) : new Uint8Array();

interface FunctionSymbol {
  readonly start: number;
  /** First address behind it. Hand-written assembly gives no size: then the next function or the section's end. */
  readonly end: number;
  /** Where its name stands among `names`: most names are never asked for. */
  readonly name: number;
}

interface Functions {
  readonly byAddress: readonly FunctionSymbol[];
  /** A copy, so that the file itself need not be kept. */
  readonly names: Uint8Array;
}

interface FoundSymbol {
  readonly start: number;
  readonly size: number;
  readonly name: number;
  readonly rank: number;
  readonly sectionEnd: number;
}

/** STB_LOCAL, STB_GLOBAL, STB_WEAK: a function has as many names as its author liked. */
const BINDING_RANK: readonly number[] = [1, 3, 2];

/** The functions by address, one for each start. */
function readFunctions(bytes: Uint8Array, view: DataView, headers: readonly Header[]): Functions {
  const table = headers.find((header) => header.type === SHT_SYMTAB);
  if (table === undefined) throw bad('elf-stripped', {});
  const names = contentOf(bytes, headers[table.link]);
  const count = table.size / SYMBOL_BYTES;
  if (table.entrySize !== SYMBOL_BYTES || !Number.isInteger(count) || count > MAX_SYMBOLS)
    throw bad('elf-symbols', { entryBytes: table.entrySize, bytes: table.size });
  if (names.length === 0 || names.at(-1) !== 0) throw bad('elf-symbols', { strings: table.link, bytes: names.length });
  const found = new Map<number, FoundSymbol>();
  for (let index = 1; index < count; index++) {
    const at = table.offset + index * SYMBOL_BYTES;
    const info = view.getUint8(at + 12);
    const section = headers[view.getUint16(at + 14, true)];
    if ((info & 0x0f) !== STT_FUNC || section === undefined || section.type === 0) continue; // not a function of this file
    const symbol: FoundSymbol = {
      start: view.getUint32(at + 4, true),
      size: view.getUint32(at + 8, true),
      name: view.getUint32(at, true),
      rank: BINDING_RANK[info >> 4] ?? 0,
      sectionEnd: section.address + section.size,
    };
    if (symbol.name >= names.length) throw bad('elf-symbols', { symbol: index, name: symbol.name });
    const known = found.get(symbol.start);
    if (known === undefined || better(symbol, known)) found.set(symbol.start, symbol);
  }
  const sorted = [...found.values()].sort((a, b) => a.start - b.start);
  const byAddress = sorted.map(({ start, size, name, sectionEnd }, index): FunctionSymbol => {
    const next = Math.min(sorted[index + 1]?.start ?? sectionEnd, sectionEnd);
    return { start, end: size > 0 ? start + size : Math.max(next, start), name };
  });
  return { byAddress, names: names.slice() };
}

/** Of two names for one address: the one with a size, then the better binding. */
const better = (a: FoundSymbol, b: FoundSymbol): boolean => (a.size > 0 === b.size > 0 ? a.rank > b.rank : a.size > 0);

/** The last function that begins at or before `address`, if it reaches so far. */
function placeOf({ byAddress, names }: Functions, address: number): ElfPlace | null {
  let low = 0;
  let high = byAddress.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((byAddress[middle]?.start ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  const found = byAddress[low - 1];
  if (found === undefined || address >= found.end) return null;
  const name = textAt(names, found.name);
  return name === '' ? null : { name, offset: address - found.start };
}

/** Whether an ELF file is the one a program was made from. `digest`: SHA-256 of the whole file. `said`: the first hexadecimal digits, as an app descriptor
 * or a crash has them. `unknown`: nothing was said (Arduino leaves zeros), or too little to tell. */
export function elfIsBuild(digest: Uint8Array, said: string): 'same' | 'other' | 'unknown' {
  if (digest.length !== 32 || !/^[0-9a-f]{8,64}$/i.test(said) || /^0+$/.test(said)) return 'unknown';
  return toHex(digest).startsWith(said.toLowerCase()) ? 'same' : 'other';
}
