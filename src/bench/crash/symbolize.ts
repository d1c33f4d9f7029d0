/**
 * The addresses of a crash with the names of the functions they lie in.
 * Floor: bench. Knows no bytes of an ELF file (formats does) and does not compute its hash.
 * Reference: ESP-IDF components/esp_hw_support/include/esp_cpu_utils.h, esp_cpu_process_stack_pc; RISC-V ELF psABI (RA points behind the call).
 */
import { elfIsBuild, type ElfFile, type ElfPlace } from '../../formats/index.ts';
import type { Crash, CrashAddress } from './snapshot.ts';

export interface NamedAddress extends CrashAddress {
  /** Null: in no function of this file, for example in the chip's ROM. */
  readonly place: ElfPlace | null;
}

/** `same`: the file is that of the running program. `other`: it is not, and names would lie. `unknown`: the board did not say. */
export type BuildMatch = 'same' | 'other' | 'unknown';

export interface SymbolizedCrash {
  readonly build: BuildMatch;
  /** In the order of the crash; words on the stack that lie in no function are left out. */
  readonly addresses: readonly NamedAddress[];
}

/** Names what a crash printed. `digest` is the SHA-256 of the ELF file; give no names to people where `build` is `other`. */
export function symbolizeCrash(crash: Crash, elf: ElfFile, digest: Uint8Array): SymbolizedCrash {
  const named = crash.addresses.map((item): NamedAddress => ({ ...item, place: placeOf(elf, item) }));
  return {
    build: crash.elfSha256 === null ? 'unknown' : elfIsBuild(digest, crash.elfSha256),
    addresses: named.filter(({ role, place }) => role !== 'stack' || place !== null),
  };
}

/** A return address may be the first byte of the next function: the call before it counts. The board has corrected a backtrace's already. */
function placeOf(elf: ElfFile, { address, role }: CrashAddress): ElfPlace | null {
  if (role !== 'return' && role !== 'stack') return elf.symbolize(address);
  const place = elf.symbolize(address - 1);
  return place === null ? null : { name: place.name, offset: place.offset + 1 };
}
