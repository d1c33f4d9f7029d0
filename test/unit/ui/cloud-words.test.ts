import { describe, expect, it } from 'vitest';
import { SETUP_TESTS } from '../../../src/ui/cloud/cloud-view.ts';
import { remedies } from '../../../src/ui/cloud/cloud-problem.ts';
import { adviseCloud } from '../../../src/ui/cloud/said.ts';
import { cloudAdvice, cloudWords, setupWords } from '../../../src/ui/strings/cloud.ts';
import { adviceTable } from '../../../src/ui/strings/late.ts';

/** No sentence may have a hole. */
const isWhole = (text: string): boolean => text !== '' && !/undefined|NaN|null|\[object|\(\)| {2}|: \.|: $|\.\.$/.test(text);
const codes = Object.keys(cloudAdvice) as readonly (keyof typeof cloudAdvice)[];

/** Facts as the cloud room writes them, all at once. */
const FACTS = {
  status: 403,
  errorCode: 403001,
  detail: 'Unauthorized.',
  host: 'contoso-dps.azure-devices-provisioning.net',
  trackingId: 'T-1',
  resource: 'dps',
  aadsts: '65001',
  field: 'clientId',
  reason: 'timed_out',
  route: 'service',
  timeoutMs: 30_000,
  why: 'json',
  retryAfterS: 12,
  address: 'http://example.com',
  registrationId: 'sn0123',
  deviceId: 'a b',
  offset: 12,
  sha256Thumbprint: 'AB'.repeat(32),
  seen: 'CD'.repeat(32),
  wanted: 'EF'.repeat(32),
};

describe('advice about the cloud', () => {
  it.each(codes)('%s is whole sentences without any fact and with all of them', (code) => {
    for (const facts of [{}, FACTS]) {
      const { what, seen, remedy } = adviseCloud(code, facts);
      expect([what, seen ?? 'none', remedy].filter((text) => !isWhole(text))).toEqual([]);
      expect(what).not.toMatch(/[.:]$/);
      expect(remedy).toMatch(/[.]$/);
      expect((what.match(/`/g) ?? []).length % 2).toBe(0);
      expect((`${seen ?? ''}${remedy}`.match(/`/g) ?? []).length % 2).toBe(0);
    }
  });

  it.each(codes)('%s speaks of no password, so that a network fault is never called one', (code) => {
    const { what, seen, remedy } = adviseCloud(code, FACTS);
    expect(`${what} ${seen ?? ''} ${remedy}`).not.toMatch(/password|credential/i);
  });

  it('stands in no other table, so that it comes with the cloud screen only', () => {
    expect(codes.filter((code) => Object.hasOwn(adviceTable, code))).toEqual([]);
  });

  it('explains that an address the browser may not read says nothing about the account, and how to go on', () => {
    const { what, seen, remedy } = adviseCloud('cloud-unreachable', { host: 'x.azure-devices-provisioning.net', route: 'service' });
    expect(what).toBe('No answer from `x.azure-devices-provisioning.net`');
    expect(seen).toBe('Azure did not let the browser read this address, or the network is down. The browser does not say which.');
    expect(remedy).toContain('This says nothing about your account or its roles.');
    expect(remedy).toContain('`npm run proxy`');
    expect(remedy).toContain('exports of the manifest desk');
  });

  it('tells 401 from 403', () => {
    expect(adviseCloud('cloud-unauthorized', { status: 401 }).remedy).toContain('HTTP 401: the session may be over');
    expect(adviseCloud('cloud-forbidden', { status: 403 }).remedy).toContain('Owner or Contributor is not enough');
  });

  it.each([
    ['cloud-forbidden', { status: 403, errorCode: 0, host: 'a.example' }, '`a.example` answered HTTP 403.'],
    [
      'cloud-bad-request',
      { status: 400, errorCode: 400004, detail: 'Invalid RegistrationId', trackingId: 'T' },
      'Azure answered HTTP 400, error 400004, “Invalid RegistrationId”, tracking id `T`.',
    ],
    ['cloud-throttled', { status: 429, retryAfterS: 75 }, 'It wants a pause of 1 min 15 s.'],
    ['cloud-timeout', { host: 'a.example', timeoutMs: 30_000 }, 'Waited 30 s.'],
    ['sign-in-consent', { resource: 'hub', aadsts: 'AADSTS65001' }, '`AADSTS65001`.'],
    ['enrol-mismatch', { seen: 'AB'.repeat(32), wanted: 'CD'.repeat(32) }, 'Seen `ABABABAB…ABABABAB`, wanted `CDCDCDCD…CDCDCDCD`.'],
    ['proxy-address', { address: 'ftp://x', why: 'toString' }, '`ftp://x`, `toString`.'],
  ] as const)('%s says what was seen: %j', (code, facts, seen) => {
    expect(adviseCloud(code, facts).seen).toBe(seen);
  });

  it.each([
    ['50011', /redirect address exactly/],
    ['AADSTS9002326', /Single-page application/],
    ['700016', /no application with this id in this tenant/],
    ['toString', /Compare client id, tenant and redirect address/],
  ])('says what to do about %s', (aadsts, remedy) => {
    expect(adviseCloud('sign-in-application', { aadsts }).remedy).toMatch(remedy);
  });

  it('names the one command that makes a missing provisioning service known', () => {
    expect(adviseCloud('sign-in-resource', { resource: 'dps' }).remedy).toContain('az ad sp create --id 0cd79364-7a90-4354-9984-6e36c841418d');
  });

  it('makes a service’s own words harmless', () => {
    const { seen } = adviseCloud('cloud-status', { status: 418, detail: `\u202e\`x\` ${'y'.repeat(5000)}` });
    expect(seen).not.toContain('\u202e');
    expect(seen).not.toContain('`x`');
    expect(seen?.length).toBeLessThan(420);
  });

  it('shows code and facts of an error that nobody foresaw, and is not fooled by what every object has', () => {
    expect(adviseCloud('flux-capacitor', { gigawatts: 1.21 }).what).toContain('flux-capacitor');
    expect(adviseCloud('constructor', {}).what).toContain('constructor');
  });

  it('says once for each code what to do', () => {
    const rows = [
      { code: 'enrol-duplicate', facts: {} },
      { code: '', facts: {} },
      { code: 'enrol-duplicate', facts: { registrationId: 'x' } },
      { code: 'enrol-demo', facts: {} },
    ];
    expect(remedies(rows).map(({ code }) => code)).toEqual(['enrol-duplicate', 'enrol-demo']);
  });
});

describe('words of the administrator’s page', () => {
  it.each(SETUP_TESTS)('%s has a name, and every role its role', (id) => {
    expect(isWhole(setupWords.tests[id])).toBe(true);
  });

  it('names the permission of the provisioning service by both its ids', () => {
    expect(setupWords.permissions.dps.join(' ')).toContain('0cd79364-7a90-4354-9984-6e36c841418d');
    expect(setupWords.permissions.dps.join(' ')).toContain('02ce5515-6df6-47e3-b3a5-96dd4fc74f64');
  });
});

describe('words of the cloud screen', () => {
  it.each([
    [cloudWords.job.ended(12_378, 27, 3), '12,378 enrolled, 27 there already, 3 failed'],
    [cloudWords.job.ended(1, 0, 0), '1 enrolled, none failed'],
    [cloudWords.job.left(51.4), 'about 51 s left'],
    [cloudWords.job.left(0.2), 'about 1 s left'],
    [cloudWords.watch.polling(5), 'Looks again in 5 s'],
    [cloudWords.watch.polling(0), 'Looking again now'],
    [cloudWords.enrol.start(1), 'Enrol 1 chip'],
    [
      cloudWords.enrol.lookedUp(200, 12_408),
      '200 of 12,408 were looked up at the service; the others are decided while enrolling, which changes nothing that exists.',
    ],
    [cloudWords.service.tries.answered(401), 'Answered with HTTP 401: it can be reached'],
    [cloudWords.service.tries.refused(), 'Azure did not let the browser read this address, or the network is down'],
    [cloudWords.signIn.account('', 'a@b'), 'a@b'],
  ])('%s', (said, wanted) => {
    expect(said).toBe(wanted);
  });

  it('says that deleting an enrollment leaves the hub’s device, and what 401 and 403 mean', () => {
    expect(cloudWords.watch.confirm.remove.text.join(' ')).toContain('does not delete the hub’s device');
    expect(setupWords.codes.list.map(([code]) => code)).toEqual(['401', '403', 'No answer']);
  });
});
