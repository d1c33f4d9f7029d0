import { expect, it } from 'vitest';
import { parseRemembered } from '../../../src/app/remembered.ts';

const DEFAULTS = {
  bus: { sda: 16, scl: 17, clockKHz: 100 },
  fastestBaudRate: 921_600,
  shortcuts: 'on',
  monitor: { baudRate: 115_200, reconnect: 'on', ending: 'crlf' },
};

it('gives back what was kept', () => {
  const kept = {
    bus: { sda: 21, scl: 22, clockKHz: 400 },
    fastestBaudRate: 115_200,
    shortcuts: 'off',
    monitor: { baudRate: 74_880, reconnect: 'off', ending: 'lf' },
  };
  expect(parseRemembered(JSON.stringify(kept))).toEqual(kept);
});

it.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a number', '7'],
  ['an array', '[]'],
  ['a pin that is none', '{"bus":{"sda":99,"scl":17,"clockKHz":100}}'],
  ['a pin that the flash uses', '{"bus":{"sda":6,"scl":17,"clockKHz":100}}'],
  ['a pin that is text', '{"bus":{"sda":"16","scl":17,"clockKHz":100}}'],
  ['one pin for both lines', '{"bus":{"sda":16,"scl":16,"clockKHz":100}}'],
  ['a clock out of range', '{"bus":{"sda":16,"scl":17,"clockKHz":1000}}'],
  ['a rate that is not offered', '{"fastestBaudRate":1}'],
  ['a monitor that is none', '{"monitor":7}'],
  ['a rate of the monitor that no bridge has', '{"monitor":{"baudRate":12000001}}'],
  ['a rate of the monitor that is text', '{"monitor":{"baudRate":"9600","ending":"lfcr","reconnect":true}}'],
  ['a switch that is neither', '{"shortcuts":"maybe"}'],
])('takes the defaults for %s', (_what, text) => {
  expect(parseRemembered(text)).toEqual(DEFAULTS);
});
