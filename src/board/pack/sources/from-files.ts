/**
 * A drop of files in, packs out: what it is, is decided by what is there.
 * Floor: board. Reads no folder, zip or URL (app does).
 * Reference: docs/packs.md, "What may be dropped".
 */
import { TouchstoneError } from '../../../base/index.ts';
import type { JsonValue } from '../../../formats/index.ts';
import { findBuildFolders } from './build-folders.ts';
import { describeBinary, placeBinaries, type BinaryFile, type GivenPlaces } from './from-binaries.ts';
import { looksLikeFlasherArgs, readFlasherArgs } from './from-flasher-args.ts';
import { looksLikeManifest, manifestBuilds } from './from-manifest.ts';
import { readJson } from './json-fields.ts';
import { knownChip, makePack, type PackInput } from '../make-pack.ts';
import { packError, type Pack, type PackWarning } from '../pack.ts';
import { looksLikePackFile, readPackFile } from '../pack-file.ts';
import { baseName, indexFiles, type SourceFile, type SourceFiles } from './source-files.ts';

export type PackSource = 'pack-file' | 'esp-web-tools' | 'esp-idf' | 'build-folder' | 'binaries';

export interface PacksFound {
  readonly source: PackSource;
  /** At least one. */
  readonly packs: readonly Pack[];
  /** Builds beside them that are no packs: damaged, or their files are not there. `label` is hostile text. */
  readonly refused: readonly { readonly label: string; readonly error: TouchstoneError }[];
}

/** One pack that may come of it. */
interface Attempt {
  readonly label: string;
  read(): Promise<Pack>;
}

const DESCRIPTIONS: readonly string[] = ['pack.json', 'manifest.json', 'flasher_args.json'];
const MAX_DESCRIPTIONS = 256;
/** Every one of them is hashed whole. */
const MAX_PACKS = 128;

/** Finds all packs in one drop. @throws any PackErrorCode when there is none: the reason why the first is none. */
export async function packsFromFiles(files: readonly SourceFile[], given: GivenPlaces = {}): Promise<PacksFound> {
  const index = indexFiles(files);
  const { source, attempts } = attemptsIn(index, given);
  if (attempts.length > MAX_PACKS) throw packError('pack-too-large', { count: attempts.length, limit: MAX_PACKS });
  const packs: Pack[] = [];
  const refused: { readonly label: string; readonly error: TouchstoneError }[] = [];
  for (const { label, read } of attempts) {
    try {
      packs.push(await read());
    } catch (error) {
      if (!(error instanceof TouchstoneError)) throw error;
      refused.push({ label, error });
    }
  }
  if (packs.length === 0) throw refused[0]?.error ?? packError('pack-nothing', { files: index.size });
  return { source, packs, refused };
}

function attemptsIn(files: SourceFiles, given: GivenPlaces): { readonly source: PackSource; readonly attempts: readonly Attempt[] } {
  const { descriptions, broken } = readDescriptions(files);
  const matching = (looksLike: (json: JsonValue) => boolean): readonly Description[] => descriptions.filter(({ json }) => looksLike(json));

  const kept = matching(looksLikePackFile);
  if (kept.length > 0) return { source: 'pack-file', attempts: kept.map(({ path, json }) => ({ label: path, read: () => readPackFile(files, path, json) })) };

  const manifests = matching(looksLikeManifest);
  if (manifests.length > 0) return { source: 'esp-web-tools', attempts: manifests.flatMap((description) => ofManifest(files, description)) };

  const flasherArgs = matching(looksLikeFlasherArgs);
  if (flasherArgs.length > 0)
    return { source: 'esp-idf', attempts: flasherArgs.map(({ path, json }) => ofInput(path, given, async () => readFlasherArgs(files, path, json))) };

  const folders = findBuildFolders(files);
  if (folders.length > 0) return { source: 'build-folder', attempts: folders.map((folder) => ofBinaries(folder.label, folder.files, folder.unused, given)) };
  if (broken !== null) throw broken;
  return { source: 'binaries', attempts: looseAttempts(files, given) };
}

interface Description {
  readonly path: string;
  readonly json: JsonValue;
}

/** Every JSON file that can be read; and why one whose name says that it should be a description cannot. */
function readDescriptions(files: SourceFiles): { readonly descriptions: readonly Description[]; readonly broken: TouchstoneError | null } {
  const descriptions: Description[] = [];
  let broken: TouchstoneError | null = null;
  const paths = [...files.keys()].filter((path) => /\.json$/i.test(path)).slice(0, MAX_DESCRIPTIONS);
  for (const path of paths) {
    try {
      descriptions.push({ path, json: readJson(path, files.get(path) as Uint8Array) });
    } catch (error) {
      if (!(error instanceof TouchstoneError)) throw error;
      if (broken === null && DESCRIPTIONS.includes(baseName(path).toLowerCase())) broken = error;
    }
  }
  return { descriptions, broken };
}

function ofManifest(files: SourceFiles, { path, json }: Description): readonly Attempt[] {
  try {
    return manifestBuilds(files, path, json).map(({ label, read }) => ({ label, read: async () => makePack(read()) }));
  } catch (error) {
    return [{ label: path, read: () => Promise.reject(error as Error) }];
  }
}

/** Binaries without any description: one pack, or one a merged binary when several of them are there. */
function looseAttempts(files: SourceFiles, given: GivenPlaces): readonly Attempt[] {
  const all = [...files];
  const described = all.filter(([path]) => all.length === 1 || /\.bin$/i.test(path)).map(([path, bytes]) => describeBinary(path, bytes, given));
  if (described.length === 0) return [];
  const whole = described.filter((file) => file.role === 'whole' && (file.place ?? 0) === 0);
  const others = described.filter((file) => !whole.includes(file));
  if (whole.length === 0 || (whole.length === 1 && others.every((file) => file.place !== null)))
    return [ofBinaries(described[0]?.path ?? '', described, [], given)];
  const unused = others.map((file) => file.path);
  return whole.map((file) => ofBinaries(file.path, [file], unused, given));
}

function ofBinaries(label: string, files: readonly BinaryFile[], unused: readonly string[], given: GivenPlaces): Attempt {
  return ofInput(label, given, async () => {
    const { parts, warnings } = await placeBinaries(files);
    const left: readonly PackWarning[] = unused.map((name) => ({ code: 'file-unused', facts: { name } }));
    return { name: null, label, chip: null, flashSizeBytes: null, erase: 'what-is-written', parts, warnings: [...warnings, ...left] };
  });
}

/** The person's word for the chip counts where the description has none. */
function ofInput(label: string, given: GivenPlaces, input: () => Promise<PackInput>): Attempt {
  return {
    label,
    read: async () => {
      const { chip, ...rest } = await input();
      return makePack({ ...rest, chip: chip ?? (given.chip === undefined ? null : knownChip(given.chip, label)) });
    },
  };
}
