/** The resource manager's lists, a registration's way into a hub, and what the hub tells: chapters 1.3, 3, 4 and 5.2 of the notes on Azure. */
import { describe, expect, it } from 'vitest';
import { POISON } from '../../../../tools/azure-emulator/index.ts';
import { DPS, enrollment, leafOf, SCOPES, startBench } from './leaf.ts';
import type { Bench } from './leaf.ts';

const ARM = 'https://management.azure.com';
const SUBSCRIPTION = '00000000-0000-4000-8000-00000000000a';
const LIST = `${ARM}/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Devices/provisioningServices`;
const ID = 'sn0123A1B2C3D4E5F601';

const arm = (bench: Bench, url: string, method = 'GET') => bench.ask(method, url, { scope: SCOPES.arm });
const names = (body: { value: readonly { name: string }[] }) => body.value.map((item) => item.name);

describe('the resource manager (3)', () => {
  it('lists tenants, subscriptions, services and hubs', async () => {
    const bench = startBench();
    expect((await arm(bench, `${ARM}/tenants?api-version=2020-01-01`)).body.value).toHaveLength(2);
    const { body } = await arm(bench, `${ARM}/subscriptions?api-version=2019-06-01`);
    expect(body.value).toMatchObject([
      { subscriptionId: SUBSCRIPTION, displayName: 'Touchstone emulator', state: 'Enabled' },
      { displayName: 'Empty subscription' },
    ]);
    expect(names((await arm(bench, `${LIST}?api-version=2022-12-12`)).body)).toEqual(['touchstone-demo', 'touchstone-guarded', 'touchstone-suspended']);
    const hubs = await arm(bench, `${ARM}/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Devices/IotHubs?api-version=2023-06-30`);
    expect(hubs.body.value[0].properties.hostName).toBe('touchstone-hub-1.azure-devices.net');
    const nothing = await arm(bench, `${LIST.replace(/a\/providers/, 'b/providers')}?api-version=2022-12-12`);
    expect(nothing.body).toEqual({ value: [] });
  });

  it('tells the portal’s host from 2022-12-12 on, and a poisoned connection string always', async () => {
    const bench = startBench();
    const one = `${ARM}/subscriptions/${SUBSCRIPTION}/resourceGroups/touchstone-emulator/providers/Microsoft.Devices/provisioningServices/touchstone-demo`;
    const { properties } = (await arm(bench, `${one}?api-version=2022-12-12`)).body;
    expect(properties).toMatchObject({
      state: 'Active',
      idScope: '0ne00EM0001',
      serviceOperationsHostName: 'touchstone-demo.azure-devices-provisioning.net',
      portalOperationsHostName: 'touchstone-demo.services.azure-devices-provisioning.net',
    });
    expect(properties.iotHubs[0].connectionString).toContain(POISON);
    expect((await arm(bench, `${one}?api-version=2022-02-05`)).body.properties.portalOperationsHostName).toBeUndefined();
  });

  it('leads from page to page by nextLink, on its real name', async () => {
    const bench = startBench({ pageSize: 2 });
    const first = await arm(bench, `${LIST}?api-version=2022-12-12`);
    expect(names(first.body)).toHaveLength(2);
    expect(new URL(first.body.nextLink).origin).toBe(ARM);
    const second = await arm(bench, first.body.nextLink);
    expect([names(second.body), second.body.nextLink]).toEqual([['touchstone-suspended'], undefined]);
  });

  it.each([
    ['no api-version', `${ARM}/subscriptions`, 400, 'MissingApiVersionParameter'],
    ['an unknown api-version', `${LIST}?api-version=2000-01-01`, 400, 'InvalidApiVersionParameter'],
    ['an unknown subscription', `${LIST.replace(SUBSCRIPTION, 'x')}?api-version=2022-12-12`, 404, 'SubscriptionNotFound'],
    ['a route to enrollments, which there is not (2.5)', `${LIST}/x/enrollments?api-version=2022-12-12`, 404, 'InvalidResourceType'],
    ['a forged page', `${ARM}/subscriptions?api-version=2019-06-01&$skiptoken=zz`, 400, 'InvalidSkipToken'],
  ])('answers %s in its own shape', async (_name, url, status, code) => {
    const heard = await arm(startBench(), url);
    expect([heard.status, heard.body.error.code]).toEqual([status, code]);
  });

  it('gives nobody keys, and answers no writes', async () => {
    const bench = startBench();
    expect((await arm(bench, `${LIST}/touchstone-demo/listkeys?api-version=2022-12-12`, 'POST')).body.error.code).toBe('AuthorizationFailed');
    expect((await arm(bench, `${LIST}?api-version=2022-12-12`, 'PUT')).status).toBe(405);
  });

  it('shows nothing to somebody without Reader: an empty list, and 403 for one by name', async () => {
    const bench = startBench();
    bench.emulator.control.takeRole('arm-reader', 'touchstone-demo');
    expect(names((await arm(bench, `${LIST}?api-version=2022-12-12`)).body)).toEqual(['touchstone-guarded', 'touchstone-suspended']);
    bench.emulator.control.takeRole('arm-reader');
    expect((await arm(bench, `${LIST}?api-version=2022-12-12`)).body).toEqual({ value: [] });
  });

  it('takes a token for itself only', async () => {
    const { ask } = startBench();
    const url = `${ARM}/subscriptions?api-version=2019-06-01`;
    expect((await ask('GET', url, { scope: null })).body.error.code).toBe('AuthenticationFailed');
    expect((await ask('GET', url, { scope: SCOPES.dps })).body.error.code).toBe('InvalidAuthenticationTokenAudience');
  });
});

describe('a registration (1.3)', () => {
  const state = async (bench: Bench) => (await bench.dps('GET', `/enrollments/${ID}`)).body.registrationState;

  it('is unassigned in the enrollment and 404 (or unassigned) alone, before the device has called', async () => {
    const bench = startBench();
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect((await state(bench)).status).toBe('unassigned');
    expect((await bench.dps('GET', `/registrations/${ID}`)).body.errorCode).toBe(404_202);
    const other = startBench({ registrationBeforeContact: 'unassigned' });
    await other.dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect((await other.dps('GET', `/registrations/${ID}`)).body.status).toBe('unassigned');
  });

  it('goes unassigned, assigning, assigned, with hub, device id and substatus', async () => {
    const bench = startBench();
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID, { allocationPolicy: 'static', iotHubs: ['touchstone-hub-2.azure-devices.net'] }));
    bench.emulator.control.register(ID, { outcome: 'assigned', assigningAfterMs: 1000, afterMs: 3000 });
    const seen = [];
    for (let second = 0; second < 4; second++) {
      seen.push((await state(bench)).status);
      bench.pass(1000);
    }
    expect(seen).toEqual(['unassigned', 'assigning', 'assigning', 'assigned']);
    expect((await bench.dps('GET', `/registrations/${ID}`)).body).toMatchObject({
      assignedHub: 'touchstone-hub-2.azure-devices.net',
      deviceId: ID,
      substatus: 'initialAssignment',
      lastUpdatedDateTimeUtc: '2026-10-01T00:00:03.000Z',
    });
  });

  it('takes the common name, as the certificate has it, where no device id was set', async () => {
    const bench = startBench();
    await bench.dps('PUT', `/enrollments/${ID.toLowerCase()}`, { ...enrollment(ID), registrationId: ID.toLowerCase(), deviceId: undefined });
    bench.emulator.control.register(ID, { outcome: 'assigned' });
    expect((await state(bench)).deviceId).toBe(ID);
  });

  it('fails with a code and a message, and is disabled when the enrollment is', async () => {
    const bench = startBench();
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    bench.emulator.control.register(ID, { outcome: 'failed', errorCode: 400_209, errorMessage: 'No capacity' });
    expect(await state(bench)).toMatchObject({ status: 'failed', errorCode: 400_209, errorMessage: 'No capacity' });
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID, { provisioningStatus: 'disabled' }));
    bench.emulator.control.register(ID, { outcome: 'assigned' });
    expect((await state(bench)).status).toBe('disabled');
    expect(bench.emulator.control.register('nobody', { outcome: 'assigned' })).toBeNull();
  });

  it('is forgotten by DELETE, while the hub keeps the device', async () => {
    const bench = startBench();
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    bench.emulator.control.register(ID, { outcome: 'assigned', hub: 'touchstone-hub-1' });
    expect((await bench.dps('DELETE', `/registrations/${ID}`)).status).toBe(204);
    expect((await state(bench)).status).toBe('unassigned');
    await bench.dps('DELETE', `/enrollments/${ID}`);
    expect(bench.emulator.state.hubs[0]?.devices).toMatchObject([{ deviceId: ID }]);
  });
});

describe('the hub (4)', () => {
  const HUB = 'https://touchstone-hub-1.azure-devices.net';
  const hub = (bench: Bench, path: string, body?: unknown) =>
    bench.ask(body === undefined ? 'GET' : 'POST', `${HUB}${path}?api-version=2021-04-12`, { scope: SCOPES.hub, body });
  const assigned = async (options = {}) => {
    const bench = startBench(options);
    const initialTwin = { tags: { lot: '7' }, properties: { desired: { interval: 60 } } };
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID, { initialTwin }));
    bench.emulator.control.register(ID, { outcome: 'assigned', hub: 'touchstone-hub-1' });
    return bench;
  };

  it('shows selfSigned and one SHA-256 thumbprint twice, where DPS has SHA-1 as well', async () => {
    const { status, body, headers } = await hub(await assigned(), `/devices/${ID}`);
    const { sha256 } = leafOf(ID);
    expect([status, body.status, body.connectionState]).toEqual([200, 'enabled', 'Disconnected']);
    expect(body.authentication).toMatchObject({ type: 'selfSigned', x509Thumbprint: { primaryThumbprint: sha256, secondaryThumbprint: sha256 } });
    expect(headers['etag']).toMatch(/^"/);
  });

  it('shows the device connected, and when it was last active', async () => {
    const bench = await assigned();
    bench.pass(5000);
    expect(bench.emulator.control.connect(ID)).toBe(1);
    expect((await hub(bench, `/devices/${ID}`)).body).toMatchObject({ connectionState: 'Connected', lastActivityTime: '2026-10-01T00:00:05.000Z' });
    bench.emulator.control.disconnect(ID);
    expect((await hub(bench, `/twins/${ID}`)).body.connectionState).toBe('Disconnected');
  });

  it('has the initial twin', async () => {
    expect((await hub(await assigned(), `/twins/${ID}`)).body).toMatchObject({
      authenticationType: 'selfSigned',
      tags: { lot: '7' },
      properties: { desired: { interval: 60 } },
    });
  });

  it('knows a device only in its own case', async () => {
    const bench = await assigned();
    const wrong = await hub(bench, `/devices/${ID.toLowerCase()}`);
    expect([wrong.status, wrong.body.Message]).toEqual([404, `ErrorCode:DeviceNotFound;Device ${ID.toLowerCase()} not registered`]);
    const found = await hub(bench, '/devices/query', { query: `SELECT * FROM devices WHERE deviceId IN ['${ID}', '${ID.toLowerCase()}']` });
    expect(found.body).toMatchObject([{ deviceId: ID }]);
    expect((await hub(bench, '/devices/query', { query: 'SELECT everything' })).status).toBe(400);
  });

  it('says 401 and no assigned permissions without the data role, in the hub’s own shape', async () => {
    const bench = await assigned();
    bench.emulator.control.takeRole('hub-data-reader');
    const { status, body } = await hub(bench, `/devices/${ID}`);
    expect(status).toBe(401);
    expect(body.Message).toBe(
      `ErrorCode:IotHubUnauthorized;Principal operator@example.test is not authorized for GET on /devices/${ID} due to no assigned permissions`,
    );
    expect(body.ExceptionMessage).toMatch(/^Tracking ID:/);
    expect((await bench.ask('GET', `${HUB}/devices/${ID}?api-version=2021-04-12`)).status).toBe(401); // a token for DPS
  });

  it('says 429 beyond a hundred reads a minute', async () => {
    const bench = await assigned();
    for (let index = 0; index < 100; index++) expect((await hub(bench, `/devices/${ID}`)).status).toBe(200);
    const late = await hub(bench, `/devices/${ID}`);
    expect([late.status, late.headers['retry-after']]).toEqual([429, '1']);
  });
});

describe('the device’s own call (5.2)', () => {
  const GLOBAL = 'https://global.azure-devices-provisioning.net/0ne00EM0001/registrations';
  const VERSION = '?api-version=2021-06-01';
  const call = (bench: Bench, method: string, path: string, pem: string | null) =>
    bench.ask(method, `${GLOBAL}/${path}${VERSION}`, {
      scope: null,
      headers: pem === null ? {} : { 'x-emulator-client-certificate': encodeURIComponent(pem) },
    });

  it('is 202 with an operation to ask for, then 200 with the assignment', async () => {
    const bench = startBench();
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    const begun = await call(bench, 'PUT', `${ID}/register`, leafOf(ID).pem);
    expect([begun.status, begun.headers['retry-after'], begun.body.status]).toEqual([202, '3', 'assigning']);
    const operation = `${ID}/operations/${begun.body.operationId}`;
    expect((await call(bench, 'GET', operation, leafOf(ID).pem)).status).toBe(202);
    bench.pass(3000);
    const done = await call(bench, 'GET', operation, leafOf(ID).pem);
    expect(done).toMatchObject({ status: 200, body: { status: 'assigned', registrationState: { deviceId: ID, status: 'assigned' } } });
    expect((await bench.dps('GET', `/registrations/${ID}`)).body.status).toBe('assigned');
    expect((await call(bench, 'POST', ID, leafOf(ID).pem)).body.assignedHub).toBe(done.body.registrationState.assignedHub);
  });

  it('is 401002 without a certificate, with another one, and without an enrollment; Entra tokens do not count', async () => {
    const bench = startBench();
    expect((await call(bench, 'PUT', `${ID}/register`, leafOf(ID).pem)).body.errorCode).toBe(401_002);
    await bench.dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    for (const pem of [null, 'rubbish', leafOf('sn0123A1B2C3D4E5F701').pem])
      expect((await call(bench, 'PUT', `${ID}/register`, pem)).body.errorCode).toBe(401_002);
    expect((await bench.ask('PUT', `${GLOBAL}/${ID}/register${VERSION}`)).body.errorCode).toBe(401_002);
    expect((await bench.ask('PUT', `${DPS}/${ID}/register${VERSION}`)).status).toBe(404);
  });
});
