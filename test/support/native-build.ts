/**
 * The C parts of the harness, built when they are older than their sources.
 * Test support. Knows which files make which part, not what they do.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TouchstoneError } from '../../src/base/index.ts';
import type { SupportErrorCode } from './deadline.ts';

const SOURCES = fileURLToPath(new URL('fake-serial/', import.meta.url));
const BUILD = fileURLToPath(new URL('build/', import.meta.url));
const FLAGS = ['-O2', '-std=c11', '-D_DEFAULT_SOURCE', '-Wall', '-Wextra', '-Werror', '-Wshadow', '-Wconversion'];
const BRIDGE_SOURCE = 'pty-bridge.c';
// The name by which a browser's dlopen and its linked libraries find a libudev that is already loaded.
const LIBRARY = 'libudev.so.1';
const LIBRARY_FLAGS = ['-shared', '-fPIC', '-fvisibility=hidden', '-pthread', `-Wl,-soname,${LIBRARY}`, `-Wl,--version-script=${join(SOURCES, 'exports.map')}`];

export interface NativeParts {
  /** To be preloaded into the browser. */
  readonly libraryPath: string;
  /** The program that holds a pty. */
  readonly bridgePath: string;
}

const modifiedMs = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.mtimeMs ?? 0;

async function compile(output: string, sources: readonly string[], flags: readonly string[]): Promise<void> {
  const temporary = `${output}.${process.pid}`; // two runs may build at the same time
  try {
    await mkdir(BUILD, { recursive: true });
    await promisify(execFile)('gcc', [...FLAGS, ...flags, '-o', temporary, ...sources, '-ldl'], { timeout: 120_000 });
    await rename(temporary, output);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new TouchstoneError<SupportErrorCode>('support-compiler', { output, message: error instanceof Error ? error.message : String(error) }, error);
  }
}

/** Paths of the built parts; runs gcc only for what is missing or old. @throws support-compiler */
export async function buildNativeParts(): Promise<NativeParts> {
  const files = await readdir(SOURCES);
  const newestMs = Math.max(...(await Promise.all(files.map((file) => modifiedMs(join(SOURCES, file))))));
  const libraryPath = join(BUILD, LIBRARY);
  const bridgePath = join(BUILD, 'pty-bridge');
  const librarySources = files.filter((file) => file.endsWith('.c') && file !== BRIDGE_SOURCE).map((file) => join(SOURCES, file));
  if ((await modifiedMs(libraryPath)) < newestMs) await compile(libraryPath, librarySources, LIBRARY_FLAGS);
  if ((await modifiedMs(bridgePath)) < newestMs) await compile(bridgePath, [join(SOURCES, BRIDGE_SOURCE)], []);
  return { libraryPath, bridgePath };
}
