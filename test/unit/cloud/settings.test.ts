import { describe, expect, test } from 'vitest';
import { checkProxyAddress, checkSettings, endpointsOf, isCloudHost, readSiteConfig } from '../../../src/cloud/index.ts';
import type { CloudSettings } from '../../../src/cloud/index.ts';
import { failureOf, json, preparedFetch } from './answers.ts';
import type { Prepared } from './answers.ts';

const PAGE = 'https://bench.example.test';
const RIGHT: CloudSettings = { clientId: '67ccd9d7-aaaa-4bbb-8ccc-0123456789AB', tenant: 'contoso.onmicrosoft.com', cloud: 'public', proxy: '' };

describe('settings', () => {
  test.each([
    ['a client id and a domain', {}],
    ['a tenant id', { tenant: '7e57ab1e-0000-4000-8000-000000000001' }],
    ['a proxy on this machine', { proxy: 'http://127.0.0.1:8787' }],
    ['a national cloud', { cloud: 'us-government' }],
  ] as const)('%s can be right', (_name, change) => {
    expect(checkSettings({ ...RIGHT, ...change }, PAGE)).toBeNull();
  });

  test.each([
    ['no client id', { clientId: '' }, 'clientId', 'missing'],
    ['a client id that is a secret', { clientId: 'x8Q~abcdefghijklmnopqrstuvwxyz0123456789' }, 'clientId', 'form'],
    ['a client id in braces', { clientId: '{67ccd9d7-aaaa-4bbb-8ccc-0123456789ab}' }, 'clientId', 'form'],
    ['no tenant', { tenant: '' }, 'tenant', 'missing'],
    ['the tenant of everybody', { tenant: 'common' }, 'tenant', 'form'],
    ['the tenant of all organisations', { tenant: 'organizations' }, 'tenant', 'form'],
    ['a tenant that is a path', { tenant: 'contoso.com/../x' }, 'tenant', 'form'],
    ['a tenant with a space', { tenant: 'contoso .com' }, 'tenant', 'form'],
    ['an unknown cloud', { cloud: 'moon' as 'public' }, 'cloud', 'form'],
  ] as const)('%s is said to be the fault of its field', (_name, change, field, why) => {
    expect(checkSettings({ ...RIGHT, ...change }, PAGE)).toEqual({ code: 'sign-in-setup', facts: { field, why } });
  });
});

describe('a proxy’s address', () => {
  test.each(['http://127.0.0.1:8787', 'http://localhost:8787', 'http://localhost', 'https://bench.example.test/azure', 'https://bench.example.test'])(
    '%s may be one',
    (address) => {
      expect(checkProxyAddress(address, PAGE)).toBeNull();
    },
  );

  test.each([
    ['https://proxy.example.test', 'place'],
    ['http://192.168.1.7:8787', 'place'],
    ['http://127.0.0.1.example.test', 'place'],
    ['https://127.0.0.1:8787', 'place'],
    ['http://127.0.0.1:8787/', 'slash'],
    ['http://127.0.0.1:8787/?x=1', 'more'],
    ['http://127.0.0.1:8787#x', 'more'],
    ['http://me:secret@127.0.0.1:8787', 'more'],
    ['http://127.0.0.1:8787\\@evil.example', 'more'],
    ['http://127.0.0.1:99999', 'form'],
    ['http://127.1:8787', 'form'],
    ['127.0.0.1:8787', 'form'],
    ['javascript:alert(1)', 'place'],
    ['not an address', 'form'],
  ])('%s may not: %s', (address, why) => {
    expect(checkProxyAddress(address, PAGE)).toEqual({ code: 'proxy-address', facts: { address, why } });
  });
});

describe('hosts', () => {
  test.each([
    ['management.azure.com', 'public'],
    ['touchstone-demo.azure-devices-provisioning.net', 'public'],
    ['touchstone-demo.services.azure-devices-provisioning.net', 'public'],
    ['hub-1.azure-devices.net', 'public'],
    ['hub-1.azure-devices.us', 'us-government'],
    ['x.azure-devices-provisioning.cn', 'china'],
  ] as const)('%s is one of the %s cloud', (host, cloud) => {
    expect(isCloudHost(host, cloud)).toBe(true);
  });

  test.each([
    ['azure-devices.net', 'public'],
    ['evil-azure-devices.net', 'public'],
    ['x.azure-devices.net.evil.example', 'public'],
    ['x.azure-devices.net.', 'public'],
    ['x.azure-devices.net:444', 'public'],
    ['user@x.azure-devices.net', 'public'],
    ['x/y.azure-devices.net', 'public'],
    ['X.azure-devices.net', 'public'],
    ['-x.azure-devices.net', 'public'],
    ['x.azure-devices.us', 'public'],
    ['management.azure.com', 'china'],
    ['login.microsoftonline.com', 'public'],
    [`${'a'.repeat(64)}.azure-devices.net`, 'public'],
    [`${'a.'.repeat(125)}azure-devices.net`, 'public'],
    ['', 'public'],
  ] as const)('%s is none of the %s cloud', (host, cloud) => {
    expect(isCloudHost(host, cloud)).toBe(false);
  });

  test('each cloud signs in at its own authority, and no two share a scope', () => {
    expect(['public', 'us-government', 'china'].map((cloud) => endpointsOf(cloud as 'public').authority)).toEqual([
      'https://login.microsoftonline.com',
      'https://login.microsoftonline.us',
      'https://login.partner.microsoftonline.cn',
    ]);
    expect(endpointsOf('public').scopes).toEqual({
      arm: 'https://management.azure.com/.default',
      dps: 'https://azure-devices-provisioning.net/.default',
      hub: 'https://iothubs.azure.net/.default',
    });
  });
});

describe('config.json', () => {
  const read = (answer: Prepared): ReturnType<typeof readSiteConfig> => readSiteConfig('https://bench.example.test/a/config.json', preparedFetch(answer).fetch);

  test('gives the settings it has, and the emulator as a whole address without a slash at its end', async () => {
    expect(await read(json({ clientId: 'c', cloud: 'china', emulator: 'azure-emulator/' }))).toEqual({
      settings: { clientId: 'c', cloud: 'china' },
      emulator: 'https://bench.example.test/a/azure-emulator',
    });
    expect(await read(json('\uFEFF{}'))).toEqual({ settings: {}, emulator: null });
    expect(await read(json({ emulator: 'http://127.0.0.1:8088/azure-emulator' }))).toMatchObject({ emulator: 'http://127.0.0.1:8088/azure-emulator' });
  });

  test.each([
    ['a missing file', () => json('', 404)],
    ['a server that answers everything with a page', () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } })],
  ])('is not there: %s', async (_name, answer) => {
    expect(await read(answer())).toBeNull();
  });

  test.each([
    ['an unknown member', json({ clientID: 'x' }), 'clientID'],
    ['a member twice', json('{"tenant":"a","tenant":"b"}'), 'json'],
    ['a list', json([]), 'json'],
    ['nothing', json(''), 'json'],
    ['a comment', json('{} // mine'), 'json'],
    ['a number for a text', json({ tenant: 7 }), 'tenant'],
    ['an unknown cloud', json({ cloud: 'azure' }), 'cloud'],
    ['an emulator elsewhere', json({ emulator: 'https://emulator.example.test/' }), 'emulator'],
    ['an emulator that is a script', json({ emulator: 'javascript:alert(1)' }), 'emulator'],
    ['17 kB', json(`{"tenant":"x"}${' '.repeat(17_000)}`), 'too-long'],
    ['a server out of order', json('', 500), 'status'],
  ])('is refused: %s', async (_name, answer, why) => {
    expect(await failureOf(read(answer))).toMatchObject({ code: 'cloud-answer', facts: { host: 'bench.example.test', why } });
  });

  test('cannot be reached without a network', async () => {
    expect((await failureOf(read(new TypeError('Failed to fetch')))).code).toBe('cloud-unreachable');
  });
});
