/**
 * The log as a text file.
 * Floor: app. Every line is written in the words in which it was shown, so controls and bidirectional marks are escapes.
 */
import type { LogBook, SlotSnapshot } from '../bench/index.ts';
import { lineWords } from '../ui/index.ts';
import { offerFile } from './offer-file.ts';

/** Offers the log for download and gives the file's name. */
export function saveLog(log: LogBook, slot: SlotSnapshot): string {
  const lines: string[] = [];
  for (let index = 0; index < log.count; index++) {
    const line = log.line(index);
    if (line !== undefined) lines.push(`${(line.atMs / 1000).toFixed(3).padStart(9)} ${line.source.padEnd(6)} ${lineWords(line)}`);
  }
  const name = (slot.board?.mac ?? 'log').replaceAll(':', '').toLowerCase();
  const fileName = `touchstone-${name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.txt`;
  offerFile(fileName, new Blob([lines.join('\n'), '\n'], { type: 'text/plain;charset=utf-8' }));
  return fileName;
}
