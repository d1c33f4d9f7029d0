/**
 * Records as JSON lines, out and in: a record a line as it stands, and last the heads of the chains, so that a later verify sees a cut.
 * Floor: bench. Knows no files and no store. Every byte that comes in is foreign: a line is taken whole or not at all, and named when it is not.
 * Reference: docs/records.md; JSON Lines (jsonlines.org): UTF-8, a line ends with LF.
 */
import type { ChainHead } from './chain.ts';
import { readRecord, type RecordFault } from './read-record.ts';
import type { RunRecord } from './record.ts';
import { RecordMembers, WrongForm } from './record-members.ts';

/** Longest line that is read, in bytes: a run keeps 2,000 lines of log of at most 4 KB each, and what was exported must be taken back. */
export const LINE_BYTES = 16 * 1024 * 1024;
const HEADS = 'touchstone-heads';
const MOST_HEADS = 10_000;
const LF = 0x0a;

/** `too-long`: more than LINE_BYTES. `utf-8`, `json`: no text, no JSON. The others: read-record.ts. */
export type LineFault = { readonly why: 'too-long' | 'utf-8' | 'json' } | RecordFault;

export type RecordLine =
  | { readonly line: number; readonly kind: 'record'; readonly record: RunRecord }
  | { readonly line: number; readonly kind: 'heads'; readonly heads: readonly ChainHead[] }
  | { readonly line: number; readonly kind: 'refused'; readonly fault: LineFault };

/** The lines of an export, ends of lines included. */
export async function* recordLines(records: AsyncIterable<RunRecord>, heads: readonly ChainHead[]): AsyncGenerator<string, void, undefined> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
  yield `${JSON.stringify({ [HEADS]: heads.map(({ chain, number, hash }) => ({ chain, number, hash })) })}\n`;
}

/** Reads chunks of bytes; empty lines are passed over. */
export async function* readRecordLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RecordLine, void, undefined> {
  let line = 0;
  for await (const bytes of splitLines(chunks)) {
    line += 1;
    if (bytes === 'too-long') yield { line, kind: 'refused', fault: { why: 'too-long' } };
    else {
      const read = await readLine(bytes);
      if (read !== null) yield { line, ...read };
    }
  }
}

type Read =
  | { readonly kind: 'record'; readonly record: RunRecord }
  | { readonly kind: 'heads'; readonly heads: readonly ChainHead[] }
  | { readonly kind: 'refused'; readonly fault: LineFault };

const refused = (fault: LineFault): Read => ({ kind: 'refused', fault });

async function readLine(bytes: Uint8Array): Promise<Read | null> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); // takes a byte order mark away
  } catch {
    return refused({ why: 'utf-8' });
  }
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused({ why: 'json' });
  }
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, HEADS)) return readHeads(value);
  const record = await readRecord(value);
  return 'why' in record ? refused(record) : { kind: 'record', record };
}

function readHeads(value: object): Read {
  try {
    const heads = new RecordMembers(value, '', [HEADS]).list(HEADS, MOST_HEADS, readHead);
    return { kind: 'heads', heads };
  } catch (error) {
    if (error instanceof WrongForm) return refused({ why: 'shape', path: error.path });
    throw error;
  }
}

/** A head as it stands in exports and where it is kept. @throws WrongForm */
export function readHead(value: unknown, path: string): ChainHead {
  const head = new RecordMembers(value, path, ['chain', 'number', 'hash']);
  return {
    chain: head.text('chain', 64, /^[A-Za-z0-9-]+$/),
    number: head.whole('number', 1, Number.MAX_SAFE_INTEGER),
    hash: head.text('hash', 64, /^[0-9a-f]{64}$/),
  };
}

/** Lines without their ends; of one that is too long nothing is kept. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | 'too-long', void, undefined> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(LF, from);
      const part = chunk.subarray(from, end === -1 ? chunk.length : end);
      length += part.length;
      if (length <= LINE_BYTES) parts.push(part);
      else parts = [];
      if (end === -1) break;
      yield length > LINE_BYTES ? 'too-long' : joined(parts, length);
      parts = [];
      length = 0;
      from = end + 1;
    }
  }
  if (length > 0) yield length > LINE_BYTES ? 'too-long' : joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
