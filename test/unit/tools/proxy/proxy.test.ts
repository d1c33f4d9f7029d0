/** The proxy on real sockets, with the emulator in Azure's place behind a certificate of its own. Fetch standard (CORS); README of the proxy. */
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEmulator, makeCertificate } from '../../../../tools/azure-emulator/index.ts';
import type { Emulator } from '../../../../tools/azure-emulator/index.ts';
import { LOCAL_ORIGINS } from '../../../../tools/proxy/origin.ts';
import { createProxy } from '../../../../tools/proxy/proxy.ts';
import type { ProxyOptions } from '../../../../tools/proxy/proxy.ts';
import { enrollment, SCOPES } from '../azure-emulator/leaf.ts';

const DPS = 'touchstone-demo.azure-devices-provisioning.net';
const ODD = 'odd.azure-devices.net';
const PAGE = 'http://localhost:5173';
const ID = 'sn0123A1B2C3D4E5F601';
const PATH = `/${DPS}/enrollments/${ID}?api-version=2021-10-01`;

interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

let emulator: Emulator;
let azure: Server;
let azurePort = 0;
let certificate: Awaited<ReturnType<typeof makeCertificate>>;
/** What the odd host answers, set by each test. */
let odd: RequestListener = (_request, response) => void response.end();
let heardByAzure: IncomingMessage[] = [];
const ends: (() => void)[] = [];

beforeAll(async () => {
  certificate = await makeCertificate();
  emulator = createEmulator();
  azure = createHttpsServer(certificate, (request, response) => {
    heardByAzure.push(request);
    if (request.headers.host === ODD) odd(request, response);
    else emulator.handle(request, response);
  });
  azurePort = await listen(azure);
});
afterAll(() => {
  azure.closeAllConnections();
  azure.close();
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  heardByAzure = [];
});

async function start(
  options: Partial<ProxyOptions> = {},
): Promise<{ readonly ask: (what: Ask) => Promise<Heard>; readonly log: string[]; readonly port: number }> {
  const log: string[] = [];
  const place = { address: '127.0.0.1', port: azurePort };
  const proxy = createProxy({
    origins: LOCAL_ORIGINS,
    version: '0.0.1',
    timeoutMs: 2000,
    places: new Map([DPS, ODD].map((host) => [host, place])),
    ca: certificate.cert,
    log: (line) => void log.push(line),
    ...options,
  });
  const server = createServer(proxy.handle);
  const port = await listen(server);
  ends.push(() => {
    proxy.close();
    server.closeAllConnections();
    server.close();
  });
  const ask = ({ method = 'GET', path, headers = {}, body }: Ask): Promise<Heard> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers: { host: `127.0.0.1:${port}`, origin: PAGE, ...headers } }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return { ask, log, port };
}
const bearer = () => ({ authorization: `Bearer ${emulator.control.issueToken(SCOPES.dps).access_token}`, 'content-type': 'application/json' });

describe('what passes', () => {
  it('is an enrollment there and back, with its etag readable to the page', async () => {
    const { ask, log } = await start();
    const put = await ask({ method: 'PUT', path: PATH, headers: bearer(), body: JSON.stringify(enrollment(ID)) });
    expect([put.status, put.headers['access-control-allow-origin'], put.headers['vary']]).toEqual([200, PAGE, 'Origin']);
    expect(put.headers['etag']).toBe(JSON.parse(put.body).etag);
    for (const name of ['etag', 'retry-after', 'x-ms-continuation', 'x-ms-error-code']) expect(put.headers['access-control-expose-headers']).toContain(name);
    const wrong = await ask({ method: 'DELETE', path: PATH, headers: { ...bearer(), 'if-match': '"other"' } });
    expect([wrong.status, wrong.headers['x-ms-error-code']]).toEqual([412, '412001']);
    expect((await ask({ method: 'DELETE', path: PATH, headers: { ...bearer(), 'if-match': put.headers['etag'] ?? '' } })).status).toBe(204);
    expect(log).toEqual([`PUT ${DPS} 200`, `DELETE ${DPS} 412`, `DELETE ${DPS} 204`]);
  });

  it('is the admitted headers only, both ways', async () => {
    odd = (_request, response) =>
      void response.writeHead(200, { 'set-cookie': 'a=b', 'access-control-allow-origin': '*', server: 'x', 'content-type': 'text/html' }).end('<p>');
    const { ask } = await start();
    const heard = await ask({
      path: `/${ODD}/devices/x`,
      headers: { ...bearer(), cookie: 'secret', 'x-forwarded-for': '1.2.3.4', referer: 'http://x/', 'if-none-match': '"a"' },
    });
    const seen = heardByAzure[0]?.headers ?? {};
    expect(Object.keys(seen).sort()).toEqual(['accept-encoding', 'authorization', 'connection', 'content-type', 'host', 'if-none-match']);
    expect([heard.headers['set-cookie'], heard.headers['server'], heard.headers['access-control-allow-origin']]).toEqual([undefined, undefined, PAGE]);
    expect([heard.headers['x-content-type-options'], String(heard.headers['content-security-policy']).startsWith("default-src 'none'")]).toEqual([
      'nosniff',
      true,
    ]);
  });

  it('is found by a page at its root, with name and version', async () => {
    const { ask, log } = await start();
    const { status, body, headers } = await ask({ path: '/' });
    expect([status, JSON.parse(body), headers['access-control-allow-origin']]).toEqual([200, { touchstone: 'proxy', version: '0.0.1' }, PAGE]);
    expect(log).toEqual([]);
  });

  it('is a preflight for admitted methods and headers, also into a private network', async () => {
    const { ask } = await start();
    const headers = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization,content-type,if-match' };
    const plain = await ask({ method: 'OPTIONS', path: PATH, headers });
    expect([plain.status, plain.headers['access-control-allow-origin'], plain.headers['access-control-allow-private-network']]).toEqual([204, PAGE, undefined]);
    expect(plain.headers['access-control-allow-headers']).toContain('if-match');
    const local = await ask({ method: 'OPTIONS', path: '/', headers: { ...headers, 'access-control-request-private-network': 'true' } });
    expect(local.headers['access-control-allow-private-network']).toBe('true');
    expect(heardByAzure).toEqual([]);
  });
});

describe('what is refused', () => {
  const cases: readonly (readonly [string, Ask, number, string])[] = [
    ['no origin', { path: PATH, headers: { origin: '' } }, 403, 'origin'],
    ['a foreign origin', { path: PATH, headers: { origin: 'https://evil.example' } }, 403, 'origin'],
    ['a foreign origin at the root', { path: '/', headers: { origin: 'https://evil.example' } }, 403, 'origin'],
    ['the origin null', { path: PATH, headers: { origin: 'null' } }, 403, 'origin'],
    ['a foreign name for this machine', { path: PATH, headers: { host: 'rebound.example:8787' } }, 403, 'host-header'],
    ['another port in Host', { path: PATH, headers: { host: '127.0.0.1:1' } }, 403, 'host-header'],
    [
      'a foreign preflight',
      { method: 'OPTIONS', path: PATH, headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' } },
      403,
      'origin',
    ],
    ['a preflight for TRACE', { method: 'OPTIONS', path: PATH, headers: { 'access-control-request-method': 'TRACE' } }, 400, 'header'],
    [
      'a preflight for cookies',
      { method: 'OPTIONS', path: PATH, headers: { 'access-control-request-method': 'GET', 'access-control-request-headers': 'cookie' } },
      400,
      'header',
    ],
    ['an OPTIONS that asks nothing', { method: 'OPTIONS', path: PATH }, 400, 'header'],
    ['another host', { path: '/example.com/x' }, 403, 'host'],
    ['the resource manager', { path: '/management.azure.com/subscriptions' }, 403, 'host'],
    ['a port', { path: `/${DPS}:8443/x` }, 403, 'host'],
    ['a way up', { path: `/${DPS}/a/../b` }, 400, 'address'],
    ['a whole address', { path: `http://${DPS}/x` }, 400, 'address'],
    ['HEAD', { method: 'HEAD', path: PATH }, 405, 'method'],
    ['TRACE', { method: 'TRACE', path: PATH }, 405, 'method'],
    ['POST at the root', { method: 'POST', path: '/' }, 405, 'method'],
    ['a shared access signature', { path: PATH, headers: { authorization: 'SharedAccessSignature sr=x' } }, 400, 'header'],
    ['a body with GET', { path: PATH, headers: { 'content-length': '1' }, body: 'x' }, 400, 'body'],
    ['a body beyond 1 MB', { method: 'PUT', path: PATH, body: Buffer.alloc(1_048_577, 0x61) }, 413, 'too-long'],
  ];
  it.each(cases)('%s', async (_name, what, status, code) => {
    const { ask } = await start();
    const heard = await ask(what);
    expect([heard.status, heard.headers['x-touchstone-proxy']]).toEqual([status, code]);
    if (code === 'origin' || code === 'host-header') expect(heard.headers['access-control-allow-origin']).toBeUndefined();
    expect(heardByAzure).toEqual([]);
  });

  it('a request that has no Origin header at all, as from following a link', async () => {
    const { port } = await start();
    const answer = await fetch(`http://127.0.0.1:${port}${PATH}`);
    expect([answer.status, await answer.json()]).toEqual([403, { touchstone: 'proxy', error: 'origin' }]);
  });
});

describe('what goes wrong behind it', () => {
  const get = { path: `/${ODD}/devices/x` };
  it('a redirect is not followed, and its place is not told', async () => {
    odd = (_request, response) => void response.writeHead(307, { location: 'https://evil.example/secret' }).end();
    const heard = await (await start()).ask(get);
    expect([heard.status, heard.headers['x-touchstone-proxy'], heard.headers['location'], heardByAzure.length]).toEqual([502, 'redirect', undefined, 1]);
  });

  it('an answer beyond 8 MB, and a connection that ends in the middle', async () => {
    const { ask } = await start();
    odd = (_request, response) => void response.end(Buffer.alloc(8_388_609));
    expect((await ask(get)).headers['x-touchstone-proxy']).toBe('upstream');
    odd = (_request, response) => void response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy());
    expect((await ask(get)).headers['x-touchstone-proxy']).toBe('upstream');
    odd = (_request, response) => void response.destroy();
    expect((await ask(get)).status).toBe(502);
  });

  it('silence, before and within the answer', async () => {
    const { ask } = await start({ timeoutMs: 200 });
    odd = () => undefined;
    expect([(await ask(get)).status, heardByAzure.length]).toEqual([504, 1]);
    odd = (_request, response) => void response.write('x');
    expect((await ask(get)).headers['x-touchstone-proxy']).toBe('timeout');
  });

  it('a certificate that nobody vouches for', async () => {
    const other = await makeCertificate();
    const heard = await (await start({ ca: other.cert })).ask(get);
    expect([heard.status, heard.headers['x-touchstone-proxy'], heardByAzure.length]).toEqual([502, 'upstream', 0]);
  });

  it('a log that would tell more than method, host and status', async () => {
    odd = (_request, response) => void response.end();
    const { ask, log } = await start();
    await ask({ path: `/${ODD}/devices/secret-device?token=secret-token`, headers: bearer() });
    await ask({ path: '/example.com/secret' });
    expect(log).toEqual([`GET ${ODD} 200`, 'GET - 403']);
  });
});
