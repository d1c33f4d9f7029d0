/**
 * A manifest file from its first byte to its last: cut into entries, verified in batches, joined in order. Holds a few megabytes, whatever the file's size.
 * Floor: trust. Knows no chip that is plugged in (match.ts). An entry that does not hold is a result, a file that is no manifest an error.
 * Reference: Microchip "Trust Platform Manifest File Format", editions v1 to v3; RFC 8259.
 */
import { TouchstoneError, isTouchstoneError, letGo, type CancelSignal, type Facts } from '../../base/index.ts';
import { JsonArraySplitter } from '../../formats/index.ts';
import type { Believed } from '../believed.ts';
import { ENTRY_MAX_BYTES } from '../entry/entry.ts';
import { BatchCutter } from './batch-cutter.ts';
import { BatchWindow } from './batch-window.ts';
import { batchVerifier, type BatchVerifier } from './batch.ts';
import { EntryTable } from './entry-table.ts';
import { piecesOf, readBytes } from './file-bytes.ts';
import { lineOf } from './line-of.ts';
import type { ManifestErrorCode, ManifestFile } from './manifest-file.ts';

/** How far a reading is; never goes back. */
export interface ReadProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly doneEntries: number;
}

/** Whom to believe, who verifies, and who wants to know how far it is. */
export interface ReadManifestOptions {
  readonly believed: Believed;
  /** Default: this thread. */
  readonly verify?: BatchVerifier;
  /** Batches under way at once, 2 when nothing is said; a pool wants two a worker. */
  readonly batchesInFlight?: number;
  /** Called after every batch that was joined, and once at the end. */
  readonly onProgress?: (progress: ReadProgress) => void;
  readonly signal?: CancelSignal;
}

/** What a place in columns can say. */
const MAX_BYTES = 2 ** 32;
const MAX_ENTRIES = 1_000_000;
/** An entry that is short enough to be read cannot nest deeper, so that a deep one hurts only itself. */
const MAX_DEPTH = ENTRY_MAX_BYTES + 1;

/** Reads a file and verifies every entry. @throws ManifestErrorCode; what `verify` throws; the signal's reason when cancelled */
export async function readManifest(fileName: string, source: Blob, options: ReadManifestOptions): Promise<ManifestFile> {
  const { believed, onProgress, signal } = options;
  if (signal?.aborted) throw signal.reason;
  if (source.size > MAX_BYTES) throw refusal('manifest-size', fileName, { bytes: source.size, limitBytes: MAX_BYTES });
  const totalBytes = source.size;
  const batches = new BatchWindow({
    verify: options.verify ?? batchVerifier(believed),
    batchesInFlight: options.batchesInFlight ?? 2,
    onJoined: (doneEntries, doneBytes) => onProgress?.({ doneBytes, totalBytes, doneEntries }),
    signal,
  });
  try {
    await cutInto(batches, fileName, source, signal);
    const columns = await batches.finish();
    if (columns.count === 0) throw refusal('manifest-empty', fileName);
    onProgress?.({ doneBytes: totalBytes, totalBytes, doneEntries: columns.count });
    return { fileName, source, believed, table: EntryTable.from(columns) };
  } catch (error) {
    throw isTouchstoneError(error) && error.code === 'json-text' ? await placed(error, fileName, source) : error;
  } finally {
    batches.close();
  }
}

async function cutInto(batches: BatchWindow, fileName: string, source: Blob, signal: CancelSignal | undefined): Promise<void> {
  const splitter = new JsonArraySplitter({ maxItemBytes: ENTRY_MAX_BYTES, maxDepth: MAX_DEPTH });
  const cutter = new BatchCutter();
  for await (const piece of piecesOf(fileName, source)) {
    if (signal?.aborted) throw signal.reason;
    for (const item of splitter.push(piece)) {
      if (item.index === MAX_ENTRIES) throw refusal('manifest-entries', fileName, { limit: MAX_ENTRIES });
      const batch = cutter.add(item);
      if (batch !== null) await batches.add(batch);
    }
    letGo(piece);
  }
  splitter.end();
  const last = cutter.cut();
  if (last !== null) await batches.add(last);
}

const refusal = (code: ManifestErrorCode, fileName: string, facts: Facts = {}, cause?: unknown): TouchstoneError =>
  new TouchstoneError<ManifestErrorCode>(code, { fileName, ...facts }, cause);

/** What the splitter found, with line and column. */
async function placed(error: TouchstoneError, fileName: string, source: Blob): Promise<TouchstoneError> {
  const { why, offset } = error.facts;
  if (why === 'array' && (await isJson(fileName, source))) return refusal('manifest-shape', fileName, {}, error);
  const place = await lineOf(fileName, source, Number(offset));
  return refusal('manifest-json', fileName, { ...error.facts, why: why === 'array' ? 'character' : (why ?? ''), ...place }, error);
}

/** Another value than an array, or a text that begins like one? Of a large file the beginning has to do. */
async function isJson(fileName: string, source: Blob): Promise<boolean> {
  if (source.size > SMALL_BYTES) return true;
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(fileName, source, 0, source.size)));
    return true;
  } catch (error) {
    if (isTouchstoneError(error)) throw error;
    return false;
  }
}
const SMALL_BYTES = 1024 * 1024;
