/** Patterns: what they take and refuse, restated from docs/connect-rules.md; and that no line and no pattern makes them slow. */
import { expect, it } from 'vitest';
import { isTouchstoneError } from '../../../../src/base/index.ts';
import { matchPattern, parsePattern } from '../../../../src/bench/patterns/pattern.ts';
import { PatternIndex } from '../../../../src/bench/patterns/pattern-index.ts';

const match = (pattern: string, text: string) => {
  const parsed = parsePattern(pattern);
  const at = text.indexOf(parsed.start);
  return at < 0 ? null : matchPattern(parsed, text, at);
};

const RIGHT: readonly (readonly [string, string, Record<string, string | number>])[] = [
  ['sta ip: {ip:host}, mask:', 'I (3612) esp_netif_handlers: sta ip: 192.168.1.220, mask: 255.255.255.0', { ip: '192.168.1.220' }],
  ['received from service: {hub:host}', 'received from service: my-hub.azure-devices.net!', { hub: 'my-hub.azure-devices.net' }],
  ['connection to {hub:host}', 'connection to my-hub.azure-devices.net.', { hub: 'my-hub.azure-devices.net' }],
  ['returned {code:code}', 'mbedtls_ssl_handshake returned -0x2700', { code: '0x2700' }],
  ['returned {code:code}', 'mbedtls_ssl_handshake returned 0xFFFFD900', { code: '0x2700' }],
  ['returned {code:code}', 'returned -80:', { code: '0x50' }],
  ['ECC608: {status:status}', 'Failed to init ECC608: 240', { status: '0xF0' }],
  ['ECC608: {status:status}', 'Failed to init ECC608: -16', { status: '0xF0' }],
  ['ECC608: {status:status}', 'Failed to init ECC608: 0xF0', { status: '0xF0' }],
  ['returned {status:status}', 'atca device, returned -0x0010', { status: '0xF0' }],
  ['returned {status:status}', 'atca device, returned -0xFFFFFF10', { status: '0xF0' }],
  ['ret=0x{status:status}/r/n', 'failed with ret=0x00000240/r/ncommon name', { status: '0xF0' }],
  ['init ({reason:high})', 'wifi:state: run -> init (fc0)', { reason: 15 }],
  ['init ({reason:high})', 'wifi:state: run -> init (0xfc0)', { reason: 15 }],
  ['init ({reason:high})', 'wifi:state: auth -> init (200)', { reason: 2 }],
  ['init ({reason:high})', 'wifi:state: run -> init (c0)', { reason: 0 }],
  ['error {code:dps}:', 'registration failed with error 7786: TrackingID', { code: 401_002 }],
  ['error {code:dps}:', 'registration failed with error 6788: TrackingID', { code: 400_004 }],
  ['error {code:dps}:', 'registration failed with error 35785: TrackingID', { code: 429_001 }],
  ['error {code:dps}:', 'registration failed with error 41248: TrackingID', { code: 500_000 }],
  ['error {code:dps}:', 'registration failed with error 401002: TrackingID', { code: 401_002 }],
  ['Core{core:number} panic', 'Guru Meditation Error: Core  1 panic', { core: 1 }],
  ['at PC {pc:number} on', 'abort() was called at PC 0x400d1537 on core 0', { pc: 0x400d1537 }],
  ['with {ssid:text}, aid', 'wifi:connected with My, own net, aid = 1', { ssid: 'My, own net' }],
  ['time is: {now:rest}', 'time is: Sat May 18 07:52:20 2019  ', { now: 'Sat May 18 07:52:20 2019' }],
  ['Confirmation[* result = OK', 'Confirmation[3] received for id = 3 with result = OK', {}],
  ['literal \\{a\\} \\* \\\\', 'a literal {a} * \\ b', {}],
  ['message "{text:text}"', 'message ""', {}], // an empty capture gives no fact
];

const WRONG: readonly (readonly [string, string])[] = [
  ['sta ip: {ip:host}, mask:', 'sta ip: , mask:'],
  ['sta ip: {ip:host}, mask:', 'sta ip: 192.168.1.220 mask:'],
  ['ECC608: {status:status}', 'Failed to init ECC608: none'],
  ['ret=0x{status:status}', 'ret=0x000000F0'], // decimal digits that go on in hexadecimal
  ['Reason: {reason:number} - ', 'Reason: x - '],
  ['Confirmation[* result = OK', 'Confirmation[3] received'],
  ['abcd{x:text}!', 'abcd without an end'],
];

it.each(RIGHT)('%s takes %s', (pattern, text, facts) => expect(match(pattern, text)).toEqual(facts));
it.each(WRONG)('%s does not take %s', (pattern, text) => expect(match(pattern, text)).toBeNull());

it.each([
  ['', 'pattern-length'],
  ['x'.repeat(201), 'pattern-length'],
  ['abc', 'pattern-start'],
  ['abc{x:word}', 'pattern-start'],
  ['*abcd', 'pattern-start'],
  ['{x:word}abcd', 'pattern-start'],
  ['abcdé', 'pattern-character'],
  ['abcd\n', 'pattern-character'],
  ['abcd\u202e', 'pattern-character'],
  ['abcd{x}', 'pattern-capture'],
  ['abcd{x:regex}', 'pattern-capture'],
  ['abcd{X:word}', 'pattern-capture'],
  ['abcd{__proto__:word}', 'pattern-capture'],
  ['abcd{x:word} {x:word}', 'pattern-capture'],
  ['abcd{', 'pattern-capture'],
  ['abcd}', 'pattern-capture'],
  ['abcd\\', 'pattern-capture'],
  ['abcd\\d', 'pattern-capture'],
  ['abcd{x:word}{y:word}', 'pattern-neighbours'],
  ['abcd*{y:word}', 'pattern-neighbours'],
  ['abcd**', 'pattern-neighbours'],
  ['abcd*', 'pattern-neighbours'],
  ['abcd{x:text}', 'pattern-neighbours'],
  ['abcd{x:rest} z', 'pattern-neighbours'],
  ['abcd{x:rest}{y:word}', 'pattern-neighbours'],
  [`abcd${Array.from({ length: 9 }, (_, n) => `{x${n}:word} `).join('')}`, 'pattern-captures'],
])('refuses the pattern %j with %s', (pattern, code) => {
  let seen: unknown = null;
  try {
    parsePattern(pattern);
  } catch (error) {
    seen = error;
  }
  expect(isTouchstoneError(seen) ? seen.code : seen).toBe(code);
});

it('spells out hidden characters in what it captures, and cuts it', () => {
  expect(match('name: {x:rest}', 'name: a\u202eb\u0007c')).toEqual({ x: 'a\\u{202e}b\\u{7}c' });
  expect(match('name: {x:rest}', `name: ${'y'.repeat(500)}`)).toEqual({ x: `${'y'.repeat(200)}…` });
});

const index = (...patterns: readonly string[]) => new PatternIndex(patterns.map(parsePattern));

it('finds every pattern in one walk, by place, and in the order of the list at one place', () => {
  const found = index('b then', 'a then', 'a then b', 'then b then').scan('-- a then b then c');
  // "b then" is too short for its place in "then b then": it begins where it begins
  expect(found.map(({ pattern, at }) => [pattern, at])).toEqual([
    [1, 3],
    [2, 3],
    [3, 5],
    [0, 10],
  ]);
});

it('finds a pattern whose start is the ending of a longer one that fails', () => {
  expect(
    index('Failed to open new connection in time', 'connection')
      .scan('Failed to open new connection now')
      .map(({ pattern }) => pattern),
  ).toEqual([1]);
});

it('finds nothing with no patterns, in an empty line, and in foreign characters', () => {
  expect(index().scan('anything')).toEqual([]);
  expect(index('abcd').scan('')).toEqual([]);
  expect(index('abcd').scan('äbcd日本語\ud800')).toEqual([]);
});

it('looks at no more than 4,096 characters', () => {
  expect(index('abcd{x:rest}').scan(`${'.'.repeat(4_092)}abcdefgh`)[0]?.facts).toEqual({});
  expect(index('abcd').scan(`${'.'.repeat(4_093)}abcd`)).toEqual([]);
});

it('tries no more than 64 places, so that a line made of starts stays cheap', () => {
  const found = index('ab ab{x:number}').scan('ab '.repeat(2_000));
  expect(found).toEqual([]);
  const text = `${'rst:'.repeat(65)}rst:7`;
  expect(index('rst:{x:number}').scan(text)).toEqual([]);
});

it('needs time in proportion to the line for the pattern and line that hurt most', () => {
  const worst = index('aaaa*aaaab*aaaab*aaaab*aaaab*aaaab*aaaab*aaaab*x');
  const time = (lines: number, length: number): number => {
    const text = 'a'.repeat(length);
    const start = performance.now();
    for (let line = 0; line < lines; line++) worst.scan(text);
    return performance.now() - start;
  };
  time(50, 4_096);
  expect(time(20, 4_000_000)).toBeLessThan(2_000); // 20 endless lines: the first 4,096 characters of each
});
