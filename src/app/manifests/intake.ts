/**
 * What a person drops: manifests, archives and folders, taken one after the other; whatever is wrong with one of them does not hurt the others.
 * Floor: app. Decides what is tried at all and says once how it went; the shelf takes single files.
 */
import { TouchstoneError, isTouchstoneError, type Facts } from '../../base/index.ts';
import type { ManifestErrorCode } from '../../trust/index.ts';
import { baseName } from './harmless-names.ts';
import type { ImportProgress } from './import-progress.ts';
import { beginsLikeArchive, openArchive, type Archive, type ArchivedFile, type ZipErrorCode } from './zip/archive.ts';
import { unpack } from './zip/unpack.ts';

/** One file that may be a manifest. */
export interface Incoming {
  readonly fileName: string;
  readonly source: Blob;
}

/** What became of it. */
export type Taken = { readonly entries: number; readonly verified: number } | 'duplicate';

export interface IntakeTools {
  readonly progress: ImportProgress;
  readonly signal: AbortSignal;
  /** @throws what the file is refused for, and the signal's reason */
  readonly take: (file: Incoming, signal: AbortSignal) => Promise<Taken>;
  /** A file that was not taken. */
  readonly refuse: (refusal: Refusal) => void;
  readonly notice: (code: string, facts?: Facts) => void;
}

/** Why a file was not taken. */
export interface Refusal {
  readonly fileName: string;
  readonly code: string;
  readonly facts: Facts;
}

/** What was dropped or chosen at once. `skipped`: files of a folder that were not even read. */
export interface Drop {
  readonly files: readonly File[];
  readonly from: 'files' | 'folder';
  readonly skipped: number;
}

/** Bytes that all files of one archive may have together. */
const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
/** No system has longer ones; an archive may. */
const LONGEST_NAME = 255;
/** What an Apple computer puts beside every file of an archive. */
const SHADOW = /(?:^|\/)(?:__MACOSX\/|\._)/;

const isManifestName = (path: string): boolean => /\.json$/i.test(path) && !SHADOW.test(path);
const isZipName = (path: string): boolean => /\.zip$/i.test(path) && !SHADOW.test(path);

/** The files of a drop that are tried; a person who drops single files means them, whatever they are called. */
export const triedFiles = ({ files, from }: Drop): readonly File[] =>
  from === 'files' ? files : files.filter(({ name }) => isManifestName(name) || isZipName(name));

/** Takes a drop. Stops without a word when the signal says so: whoever cancelled has told it. */
export async function takeDrop(drop: Drop, tools: IntakeTools): Promise<void> {
  if (tools.signal.aborted) return;
  const report = new DropReport();
  const tried = triedFiles(drop);
  report.passedOver = drop.skipped + drop.files.length - tried.length;
  for (const file of tried) {
    if (tools.signal.aborted) break;
    tools.progress.begin(file.name);
    try {
      const archive = isZipName(file.name) || (await beginsLikeArchive(file)) ? await openArchive(file.name, file) : null;
      if (archive === null) report.taken(file.name, await tools.take({ fileName: file.name, source: file }, tools.signal));
      else await takeArchive(archive, report, tools);
    } catch (error) {
      if (!tools.signal.aborted) report.refused(refusalOf(file.name, error), tools);
    }
  }
  if (tried.length === 0 && drop.files.length === 0) tools.notice('files-passed-over', { files: drop.skipped });
  else report.tell(tools.notice);
}

/** @throws zip-limit before anything is unpacked */
async function takeArchive(archive: Archive, report: DropReport, tools: IntakeTools): Promise<void> {
  const manifests = archive.files.filter(({ path }) => isManifestName(path));
  report.passedOver += archive.files.length - manifests.length;
  if (manifests.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_UNPACKED_BYTES) {
    throw new TouchstoneError<ZipErrorCode>('zip-limit', { fileName: archive.fileName, why: 'bytes', limit: MAX_UNPACKED_BYTES });
  }
  tools.progress.unfold(manifests.length);
  for (const file of manifests) {
    if (tools.signal.aborted) return;
    await takeArchived(archive, file, report, tools);
  }
}

async function takeArchived(archive: Archive, file: ArchivedFile, report: DropReport, { signal, progress, ...tools }: IntakeTools): Promise<void> {
  const fileName = baseName(file.path).slice(0, LONGEST_NAME);
  progress.begin(fileName);
  progress.step('unpacking', file.bytes);
  try {
    const onProgress = (doneBytes: number): void => progress.at(doneBytes);
    const source = await unpack(archive, file, { fileName: `${archive.fileName}/${file.path}`, signal, onProgress });
    report.taken(fileName, await tools.take({ fileName, source }, signal));
  } catch (error) {
    if (!signal.aborted) report.refused(refusalOf(fileName, error), tools);
  }
}

/** An error as a refusal. What is no error of this house is the browser's: it could not read the file. */
export function refusalOf(fileName: string, error: unknown): Refusal {
  if (isTouchstoneError(error)) return { fileName, code: error.code, facts: { fileName, ...error.facts } };
  if (error instanceof DOMException) return { fileName, code: 'manifest-read' satisfies ManifestErrorCode, facts: { fileName } };
  return { fileName, code: 'unexpected', facts: { fileName, message: error instanceof Error ? error.message : String(error) } };
}

/** One drop, one word: a hundred files are not a hundred notices. */
class DropReport {
  passedOver = 0;
  #loaded = 0;
  #entries = 0;
  #verified = 0;
  #duplicates = 0;
  #refused = 0;
  #last: { loaded: string; duplicate: string; refusal: Refusal | null } = { loaded: '', duplicate: '', refusal: null };

  taken(fileName: string, taken: Taken): void {
    if (taken === 'duplicate') {
      this.#duplicates++;
      this.#last.duplicate = fileName;
      return;
    }
    this.#loaded++;
    this.#entries += taken.entries;
    this.#verified += taken.verified;
    this.#last.loaded = fileName;
  }

  refused(refusal: Refusal, { refuse }: Pick<IntakeTools, 'refuse'>): void {
    this.#refused++;
    this.#last.refusal = refusal;
    refuse(refusal);
  }

  tell(notice: IntakeTools['notice']): void {
    const { loaded, duplicate, refusal } = this.#last;
    const figures = { entries: this.#entries, verified: this.#verified };
    if (this.#loaded === 1) notice('manifest-loaded', { fileName: loaded, ...figures });
    if (this.#loaded > 1) notice('manifests-loaded', { files: this.#loaded, ...figures });
    if (this.#duplicates === 1) notice('manifest-duplicate', { fileName: duplicate });
    if (this.#duplicates > 1) notice('manifests-duplicate', { files: this.#duplicates });
    if (this.passedOver > 0) notice('files-passed-over', { files: this.passedOver });
    if (this.#refused === 1 && refusal !== null) notice(refusal.code, refusal.facts);
    if (this.#refused > 1) notice('manifests-refused', { files: this.#refused });
  }
}
