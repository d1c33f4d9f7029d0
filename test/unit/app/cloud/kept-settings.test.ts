/** What the cloud screen finds in this browser: right texts, and a longer table of wrong ones. */
import { describe, expect, test } from 'vitest';
import { keepCloud, parseKept, readKept, type KeptCloud } from '../../../../src/app/cloud/kept-settings.ts';

const SETTINGS = { clientId: '11111111-2222-4333-8444-555555555555', tenant: 'example.onmicrosoft.com', cloud: 'public', proxy: 'http://127.0.0.1:8787' };
const CHOICES = { deviceId: '{cn}', allocationPolicy: 'static', hubs: ['a.azure-devices.net'], tags: '{"lot":"{lot}"}' };
const USUAL = { deviceId: '{cn}', allocationPolicy: 'hashed', hubs: [], tags: '' };
const NOTHING = { settings: null, subscriptionId: null, serviceId: null, choices: USUAL };

describe('what was kept', () => {
  test('comes back as it was', () => {
    const kept = { settings: SETTINGS, subscriptionId: 'sub', serviceId: '/subscriptions/sub/x', choices: CHOICES };
    expect(parseKept(JSON.stringify(kept))).toEqual(kept);
  });

  test.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['settings that are a text', '{"settings":"x"}'],
    ['settings without a tenant', JSON.stringify({ settings: { ...SETTINGS, tenant: undefined } })],
    ['a national cloud that nobody has', JSON.stringify({ settings: { ...SETTINGS, cloud: 'moon' } })],
    ['a proxy that is a number', JSON.stringify({ settings: { ...SETTINGS, proxy: 7 } })],
    ['a client id of half a megabyte', JSON.stringify({ settings: { ...SETTINGS, clientId: 'a'.repeat(500_000) } })],
    ['ids that are objects', '{"subscriptionId":{},"serviceId":[]}'],
    ['choices that are none', '{"choices":[1]}'],
  ])('is nothing when it is %s', (_name, text) => {
    expect(parseKept(text)).toEqual(NOTHING);
  });

  test.each([
    ['an allocation policy that does not exist', { allocationPolicy: 'custom' }],
    ['hubs that are no texts', { hubs: [1, null, {}] }],
    ['tags that are an object', { tags: {} }],
    ['a device id that is a list', { deviceId: [] }],
  ])('leaves out %s', (_name, choices) => {
    expect(parseKept(JSON.stringify({ choices })).choices).toEqual(USUAL);
  });

  test('is nothing where storage is forbidden, and that is told when something is to be kept', () => {
    const forbidden = (): Storage => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(readKept(forbidden)).toEqual(NOTHING);
    expect(keepCloud(forbidden, NOTHING as KeptCloud)).toBe(false);
  });
});
