/**
 * What the gallery's pictures of the cloud are made of: a service, a job, an enrollment, records.
 * Floor: test support. Names, ids and digests are made up; some of them are hostile on purpose.
 */
import type { Enrollment, HubDevice, ProvisioningService } from '../../../src/cloud/index.ts';
import { EMPTY_CLOUD, SETUP_TESTS } from '../../../src/ui/cloud/cloud-view.ts';
import type { CloudView, EnrolRecord, JobRow, JobView, PreviewRow, WatchView } from '../../../src/ui/index.ts';

const GUID = '5d9b2c1e-8f40-4a77-9c31-0e6a1f2b3c4d';
const REDIRECT = 'https://bench.example.com/touchstone/redirect.html';
export const AT = Date.UTC(2026, 10, 23, 7, 33, 30);
const settings = { clientId: GUID, tenant: 'contoso.onmicrosoft.com', cloud: 'public', proxy: '' } as const;
export const tests: CloudView['setup']['tests'] = SETUP_TESTS.map((id) => ({ id, state: 'idle', code: '', facts: {} }));
export const setup: CloudView['setup'] = { settings, from: 'site', redirectUri: REDIRECT, tests, siteProblem: null };

export const SERVICE: ProvisioningService = {
  id: '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/iot-line/providers/Microsoft.Devices/provisioningServices/contoso-dps',
  name: 'contoso-dps',
  resourceGroup: 'iot-line',
  subscriptionId: '11111111-2222-3333-4444-555555555555',
  location: 'westeurope',
  state: 'Active',
  idScope: '0ne00A1B2C3',
  serviceHost: 'contoso-dps.azure-devices-provisioning.net',
  deviceHost: 'global.azure-devices-provisioning.net',
  portalHost: 'contoso-dps.services.azure-devices-provisioning.net',
  allocationPolicy: 'Hashed',
  publicNetworkAccess: 'Enabled',
  ipFilterRules: [],
  linkedHubs: ['contoso-hub-1', 'contoso-hub-2'].map((name) => ({
    name: `${name}.azure-devices.net`,
    location: 'westeurope',
    allocationWeight: 1,
    applyAllocationPolicy: true,
    authenticationType: 'KeyBased',
  })),
};
export const GUARDED: ProvisioningService = {
  ...SERVICE,
  id: `${SERVICE.id}-2`,
  name: 'guarded-dps',
  state: 'Suspended',
  publicNetworkAccess: 'Disabled',
  linkedHubs: [],
  ipFilterRules: [
    { filterName: 'office', action: 'Accept', ipMask: '203.0.113.0/24', target: 'all' },
    { filterName: 'rest', action: 'Reject', ipMask: '0.0.0.0/0', target: 'serviceApi' },
    { filterName: 'devices', action: 'Accept', ipMask: '0.0.0.0/0', target: 'deviceApi' },
  ],
};

export const FIRST: CloudView = {
  ...EMPTY_CLOUD,
  session: 'signed-out',
  emulator: 'offered',
  setup: { ...setup, from: 'none', settings: { clientId: '', tenant: '', cloud: 'public', proxy: '' } },
};
export const SIGNED_OUT: CloudView = { ...FIRST, setup, emulator: 'none' };
export const problem = (code: string, facts = {}): CloudView['sessionProblem'] => ({ code, facts });
const account = { username: 'operator@contoso.com', name: 'Line Operator', tenantId: '99999999-8888-7777-6666-555555555555' };
export const SIGNED_IN: CloudView = { ...SIGNED_OUT, session: 'signed-in', account, subscriptions: { state: 'busy' } };
export const subscription = { subscriptionId: SERVICE.subscriptionId, displayName: 'IoT production', state: 'Enabled', tenantId: account.tenantId };
export const CHOOSING: CloudView = {
  ...SIGNED_IN,
  subscriptions: { state: 'done', value: [subscription, { ...subscription, subscriptionId: 'b', displayName: '<b>Second</b> \u202egnorts' }] },
};
export const CHOSEN: CloudView = {
  ...CHOOSING,
  subscriptionId: SERVICE.subscriptionId,
  services: { state: 'done', value: [SERVICE, GUARDED] },
  serviceId: SERVICE.id,
};
export const tryOf = (route: 'service' | 'portal' | 'proxy', state: 'running' | 'answered' | 'refused' | 'skipped', status: number | null = null) => ({
  route,
  host: route === 'service' ? SERVICE.serviceHost : route === 'portal' ? (SERVICE.portalHost ?? '') : 'http://127.0.0.1:8787',
  state,
  status,
});
export const REACHED: CloudView = {
  ...CHOSEN,
  reach: { state: 'reached', tries: [tryOf('service', 'refused'), tryOf('portal', 'answered', 404), tryOf('proxy', 'skipped')] },
  chip: {
    serialNumber: '0123A23F29F9366A01',
    commonName: 'sn0123A23F29F9366A01',
    verdict: 'genuine-matched',
    demo: false,
    enrollable: 'yes',
    code: '',
  },
  entries: { count: 12_408, selected: false },
};

const serial = (index: number): string =>
  `0123${((index * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')}${index.toString(16).padStart(4, '0')}01`.toUpperCase();
export const previewRow = (index: number, more: Partial<PreviewRow> = {}): PreviewRow => ({
  index,
  serialNumber: serial(index),
  registrationId: `sn${serial(index)}`,
  deviceId: `sn${serial(index)}`,
  state: 'new',
  code: '',
  facts: {},
  ...more,
});
export const PREVIEW: CloudView = {
  ...REACHED,
  entries: { count: 412, selected: true },
  preview: {
    source: 'entries',
    state: 'done',
    value: {
      counts: { new: 398, same: 9, other: 2, impossible: 3, unknown: 0 },
      lookedUp: 412,
      rows: [
        previewRow(1, { state: 'other', code: 'enrol-other-certificate', facts: { registrationId: `sn${serial(1)}`, sha256Thumbprint: 'AB12CD34'.repeat(8) } }),
        previewRow(2, { state: 'impossible', code: 'enrol-entry', facts: { why: 'certificate' } }),
        previewRow(3, {
          state: 'impossible',
          code: 'enrol-device-id',
          facts: { deviceId: '<img src=x> \u202e', why: 'characters' },
          deviceId: '<img src=x> \u202e',
        }),
        previewRow(4, { state: 'same' }),
        ...Array.from({ length: 12 }, (_none, index) => previewRow(10 + index)),
      ],
    },
  },
};

export const jobRow = (index: number, more: Partial<JobRow> = {}): JobRow => ({
  index,
  serialNumber: serial(index),
  registrationId: `sn${serial(index)}`,
  state: 'enrolled',
  code: '',
  facts: {},
  ...more,
});
export const JOB: JobView = {
  id: 'job-1',
  state: 'running',
  serviceName: SERVICE.name,
  idScope: SERVICE.idScope,
  total: 12_408,
  enrolled: 4_180,
  same: 27,
  failed: 3,
  pending: 8_198,
  perMinute: 9_640.4,
  secondsLeft: 51,
  waitingFor: null,
  startedMs: AT,
  rows: [
    jobRow(7, { state: 'failed', code: 'enrol-other-certificate', facts: { registrationId: `sn${serial(7)}` } }),
    jobRow(8, {
      state: 'failed',
      code: 'cloud-bad-request',
      facts: { status: 400, errorCode: 400004, detail: 'Invalid RegistrationId <b>x</b>', host: SERVICE.serviceHost },
    }),
    jobRow(9, { state: 'failed', code: 'enrol-duplicate', facts: { registrationId: `sn${serial(9)}` } }),
    jobRow(10, { state: 'same' }),
    ...Array.from({ length: 8 }, (_none, index) => jobRow(20 + index)),
  ],
};
export const withJob = (more: Partial<JobView>): CloudView => ({ ...REACHED, job: { ...JOB, ...more } });

const SHA256 = '7B19C3D5A0E4F6128D9B3C5E7F1A2B4C6D8E0F1A2B3C4D5E6F708192A3B4E02D';
const SHA1 = '3B1F60D2A7C94E5180B6D2F3A4C5E6F708192A3B';
export const registration: Enrollment['registration'] = {
  status: 'none',
  statusText: '',
  substatus: null,
  assignedHub: null,
  deviceId: null,
  errorCode: null,
  errorMessage: null,
  lastUpdated: null,
};
export const ENROLLMENT: Enrollment = {
  registrationId: 'sn0123a23f29f9366a01',
  deviceId: 'sn0123A23F29F9366A01',
  etag: '"1"',
  provisioningStatus: 'enabled',
  allocationPolicy: 'hashed',
  hubs: [],
  sha256Thumbprint: SHA256,
  sha1Thumbprint: SHA1,
  attestation: 'x509',
  tags: {},
  created: '2026-11-23T07:33:30.1234567Z',
  lastUpdated: '2026-11-23T07:33:30.1234567Z',
  registration,
};
export const ASSIGNED: Enrollment = {
  ...ENROLLMENT,
  registration: {
    ...registration,
    status: 'assigned',
    substatus: 'initialAssignment',
    assignedHub: 'contoso-hub-1.azure-devices.net',
    deviceId: 'sn0123A23F29F9366A01',
  },
};
export const DEVICE: HubDevice = {
  deviceId: 'sn0123A23F29F9366A01',
  status: 'enabled',
  statusReason: null,
  connectionState: 'Connected',
  lastActivity: '2026-11-23T07:35:02Z',
  connectionStateUpdated: '2026-11-23T07:35:01Z',
  authentication: 'selfSigned',
  primaryThumbprint: SHA1,
  secondaryThumbprint: SHA1,
};
const WATCH: WatchView = {
  registrationId: 'sn0123A23F29F9366A01',
  serialNumber: '0123A23F29F9366A01',
  sha256Thumbprint: SHA256,
  sha1Thumbprint: SHA1,
  enrollment: { state: 'done', value: ENROLLMENT },
  hub: { state: 'idle' },
  polling: 'polling',
  nextInS: 5,
  seen: [{ status: 'none', atMs: AT }],
  busy: null,
};
const record = (index: number, more: Partial<EnrolRecord> = {}): EnrolRecord => ({
  id: `record-${index}`,
  serialNumber: serial(index),
  registrationId: `sn${serial(index)}`,
  deviceId: `sn${serial(index)}`,
  serviceName: SERVICE.name,
  idScope: SERVICE.idScope,
  who: account.username,
  atMs: AT - index * 61_000,
  result: 'enrolled',
  verdict: 'pass',
  emulator: false,
  ...more,
});
export const RECORDS = [
  record(1),
  record(2, { verdict: 'overridden', deviceId: 'valve-0017' }),
  record(3, { result: 'deleted', emulator: true }),
  record(4, { result: 'disabled' }),
];
export const withWatch = (more: Partial<WatchView>): CloudView => ({ ...REACHED, records: RECORDS, watch: { ...WATCH, ...more } });
export const EMULATOR: Partial<CloudView> = {
  emulator: 'on',
  account: { username: 'operator@example.test', name: 'Operator', tenantId: '7e57ab1e-0000-4000-8000-000000000001' },
};
export const HOSTILE_TEXT = `<img src=x onerror=alert(1)> \u202e${'very long '.repeat(60)}`;
