import { describe, expect, test } from 'vitest';
import { createCloudHttp, findProxy } from '../../../src/cloud/index.ts';
import type { CloudHttp, CloudRequest } from '../../../src/cloud/index.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';
import { SECRET, failureOf, json, preparedFetch } from './answers.ts';
import type { Asked, Prepared } from './answers.ts';

const HOST = 'touchstone-demo.azure-devices-provisioning.net';
const REQUEST: CloudRequest = {
  method: 'GET',
  host: HOST,
  path: '/enrollments/x',
  query: { 'api-version': '2021-10-01' },
  route: { kind: 'service' },
  token: SECRET,
};

function httpOn(...answers: readonly Prepared[]): { readonly http: CloudHttp; readonly asked: Asked[]; readonly clock: SteppingClock } {
  const { fetch, asked } = preparedFetch(...answers);
  const clock = new SteppingClock(1_000);
  return { http: createCloudHttp({ fetch, cloud: 'public', clock }), asked, clock };
}

const never = (asked: Asked): Promise<Response> =>
  new Promise((_resolve, reject) => {
    asked.init.signal?.addEventListener('abort', () => {
      reject(new DOMException('stopped', 'AbortError'));
    });
  });

describe('a request', () => {
  test.each([
    [{ kind: 'service' }, `https://${HOST}/enrollments/x?api-version=2021-10-01`],
    [{ kind: 'portal' }, `https://${HOST}/enrollments/x?api-version=2021-10-01`],
    [{ kind: 'proxy', base: 'http://127.0.0.1:8787' }, `http://127.0.0.1:8787/${HOST}/enrollments/x?api-version=2021-10-01`],
    [{ kind: 'emulator', base: 'http://localhost:5173/azure-emulator' }, `http://localhost:5173/azure-emulator/${HOST}/enrollments/x?api-version=2021-10-01`],
  ] as const)('goes by the route %o', async (route, url) => {
    const { http, asked } = httpOn(json({}));
    await http.send({ ...REQUEST, route });
    expect(asked[0]?.url).toBe(url);
  });

  test('carries the token in its header only, no cookie, no referrer, and follows no redirect', async () => {
    const { http, asked } = httpOn(json({}));
    await http.send({ ...REQUEST, method: 'POST', body: '{}' });
    expect(asked[0]?.headers).toEqual({ accept: 'application/json', authorization: `Bearer ${SECRET}`, 'content-type': 'application/json; charset=utf-8' });
    expect(asked[0]?.init).toMatchObject({ credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', redirect: 'manual' });
    expect(asked[0]?.url).not.toContain(SECRET);
  });

  test.each([
    'login.microsoftonline.com',
    'evil.example',
    'azure-devices.net',
    `${HOST}.evil.example`,
    `${HOST}@evil.example`,
    `evil.example/${HOST}`,
    `evil.example#.azure-devices.net`,
    '',
  ])('is not made to %j', async (host) => {
    const { http, asked } = httpOn(json({}));
    expect(await failureOf(http.send({ ...REQUEST, host }))).toEqual({ code: 'cloud-host', facts: { host } });
    expect(asked).toEqual([]);
  });

  test.each([200, 204, 400, 401, 404, 409, 429, 500, 503])('gives whatever status comes: %d', async (status) => {
    const { http } = httpOn(new Response(status === 204 ? null : 'x', { status, headers: { etag: '"1"' } }));
    const answer = await http.send(REQUEST);
    expect([answer.status, answer.text, answer.header('ETag'), answer.header('nothing')]).toEqual([status, status === 204 ? '' : 'x', '"1"', null]);
  });

  test('that the browser shows no answer of is unreachable, and the error holds no token', async () => {
    const { http } = httpOn(new TypeError(`Invalid header value: Bearer ${SECRET}`));
    const failing = http.send(REQUEST);
    expect(await failureOf(failing)).toEqual({ code: 'cloud-unreachable', facts: { host: HOST, route: 'service' } });
    const error = (await failing.catch((reason: unknown) => reason)) as Error;
    expect(`${String(error)}${error.stack ?? ''}${String(error.cause)}`).not.toContain(SECRET);
  });

  test('that breaks off in the middle of the answer is unreachable too', async () => {
    const broken = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"a":'));
        controller.error(new TypeError('network error'));
      },
    });
    expect(
      (
        await failureOf(
          httpOn(() => new Response(broken))
            .http.send(REQUEST)
            .catch((error: unknown) => {
              throw error;
            }),
        )
      ).code,
    ).toBe('cloud-unreachable');
  });

  test.each([301, 302, 307, 308])('that is sent elsewhere (%d) goes nowhere', async (status) => {
    const { http, asked } = httpOn(new Response(null, { status, headers: { location: 'https://evil.example' } }));
    expect(await failureOf(http.send(REQUEST))).toEqual({ code: 'cloud-redirect', facts: { host: HOST, status } });
    expect(asked).toHaveLength(1);
  });

  test('stops reading at 4 MB', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const failing = httpOn(() => Promise.resolve(withoutClone(endless))).http.send(REQUEST);
    expect(await failureOf(failing)).toMatchObject({ code: 'cloud-answer', facts: { why: 'too-long' } });
    expect(sent).toBeLessThan(6 * 1024 * 1024);
  });

  test('that nobody answers ends at its deadline, and is stopped', async () => {
    let stopped = false;
    const { http } = httpOn((asked) => {
      asked.init.signal?.addEventListener('abort', () => {
        stopped = true;
      });
      return never(asked);
    });
    expect(await failureOf(http.send({ ...REQUEST, timeoutMs: 7_000 }))).toEqual({ code: 'cloud-timeout', facts: { host: HOST, timeoutMs: 7_000 } });
    expect(stopped).toBe(true);
  });

  test('can be cancelled, before and during', async () => {
    const { http, asked } = httpOn(never);
    await expect(http.send(REQUEST, AbortSignal.abort('early'))).rejects.toBe('early');
    expect(asked).toEqual([]);
    const cancel = new AbortController();
    const sending = http.send(REQUEST, cancel.signal);
    cancel.abort('enough');
    await expect(sending).rejects.toBe('enough');
  });

  test('a refusal by the proxy itself is no answer of the service', async () => {
    const route = { kind: 'proxy', base: 'http://127.0.0.1:8787' } as const;
    const refusal = (): Response => json('{"touchstone":"proxy","error":"upstream"}', 502);
    expect(await failureOf(httpOn(refusal()).http.send({ ...REQUEST, route }))).toEqual({ code: 'cloud-unreachable', facts: { host: HOST, route: 'proxy' } });
    expect((await httpOn(refusal()).http.send(REQUEST)).status).toBe(502);
  });
});

/** `preparedFetch` clones answers; a stream without an end is better not doubled. */
function withoutClone(body: ReadableStream): Response {
  const response = new Response(body);
  response.clone = () => response;
  return response;
}

describe('the proxy', () => {
  const find = (answer: Prepared): Promise<void> => findProxy('http://127.0.0.1:8787', { ...preparedFetch(answer), clock: new SteppingClock(1_000) });

  test('is found when it says so, and is sent nothing but the question', async () => {
    const { fetch, asked } = preparedFetch(json('{"touchstone":"proxy","version":"0.1.0"}'));
    await findProxy('http://127.0.0.1:8787', { fetch, clock: new SteppingClock(1_000) });
    expect(asked.map(({ url, headers }) => ({ url, headers }))).toEqual([{ url: 'http://127.0.0.1:8787/', headers: {} }]);
  });

  test.each([
    ['another server', new Response('<h1>It works!</h1>')],
    ['JSON of something else', json({ touchstone: 'emulator' })],
    ['its refusal', json('{"touchstone":"proxy","error":"origin"}', 403)],
    ['a refusal with status 200', json('{"touchstone":"proxy","error":"origin"}')],
    ['five kB', json(`{"touchstone":"proxy"}${' '.repeat(5_000)}`)],
    ['nobody', new TypeError('Failed to fetch')],
    ['silence', never],
  ] as const)('is not there: %s', async (_name, answer) => {
    expect(await failureOf(find(answer))).toEqual({ code: 'proxy-missing', facts: { address: 'http://127.0.0.1:8787' } });
  });
});
