import { describe, expect, it } from 'vitest';
import type { Enrollment, ProvisioningService } from '../../../src/cloud/index.ts';
import { deviceIdProblem, settingsProblems, tagsProblem } from '../../../src/ui/cloud/choices-check.ts';
import { stepStates } from '../../../src/ui/cloud/cloud-steps.ts';
import { EMPTY_CLOUD, type CloudView, type JobView, type WatchView } from '../../../src/ui/cloud/cloud-view.ts';
import { politeCloud, urgentCloud } from '../../../src/ui/cloud/said.ts';
import { serviceWarnings } from '../../../src/ui/cloud/service-warnings.ts';
import { configJson, roleCommand } from '../../../src/ui/cloud/setup-lines.ts';
import { azureTime } from '../../../src/ui/cloud/times.ts';
import { matchPrints, stageOf, watchLine } from '../../../src/ui/cloud/watch-line.ts';

const SERVICE: ProvisioningService = {
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/provisioningServices/d',
  name: 'd',
  resourceGroup: 'g',
  subscriptionId: 's',
  location: 'westeurope',
  state: 'Active',
  idScope: '0ne1',
  serviceHost: 'd.azure-devices-provisioning.net',
  deviceHost: 'global.azure-devices-provisioning.net',
  portalHost: null,
  allocationPolicy: 'Hashed',
  publicNetworkAccess: 'Enabled',
  ipFilterRules: [],
  linkedHubs: [{ name: 'hub-1.azure-devices.net', location: '', allocationWeight: null, applyAllocationPolicy: null, authenticationType: null }],
};
const SIGNED_IN: CloudView = { ...EMPTY_CLOUD, session: 'signed-in', account: { username: 'a@b', name: 'A', tenantId: 't' } };
const REACHED: CloudView = { ...SIGNED_IN, services: { state: 'done', value: [SERVICE] }, serviceId: SERVICE.id, reach: { state: 'reached', tries: [] } };
const ENROLLMENT: Enrollment = {
  registrationId: 'sn01',
  deviceId: 'sn01',
  etag: null,
  provisioningStatus: 'enabled',
  allocationPolicy: null,
  hubs: [],
  sha256Thumbprint: null,
  sha1Thumbprint: null,
  attestation: 'x509',
  tags: {},
  created: null,
  lastUpdated: null,
  registration: { status: 'none', statusText: '', substatus: null, assignedHub: null, deviceId: null, errorCode: null, errorMessage: null, lastUpdated: null },
};
const at = (status: Enrollment['registration']['status'], more: Partial<Enrollment> = {}): Enrollment => ({
  ...ENROLLMENT,
  ...more,
  registration: { ...ENROLLMENT.registration, status, assignedHub: 'hub-1.azure-devices.net' },
});
const watch = (enrollment: Enrollment): WatchView => ({
  registrationId: 'sn01',
  serialNumber: null,
  sha256Thumbprint: null,
  sha1Thumbprint: null,
  enrollment: { state: 'done', value: enrollment },
  hub: { state: 'idle' },
  polling: 'polling',
  nextInS: 5,
  seen: [],
  busy: null,
});
const job = (more: Partial<JobView>): JobView => ({
  id: 'j',
  state: 'running',
  serviceName: 'd',
  idScope: '0ne1',
  total: 3,
  enrolled: 1,
  same: 0,
  failed: 0,
  pending: 2,
  perMinute: null,
  secondsLeft: null,
  waitingFor: null,
  rows: [],
  startedMs: 0,
  ...more,
});

describe('steps', () => {
  it.each<[string, CloudView, string]>([
    ['nobody signed in', { ...EMPTY_CLOUD, session: 'signed-out' }, 'current waiting waiting waiting'],
    ['signed in', SIGNED_IN, 'done current waiting waiting'],
    ['a service that gives no answer', { ...REACHED, reach: { state: 'nowhere', tries: [] } }, 'done current waiting waiting'],
    ['a service of a list that does not have it', { ...REACHED, serviceId: 'other' }, 'done current waiting waiting'],
    ['a service that answers', REACHED, 'done done current current'],
    [
      'a chip that is looked for and not there',
      { ...REACHED, watch: { ...watch(ENROLLMENT), enrollment: { state: 'failed', code: 'cloud-not-found', facts: {} } } },
      'done done current current',
    ],
    ['a chip under watch', { ...REACHED, watch: watch(ENROLLMENT) }, 'done done done current'],
    [
      'another chip on the bench than under watch',
      {
        ...REACHED,
        watch: watch(ENROLLMENT),
        chip: { serialNumber: '', commonName: 'sn02', verdict: 'genuine-matched', demo: false, enrollable: 'yes', code: '' },
      },
      'done done current current',
    ],
    ['a job under way while a chip is watched', { ...REACHED, watch: watch(ENROLLMENT), job: job({}) }, 'done done current current'],
    ['a session that ran out in the middle', { ...REACHED, session: 'expired', job: job({ state: 'waiting' }) }, 'current done current current'],
    ['signed out in the middle', { ...REACHED, session: 'signed-out' }, 'current waiting waiting waiting'],
  ])('%s', (_what, view, wanted) => {
    expect(Object.values(stepStates(view)).join(' ')).toBe(wanted);
  });
});

describe('warnings about a service', () => {
  it('are none for an open one', () => {
    expect(serviceWarnings(SERVICE)).toEqual([]);
  });

  it('name each thing that would keep the bench or the devices out', () => {
    const rule = { filterName: '', action: 'Reject', ipMask: '0.0.0.0/0' };
    expect(serviceWarnings({ ...SERVICE, state: 'Suspended', publicNetworkAccess: 'Disabled', linkedHubs: [] })).toEqual(['state', 'public-off', 'no-hub']);
    expect(serviceWarnings({ ...SERVICE, ipFilterRules: [{ ...rule, target: 'all' }] })).toEqual(['ip-rules']);
    expect(serviceWarnings({ ...SERVICE, ipFilterRules: [{ ...rule, target: 'deviceApi' }] })).toEqual([]); // devices only: not the bench
  });
});

describe('choices that cannot be', () => {
  it.each([
    ['{cn}', null],
    ['valve-{serial}.{part}_{lot}', null],
    ['', 'device-id-empty'],
    ['{imei}', 'placeholder'],
    ['{constructor}', 'placeholder'],
    ['a b', 'device-id-characters'],
    ['{cn', 'device-id-characters'],
    ['ä', 'device-id-characters'],
    ['x'.repeat(128), null],
    ['x'.repeat(129), 'device-id-long'],
  ])('device id %j: %s', (template, problem) => {
    expect(deviceIdProblem(template)).toBe(problem);
  });

  it.each([
    ['', null],
    ['  ', null],
    ['{}', null],
    ['{ "line": "FCT-01", "where": { "lot": "{lot}", "n": [1, "{cn}"] } }', null],
    ['{ "line": ', 'tags-json'],
    ['[]', 'tags-object'],
    ['null', 'tags-object'],
    ['"x"', 'tags-object'],
    ['{ "a.b": 1 }', 'tags-name'],
    ['{ "a": { "$b": 1 } }', 'tags-name'],
    ['{ "a b": 1 }', 'tags-name'],
    ['{ "a": "{imei}" }', 'placeholder'],
  ])('tags %j: %s', (text, problem) => {
    expect(tagsProblem(text)).toBe(problem);
  });

  it('settings: a GUID, a GUID or a domain, an address or nothing', () => {
    const guid = '5d9b2c1e-8f40-4a77-9c31-0e6a1f2b3c4d';
    expect(settingsProblems({ clientId: guid, tenant: 'contoso.onmicrosoft.com', cloud: 'public', proxy: '' })).toEqual([]);
    expect(settingsProblems({ clientId: guid, tenant: guid, cloud: 'public', proxy: 'http://127.0.0.1:8787' })).toEqual([]);
    expect(settingsProblems({ clientId: `${guid} `, tenant: 'x', cloud: 'public', proxy: 'javascript:1' })).toEqual(['clientId', 'tenant', 'proxy']);
  });
});

describe('lines to copy', () => {
  it('name the chosen service by its id and the first linked hub by its name', () => {
    expect(roleCommand('role-dps-write', 'X Y', SERVICE)).toBe(`az role assignment create --assignee PRINCIPAL --role "X Y" --scope "${SERVICE.id}"`);
    expect(roleCommand('role-hub', 'R', SERVICE)).toContain('--scope "$(az iot hub show --name hub-1 --query id --output tsv)"');
  });

  it('hold nothing of a name that a shell would read as its own', () => {
    const hub = { name: '$(x).azure-devices.net', location: '', allocationWeight: null, applyAllocationPolicy: null, authenticationType: null };
    const evil: ProvisioningService = { ...SERVICE, id: '/a"; rm -rf ~ #', linkedHubs: [hub] };
    expect(roleCommand('role-arm', 'Reader', evil)).toContain('"$(az iot dps show --name DPS --resource-group GROUP --query id --output tsv)"');
    expect(roleCommand('role-hub', 'R', evil)).not.toContain('$(x)');
    expect(roleCommand('role-hub', 'R', { ...evil, id: '$(rm)' })).not.toContain('rm');
  });

  it('give config.json with a proxy only where there is one', () => {
    const settings = { clientId: 'a', tenant: 'b', cloud: 'public', proxy: '' } as const;
    expect(JSON.parse(configJson(settings))).toEqual({ clientId: 'a', tenant: 'b', cloud: 'public' });
    expect(JSON.parse(configJson({ ...settings, proxy: 'http://127.0.0.1:8787' }))).toHaveProperty('proxy', 'http://127.0.0.1:8787');
  });
});

describe('the line of an enrollment', () => {
  const line = (enrollment: Enrollment): string =>
    watchLine(enrollment, [
      { status: 'none', atMs: 1 },
      { status: 'assigning', atMs: 2 },
    ])
      .map(({ stage, place, seenMs }) => `${stage} ${place} ${seenMs}`)
      .join(', ');

  it.each([
    [at('none'), 'enrolled now 1, assigning ahead null, assigned ahead null'],
    [at('unassigned'), 'enrolled now 1, assigning ahead null, assigned ahead null'],
    [at('assigning'), 'enrolled past 1, assigning now 2, assigned ahead null'],
    [at('assigned'), 'enrolled past 1, assigning past 2, assigned now null'],
    [at('failed'), 'enrolled past 1, assigning past 2, failed now null'],
    [at('disabled'), 'enrolled past 1, disabled now null'],
    [at('unknown'), 'enrolled past 1, assigning past 2, unknown now null'],
  ])('%#: %s', (enrollment, wanted) => {
    expect(line(enrollment)).toBe(wanted);
  });

  it('ends at disabled for an enrollment that is switched off, whatever its device did before', () => {
    expect(stageOf(at('assigned', { provisioningStatus: 'disabled' }))).toBe('disabled');
  });
});

describe('thumbprints', () => {
  const sha256 = 'AB'.repeat(32);
  const sha1 = 'CD'.repeat(20);
  const held = { sha256Thumbprint: sha256, sha1Thumbprint: sha1 };
  const colons = (hex: string): string => hex.toLowerCase().replace(/(..)(?=.)/g, '$1:');

  it.each([
    [[sha256, null], held, 'same-sha256'],
    [[null, sha1], held, 'same-sha1'],
    [[sha1, sha1], held, 'same-sha1'],
    [[colons(sha1)], held, 'same-sha1'],
    [['EF'.repeat(32)], held, 'other'],
    [['EF'.repeat(20)], held, 'other'],
    [[null, null], held, 'none'],
    [[''], held, 'none'],
    [[sha256], { sha256Thumbprint: null, sha1Thumbprint: null }, 'unknown'],
    [[sha256], { sha256Thumbprint: null, sha1Thumbprint: sha1 }, 'unknown'], // nothing of the same kind to compare
  ] as const)('%j: %s', (seen, mine, match) => {
    expect(matchPrints(seen, mine)).toBe(match);
  });
});

describe('what is read out', () => {
  it('says who signed in, what can be reached, and where the device went', () => {
    expect(politeCloud({ ...REACHED, watch: watch(at('assigned')) })).toEqual([
      'Signed in as a@b.',
      'd can be reached.',
      '',
      'The device is assigned to hub-1.azure-devices.net.',
    ]);
  });

  it('does not read out progress, but the end, at once when something failed', () => {
    const view = (more: Partial<JobView>): CloudView => ({ ...EMPTY_CLOUD, job: job(more) });
    expect(politeCloud(view({}))[2]).toBe('');
    expect(politeCloud(view({ state: 'done', enrolled: 3 }))[2]).toBe('Enrolling: done. 3 enrolled, none failed.');
    expect(politeCloud(view({ state: 'done', enrolled: 2, failed: 1 }))[2]).toBe('');
    expect(urgentCloud(view({ state: 'done', enrolled: 2, failed: 1 }))[2]).toBe('Enrolling: done. 2 enrolled, 1 failed.');
  });

  it('says at once that a session is over or that no way led to the service', () => {
    expect(urgentCloud({ ...REACHED, session: 'expired' })[0]).toBe('The session is over.');
    expect(urgentCloud({ ...REACHED, reach: { state: 'nowhere', tries: [] } })[1]).toBe('The browser gets no answer from this service.');
    expect(urgentCloud({ ...REACHED, watch: watch(at('failed')) })[3]).toBe('The enrollment: failed.');
  });
});

describe('Azure’s times', () => {
  it.each([
    ['2026-11-23T07:33:30.1234567Z', '2026-11-23 07:33 UTC'],
    ['0001-01-01T00:00:00', null],
    ['2026-11-23T07:33:30+02:00', null],
    ['soon', null],
    [null, null],
  ])('%s: %s', (text, wanted) => {
    expect(azureTime(text)).toBe(wanted);
  });
});
