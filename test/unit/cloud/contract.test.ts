/** The clients against a service that somebody else wrote: the emulator, over a real socket, in every behaviour that Azure leaves open. */
import { readFileSync } from 'node:fs';
import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentRequest } from '../../../src/cloud/index.ts';
import { testSetup } from '../../../src/cloud/index.ts';
import type { SetupStep, SetupSubject } from '../../../src/cloud/index.ts';
import { POISON } from '../../../tools/azure-emulator/index.ts';
import type { EmulatorOptions, FaultRule } from '../../../tools/azure-emulator/index.ts';
import { failureOf } from './answers.ts';
import { emulateAzure } from './emulated-azure.ts';
import type { EmulatedAzure } from './emulated-azure.ts';

const PEM = readFileSync(new URL('../../vectors/demo-device-cert.pem', import.meta.url), 'utf8');
const CERTIFICATE = new X509Certificate(PEM);
const CN = /CN=([^\n,]+)/.exec(CERTIFICATE.subject)?.[1] ?? '';
const SHA256 = createHash('sha256').update(CERTIFICATE.raw).digest('hex').toUpperCase();
const SHA1 = createHash('sha1').update(CERTIFICATE.raw).digest('hex').toUpperCase();
const REQUEST: EnrollmentRequest = {
  registrationId: CN,
  deviceId: CN,
  certificatePem: PEM,
  sha256Thumbprint: SHA256,
  allocationPolicy: 'hashed',
  hubs: [],
  tags: { line: '3' },
};

let azure: EmulatedAzure;
/** Sets a fault; the emulator then closes idle connections, which this side must have noticed before it uses one. */
const fault = async (rule: FaultRule): Promise<void> => {
  azure.emulator.control.fault(rule);
  await new Promise((resolve) => setTimeout(resolve, 20));
};
const begin = async (options: Partial<EmulatorOptions> = {}): Promise<void> => {
  await azure.close();
  azure = await emulateAzure(options);
  await azure.signIn.signIn('popup');
};
beforeEach(async () => {
  azure = await emulateAzure();
  await azure.signIn.signIn('popup');
});
afterEach(() => azure.close());

describe('signing in at the emulator', () => {
  test('gives its account, and a token a resource that is asked for once', async () => {
    expect(azure.signIn.account).toMatchObject({ username: 'operator@example.test' });
    const [first, again, other] = [await azure.signIn.token('dps'), await azure.signIn.token('dps'), await azure.signIn.token('hub')];
    expect([first === again, first === other]).toEqual([true, false]);
    await azure.signIn.signOut();
    expect(azure.signIn.account).toBeNull();
    expect((await failureOf(azure.signIn.token('dps'))).code).toBe('sign-in-needed');
  });

  test('does not work where there is none', async () => {
    await azure.close();
    expect((await failureOf(azure.signIn.signIn('popup'))).code).toBe('emulator-missing');
    azure = await emulateAzure({ control: 'off' });
    expect((await failureOf(azure.signIn.signIn('popup'))).code).toBe('emulator-missing');
  });
});

describe('Resource Manager', () => {
  test('lists subscriptions and services, in pages of one too, and no connection string comes through', async () => {
    await begin({ pageSize: 1 });
    const subscriptions = await azure.arm.subscriptions();
    expect(subscriptions.length).toBeGreaterThanOrEqual(2);
    const services = await azure.arm.services(subscriptions[0]?.subscriptionId ?? '');
    expect(services.map(({ name, idScope, state }) => [name, idScope, state])).toEqual([
      ['touchstone-demo', '0ne00EM0001', 'Active'],
      ['touchstone-guarded', '0ne00EM0002', 'Active'],
      ['touchstone-suspended', '0ne00EM0003', 'Suspended'],
    ]);
    expect(services[0]?.linkedHubs.map(({ name }) => name)).toEqual(['touchstone-hub-1.azure-devices.net', 'touchstone-hub-2.azure-devices.net']);
    expect(JSON.stringify(services)).not.toContain(POISON);
  });
});

describe.each<readonly [string, Partial<EmulatorOptions>]>([
  ['as usual', {}],
  [
    'with lower-case ids, certificates in answers, and states before the first contact',
    { echoCase: 'lower', returnsCertificate: 'yes', registrationBeforeContact: 'unassigned' },
  ],
  ['with nested errors and bulks that count tenfold', { errorBody: 'nested', bulkCountsAs: 10, overwriteWithoutIfMatch: 'conflict' }],
])('the provisioning service %s', (_name, options) => {
  test('an enrollment lives its life: created, read, refused a second time, disabled, enabled, listed, deleted', async () => {
    await begin(options);
    const dps = azure.dps('touchstone-demo');
    expect(await dps.getEnrollment(CN)).toBeNull();
    expect(await dps.bulkCreate([REQUEST])).toEqual([{ registrationId: CN, outcome: 'created' }]);
    const made = await dps.getEnrollment(CN);
    expect(made).toMatchObject({
      deviceId: CN,
      provisioningStatus: 'enabled',
      sha256Thumbprint: SHA256,
      sha1Thumbprint: SHA1,
      attestation: 'x509',
      tags: { line: '3' },
    });
    expect(made?.registrationId.toLowerCase()).toBe(CN.toLowerCase());
    const [again] = await dps.bulkCreate([REQUEST]);
    expect(again).toMatchObject({ outcome: 'failed' });
    expect(again?.outcome === 'failed' && Math.floor(again.errorCode / 1000)).toBe(409);
    expect(await dps.setStatus(CN, 'disabled')).toMatchObject({ provisioningStatus: 'disabled', sha256Thumbprint: SHA256, tags: { line: '3' } });
    expect(await dps.setStatus(CN, 'enabled')).toMatchObject({ provisioningStatus: 'enabled', deviceId: CN });
    const page = await dps.queryPage(null, 10);
    expect([page.enrollments.length, page.next]).toEqual([1, { kind: 'end' }]);
    await dps.deleteEnrollment(CN);
    await dps.deleteEnrollment(CN);
    expect(await dps.getEnrollment(CN)).toBeNull();
  });

  test('a registration is none or unassigned before the device has called, then assigned, and can be forgotten', async () => {
    await begin(options);
    const dps = azure.dps('touchstone-demo');
    await dps.bulkCreate([REQUEST]);
    expect(['none', 'unassigned']).toContain((await dps.getRegistration(CN)).status);
    azure.emulator.control.register(CN, { outcome: 'assigned' });
    const state = await dps.getRegistration(CN);
    expect(state).toMatchObject({ status: 'assigned', substatus: 'initialAssignment', deviceId: CN });
    const device = await azure.hub.device(state.assignedHub ?? '', CN);
    expect(device).toMatchObject({ deviceId: CN, status: 'enabled', authentication: 'selfSigned', primaryThumbprint: SHA256 });
    await dps.forgetRegistration(CN);
    expect(['none', 'unassigned']).toContain((await dps.getRegistration(CN)).status);
  });
});

describe('when things go wrong', () => {
  test('a dropped read is repeated, a dropped bulk is not', async () => {
    const dps = azure.dps('touchstone-demo');
    await fault({ on: 'dps', times: 1, fault: { kind: 'drop' } });
    expect(await dps.getEnrollment(CN)).toBeNull();
    await fault({ on: 'dps', times: 1, when: 'after', fault: { kind: 'drop' } });
    expect((await failureOf(dps.bulkCreate([REQUEST]))).code).toBe('cloud-unreachable');
    expect(await dps.getEnrollment(CN)).toMatchObject({ sha256Thumbprint: SHA256 }); // it had been made all the same
  });

  test.each([
    [{ kind: 'garbage' }, 'cloud-answer'],
    [{ kind: 'html' }, 'cloud-answer'],
    [{ kind: 'huge', bytes: 20_000_000 }, 'cloud-answer'],
    [{ kind: 'status', status: 418 }, 'cloud-status'],
  ] as const)('%o is %s', async (spoilt, code) => {
    await fault({ on: 'dps', fault: spoilt });
    const failure = await failureOf(azure.dps('touchstone-demo').getEnrollment(CN));
    expect([code, 'cloud-unavailable', 'cloud-bad-request']).toContain(failure.code);
  });

  test('a lost answer to a change of status is resolved by looking', async () => {
    const dps = azure.dps('touchstone-demo');
    await dps.bulkCreate([REQUEST]);
    await fault({ on: 'dps', method: 'PUT', times: 1, when: 'after', fault: { kind: 'drop' } });
    expect(await dps.setStatus(CN, 'disabled')).toMatchObject({ provisioningStatus: 'disabled' });
  });

  test('throttling for a moment is waited for', async () => {
    await fault({ on: 'dps', times: 2, fault: { kind: 'status', status: 429, retryAfterS: 1 } });
    expect(await azure.dps('touchstone-demo').getEnrollment(CN)).toBeNull();
  });

  test('tokens that expired are renewed in the call that notices', async () => {
    const dps = azure.dps('touchstone-demo');
    expect(await dps.getEnrollment(CN)).toBeNull();
    azure.emulator.control.expireTokens();
    expect(await dps.getEnrollment(CN)).toBeNull();
  });

  test('a guarded, a suspended and a missing service each say what they are', async () => {
    expect((await failureOf(azure.dps('touchstone-guarded').getEnrollment(CN))).code).toBe('cloud-unauthorized');
    expect((await failureOf(azure.dps('touchstone-suspended').getEnrollment(CN))).code).toBe('cloud-forbidden');
    expect((await failureOf(azure.dps('touchstone-nowhere').getEnrollment(CN))).code).toBe('cloud-unreachable');
  });
});

describe('the administrator’s tests', () => {
  const subject = (change: Partial<SetupSubject> = {}): SetupSubject => ({
    problem: null,
    signIn: azure.signIn,
    lastFailure: null,
    redirectUri: `${azure.base}/control/state`, // any page of the site that is there
    fetch,
    arm: azure.arm,
    dps: azure.dps('touchstone-demo'),
    hub: { client: azure.hub, host: 'touchstone-hub-1.azure-devices.net' },
    ...change,
  });
  const STEPS: readonly SetupStep[] = [
    'application',
    'redirect',
    'permission-arm',
    'permission-dps',
    'permission-hub',
    'role-arm',
    'role-dps-read',
    'role-dps-write',
    'role-hub',
  ];

  test.each(STEPS)('%s passes for an account with every role, and changes nothing', async (step) => {
    expect(await testSetup(step, subject())).toEqual({ state: 'passed', code: '', facts: {} });
    expect(azure.emulator.state.services[0]?.enrollments).toEqual([]);
  });

  test.each(STEPS)('%s says unknown when nobody is signed in and nothing is chosen', async (step) => {
    const nobody = subject({ signIn: null, arm: null, dps: null, hub: null });
    expect((await testSetup(step, nobody)).state).toBe('unknown');
  });

  test('role-arm is unknown where no service is shown: there is none, or the account may not see it', async () => {
    azure.emulator.control.takeRole('arm-reader');
    expect(await testSetup('role-arm', subject())).toMatchObject({ state: 'unknown', code: 'cloud-not-found', facts: { services: 0 } });
    await begin({ seed: 'empty' });
    expect((await testSetup('role-arm', subject())).state).not.toBe('passed');
  });

  test.each<readonly [SetupStep, () => void, string]>([
    [
      'role-dps-write',
      () => {
        azure.emulator.control.takeRole('dps-data-contributor');
      },
      'cloud-forbidden',
    ],
    [
      'role-dps-read',
      () => {
        azure.emulator.control.takeRole('dps-data-contributor');
        azure.emulator.control.takeRole('dps-data-reader');
      },
      'cloud-forbidden',
    ],
    [
      'role-hub',
      () => {
        azure.emulator.control.takeRole('hub-data-reader');
      },
      'cloud-unauthorized',
    ],
  ])('%s fails for an account without the role', async (step, take, code) => {
    take();
    expect(await testSetup(step, subject())).toMatchObject({ state: 'failed', code });
  });

  test('a registration that the directory refused is said with its number', async () => {
    const refused = (aadsts: number): SetupSubject => subject({ signIn: null, lastFailure: { code: 'sign-in-application', facts: { aadsts, detail: '' } } });
    expect(await testSetup('application', refused(700016))).toMatchObject({ state: 'failed', code: 'sign-in-application', facts: { aadsts: 700016 } });
    expect(await testSetup('redirect', refused(50011))).toMatchObject({ state: 'failed', code: 'sign-in-application' });
    expect(await testSetup('redirect', subject({ redirectUri: `${azure.base}/nothing` }))).toMatchObject({ state: 'failed', code: 'cloud-not-found' });
    const missing = subject({ problem: { code: 'sign-in-setup', facts: { field: 'clientId', why: 'missing' } }, signIn: null });
    expect(await testSetup('application', missing)).toMatchObject({ state: 'failed', code: 'sign-in-setup' });
  });

  test('a service that cannot be reached says nothing about a role', async () => {
    await fault({ on: 'dps', fault: { kind: 'drop' } });
    expect(await testSetup('role-dps-read', subject())).toMatchObject({ state: 'unknown', code: 'cloud-unreachable' });
  });
});
