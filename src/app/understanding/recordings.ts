/**
 * The recorded logs that come with the page, for the virtual board to play.
 * Floor: app. A file beside the page (scripts/pack-recordings.ts makes it), fetched when somebody asks; anything odd in it is left out.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { RecordedLine } from '../../sim/index.ts';
import type { RecordingCard } from '../../ui/index.ts';
import { fetchBytes } from '../fetch-bytes.ts';

/** `recordings-missing`: the file is not there, or is none of ours. */
export type RecordingsErrorCode = 'recordings-missing';

export interface Recording extends RecordingCard {
  readonly lines: readonly RecordedLine[];
}

const FILE = 'demo/recordings.json';
const FETCH_MS = 15_000;

const isRow = (row: unknown): row is readonly [number, string] => Array.isArray(row) && Number.isFinite(row[0]) && typeof row[1] === 'string';

/** Recordings in the text of the file. */
export function parseRecordings(text: string): readonly Recording[] {
  const { recordings } = JSON.parse(text) as { readonly recordings?: unknown };
  if (!Array.isArray(recordings)) return [];
  return (recordings as readonly Readonly<Record<string, unknown>>[]).flatMap(({ id, group, title, kind, source, lines }) => {
    if (![id, title, kind, source].every((value) => typeof value === 'string') || (group !== 'connect' && group !== 'crash')) return [];
    if (!Array.isArray(lines) || lines.length === 0 || !lines.every(isRow)) return [];
    const rows = lines as readonly (readonly [number, string])[];
    const encoder = new TextEncoder();
    return [
      {
        id: id as string,
        group,
        title: title as string,
        kind: kind as string,
        source: source as string,
        durationMs: rows.at(-1)?.[0] ?? 0,
        lines: rows.map(([atMs, said]) => ({ atMs, bytes: encoder.encode(`${said}\r\n`) })),
      },
    ];
  });
}

/** @throws recordings-missing */
export async function fetchRecordings(): Promise<readonly Recording[]> {
  const bytes = await fetchBytes(FILE, AbortSignal.timeout(FETCH_MS)).catch(() => null);
  try {
    const recordings = bytes === null ? [] : parseRecordings(new TextDecoder().decode(bytes));
    if (recordings.length > 0) return recordings;
  } catch (error) {
    throw new TouchstoneError<RecordingsErrorCode>('recordings-missing', {}, error);
  }
  throw new TouchstoneError<RecordingsErrorCode>('recordings-missing');
}
