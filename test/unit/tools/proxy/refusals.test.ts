/** What the proxy refuses before it has spoken to anybody: addresses, origins and networks, as tables of right and wrong. RFC 1123, RFC 3986, RFC 6454, RFC 6890. */
import { describe, expect, it } from 'vitest';
import { isAdmitted, isOriginPattern, isOwnHost, LOCAL_ORIGINS } from '../../../../tools/proxy/origin.ts';
import { isPublicAddress, lookupPublic } from '../../../../tools/proxy/public-address.ts';
import { readTarget } from '../../../../tools/proxy/target.ts';

const DPS = 'x.azure-devices-provisioning.net';

describe('a target', () => {
  it.each([
    [`/${DPS}/enrollments/sn0123?api-version=2021-10-01`, DPS, '/enrollments/sn0123?api-version=2021-10-01'],
    [`/${DPS}/enrollments/a:b._-c`, DPS, '/enrollments/a:b._-c'],
    [`/${DPS}/enrollments/a%3Ab?x=%20`, DPS, '/enrollments/a%3Ab?x=%20'],
    ['/x.services.azure-devices-provisioning.net/a', 'x.services.azure-devices-provisioning.net', '/a'],
    ['/hub-1.azure-devices.net/devices/query?api-version=2021-04-12', 'hub-1.azure-devices.net', '/devices/query?api-version=2021-04-12'],
    ['/h.azure-devices.us/devices/x', 'h.azure-devices.us', '/devices/x'],
    ['/d.azure-devices-provisioning.cn/enrollments/x?', 'd.azure-devices-provisioning.cn', '/enrollments/x?'],
  ])('%s is admitted', (target, host, path) => {
    expect(readTarget(target)).toEqual({ host, path });
  });

  const hosts = [
    'example.com',
    'azure-devices.net',
    '.azure-devices.net',
    '-x.azure-devices.net',
    'x-.azure-devices.net',
    'x..azure-devices.net',
    'X.azure-devices.net',
    'x.azure-devices.net.',
    'x.azure-devices.net.example.com',
    'xazure-devices.net',
    'evil.com%2f.azure-devices.net',
    'x.azure-devices.net:8443',
    'x.azure-devices.net:443',
    'user@x.azure-devices.net',
    'user:password@x.azure-devices.net',
    'evil.com#.azure-devices.net',
    'evil.com\\.azure-devices.net',
    'x_y.azure-devices.net',
    'ex\u00e4mple.azure-devices.net',
    `${'a'.repeat(64)}.azure-devices.net`,
    '127.0.0.1',
    '[::1]',
    'localhost',
    'management.azure.com',
    'login.microsoftonline.com',
    '169.254.169.254',
    '',
  ];
  it.each(hosts)('the host %j is refused', (host) => {
    expect(readTarget(`/${host}/enrollments/x`)).toBe('host');
  });

  const paths = [
    '',
    '/',
    '//',
    '/a//b',
    '/a/',
    '/.',
    '/..',
    '/a/../b',
    '/a/%2e%2E/b',
    '/a/.%2e',
    '/a%2fb',
    '/a%5Cb',
    '/a\\b',
    '/a%00',
    '/a%0d%0aHost:x',
    '/a%7f',
    '/a%252e',
    '/a%',
    '/a%4',
    '/a%zz',
    '/a%c3%a4',
    '/a b',
    '/a"b',
    '/a<b',
    '/a#b',
    '/a[b]',
    '/a|b',
    '/ä',
    `/${'a'.repeat(1024)}`,
    '/a?x=<',
    '/a?x=%00',
    '/a?x=\\',
    '/a?x=a b',
    '/a?x=%',
    '/a?x?y',
    '/a?x=1#y',
    `/a?${'a'.repeat(1025)}`,
  ];
  it.each(paths)('the path %j is refused', (path) => {
    expect(readTarget(`/${DPS}${path}`)).toBe('address');
  });

  it.each([`http://${DPS}/a`, `https://${DPS}/a`, DPS, '', '*'])('the request target %j is refused', (target) => {
    expect(readTarget(target)).toBe('address');
  });
});

describe('an origin', () => {
  it.each(['http://localhost:5173', 'http://localhost', 'http://127.0.0.1:4173'])('%s is admitted unless others are named', (origin) => {
    expect(isAdmitted(origin, LOCAL_ORIGINS)).toBe(true);
    expect(isAdmitted(origin, ['https://bench.example'])).toBe(false);
  });

  it.each([
    undefined,
    '',
    'null',
    'https://localhost',
    'http://localhost.evil.example',
    'http://localhost:5173.evil.example',
    'http://localhost:5173/',
    'http://localhost:*',
    'http://evil.example/http://localhost:1',
    'http://127.0.0.2:80',
    'http://user@localhost:1',
    'file://',
  ])('%j is refused', (origin) => {
    expect(isAdmitted(origin, LOCAL_ORIGINS)).toBe(false);
  });

  it('is matched in full, port and scheme included', () => {
    expect(isAdmitted('https://bench.example', ['https://bench.example'])).toBe(true);
    for (const origin of ['https://bench.example:8443', 'http://bench.example', 'https://x.bench.example', 'https://bench.example.evil'])
      expect(isAdmitted(origin, ['https://bench.example'])).toBe(false);
  });

  it.each([
    ['https://bench.example', true],
    ['http://localhost:*', true],
    ['https://bench.example/', false],
    ['https://bench.example/page', false],
    ['bench.example', false],
    ['*', false],
    ['https://*', false],
    ['https://*.example', false],
    ['https://*:*', false],
    ['file://', false],
  ])('given as %s is taken: %s', (pattern, taken) => {
    expect(isOriginPattern(pattern)).toBe(taken);
  });
});

describe('the Host header', () => {
  it('must be this machine and this port', () => {
    for (const host of ['127.0.0.1:8787', 'localhost:8787']) expect(isOwnHost(host, 8787)).toBe(true);
    for (const host of [
      undefined,
      '',
      'localhost',
      '127.0.0.1:8788',
      'evil.example:8787',
      'localhost.evil.example:8787',
      '127.0.0.1:8787.evil',
      'LOCALHOST:8787',
    ])
      expect(isOwnHost(host, 8787)).toBe(false);
  });
});

describe('a network', () => {
  it.each(['40.74.30.35', '1.1.1.1', '172.15.255.255', '172.32.0.0', '223.255.255.255', '2603:1030::1', '2606:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
    '127.1',
    '0x7f.1',
  ])('%j is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('is looked up and refused where a name leads to this machine', async () => {
    for (const all of [true, false]) {
      const code = await new Promise((resolve) => {
        lookupPublic('localhost', { all }, (error) => {
          resolve(error?.code);
        });
      });
      expect(code).toBe('EPRIVATE');
    }
  });
});
