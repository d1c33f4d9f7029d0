/**
 * What a pattern may capture: a few kinds of text, each with one way to read it.
 * Floor: bench. Knows no pattern and no rule. A line is hostile text: every kind takes a bounded number of characters,
 * and what it gives holds no control, direction or line character.
 * Reference: docs/connect-rules.md, section "Captures".
 */

/** The kinds a user's file may name, with what each becomes. */
export const CAPTURE_KINDS = ['word', 'number', 'decimal', 'code', 'status', 'high', 'dps', 'host', 'text', 'rest'] as const;
export type CaptureKind = (typeof CAPTURE_KINDS)[number];

/** What was read, and where the text after it begins. */
export interface Captured {
  readonly value: string | number;
  readonly end: number;
}

const WORD_CHARACTERS = 128;
const HOST_CHARACTERS = 253;
/** Longest text kept of a `text` or `rest`; the pattern still steps over all of it. */
const TEXT_CHARACTERS = 200;
const DIGITS = 15;
const HEX_DIGITS = 8;
const SPACES = 4;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isHex = (code: number): boolean => isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
const isWord = (code: number): boolean => isDigit(code) || isLetter(code) || code === 0x5f || code === 0x2d;
const isHost = (code: number): boolean => isDigit(code) || isLetter(code) || code === 0x2e || code === 0x2d;

/** End of the longest run from `start`, at most `limit` characters. */
function runEnd(text: string, start: number, limit: number, belongs: (code: number) => boolean): number {
  const stop = Math.min(text.length, start + limit);
  let end = start;
  while (end < stop && belongs(text.charCodeAt(end))) end++;
  return end;
}

/** Controls, formats, separators, lone surrogates and private use: what a screen would obey or hide. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/** Text for a fact: bounded, and every hidden character spelled out. */
export function plainText(text: string): string {
  const cut = text.length > TEXT_CHARACTERS ? text.slice(0, TEXT_CHARACTERS) : text;
  const shown = cut.replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return cut === text ? shown : `${shown}…`;
}

interface Numeral {
  readonly value: number;
  readonly hexadecimal: boolean;
  readonly end: number;
}

/** Spaces (a padded `%2d`), a sign, then `0x` and hexadecimal digits, or decimal ones. */
function numeral(text: string, start: number): Numeral | null {
  let at = runEnd(text, start, SPACES, (code) => code === 0x20);
  const negative = text[at] === '-';
  if (negative || text[at] === '+') at++;
  const hexadecimal = text[at] === '0' && (text[at + 1] === 'x' || text[at + 1] === 'X');
  if (hexadecimal) at += 2;
  const end = hexadecimal ? runEnd(text, at, HEX_DIGITS, isHex) : runEnd(text, at, DIGITS, isDigit);
  if (end === at) return null;
  const size = Number.parseInt(text.slice(at, end), hexadecimal ? 16 : 10);
  return { value: negative ? -size : size, hexadecimal, end };
}

/** Spaces, a sign, digits, and a fraction where there is one. */
function decimal(text: string, start: number): Pick<Numeral, 'value' | 'end'> | null {
  const from = runEnd(text, start, SPACES, (code) => code === 0x20);
  const digits = text[from] === '-' || text[from] === '+' ? from + 1 : from;
  const whole = runEnd(text, digits, DIGITS, isDigit);
  const fraction = text[whole] === '.' ? runEnd(text, whole + 1, DIGITS, isDigit) : whole;
  if (whole === digits) return null;
  const end = fraction > whole + 1 ? fraction : whole;
  return { value: Number(text.slice(from, end)), end };
}

/** A decimal number that goes on in hexadecimal is not a decimal number. */
function wholeNumeral(text: string, start: number): Numeral | null {
  const read = numeral(text, start);
  return read === null || (read.end < text.length && isHex(text.charCodeAt(read.end))) ? null : read;
}

const hexText = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;

/** An error code by its size: programs print -0x2700, 0xFFFFD900 and -9984 for the same one. */
function errorCode(value: number): string {
  const size = Math.abs(value);
  return hexText(size > 0x7fff_ffff && size <= 0xffff_ffff ? 0x1_0000_0000 - size : size);
}

/** cryptoauthlib's status as its data sheets name it: newer versions print -16 for 0xF0, and -0x0010, and 0xFFFFFFF0. */
const statusByte = (value: number): string => hexText(((value % 0x100) + 0x100) % 0x100);

/** Azure's six digits start with the HTTP status; the middleware for FreeRTOS prints their lower 16 bits only (401002 as 7786). */
const DPS_STATUS: readonly number[] = [400, 401, 403, 404, 405, 409, 412, 415, 429, 500, 503];

function dpsCode(value: number): number {
  if (value < 0 || value > 0xffff) return value;
  for (let full = value; full < 600_000; full += 0x1_0000) if (DPS_STATUS.includes(Math.floor(full / 1_000)) && full % 1_000 < 300) return full;
  return value;
}

/** Reads one capture at `start`; `next` is the literal behind it ('' at the end of the pattern). Null: the text is not of this kind. */
export function readCapture(kind: CaptureKind, text: string, start: number, next: string): Captured | null {
  switch (kind) {
    case 'word':
    case 'host': {
      let end = kind === 'word' ? runEnd(text, start, WORD_CHARACTERS, isWord) : runEnd(text, start, HOST_CHARACTERS, isHost);
      while (kind === 'host' && end > start && !isWord(text.charCodeAt(end - 1))) end--; // the dot that ends a sentence
      return end === start ? null : { value: text.slice(start, end), end };
    }
    case 'number': {
      const read = numeral(text, start);
      return read === null ? null : { value: read.value, end: read.end };
    }
    case 'decimal': {
      const read = decimal(text, start);
      return read === null ? null : { value: read.value, end: read.end };
    }
    case 'code':
    case 'status': {
      const read = wholeNumeral(text, start);
      return read === null ? null : { value: kind === 'code' ? errorCode(read.value) : statusByte(read.value), end: read.end };
    }
    case 'dps': {
      const read = numeral(text, start);
      return read === null ? null : { value: dpsCode(read.value), end: read.end };
    }
    case 'high': {
      const from = text.startsWith('0x', start) ? start + 2 : start;
      const end = runEnd(text, from, HEX_DIGITS, isHex);
      return end === from ? null : { value: Math.floor(Number.parseInt(text.slice(from, end), 16) / 0x100), end };
    }
    case 'text': {
      const end = text.indexOf(next, start);
      return end < 0 ? null : { value: plainText(text.slice(start, end)), end };
    }
    case 'rest':
      return { value: plainText(text.slice(start).trim()), end: text.length };
  }
}
