/**
 * Which way leads to the service: its own host, the host that Resource Manager calls the portal's, or the proxy; the first that answers.
 * Floor: cloud. It asks for an enrollment that does not exist, with a real token, because a preflight looks at the very headers of the real calls.
 * Any HTTP status is an answer; a browser that shows none (no CORS, no network) says no more than that.
 * Reference: Fetch standard section 3.3 (CORS protocol); Microsoft.Devices 2022-12-12, `portalOperationsHostName`: "Portal endpoint to enable CORS for this provisioning service."
 */
import { isTouchstoneError } from '../../base/index.ts';
import type { CancelSignal } from '../../base/index.ts';
import type { CloudRoute, ProvisioningService } from '../model.ts';
import type { TokenSource } from '../sign-in/sign-in.ts';
import type { CloudHttp } from './cloud-http.ts';

const TIMEOUT_MS = 10_000;
const NO_SUCH_ID = 'touchstone-route-probe';

/** `answered`: any HTTP status at all. `refused`: the browser showed no answer. `skipped`: there is none, or an earlier one serves. */
export interface RouteTry {
  readonly route: CloudRoute['kind'];
  readonly host: string;
  readonly state: 'running' | 'answered' | 'refused' | 'skipped';
  readonly status: number | null;
}

export interface RouteProbe {
  readonly http: CloudHttp;
  readonly token: TokenSource;
  readonly service: Pick<ProvisioningService, 'serviceHost' | 'portalHost'>;
  /** '' for none. */
  readonly proxy: string;
  readonly onTries?: (tries: readonly RouteTry[]) => void;
  readonly signal?: CancelSignal;
}

export interface RouteFound {
  readonly route: CloudRoute | null;
  readonly tries: readonly RouteTry[];
}

interface Way {
  readonly route: CloudRoute;
  readonly host: string;
}

/** The status it answered with; null when the browser showed none. @throws a cancel, cloud-host, sign-in-* */
async function statusOf(probe: RouteProbe, way: Way): Promise<number | null> {
  const token = await probe.token.token(probe.signal);
  const request = { method: 'GET', host: way.host, path: `/enrollments/${NO_SUCH_ID}`, query: { 'api-version': '2021-10-01' }, route: way.route } as const;
  const headers = { 'content-type': 'application/json; charset=utf-8' }; // as the enrolling call has it: a preflight asks for it by name
  try {
    return (await probe.http.send({ ...request, headers, token, timeoutMs: TIMEOUT_MS }, probe.signal)).status;
  } catch (error) {
    const noAnswer = isTouchstoneError(error) && ['cloud-unreachable', 'cloud-timeout', 'cloud-redirect'].includes(error.code);
    if (noAnswer) return null;
    throw error;
  }
}

/** The first way that answers, and what came of each. @throws sign-in-*, cloud-host */
export async function probeRoutes(probe: RouteProbe): Promise<RouteFound> {
  const { serviceHost, portalHost } = probe.service;
  const ways: readonly (Way | null)[] = [
    { route: { kind: 'service' }, host: serviceHost },
    portalHost === null ? null : { route: { kind: 'portal' }, host: portalHost },
    probe.proxy === '' ? null : { route: { kind: 'proxy', base: probe.proxy }, host: serviceHost },
  ];
  const tries: RouteTry[] = (['service', 'portal', 'proxy'] as const).map((route, index) => ({
    route,
    host: ways[index]?.host ?? '',
    state: 'skipped',
    status: null,
  }));
  const note = (index: number, change: Partial<RouteTry>): void => {
    tries[index] = { ...(tries[index] as RouteTry), ...change };
    probe.onTries?.([...tries]);
  };
  for (const [index, way] of ways.entries()) {
    if (way === null) continue;
    note(index, { state: 'running' });
    const status = await statusOf(probe, way);
    note(index, { state: status === null ? 'refused' : 'answered', status });
    if (status !== null) return { route: way.route, tries };
  }
  return { route: null, tries };
}
