/**
 * Both decoders of base64 (of texts in base, of bytes in trust) against node's: accepted is exactly what node would write, in both alphabets.
 * Reference: RFC 4648 sections 3.5, 4 and 5.
 */
import { fromBase64, fromBase64Url } from '../../src/base/index.ts';
import { decodeDigits, digitsFor } from '../../src/trust/entry/base64-bytes.ts';
import { must, type Target } from './corpus.ts';
import { attempt, byteKind, sizeClass } from './refusal.ts';

const FORMS = [
  ['base64', fromBase64],
  ['base64url', fromBase64Url],
] as const;
const MAX_BYTES = 200;
const DIGITS = { base64: /^[A-Za-z0-9+/]*/, base64url: /^[A-Za-z0-9_-]*/ } as const;

/** The decoder of bytes takes the digits that there are, and nothing of what stands in front of them or behind the limit. */
function runDigits(form: 'base64' | 'base64url', input: Uint8Array, text: string): void {
  const digits = DIGITS[form].exec(text)?.[0] ?? '';
  const asUrl = digits.replaceAll('+', '-').replaceAll('/', '_');
  const wanted = Buffer.from(asUrl, 'base64url');
  const isWhole = wanted.toString('base64url') === asUrl;
  const around = new Uint8Array(input.length + 8).fill(0x41);
  around.set(input, 4);
  const target = new Uint8Array(MAX_BYTES).fill(0xee);
  const made = decodeDigits(form, around, 4, 4 + input.length, target, 2);
  must(made === (isWhole ? wanted.length : -1), 'digits are accepted exactly when node writes them so', () => [form, text, made]);
  if (!isWhole) return;
  must(digitsFor(made) === digits.length, 'so many digits were read', () => [form, text, made]);
  const isClean = target.subarray(0, 2).every((byte) => byte === 0xee) && target.subarray(2 + made).every((byte) => byte === 0xee);
  must(isClean && Buffer.compare(target.subarray(2, 2 + made), wanted) === 0, 'digits are decoded as node decodes them, and nothing beside them', () => text);
}

function run(input: Uint8Array): string {
  const text = Buffer.from(input).toString('latin1');
  const outcomes = FORMS.map(([form, fromText]) => {
    const wanted = Buffer.from(text, form);
    const isCanonical = wanted.toString(form) === text;
    const decoded = attempt(['bytes-text'], () => fromText(text));
    must('value' in decoded === isCanonical, 'a text is accepted exactly when node writes it so', () => [form, text]);
    if ('value' in decoded) must(Buffer.compare(decoded.value, wanted) === 0, 'a text is decoded as node decodes it', () => [form, text]);
    runDigits(form, input, text);
    return isCanonical;
  });
  const last = [input.at(-1), input.at(-2)].map(byteKind).join('');
  return `${outcomes.includes(true) ? 'ok' : 'no'} ${outcomes.join()} ${input.length % 4} ${sizeClass(input.length)} ${last}`;
}

const texts = [
  '',
  'A',
  'AA',
  'AAA',
  'AAAA',
  'AA==',
  'AAA=',
  'AQID',
  '-_-_',
  '+/+/',
  'QUJDREVGR0g=',
  '_w',
  '_-8',
  '/+8=',
  'AAAA====',
  'AB==',
  'A A=',
  'é===',
  'AA\n=',
];

export const base64Target: Target = {
  name: 'base64',
  seeds: texts.map((text) => new Uint8Array(Buffer.from(text, 'latin1'))),
  dictionary: ['=', '==', '-', '_', '+', '/', 'A', 'w', 'AA', 'AQID', '\n', '\u0000', '\u0080', '\u00c1'].map((token) => Buffer.from(token, 'latin1')),
  maxBytes: MAX_BYTES,
  run,
};
