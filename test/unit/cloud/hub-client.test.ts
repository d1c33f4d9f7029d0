import { describe, expect, test } from 'vitest';
import { HubClient } from '../../../src/cloud/index.ts';
import { benchOn, failureOf, json } from './answers.ts';
import type { Asked, Prepared } from './answers.ts';

const HOST = 'hub-1.azure-devices.net';

function clientOn(...answers: readonly Prepared[]): { readonly client: HubClient; readonly asked: Asked[] } {
  const bench = benchOn(...answers);
  return { client: new HubClient({ ...bench, route: { kind: 'service' } }), asked: bench.asked };
}

/** As "Devices - Get Identity" 2021-04-12 shows it. */
const DEVICE = {
  deviceId: 'sn0123A1B2C3D4E5F601',
  generationId: '637',
  etag: 'x',
  connectionState: 'Connected',
  status: 'enabled',
  statusReason: null,
  connectionStateUpdatedTime: '2026-11-23T08:00:00Z',
  statusUpdatedTime: '0001-01-01T00:00:00Z',
  lastActivityTime: '2026-11-23T08:01:00Z',
  cloudToDeviceMessageCount: 0,
  authentication: {
    symmetricKey: { primaryKey: 'poison', secondaryKey: 'poison' },
    x509Thumbprint: { primaryThumbprint: 'ab'.repeat(32), secondaryThumbprint: 'CD:'.repeat(19) + 'CD' },
    type: 'selfSigned',
  },
  capabilities: { iotEdge: false },
};

describe('a device of the hub', () => {
  test('is read field by field, both thumbprints as upper-case hex, and no key', async () => {
    const { client, asked } = clientOn(json(DEVICE));
    const device = await client.device(HOST, DEVICE.deviceId);
    expect(device).toEqual({
      deviceId: DEVICE.deviceId,
      status: 'enabled',
      statusReason: null,
      connectionState: 'Connected',
      lastActivity: '2026-11-23T08:01:00Z',
      connectionStateUpdated: '2026-11-23T08:00:00Z',
      authentication: 'selfSigned',
      primaryThumbprint: 'AB'.repeat(32),
      secondaryThumbprint: 'CD'.repeat(20),
    });
    expect(JSON.stringify(device)).not.toContain('poison');
    expect(asked[0]?.url).toBe(`https://${HOST}/devices/${DEVICE.deviceId}?api-version=2021-04-12`);
  });

  test.each([
    ['a?b#c', '/devices/a%3Fb%23c'],
    ['a%2f', '/devices/a%252f'],
    ['..x', '/devices/..x'],
  ])('whose id is %j stays one part of the path', async (deviceId, path) => {
    const { client, asked } = clientOn(json({ ...DEVICE, deviceId }));
    await client.device(HOST, deviceId);
    expect(asked[0]?.url).toBe(`https://${HOST}${path}?api-version=2021-04-12`);
    expect(new URL(asked[0]?.url ?? '').pathname).toBe(path);
  });

  test.each(['', '.', '..', 'a/b', 'a\\b', 'a b', 'ä', 'x'.repeat(129)])('is not asked for by %j, which is no device id', async (deviceId) => {
    const { client, asked } = clientOn(json({ ...DEVICE, deviceId }));
    expect((await failureOf(client.device(HOST, deviceId))).code).toBe('enrol-device-id');
    expect(asked).toEqual([]);
  });

  test.each([
    ['another case of the id', { deviceId: DEVICE.deviceId.toLowerCase() }],
    ['a status that is a number', { status: 1 }],
    ['an authentication that is a list', { authentication: [] }],
  ])('with %s cannot be read', async (_name, change) => {
    expect((await failureOf(clientOn(json({ ...DEVICE, ...change })).client.device(HOST, DEVICE.deviceId))).code).toBe('cloud-answer');
  });

  test('without a certificate has no thumbprint', async () => {
    expect(await clientOn(json({ deviceId: 'd', authentication: { type: 'sas' } })).client.device(HOST, 'd')).toMatchObject({
      authentication: 'sas',
      primaryThumbprint: null,
      secondaryThumbprint: null,
      status: '',
    });
  });

  test('is not asked for at a host that is not the cloud’s', async () => {
    const { client, asked } = clientOn(json(DEVICE));
    expect((await failureOf(client.device('hub.evil.example', 'd'))).code).toBe('cloud-host');
    expect(asked).toEqual([]);
  });

  test('that the account may not read is said in the hub’s own words', async () => {
    const body = { Message: 'ErrorCode:IotHubUnauthorized;no assigned permissions', ExceptionMessage: 'Tracking ID:abc-G:1' };
    expect(await failureOf(clientOn(json(body, 401)).client.device(HOST, 'd'))).toMatchObject({
      code: 'cloud-unauthorized',
      facts: { detail: body.Message, trackingId: 'abc-G:1' },
    });
  });
});
