import { describe, expect, test } from 'vitest';
import { DpsClient } from '../../../src/cloud/index.ts';
import type { CloudRoute, EnrollmentRequest } from '../../../src/cloud/index.ts';
import { benchOn, failureOf, json } from './answers.ts';
import type { Asked, Prepared } from './answers.ts';

const SERVICE = { serviceHost: 'x.azure-devices-provisioning.net', portalHost: 'x.services.azure-devices-provisioning.net' };
const SHA256 = 'AB'.repeat(32);
const ID = 'sn0123A1B2C3D4E5F601';

function clientOn(...answers: readonly Prepared[]): { readonly client: DpsClient; readonly asked: Asked[] } {
  const bench = benchOn(...answers);
  return { client: new DpsClient({ ...bench, service: SERVICE, route: { kind: 'service' } }), asked: bench.asked };
}

/** An enrollment as the service gives it (models.tsp of the REST specification). */
const ENROLLMENT = {
  registrationId: ID,
  deviceId: ID,
  registrationState: {
    registrationId: ID,
    status: 'unassigned',
    etag: '"s"',
    createdDateTimeUtc: '2026-11-23T08:00:00Z',
    lastUpdatedDateTimeUtc: '2026-11-23T08:00:01Z',
  },
  attestation: {
    type: 'x509',
    x509: {
      clientCertificates: {
        primary: {
          info: {
            subjectName: `CN=${ID}`,
            sha1Thumbprint: 'cd'.repeat(20),
            sha256Thumbprint: 'ab'.repeat(32),
            issuerName: 'CN=Crypto Authentication Signer 2C10',
            notBeforeUtc: '2018-12-01T00:00:00Z',
            notAfterUtc: '2046-12-01T00:00:00Z',
            serialNumber: '40',
            version: 3,
          },
        },
      },
    },
  },
  initialTwin: { tags: { line: '3', __proto__x: 1 }, properties: { desired: {} } },
  etag: '"0100ab"',
  provisioningStatus: 'enabled',
  allocationPolicy: 'hashed',
  iotHubs: ['hub-1.azure-devices.net'],
  createdDateTimeUtc: '2026-11-23T08:00:00Z',
  lastUpdatedDateTimeUtc: '2026-11-23T08:00:01Z',
  reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
};

const request = (registrationId: string, change: Partial<EnrollmentRequest> = {}): EnrollmentRequest => ({
  registrationId,
  deviceId: registrationId,
  certificatePem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  sha256Thumbprint: SHA256,
  allocationPolicy: 'hashed',
  hubs: [],
  tags: {},
  ...change,
});

describe('an enrollment', () => {
  test('is asked for by its id and read field by field', async () => {
    const { client, asked } = clientOn(json(ENROLLMENT));
    expect(await client.getEnrollment(ID)).toEqual({
      registrationId: ID,
      deviceId: ID,
      etag: '"0100ab"',
      provisioningStatus: 'enabled',
      allocationPolicy: 'hashed',
      hubs: ['hub-1.azure-devices.net'],
      sha256Thumbprint: SHA256,
      sha1Thumbprint: 'CD'.repeat(20),
      attestation: 'x509',
      tags: { line: '3', __proto__x: 1 },
      created: '2026-11-23T08:00:00Z',
      lastUpdated: '2026-11-23T08:00:01Z',
      registration: {
        status: 'unassigned',
        statusText: 'unassigned',
        substatus: null,
        assignedHub: null,
        deviceId: null,
        errorCode: null,
        errorMessage: null,
        lastUpdated: '2026-11-23T08:00:01Z',
      },
    });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET https://x.azure-devices-provisioning.net/enrollments/${ID}?api-version=2021-10-01`,
    ]);
  });

  test('is null when there is none, and whatever case the service answers in is the same id', async () => {
    expect(await clientOn(json({ errorCode: 404201 }, 404)).client.getEnrollment(ID)).toBeNull();
    expect(await clientOn(json({ ...ENROLLMENT, registrationId: ID.toLowerCase() })).client.getEnrollment(ID)).toMatchObject({
      registrationId: ID.toLowerCase(),
    });
  });

  test('of another kind has no thumbprint, and one that a later service knows is read as far as it goes', async () => {
    const tpm = { registrationId: ID, attestation: { type: 'tpm', tpm: { endorsementKey: 'x' } }, credentialPolicyName: 'new', etag: null };
    expect(await clientOn(json(tpm)).client.getEnrollment(ID)).toMatchObject({
      attestation: 'tpm',
      sha256Thumbprint: null,
      provisioningStatus: 'enabled',
      tags: {},
      registration: { status: 'none' },
    });
  });

  test.each(['', ' x', '.x', 'x.', '..', 'x/../y', 'x?y', 'x#y', 'x%2f', 'a b', 'x\\y', 'ümlaut', 'x'.repeat(129)])(
    'is not asked for by %j, which is no registration id',
    async (id) => {
      const { client, asked } = clientOn(json(ENROLLMENT));
      for (const work of [
        () => client.getEnrollment(id),
        () => client.getRegistration(id),
        () => client.deleteEnrollment(id),
        () => client.forgetRegistration(id),
      ])
        await expect(Promise.resolve().then<unknown>(work)).rejects.toMatchObject({ code: 'enrol-registration-id' });
      expect(asked).toEqual([]);
    },
  );

  test.each([
    ['somebody else’s id', { registrationId: 'other' }, 'enrollment.registrationId'],
    ['no id', { registrationId: null }, 'enrollment.registrationId'],
    ['a status nobody knows', { provisioningStatus: 'paused' }, 'enrollment.provisioningStatus'],
    [
      'a thumbprint of another length',
      { attestation: { type: 'x509', x509: { clientCertificates: { primary: { info: { sha256Thumbprint: 'AB' } } } } } },
      'info.sha256Thumbprint',
    ],
    [
      'a thumbprint that is not hex',
      { attestation: { type: 'x509', x509: { clientCertificates: { primary: { info: { sha256Thumbprint: 'zz'.repeat(32) } } } } } },
      'info.sha256Thumbprint',
    ],
    ['an attestation that is a text', { attestation: 'x509' }, 'enrollment.attestation'],
    ['hubs that are numbers', { iotHubs: [1] }, 'enrollment.iotHubs'],
    ['tags that are a list', { initialTwin: { tags: [] } }, 'initialTwin.tags'],
    ['an etag that is a number', { etag: 1 }, 'enrollment.etag'],
    ['a state that is a text', { registrationState: 'assigned' }, 'enrollment.registrationState'],
  ])('with %s is an answer that cannot be read', async (_name, change, why) => {
    const failure = await failureOf(clientOn(json({ ...ENROLLMENT, ...change })).client.getEnrollment(ID));
    expect(failure.code).toBe('cloud-answer');
    expect(String(failure.facts['why'])).toMatch(new RegExp(`${why.replace('.', '\\.')}$`));
  });

  test.each(['<html>', '', 'null', '[]', '{"a":1}{"b":2}', `${'['.repeat(10_000)}`])('that is %j cannot be read', async (text) => {
    expect((await failureOf(clientOn(json(text)).client.getEnrollment(ID))).code).toBe('cloud-answer');
  });
});

describe('a registration', () => {
  test.each(['unassigned', 'assigning', 'assigned', 'failed', 'disabled'])('may be %s', async (status) => {
    expect(await clientOn(json({ registrationId: ID, status })).client.getRegistration(ID)).toMatchObject({ status, statusText: status });
  });

  test('keeps the text of a status and a substatus that nobody knows yet', async () => {
    const state = {
      status: 'quarantined',
      substatus: 'byPolicy',
      assignedHub: 'hub.azure-devices.net',
      deviceId: 'd',
      errorCode: 400209,
      errorMessage: 'no\nway',
    };
    expect(await clientOn(json(state)).client.getRegistration(ID)).toEqual({
      status: 'unknown',
      statusText: 'quarantined',
      substatus: 'byPolicy',
      assignedHub: 'hub.azure-devices.net',
      deviceId: 'd',
      errorCode: 400209,
      errorMessage: 'no way',
      lastUpdated: null,
    });
  });

  test('is none when the service knows of none', async () => {
    expect(await clientOn(json({ errorCode: 404202 }, 404)).client.getRegistration(ID)).toMatchObject({ status: 'none', statusText: '' });
  });

  test('is forgotten, whether there was one or not', async () => {
    for (const status of [204, 404]) {
      const { client, asked } = clientOn(new Response(null, { status }));
      await client.forgetRegistration(ID);
      expect(asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([`DELETE /registrations/${ID}`]);
    }
  });
});

describe('a bulk', () => {
  test('creates and never overwrites: the body is as the service documents it', async () => {
    const { client, asked } = clientOn(json({ isSuccessful: true, errors: [] }));
    const requests = [request('sn1'), request('sn2', { allocationPolicy: 'static', hubs: ['hub-1.azure-devices.net'], tags: { line: 3 }, deviceId: 'Other' })];
    expect(await client.bulkCreate(requests)).toEqual([
      { registrationId: 'sn1', outcome: 'created' },
      { registrationId: 'sn2', outcome: 'created' },
    ]);
    const [one] = asked;
    expect(`${one?.method ?? ''} ${one?.url ?? ''}`).toBe('POST https://x.azure-devices-provisioning.net/enrollments?api-version=2021-10-01');
    const attestation = { type: 'x509', x509: { clientCertificates: { primary: { certificate: requests[0]?.certificatePem } } } };
    expect(JSON.parse(one?.body ?? '')).toEqual({
      mode: 'create',
      enrollments: [
        { registrationId: 'sn1', deviceId: 'sn1', attestation, provisioningStatus: 'enabled', allocationPolicy: 'hashed' },
        {
          registrationId: 'sn2',
          deviceId: 'Other',
          attestation,
          provisioningStatus: 'enabled',
          allocationPolicy: 'static',
          iotHubs: ['hub-1.azure-devices.net'],
          initialTwin: { tags: { line: 3 }, properties: { desired: {} } },
        },
      ],
    });
  });

  test('tells of each, in the order of the requests, and compares ids without case', async () => {
    const errors = [{ registrationId: 'SN2', errorCode: 409000, errorStatus: 'Enrollment already exists' }];
    expect(await clientOn(json({ isSuccessful: false, errors })).client.bulkCreate([request('sn1'), request('sn2'), request('sn3')])).toEqual([
      { registrationId: 'sn1', outcome: 'created' },
      { registrationId: 'sn2', outcome: 'failed', errorCode: 409000, errorStatus: 'Enrollment already exists' },
      { registrationId: 'sn3', outcome: 'created' },
    ]);
  });

  test.each([
    ['a failure without a name', { isSuccessful: false, errors: [] }],
    ['a success with a failure', { isSuccessful: true, errors: [{ registrationId: 'sn1', errorCode: 1 }] }],
    ['somebody else’s id', { isSuccessful: false, errors: [{ registrationId: 'sn9', errorCode: 1 }] }],
    ['an error without an id', { isSuccessful: false, errors: [{ errorCode: 1 }] }],
    ['more errors than requests', { isSuccessful: false, errors: [1, 2, 3].map((n) => ({ registrationId: `sn${n}`, errorCode: 1 })) }],
    ['no word about success', { errors: [] }],
    ['nothing', {}],
  ])('whose answer does not add up is not believed: %s', async (_name, answer) => {
    expect((await failureOf(clientOn(json(answer)).client.bulkCreate([request('sn1'), request('sn2')]))).code).toBe('cloud-answer');
  });

  test.each([500, 503, 429])('is sent once, whatever becomes of it: %d', async (status) => {
    const { client, asked } = clientOn(json('', status));
    await failureOf(client.bulkCreate([request('sn1')]));
    expect(asked).toHaveLength(1);
  });

  test('holds 1 to 10', async () => {
    const { client, asked } = clientOn(json({}));
    await expect(client.bulkCreate([])).rejects.toThrow(RangeError);
    await expect(client.bulkCreate(Array.from({ length: 11 }, (_, index) => request(`sn${index}`)))).rejects.toThrow(RangeError);
    await expect(client.bulkCreate([request('../x')])).rejects.toMatchObject({ code: 'enrol-registration-id' });
    expect(asked).toEqual([]);
  });
});

describe('the status', () => {
  test('is changed with the etag verbatim, and every other field goes back as it came', async () => {
    const odd = { ...ENROLLMENT, optionalDeviceInformation: { a: [1, 'x', null, { b: true }] }, credentialPolicyName: 'later' };
    const { client, asked } = clientOn(json(odd), json({ ...odd, provisioningStatus: 'disabled', etag: '"0100ac"' }));
    expect(await client.setStatus(ID, 'disabled')).toMatchObject({ provisioningStatus: 'disabled', etag: '"0100ac"' });
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    expect(asked[1]?.headers['if-match']).toBe('"0100ab"');
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ ...odd, provisioningStatus: 'disabled' });
  });

  test('that is the wanted one already is left alone', async () => {
    const { client, asked } = clientOn(json(ENROLLMENT));
    expect(await client.setStatus(ID, 'enabled')).toMatchObject({ provisioningStatus: 'enabled' });
    expect(asked).toHaveLength(1);
  });

  test('is looked at again when the answer was lost, and not written twice', async () => {
    const { client, asked } = clientOn(
      json(ENROLLMENT),
      new TypeError('Failed to fetch'),
      json({ ...ENROLLMENT, provisioningStatus: 'disabled', etag: '"2"' }),
    );
    expect(await client.setStatus(ID, 'disabled')).toMatchObject({ provisioningStatus: 'disabled', etag: '"2"' });
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
  });

  test('of an enrollment that somebody else changed meanwhile is not', async () => {
    expect((await failureOf(clientOn(json(ENROLLMENT), json('', 412)).client.setStatus(ID, 'disabled'))).code).toBe('cloud-precondition');
    expect((await failureOf(clientOn(json('', 404)).client.setStatus(ID, 'disabled'))).code).toBe('cloud-not-found');
    expect(await failureOf(clientOn(json({ ...ENROLLMENT, etag: null })).client.setStatus(ID, 'disabled'))).toMatchObject({
      code: 'cloud-answer',
      facts: { why: 'enrollment.etag' },
    });
  });

  test.each([
    ['12345678901234567890', 'refused'],
    ['0.1234567890123456789', 'refused'],
    ['1e400', 'unreadable'],
    ['123456789012345', 'kept'],
    ['-0.5e3', 'kept'],
  ])('is not changed where the number %s would not come back the same: %s', async (number, end) => {
    const text = JSON.stringify(ENROLLMENT).replace('"line":"3"', `"line":${number},"text":"12345678901234567890"`);
    const { client, asked } = clientOn(json(text), json({ ...ENROLLMENT, provisioningStatus: 'disabled' }));
    const result = await client.setStatus(ID, 'disabled').then(
      () => 'kept',
      (error: unknown) => String((error as { facts: { why: string } }).facts.why),
    );
    expect(result).toBe({ refused: 'enrollment.number', unreadable: 'json', kept: 'kept' }[end]);
    expect(asked.length).toBe(end === 'kept' ? 2 : 1);
  });
});

describe('deleting', () => {
  test.each([204, 404])('an enrollment is done when the service says %d', async (status) => {
    const { client, asked } = clientOn(new Response(null, { status }));
    await client.deleteEnrollment(ID);
    expect(asked.map(({ method, headers }) => [method, headers['if-match']])).toEqual([['DELETE', '*']]);
  });

  test('is tried again when the service is out of order', async () => {
    const { client, asked } = clientOn(json('', 503), json('', 429, { 'retry-after': '2' }), new Response(null, { status: 204 }));
    await client.deleteEnrollment(ID);
    expect(asked).toHaveLength(3);
  });
});

describe('the list', () => {
  const page = (count: number, headers: Record<string, string>): Response =>
    json(
      Array.from({ length: count }, () => ENROLLMENT),
      200,
      headers,
    );

  test('comes page by page', async () => {
    const { client, asked } = clientOn(
      page(2, { 'x-ms-continuation': 'token two', 'x-ms-item-type': 'Enrollment' }),
      page(1, { 'x-ms-item-type': 'Enrollment' }),
    );
    const first = await client.queryPage(null, 2);
    expect([first.enrollments.length, first.next]).toEqual([2, { kind: 'more', continuation: 'token two' }]);
    const second = await client.queryPage('token two', 2);
    expect([second.enrollments.length, second.next]).toEqual([1, { kind: 'end' }]);
    expect(asked.map(({ method, body, headers }) => [method, body, headers['x-ms-max-item-count'], headers['x-ms-continuation']])).toEqual([
      ['POST', '{"query":"SELECT *"}', '2', undefined],
      ['POST', '{"query":"SELECT *"}', '2', 'token two'],
    ]);
  });

  test.each([
    [2, {}, 'unreadable'],
    [1, {}, 'end'],
    [2, { 'x-ms-max-item-count': '2' }, 'end'],
    [0, {}, 'end'],
  ] as const)('of %d of 2 with the headers %o ends in %s', async (count, headers, kind) => {
    expect((await clientOn(page(count, headers)).client.queryPage(null, 2)).next.kind).toBe(kind);
  });

  test('that is no list, or too long, or leads on with too long a word, cannot be read', async () => {
    expect((await failureOf(clientOn(json({ value: [] })).client.queryPage(null, 2))).code).toBe('cloud-answer');
    expect((await failureOf(clientOn(page(1, { 'x-ms-continuation': 'x'.repeat(9_000) })).client.queryPage(null, 2))).code).toBe('cloud-answer');
    await expect(clientOn(json([])).client.queryPage(null, 1_001)).rejects.toThrow(RangeError);
  });
});

describe('the way', () => {
  test.each([
    [{ kind: 'service' }, 'https://x.azure-devices-provisioning.net/enrollments/'],
    [{ kind: 'portal' }, 'https://x.services.azure-devices-provisioning.net/enrollments/'],
    [{ kind: 'proxy', base: 'http://127.0.0.1:8787' }, 'http://127.0.0.1:8787/x.azure-devices-provisioning.net/enrollments/'],
  ] as const)('by %o', async (route, start) => {
    const bench = benchOn(json(ENROLLMENT));
    await new DpsClient({ ...bench, service: SERVICE, route: route satisfies CloudRoute }).getEnrollment(ID);
    expect(bench.asked[0]?.url.startsWith(start)).toBe(true);
  });

  test('a service that has no host yet is not asked', async () => {
    const bench = benchOn(json(ENROLLMENT));
    const client = new DpsClient({ ...bench, service: { serviceHost: '', portalHost: null }, route: { kind: 'service' } });
    expect((await failureOf(client.getEnrollment(ID))).code).toBe('cloud-host');
    expect(bench.asked).toEqual([]);
  });

  test('a throttled answer holds back every call on the same pace', async () => {
    const bench = benchOn(json('', 429, { 'retry-after': '20' }), json(ENROLLMENT));
    const client = new DpsClient({ ...bench, service: SERVICE, route: { kind: 'service' } });
    const beganMs = bench.clock.nowMs();
    await Promise.all([client.getEnrollment(ID), client.getEnrollment(ID)]);
    expect(bench.clock.nowMs() - beganMs).toBeGreaterThanOrEqual(20_000);
    expect(bench.clock.nowMs() - beganMs).toBeLessThan(25_000);
  });
});
