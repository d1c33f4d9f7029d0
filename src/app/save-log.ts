/**
 * The log as a file.
 * Floor: app. A million lines are written a piece at a time, so that the page stays awake; what stands in a line is ui's (log-file.ts).
 */
import type { LogBook, SlotSnapshot } from '../bench/index.ts';
import { loadLogFile, type LogView } from '../ui/index.ts';
import { offerFile } from './offer-file.ts';

/** Lines between two breaths. */
const LINES_AT_ONCE = 4_096;
const TYPES = { text: ['txt', 'text/plain;charset=utf-8'], json: ['jsonl', 'application/jsonl;charset=utf-8'] } as const;

/** Offers what the log holds now for download and gives the file's name. */
export async function saveLog(log: LogBook, { beganMs }: Pick<LogView, 'beganMs'>, slot: SlotSnapshot, format: keyof typeof TYPES): Promise<string> {
  const { fileLine } = await loadLogFile();
  const parts: string[] = [];
  const end = log.dropped + log.count;
  for (let number = log.dropped; number < end;) {
    const lines: string[] = [];
    for (const stop = Math.min(end, number + LINES_AT_ONCE); number < stop; number++) {
      const line = log.line(number - log.dropped);
      if (line !== undefined) lines.push(fileLine(line, format, beganMs), '\n');
    }
    parts.push(lines.join(''));
    await new Promise((resolve) => setTimeout(resolve));
  }
  const [extension, type] = TYPES[format];
  const name = (slot.board?.mac ?? 'log').replaceAll(':', '').toLowerCase();
  const fileName = `touchstone-${name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${extension}`;
  offerFile(fileName, new Blob(parts, { type }));
  return fileName;
}
