/** The text lines between the browser's side, the harness and a device behind a socket. */
import { expect, test } from 'vitest';
import { formatLineEvent, parseLineEvent, parseNamedLineEvent } from '../../support/line-event.ts';

test.each([
  ['DTR=0 RTS=1', { kind: 'signals', dataTerminalReady: false, requestToSend: true }],
  ['DTR=1 RTS=0', { kind: 'signals', dataTerminalReady: true, requestToSend: false }],
  ['BAUD=921600', { kind: 'baud', baudRate: 921_600 }],
  ['BREAK=1', { kind: 'break', asserted: true }],
  ['BREAK=0', { kind: 'break', asserted: false }],
] as const)('%s is read and written alike', (text, event) => {
  expect(parseLineEvent(text)).toEqual(event);
  expect(formatLineEvent(event)).toBe(text);
});

test.each([
  '',
  'DTR=2 RTS=0',
  'DTR=1',
  'RTS=1 DTR=0',
  'DTR=1 RTS=0 ',
  ' BREAK=1',
  'BREAK=',
  'BREAK=10',
  'BAUD=0',
  'BAUD=-1',
  'BAUD=1e5',
  'BAUD=12345678901',
  'baud=9600',
  'DTR=1 RTS=0\n',
])('%j is no event', (text) => {
  expect(parseLineEvent(text)).toBeNull();
});

test('a named event begins with the name of its device', () => {
  expect(parseNamedLineEvent('ttyUSB0 BAUD=9600')).toEqual({ name: 'ttyUSB0', event: { kind: 'baud', baudRate: 9600 } });
  for (const text of ['BAUD=9600', ' BAUD=9600', 'ttyUSB0', 'ttyUSB0  BAUD=9600', '']) expect(parseNamedLineEvent(text)).toBeNull();
});
