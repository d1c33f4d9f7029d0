/**
 * Line and column of a place in a file, for the person who will look at it with an editor.
 * Floor: trust. Reads the file a second time up to that place; only when something is wrong there.
 */
import { piecesOf, readBytes } from './file-bytes.ts';

/** Both from 1; a column is a character, a byte order mark is none. @throws manifest-read */
export async function lineOf(fileName: string, source: Blob, offset: number): Promise<{ readonly line: number; readonly column: number }> {
  const beginning = await readBytes(fileName, source, 0, Math.min(MARK.length, source.size));
  let [line, column, left] = [1, MARK.every((byte, index) => beginning[index] === byte) ? 0 : 1, offset];
  for await (const piece of piecesOf(fileName, source)) {
    const bytes = piece.subarray(0, left);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      line++;
      column = 1;
      start = end + 1;
    }
    for (let index = start; index < bytes.length; index++) if (((bytes[index] as number) & 0xc0) !== 0x80) column++;
    left -= bytes.length;
    if (left === 0) break;
  }
  return { line, column };
}

const LINE_FEED = 0x0a;
const MARK = [0xef, 0xbb, 0xbf] as const;
