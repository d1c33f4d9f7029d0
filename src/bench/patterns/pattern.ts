/**
 * One pattern: literal text, `*` for anything, `{name:kind}` for a capture. Matched from left to right without ever going back.
 * Floor: bench. Knows no rule and no log. A pattern may come from a hostile file: it is bounded, and the time a match takes
 * grows with the length of the line, never faster, because each part has exactly one way to match.
 * Reference: docs/connect-rules.md, section "Patterns".
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';
import { CAPTURE_KINDS, readCapture, type CaptureKind } from './captures.ts';

/**
 * `pattern-length`: empty or longer than 200 characters. `pattern-start`: does not begin with four or more literal characters.
 * `pattern-character`: a control character or one outside the printable ASCII range. `pattern-capture`: braces that are no
 * `{name:kind}`, an unknown kind, a name used twice. `pattern-neighbours`: two captures or wildcards without text between them,
 * or a `*` or `text` with nothing behind it. `pattern-captures`: more than eight captures and wildcards.
 */
export type PatternErrorCode = 'pattern-length' | 'pattern-start' | 'pattern-character' | 'pattern-capture' | 'pattern-neighbours' | 'pattern-captures';

/** A hole in the literal text and the literal behind it. */
interface Hole {
  /** Null for `*`: read like `text`, and thrown away. */
  readonly name: string | null;
  readonly kind: CaptureKind;
  readonly next: string;
}

export interface Pattern {
  /** What the line must hold for the pattern to be tried at all. */
  readonly start: string;
  readonly holes: readonly Hole[];
}

const MAX_CHARACTERS = 200;
const MIN_START_CHARACTERS = 4;
const MAX_HOLES = 8;
/** A backslash and the character it makes literal, a whole pair of braces, a star, or one plain character. */
const TOKEN = /\\[\\*{}]|\{[^{}]*\}|[^\\{}]|[\s\S]/g;
const CAPTURE = /^\{([a-z][A-Za-z0-9]{0,23}):([a-z]{1,8})\}$/;

const bad = (code: PatternErrorCode, facts: Facts): never => {
  throw new TouchstoneError<PatternErrorCode>(code, facts);
};

const isKind = (text: string): text is CaptureKind => (CAPTURE_KINDS as readonly string[]).includes(text);

function readHole(token: string, taken: readonly (string | null)[]): Omit<Hole, 'next'> {
  if (token === '*') return { name: null, kind: 'text' };
  const [, name = '', kind = ''] = CAPTURE.exec(token) ?? bad('pattern-capture', { capture: token });
  if (!isKind(kind)) return bad('pattern-capture', { capture: token });
  if (taken.includes(name)) bad('pattern-capture', { capture: token, twice: true });
  return { name, kind };
}

/** Reads a pattern. @throws pattern-length, pattern-start, pattern-character, pattern-capture, pattern-neighbours, pattern-captures */
export function parsePattern(text: string): Pattern {
  if (text.length === 0 || text.length > MAX_CHARACTERS) bad('pattern-length', { length: text.length, most: MAX_CHARACTERS });
  const literals: string[] = [''];
  const holes: Omit<Hole, 'next'>[] = [];
  for (const token of text.match(TOKEN) ?? []) {
    if (token === '*' || token.startsWith('{')) {
      const names = holes.map((hole) => hole.name);
      holes.push(readHole(token, names));
      literals.push('');
    } else {
      const literal = token.length === 2 ? token.slice(1) : token;
      if (!/^[ -~]$/.test(literal)) bad('pattern-character', { code: literal.charCodeAt(0) });
      if (token === '\\' || token === '}') bad('pattern-capture', { capture: token });
      literals[literals.length - 1] += literal;
    }
  }
  const [start = '', ...behind] = literals;
  if (start.length < MIN_START_CHARACTERS) bad('pattern-start', { start, least: MIN_START_CHARACTERS });
  if (holes.length > MAX_HOLES) bad('pattern-captures', { captures: holes.length, most: MAX_HOLES });
  holes.forEach(({ kind }, index) => {
    const last = index === holes.length - 1;
    if (behind[index] === '' && (!last || kind === 'text')) bad('pattern-neighbours', { capture: index + 1 });
    if (kind === 'rest' && (!last || behind[index] !== '')) bad('pattern-neighbours', { capture: index + 1 });
  });
  return { start, holes: holes.map((hole, index) => ({ ...hole, next: behind[index] ?? '' })) };
}

/** Matches `pattern` where its start stands at `at` and gives what was captured; null when what follows does not fit. */
export function matchPattern(pattern: Pattern, text: string, at: number): Facts | null {
  if (!text.startsWith(pattern.start, at)) return null;
  const facts: [string, string | number][] = [];
  let end = at + pattern.start.length;
  for (const { name, kind, next } of pattern.holes) {
    const captured = readCapture(kind, text, end, next);
    if (captured === null || !text.startsWith(next, captured.end)) return null;
    end = captured.end + next.length;
    if (name !== null && captured.value !== '') facts.push([name, captured.value]);
  }
  return Object.fromEntries(facts);
}
