/**
 * The program that a board runs, from the file that its build left: names for the addresses of a crash.
 * Floor: app. The file is read here and parsed by formats; only names and addresses are kept, and only while the page is open.
 */
import { TouchstoneError, toHex } from '../../base/index.ts';
import { parseElf, type ElfFile } from '../../formats/index.ts';
import type { BuildCard } from '../../ui/index.ts';

/** `build-size` (facts `bytes`, `limitBytes`): larger than any build. `build-read`: the browser could not read the file. */
export type BuildFileErrorCode = 'build-size' | 'build-read';

export interface BuildFile {
  readonly card: BuildCard;
  readonly elf: ElfFile;
  readonly digest: Uint8Array;
}

/** Builds with all debug information are some 20 MB. */
const LIMIT_BYTES = 128 * 1024 * 1024;

/** @throws build-size, build-read, and what parseElf throws */
export async function readBuildFile(file: File): Promise<BuildFile> {
  if (file.size > LIMIT_BYTES) throw new TouchstoneError<BuildFileErrorCode>('build-size', { bytes: file.size, limitBytes: LIMIT_BYTES });
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new TouchstoneError<BuildFileErrorCode>('build-read', {}, error);
  }
  const elf = parseElf(bytes);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { elf, digest, card: { fileName: file.name, machine: elf.machine, functions: elf.functions, sha256: toHex(digest) } };
}
