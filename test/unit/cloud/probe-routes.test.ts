import { describe, expect, test } from 'vitest';
import { probeRoutes } from '../../../src/cloud/index.ts';
import type { RouteFound, RouteTry } from '../../../src/cloud/index.ts';
import { benchOn, failureOf, json } from './answers.ts';
import type { Asked, Prepared } from './answers.ts';

const SERVICE = { serviceHost: 'x.azure-devices-provisioning.net', portalHost: 'x.services.azure-devices-provisioning.net' };
const REFUSED = new TypeError('Failed to fetch');
const statesOf = ({ tries }: Pick<RouteFound, 'tries'>): readonly string[] => tries.map(({ route, state, status }) => `${route} ${state} ${status ?? '-'}`);

async function probe(
  proxy: string,
  portalHost: string | null,
  ...answers: readonly Prepared[]
): Promise<RouteFound & { readonly asked: Asked[]; readonly shown: RouteTry[][] }> {
  const { http, token, asked } = benchOn(...answers);
  const shown: RouteTry[][] = [];
  const found = await probeRoutes({ http, token, service: { ...SERVICE, portalHost }, proxy, onTries: (tries) => shown.push([...tries]) });
  return { ...found, asked, shown };
}

describe('the way to the service', () => {
  test.each([200, 400, 401, 403, 404, 429, 500])('is its own host when that answers anything at all, such as %d', async (status) => {
    const found = await probe('http://127.0.0.1:8787', SERVICE.portalHost, json('', status));
    expect(found.route).toEqual({ kind: 'service' });
    expect(statesOf(found)).toEqual([`service answered ${status}`, 'portal skipped -', 'proxy skipped -']);
    expect(found.asked).toHaveLength(1);
  });

  test('is the portal’s host when the browser shows nothing of the first', async () => {
    const found = await probe('', SERVICE.portalHost, REFUSED, json('', 404));
    expect(found.route).toEqual({ kind: 'portal' });
    expect(statesOf(found)).toEqual(['service refused -', 'portal answered 404', 'proxy skipped -']);
    expect(found.asked.map(({ method, url }) => `${method} ${new URL(url).host}`)).toEqual([`GET ${SERVICE.serviceHost}`, `GET ${SERVICE.portalHost}`]);
  });

  test('is the proxy when neither shows anything, and the proxy asks the service’s own host', async () => {
    const found = await probe('http://127.0.0.1:8787', null, REFUSED, json('', 404));
    expect(found.route).toEqual({ kind: 'proxy', base: 'http://127.0.0.1:8787' });
    expect(statesOf(found)).toEqual(['service refused -', 'portal skipped -', 'proxy answered 404']);
    expect(found.asked[1]?.url.startsWith(`http://127.0.0.1:8787/${SERVICE.serviceHost}/enrollments/`)).toBe(true);
  });

  test('is nowhere when the proxy itself has no answer either', async () => {
    const found = await probe('http://127.0.0.1:8787', SERVICE.portalHost, REFUSED, REFUSED, json('{"touchstone":"proxy","error":"upstream"}', 502));
    expect(found.route).toBeNull();
    expect(statesOf(found)).toEqual(['service refused -', 'portal refused -', 'proxy refused -']);
    expect(found.asked).toHaveLength(3); // one try each: a person waits
  });

  test('is shown while it is looked for', async () => {
    const { shown } = await probe('', SERVICE.portalHost, REFUSED, json('', 404));
    expect(shown.map((tries) => tries.map(({ state }) => state).join(' '))).toEqual([
      'running skipped skipped',
      'refused skipped skipped',
      'refused running skipped',
      'refused answered skipped',
    ]);
  });

  test('is not looked for without a token, nor at a host that is not Azure’s', async () => {
    const { http, token } = benchOn(json(''));
    const none = { ...token, token: () => Promise.reject(new Error('nobody is signed in')) };
    await expect(probeRoutes({ http, token: none, service: SERVICE, proxy: '' })).rejects.toThrow('nobody');
    expect((await failureOf(probeRoutes({ http, token, service: { ...SERVICE, serviceHost: 'evil.example' }, proxy: '' }))).code).toBe('cloud-host');
  });

  test('is no longer looked for once it is cancelled', async () => {
    const { http, token, asked } = benchOn(REFUSED);
    await expect(probeRoutes({ http, token, service: SERVICE, proxy: '', signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
    expect(asked).toEqual([]);
  });
});
