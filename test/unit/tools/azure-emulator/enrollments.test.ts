/** Individual enrollments at the emulator against chapters 1.2, 1.4, 1.5, 1.7 and 1.8 of the notes on Azure. */
import { describe, expect, it } from 'vitest';
import { DPS, enrollment, leafOf, makeLeaf, SCOPES, startBench } from './leaf.ts';

const ID = 'sn0123A1B2C3D4E5F601';
const OTHER = 'sn0123A1B2C3D4E5F701';
const x509 = (certificate: unknown) => ({ attestation: { type: 'x509', x509: { clientCertificates: { primary: { certificate } } } } });
const base64 = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '');

describe('PUT /enrollments/{id} (1.2)', () => {
  it('answers 200 to a create and to an update, with a quoted etag that is the header and the member, and changes', async () => {
    const { dps, pass } = startBench();
    const made = await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect(made.status).toBe(200);
    expect(made.body.etag).toMatch(/^"[^"]+"$/);
    expect(made.headers['etag']).toBe(made.body.etag);
    pass(1000);
    const changed = await dps('PUT', `/enrollments/${ID}`, enrollment(ID, { provisioningStatus: 'disabled' }), { 'if-match': made.body.etag });
    expect(changed.status).toBe(200);
    expect(changed.body.etag).not.toBe(made.body.etag);
    expect(changed.body.provisioningStatus).toBe('disabled');
    expect(changed.body.createdDateTimeUtc).toBe('2026-10-01T00:00:00.000Z');
    expect(changed.body.lastUpdatedDateTimeUtc).toBe('2026-10-01T00:00:01.000Z');
  });

  it('tells both digests, subject, issuer, dates, serial and version of the leaf, as openssl sees them', async () => {
    const { dps } = startBench();
    const { body } = await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    const { info, certificate } = body.attestation.x509.clientCertificates.primary;
    const leaf = leafOf(ID);
    expect(info).toMatchObject({ sha1Thumbprint: leaf.sha1, sha256Thumbprint: leaf.sha256, version: 3 });
    expect(info.subjectName).toBe(`CN=${ID}, O=Microchip Technology Inc`);
    expect(info.issuerName).toBe(info.subjectName);
    expect(Date.parse(info.notAfterUtc) - Date.parse(info.notBeforeUtc)).toBe(10 * 86_400_000);
    expect(info.serialNumber).toMatch(/^[0-9A-F]+$/);
    expect(certificate).toBeUndefined();
  });

  it('gives the certificate’s text back only where the option says so', async () => {
    const { dps } = startBench({ returnsCertificate: 'yes' });
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect((await dps('GET', `/enrollments/${ID}`)).body.attestation.x509.clientCertificates.primary.certificate).toBe(leafOf(ID).pem);
  });

  it('knows an id in any case, as one enrollment, and echoes it as it was created', async () => {
    const { dps, emulator } = startBench();
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect((await dps('GET', `/enrollments/${ID.toLowerCase()}`)).body.registrationId).toBe(ID);
    await dps('PUT', `/enrollments/${ID.toLowerCase()}`, { ...enrollment(ID), registrationId: ID.toLowerCase() });
    expect(emulator.state.services[0]?.enrollments).toHaveLength(1);
    const lower = startBench({ echoCase: 'lower' });
    expect((await lower.dps('PUT', `/enrollments/${ID}`, enrollment(ID))).body.registrationId).toBe(ID.toLowerCase());
  });

  it('takes the certificate as PEM, as base64 of the DER, and as base64 of the PEM', async () => {
    const { pem, sha256 } = leafOf(ID);
    for (const certificate of [pem, `${pem}\n\n`, base64(pem), Buffer.from(pem).toString('base64')]) {
      const { dps } = startBench();
      const { status, body } = await dps('PUT', `/enrollments/${ID}`, enrollment(ID, x509(certificate)));
      expect([status, body.attestation.x509.clientCertificates.primary.info.sha256Thumbprint]).toEqual([200, sha256]);
    }
  });

  const wrong: readonly (readonly [string, string, () => unknown])[] = [
    ['an id of 129', 'x'.repeat(129), () => enrollment(ID)],
    ['an id with a special at its end', `${ID}-`, () => enrollment(ID)],
    ['an id with a blank', 'sn%20x', () => enrollment(ID)],
    ['no body', ID, () => undefined],
    ['a body that is no JSON', ID, () => '{'],
    ['another id in the body', ID, () => enrollment(OTHER)],
    ['a certificate of another name', ID, () => enrollment(ID, x509(leafOf(OTHER).pem))],
    ['two certificates in one text', ID, () => enrollment(ID, x509(leafOf(ID).pem + leafOf(OTHER).pem))],
    ['half a certificate', ID, () => enrollment(ID, x509(base64(leafOf(ID).pem).slice(0, 100)))],
    [
      'bytes after the certificate',
      ID,
      () => enrollment(ID, x509(Buffer.concat([Buffer.from(base64(leafOf(ID).pem), 'base64'), Buffer.from([0])]).toString('base64'))),
    ],
    ['no certificate', ID, () => enrollment(ID, x509(undefined))],
    ['a private key', ID, () => enrollment(ID, x509('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'))],
    ['a signing certificate', ID, () => enrollment(ID, { attestation: { type: 'x509', x509: { signingCertificates: { primary: {} } } } })],
    ['an unknown attestation', ID, () => enrollment(ID, { attestation: { type: 'password' } })],
    ['a hub that is not linked', ID, () => enrollment(ID, { iotHubs: ['elsewhere.azure-devices.net'] })],
    ['static without a hub', ID, () => enrollment(ID, { allocationPolicy: 'static' })],
    ['a device id with a blank', ID, () => enrollment(ID, { deviceId: 'a b' })],
    ['a third status', ID, () => enrollment(ID, { provisioningStatus: 'Enabled' })],
  ];
  it.each(wrong)('refuses %s with 400 and its code in body and header', async (_name, id, body) => {
    const { dps, emulator } = startBench();
    const heard = await dps('PUT', `/enrollments/${id}`, body());
    expect(heard.status).toBe(400);
    expect(Math.floor(heard.body.errorCode / 1000)).toBe(400);
    expect(heard.headers['x-ms-error-code']).toBe(String(heard.body.errorCode));
    expect(Object.keys(heard.body).sort()).toEqual(['errorCode', 'info', 'message', 'timestampUtc', 'trackingId']);
    expect(emulator.state.services[0]?.enrollments).toHaveLength(0);
  });

  it('says 400004 Invalid RegistrationId for a bad id, as seen in 2018 (1.7)', async () => {
    const { dps } = startBench();
    expect((await dps('GET', '/enrollments/-x')).body).toMatchObject({ errorCode: 400_004, message: 'Invalid RegistrationId' });
  });

  it('nests the error’s body in a text when asked to, as one SDK has seen it (1.7)', async () => {
    const { dps } = startBench({ errorBody: 'nested' });
    const { body, status } = await dps('GET', `/enrollments/${ID}`);
    expect([status, JSON.parse(body.Message).errorCode]).toEqual([404, 404_201]);
  });

  it('refuses a certificate that another enrollment has, with 409', async () => {
    const { dps } = startBench();
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect(await dps('PUT', `/enrollments/${OTHER}`, enrollment(OTHER, x509(leafOf(ID).pem)))).toMatchObject({ status: 409, body: { errorCode: 409_207 } });
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID, x509(makeLeaf(ID).pem))); // the other certificate is free again, if under the wrong name
    expect((await dps('PUT', `/enrollments/${OTHER}`, enrollment(OTHER, x509(leafOf(ID).pem)))).body.errorCode).toBe(400_109);
    await dps('DELETE', `/enrollments/${ID}`);
    expect((await dps('PUT', `/enrollments/${OTHER}`, enrollment(OTHER))).status).toBe(200);
  });

  it('holds If-Match against the etag: 412 on another one, on a weak or unquoted one, and where there is nothing', async () => {
    const { dps } = startBench();
    expect((await dps('PUT', `/enrollments/${ID}`, enrollment(ID), { 'if-match': '*' })).status).toBe(412);
    const { body } = await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    for (const etag of ['"other"', body.etag.replaceAll('"', ''), `W/${body.etag}`])
      expect((await dps('PUT', `/enrollments/${ID}`, enrollment(ID), { 'if-match': etag })).status).toBe(412);
    expect((await dps('PUT', `/enrollments/${ID}`, enrollment(ID), { 'if-match': '*' })).status).toBe(200);
    expect((await dps('PUT', `/enrollments/${ID}`, enrollment(ID), { 'if-match': body.etag })).status).toBe(412); // it has changed since
  });

  it('overwrites without If-Match, or says 409, as the option has it', async () => {
    const soft = startBench();
    await soft.dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect((await soft.dps('PUT', `/enrollments/${ID}`, enrollment(ID))).status).toBe(200);
    const hard = startBench({ overwriteWithoutIfMatch: 'conflict' });
    expect((await hard.dps('PUT', `/enrollments/${ID}`, enrollment(ID))).status).toBe(200);
    expect((await hard.dps('PUT', `/enrollments/${ID}`, enrollment(ID))).status).toBe(409);
  });

  it('keeps the certificate of an enrollment that was read and sent back without its text', async () => {
    const { dps } = startBench();
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    const { body } = await dps('GET', `/enrollments/${ID}`);
    const again = await dps('PUT', `/enrollments/${ID}`, { ...body, provisioningStatus: 'disabled' }, { 'if-match': body.etag });
    expect([again.status, again.body.attestation]).toEqual([200, body.attestation]);
  });
});

describe('bulk (1.5)', () => {
  const bulk = (mode: string, ids: readonly string[]) => ({ mode, enrollments: ids.map((id) => enrollment(id)) });

  it('creates what is new and names what is not, under HTTP 200', async () => {
    const { dps, emulator } = startBench();
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    const heard = await dps('POST', '/enrollments', bulk('create', [ID, OTHER]));
    expect(heard.status).toBe(200);
    expect(heard.body.isSuccessful).toBe(false);
    expect(heard.body.errors).toEqual([{ registrationId: ID, errorCode: 409_202, errorStatus: 'Enrollment already exists.' }]);
    expect(emulator.state.services[0]?.enrollments).toHaveLength(2);
  });

  it('updates, updates by etag and deletes only what is there', async () => {
    const { dps } = startBench();
    expect((await dps('POST', '/enrollments', bulk('update', [ID]))).body).toMatchObject({ isSuccessful: false, errors: [{ errorCode: 404_201 }] });
    const { body } = await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect((await dps('POST', '/enrollments', bulk('update', [ID]))).body).toEqual({ isSuccessful: true, errors: [] });
    const stale = { mode: 'updateIfMatchETag', enrollments: [enrollment(ID, { etag: body.etag })] };
    expect((await dps('POST', '/enrollments', stale)).body.errors[0].errorCode).toBe(412_001);
    const fresh = { mode: 'updateIfMatchETag', enrollments: [enrollment(ID, { etag: (await dps('GET', `/enrollments/${ID}`)).body.etag })] };
    expect((await dps('POST', '/enrollments', fresh)).body.isSuccessful).toBe(true);
    const gone = await dps('POST', '/enrollments', { mode: 'delete', enrollments: [{ registrationId: ID }, { registrationId: OTHER }] });
    expect(gone.body.errors).toMatchObject([{ registrationId: OTHER, errorCode: 404_201 }]);
  });

  it('gives a line of its own to one bad certificate among good ones', async () => {
    const { dps, emulator } = startBench();
    const bad = enrollment(OTHER, x509('AAAA'));
    const heard = await dps('POST', '/enrollments', { mode: 'create', enrollments: [bad, enrollment(ID)] });
    expect(heard.body.errors).toMatchObject([{ registrationId: OTHER, errorCode: 400_108 }]);
    expect(emulator.state.services[0]?.enrollments).toMatchObject([{ registrationId: ID }]);
  });

  const bare = (id: string) => ({ registrationId: id });
  it.each([
    ['eleven enrollments', { mode: 'delete', enrollments: Array.from({ length: 11 }, (_, index) => bare(`sn${index}`)) }],
    ['the same id twice', { mode: 'delete', enrollments: [bare('sn1'), bare('sn1')] }],
    ['the same id in two cases', { mode: 'delete', enrollments: [bare('sn1A'), bare('sn1a')] }],
    ['an unknown mode', { mode: 'upsert', enrollments: [bare('sn1')] }],
    ['no enrollments', { mode: 'delete', enrollments: [] }],
    ['an enrollment without id', { mode: 'delete', enrollments: [{}] }],
    ['a list', []],
  ])('refuses %s as a whole with 400 and no result', async (_name, body) => {
    const { dps } = startBench();
    const heard = await dps('POST', '/enrollments', body);
    expect([heard.status, heard.body.isSuccessful]).toEqual([400, undefined]);
  });
});

describe('the rest of enrollments (1.4, 1.6)', () => {
  it('pages a query by x-ms-continuation until there is no more', async () => {
    const { dps } = startBench();
    const ids = ['sn3', 'sn1', 'sn2'];
    for (const id of ids) await dps('PUT', `/enrollments/${id}`, enrollment(id));
    const first = await dps('POST', '/enrollments/query', { query: 'SELECT *' }, { 'x-ms-max-item-count': '2' });
    expect(first.body.map((one: { registrationId: string }) => one.registrationId)).toEqual(['sn1', 'sn2']);
    const continuation = first.headers['x-ms-continuation'] ?? '';
    const second = await dps('POST', '/enrollments/query', { query: '*' }, { 'x-ms-max-item-count': '2', 'x-ms-continuation': continuation });
    expect(second.body).toMatchObject([{ registrationId: 'sn3' }]);
    expect(second.headers['x-ms-continuation']).toBeUndefined();
    expect((await dps('POST', '/enrollments/query', { query: '*' }, { 'x-ms-continuation': 'forged' })).status).toBe(400);
    expect((await dps('POST', '/enrollments/query', { query: 'DROP' })).status).toBe(400);
  });

  it('gives the attestation with its certificate by POST', async () => {
    const { dps } = startBench();
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    const { body } = await dps('POST', `/enrollments/${ID}/attestationmechanism`);
    expect(body.x509.clientCertificates.primary.certificate).toBe(leafOf(ID).pem);
  });

  it('deletes with 204 and no body, then knows nothing of it', async () => {
    const { dps } = startBench();
    await dps('PUT', `/enrollments/${ID}`, enrollment(ID));
    expect((await dps('DELETE', `/enrollments/${ID}`, undefined, { 'if-match': '"other"' })).status).toBe(412);
    expect(await dps('DELETE', `/enrollments/${ID}`)).toMatchObject({ status: 204, text: '' });
    expect((await dps('GET', `/enrollments/${ID}`)).body.errorCode).toBe(404_201);
    expect((await dps('DELETE', `/enrollments/${ID}`)).status).toBe(404);
  });

  it('has no groups, and wants a signer verified first', async () => {
    const { dps } = startBench();
    expect(await dps('POST', '/enrollmentGroups/query', { query: '*' })).toMatchObject({ status: 200, body: [] });
    expect((await dps('GET', '/enrollmentGroups/signers')).status).toBe(404);
    const attestation = { type: 'x509', x509: { signingCertificates: { primary: { certificate: leafOf(ID).pem } } } };
    expect(await dps('PUT', '/enrollmentGroups/signers', { enrollmentGroupId: 'signers', attestation })).toMatchObject({
      status: 400,
      body: { errorCode: 400_110 },
    });
  });
});

describe('who may, and how often (1.1, 1.7, 1.8)', () => {
  const url = `${DPS}/enrollments/${ID}?api-version=2021-10-01`;
  it.each([
    ['no api-version', '', SCOPES.dps, 400],
    ['an unknown api-version', '?api-version=1999-01-01', SCOPES.dps, 400],
    ['no token', '?api-version=2021-10-01', null, 401],
    ['a token for the resource manager', '?api-version=2021-10-01', SCOPES.arm, 401],
    ['a token for the hubs', '?api-version=2021-10-01', SCOPES.hub, 401],
    ['a token for it', '?api-version=2021-10-01', SCOPES.dps, 404],
  ])('answers %s as Azure would', async (_name, query, scope, status) => {
    const { ask } = startBench();
    const heard = await ask('GET', `${DPS}/enrollments/${ID}${query}`, { scope });
    expect([heard.status, Math.floor(heard.body.errorCode / 1000)]).toEqual([status, status]);
  });

  it('refuses an expired, an altered, a foreign and a malformed token with 401', async () => {
    const bench = startBench({ tokenLifetimeS: 60 });
    const token = bench.emulator.control.issueToken(SCOPES.dps).access_token;
    const get = async (authorization: string) => (await bench.ask('GET', url, { scope: null, headers: { authorization } })).status;
    expect(await get(`Bearer ${token}`)).toBe(404);
    expect(await get(`Bearer ${token.slice(0, -2)}xx`)).toBe(401);
    expect(await get(`Bearer ${startBench().emulator.control.issueToken(SCOPES.dps).access_token}`)).toBe(401);
    expect(await get(token)).toBe(401);
    expect(await get('SharedAccessSignature sr=x&sig=y&se=1&skn=z')).toBe(401);
    bench.pass(60_000);
    expect(await get(`Bearer ${token}`)).toBe(401);
    const next = bench.emulator.control.issueToken(SCOPES.dps).access_token;
    bench.emulator.control.expireTokens();
    expect(await get(`Bearer ${next}`)).toBe(401);
  });

  it('lets a reader read and not write, and somebody without a role do nothing, with 403', async () => {
    const { dps, emulator } = startBench();
    emulator.control.takeRole('dps-data-contributor');
    expect((await dps('PUT', `/enrollments/${ID}`, enrollment(ID))).status).toBe(403);
    expect((await dps('GET', `/enrollments/${ID}`)).status).toBe(404);
    emulator.control.takeRole('dps-data-reader');
    expect((await dps('GET', `/enrollments/${ID}`)).status).toBe(403);
    emulator.control.giveRole('dps-data-contributor', 'touchstone-demo');
    expect((await dps('PUT', `/enrollments/${ID}`, enrollment(ID))).status).toBe(200);
  });

  it('says 429 with whole seconds after a minute’s thousand operations, and goes on when they have passed', async () => {
    const { dps, pass, emulator } = startBench({ speed: 60 });
    for (let index = 0; index < 1000; index++) expect((await dps('GET', `/enrollments/${ID}`)).status).toBe(404);
    const late = await dps('GET', `/enrollments/${ID}`);
    expect([late.status, late.headers['retry-after'], late.headers['x-ms-error-code']]).toEqual([429, '1', '429001']);
    pass(1000); // a minute, sixty times as fast
    for (let index = 0; index < 1000; index++) expect((await dps('GET', `/enrollments/${ID}`)).status).toBe(404);
    expect((await dps('GET', `/enrollments/${ID}`)).status).toBe(429);
    expect(emulator.state.services[0]?.operations).toBe(2000);
  });

  it('takes one operation for a bulk, or as many as it has enrollments', async () => {
    const body = { mode: 'delete', enrollments: [{ registrationId: 'a' }, { registrationId: 'b' }, { registrationId: 'c' }] };
    for (const [bulkCountsAs, operations] of [
      [1, 1],
      [10, 3],
    ] as const) {
      const { dps, emulator } = startBench({ bulkCountsAs });
      await dps('POST', '/enrollments', body);
      expect(emulator.state.services[0]?.operations).toBe(operations);
    }
  });

  it('tells nothing of IP rules but 401, and 403 for a service that is suspended', async () => {
    const { ask } = startBench();
    const at = (name: string) => ask('GET', `https://${name}.azure-devices-provisioning.net/enrollments/x?api-version=2021-10-01`);
    expect((await at('touchstone-guarded')).status).toBe(401);
    expect((await at('touchstone-suspended')).status).toBe(403);
    expect((await at('nobody-has-this-name')).status).toBe(0); // no such name: no connection
  });
});
