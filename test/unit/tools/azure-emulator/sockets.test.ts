/** The emulator on real sockets: names and paths, CORS, faults, the control, and mutual TLS. Chapters 2 and 5.2 of the notes on Azure; the Fetch standard. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator, makeCertificate } from '../../../../tools/azure-emulator/index.ts';
import type { Emulator, EmulatorOptions } from '../../../../tools/azure-emulator/index.ts';
import { enrollment, leafOf, SCOPES, startBench, DPS } from './leaf.ts';

const ID = 'sn0123A1B2C3D4E5F601';
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function start(
  options: Partial<EmulatorOptions> = {},
): Promise<{ readonly emulator: Emulator; readonly at: string; readonly dps: string; readonly headers: Record<string, string> }> {
  const emulator = createEmulator({ control: 'on', ...options });
  const at = `http://127.0.0.1:${await listen(createServer(emulator.handle))}/azure-emulator`;
  const headers = { authorization: `Bearer ${emulator.control.issueToken(SCOPES.dps).access_token}`, 'content-type': 'application/json' };
  return { emulator, at, dps: `${at}/touchstone-demo.azure-devices-provisioning.net`, headers };
}
const QUERY = '?api-version=2021-10-01';

describe('by path', () => {
  it('serves an enrollment through the mount, escaped ids too', async () => {
    const { dps, headers } = await start();
    const put = await fetch(`${dps}/enrollments/${ID}${QUERY}`, { method: 'PUT', headers, body: JSON.stringify(enrollment(ID)) });
    expect(put.status).toBe(200);
    expect((await fetch(`${dps}/enrollments/${encodeURIComponent('a:b')}${QUERY}`, { headers })).status).toBe(404);
    expect((await fetch(`${dps}/enrollments/%ZZ${QUERY}`, { headers })).status).toBe(400);
  });

  it('knows no other hosts, and nothing beside the mount', async () => {
    const { at, dps, headers } = await start();
    for (const url of [
      `${at}/example.com/`,
      `${at}/azure-devices.net/`,
      `${at}/x.azure-devices.net.example.com/`,
      at.replace('/azure-emulator', '/'),
      `${at}/`,
    ])
      expect((await fetch(url)).status).toBe(404);
    await expect(fetch(`${dps.replace('touchstone-demo', 'nobody')}/enrollments/x${QUERY}`, { headers })).rejects.toThrow(TypeError);
  });

  it('refuses a body beyond its limit with 413', async () => {
    const { dps, headers } = await start({ bodyLimitBytes: 1000 });
    expect((await fetch(`${dps}/enrollments/${ID}${QUERY}`, { method: 'PUT', headers, body: 'x'.repeat(1001) })).status).toBe(413);
  });
});

describe('by name, over https', () => {
  it('is found under Azure’s names with a certificate for them, and takes the device’s own certificate', async () => {
    const emulator = createEmulator();
    const { key, cert } = await makeCertificate();
    const port = await listen(createHttpsServer({ key, cert, requestCert: true, rejectUnauthorized: false }, emulator.handle));
    const ask = (host: string, path: string, headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port, servername: host, path, ca: cert, headers: { host, ...headers } };
        httpsRequest(options, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    const authorization = `Bearer ${emulator.control.issueToken(SCOPES.dps).access_token}`;
    for (const host of ['touchstone-demo.azure-devices-provisioning.net', 'touchstone-demo.services.azure-devices-provisioning.net'])
      expect(await ask(host, `/enrollments/x${QUERY}`, { authorization })).toBe(404);
    expect(await ask('login.microsoftonline.com', '/common/v2.0/.well-known/openid-configuration', {})).toBe(200);
    expect(await ask('management.azure.com', '/tenants?api-version=2020-01-01', {})).toBe(401);
    expect(await ask('touchstone-hub-1.azure-devices.net', '/devices/x?api-version=2021-04-12', {})).toBe(401);
    await expect(ask('nobody.azure-devices.net', '/', {})).rejects.toThrow();
    expect(emulator.state.requests.map((request) => request.status)).toEqual([404, 404, 200, 401, 401, 0]);
  });
});

describe('CORS (2)', () => {
  const PAGE = 'https://page.example';
  const preflight = (url: string, origin = PAGE) =>
    fetch(url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization,content-type,if-match' },
    });
  const hosts = {
    login: 'login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
    arm: `management.azure.com/tenants`,
    portal: `touchstone-demo.services.azure-devices-provisioning.net/enrollments/x`,
    dps: `touchstone-demo.azure-devices-provisioning.net/enrollments/x`,
    hub: `touchstone-hub-1.azure-devices.net/devices/x`,
    device: `global.azure-devices-provisioning.net/x`,
  };
  it.each([
    ['none', ['login', 'arm']],
    ['portal-only', ['login', 'arm', 'portal']],
    ['open', ['login', 'arm', 'portal', 'dps', 'hub']],
  ] as const)('%s admits a page to %s and to nothing else', async (cors, admitted) => {
    const { at } = await start({ cors });
    for (const [kind, path] of Object.entries(hosts)) {
      const asked = await preflight(`${at}/${path}`);
      const answered = await fetch(`${at}/${path}`, { headers: { origin: PAGE } });
      const expected = (admitted as readonly string[]).includes(kind);
      expect([kind, asked.ok, asked.headers.get('access-control-allow-origin'), answered.headers.get('access-control-allow-origin')]).toEqual(
        expected ? [kind, true, PAGE, PAGE] : [kind, false, null, null],
      );
    }
  });

  it('answers a preflight with methods, the asked headers and private network, and exposes what the option says', async () => {
    const { dps } = await start({ cors: 'open', expose: ['etag'] });
    const asked = await fetch(`${dps}/enrollments/x${QUERY}`, {
      method: 'OPTIONS',
      headers: {
        origin: PAGE,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'if-match',
        'access-control-request-private-network': 'true',
      },
    });
    expect(asked.headers.get('access-control-allow-headers')).toBe('if-match');
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(asked.headers.get('access-control-allow-private-network')).toBe('true');
    const answered = await fetch(`${dps}/enrollments/x${QUERY}`, { headers: { origin: PAGE } });
    expect([answered.headers.get('access-control-expose-headers'), answered.headers.get('vary')]).toEqual(['etag', 'Origin']);
  });

  it('admits only the origins it was given', async () => {
    const { dps } = await start({ cors: 'open', origins: ['https://portal.azure.com'] });
    expect((await preflight(`${dps}/enrollments/x`)).headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight(`${dps}/enrollments/x`, 'https://portal.azure.com')).headers.get('access-control-allow-origin')).toBe('https://portal.azure.com');
  });

  it('does the work of a request although the page may not read the answer', async () => {
    const { dps, headers, emulator } = await start({ cors: 'none' });
    const put = await fetch(`${dps}/enrollments/${ID}${QUERY}`, { method: 'PUT', headers: { ...headers, origin: PAGE }, body: JSON.stringify(enrollment(ID)) });
    expect([put.headers.get('access-control-allow-origin'), emulator.state.services[0]?.enrollments.length]).toEqual([null, 1]);
  });
});

describe('faults', () => {
  const put = (dps: string, headers: Record<string, string>) =>
    fetch(`${dps}/enrollments/${ID}${QUERY}`, { method: 'PUT', headers, body: JSON.stringify(enrollment(ID)) });
  const count = (emulator: Emulator) => emulator.state.services[0]?.enrollments.length;

  it('drops the connection before the work, or after it', async () => {
    const { dps, headers, emulator } = await start();
    emulator.control.fault({ on: 'dps', times: 1, fault: { kind: 'drop' } });
    await expect(put(dps, headers)).rejects.toThrow();
    expect(count(emulator)).toBe(0);
    emulator.control.fault({ on: 'dps', times: 1, when: 'after', fault: { kind: 'drop' } });
    await expect(put(dps, headers)).rejects.toThrow();
    expect(count(emulator)).toBe(1);
    expect((await put(dps, headers)).status).toBe(200);
    emulator.control.fault({ on: 'dps', skip: 1, fault: { kind: 'drop' } });
    expect((await put(dps, headers)).headers.get('connection')).toBe('close'); // a browser would send again, by itself, on a used connection
    expect(emulator.state.requests.map((request) => request.status)).toEqual([0, 0, 200, 200]);
  });

  it('answers a status with retry-after, after so many and so often, on one path and method', async () => {
    const { dps, headers, emulator } = await start();
    emulator.control.fault({ on: 'dps', method: 'PUT', path: '/enrollments/', skip: 1, times: 2, fault: { kind: 'status', status: 503, retryAfterS: 7 } });
    const seen = [];
    for (let index = 0; index < 4; index++) seen.push((await put(dps, headers)).status);
    expect(seen).toEqual([200, 503, 503, 200]);
    emulator.control.clearFaults();
    emulator.control.fault({ on: 'hub', fault: { kind: 'status', status: 500 } });
    const hub = await fetch(`${dps.replace('touchstone-demo.azure-devices-provisioning', 'touchstone-hub-1.azure-devices')}/devices/x`);
    expect([hub.status, await hub.json()]).toEqual([
      500,
      { Message: 'ErrorCode:EmulatorFault;A fault was asked for.', ExceptionMessage: 'Tracking ID:emulator' },
    ]);
    emulator.control.fault({ on: 'dps', fault: { kind: 'status', status: 429, retryAfterS: 7 } });
    expect((await put(dps, headers)).headers.get('retry-after')).toBe('7');
  });

  it('spoils an answer: half a JSON, a page, and 20 MB of nothing', async () => {
    const { dps, headers, emulator } = await start();
    const hear = async (fault: Parameters<typeof emulator.control.fault>[0]['fault']) => {
      emulator.control.fault({ on: 'any', times: 1, fault });
      return (await put(dps, headers)).text();
    };
    expect(() => JSON.parse('{"registrationId":"sn0123')).toThrow();
    expect(await hear({ kind: 'garbage' })).toBe('{"registrationId":"sn0123');
    expect(await hear({ kind: 'html' })).toMatch(/^<!doctype html>/);
    expect((await hear({ kind: 'huge', bytes: 20_000_000 })).length).toBe(20_000_000);
  });

  it('is late by as much as it was told, then does the work', async () => {
    const waits: number[] = [];
    const { dps, headers, emulator } = await start({ wait: (ms) => Promise.resolve(void waits.push(ms)) });
    emulator.control.fault({ on: 'dps', times: 1, fault: { kind: 'slow', delayMs: 3000 } });
    expect([(await put(dps, headers)).status, waits]).toEqual([200, [3000]]);
  });

  it('hits with the probability it was given, by the randomness it was given', async () => {
    let byte = 0;
    const bench = startBench({ random: (bytes) => new Uint8Array(bytes).fill(byte) });
    bench.emulator.control.fault({ on: 'dps', probability: 0.5, fault: { kind: 'drop' } });
    expect((await bench.dps('GET', `/enrollments/${ID}`)).status).toBe(0);
    byte = 0xff;
    expect((await bench.ask('GET', `${DPS}/enrollments/${ID}${QUERY}`, { scope: null })).status).toBe(401);
  });
});

describe('the control over HTTP', () => {
  const post = (at: string, name: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${at}/control/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('is the local sign-in: a token, its lifetime and whose it is', async () => {
    const { at } = await start();
    const answer = await post(at, 'token', { scope: SCOPES.arm });
    expect(await answer.json()).toMatchObject({
      expires_in: 3600,
      access_token: expect.any(String),
      account: { username: 'operator@example.test', name: 'Emulator operator' },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('drives a device from enrollment to connection', async () => {
    const { at, dps, headers } = await start();
    await fetch(`${dps}/enrollments/${ID}${QUERY}`, { method: 'PUT', headers, body: JSON.stringify(enrollment(ID)) });
    expect((await post(at, 'register', { registrationId: ID, outcome: 'assigned', hub: 'touchstone-hub-1' })).status).toBe(200);
    expect(await (await post(at, 'connect', { deviceId: ID })).json()).toEqual({ devices: 1 });
    const state = await (await fetch(`${at}/control/state`)).json();
    expect(state).toMatchObject({ hubs: [{ devices: [{ deviceId: ID, connectionState: 'Connected' }] }, {}] });
    expect(JSON.stringify(state)).not.toContain(headers['authorization']?.slice(7, 40));
    expect((await post(at, 'reset', '')).status).toBe(200);
    expect((await (await fetch(`${at}/control/state`)).json()).requests).toEqual([]);
  });

  it.each([
    ['an unknown name', 'shutdown', {}, 404],
    ['a name every object has', 'constructor', {}, 404],
    ['no JSON', 'token', '{', 400],
    ['a list', 'token', [], 400],
    ['no scope', 'token', {}, 400],
    ['two resources', 'token', { scope: `${SCOPES.arm} ${SCOPES.hub}` }, 400],
    ['an unknown outcome', 'register', { registrationId: 'x', outcome: 'lost' }, 400],
    ['a negative time', 'register', { registrationId: 'x', outcome: 'assigned', afterMs: -1 }, 400],
    ['an unknown role', 'give-role', { role: 'owner' }, 400],
    ['a fault without kind', 'fault', { on: 'dps', fault: {} }, 400],
    ['a fault of status 200', 'fault', { on: 'dps', fault: { kind: 'status', status: 200 } }, 400],
  ])('refuses %s', async (_name, name, body, status) => {
    const { at } = await start();
    expect((await post(at, name, body)).status).toBe(status);
  });

  it('answers the page of its own origin only, and nobody when it is off', async () => {
    const { at } = await start();
    expect((await post(at, 'token', { scope: SCOPES.arm }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(at, 'token', { scope: SCOPES.arm }, { origin: new URL(at).origin })).status).toBe(200);
    expect((await fetch(`${at}/control/state`, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    const off = await start({ control: 'off' });
    expect((await post(off.at, 'token', { scope: SCOPES.arm })).status).toBe(404);
  });
});

describe('as a fetch', () => {
  it('behaves like one: Response for an answer, TypeError for none', async () => {
    const { emulator } = startBench();
    const authorization = `Bearer ${emulator.control.issueToken(SCOPES.dps).access_token}`;
    const answer = await emulator.fetch(`${DPS}/enrollments/${ID}${QUERY}`, {
      method: 'PUT',
      headers: { authorization },
      body: JSON.stringify(enrollment(ID)),
    });
    expect([answer.status, ((await answer.json()) as { registrationId: string }).registrationId]).toEqual([200, ID]);
    expect(leafOf(ID).pem).toContain('BEGIN');
    await expect(emulator.fetch('https://nobody.azure-devices.net/devices/x?api-version=2021-04-12')).rejects.toThrow(TypeError);
    await expect(emulator.fetch(DPS, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
