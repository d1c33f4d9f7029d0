/**
 * Whether the settings can be what an administrator registered.
 * Floor: cloud. Pure. Whether they are is known to the authority only (setup/test-setup.ts).
 * Reference: RFC 9562 (the text form of a GUID); RFC 1123 (domain names). The shared tenants `common`, `organizations` and `consumers` are refused:
 * they lead a guest to the home tenant, which is not the one that owns the subscription.
 */
import type { CloudErrorCode } from '../errors.ts';
import type { CloudProblem, CloudSettings } from '../model.ts';
import { NATIONAL_CLOUDS } from '../model.ts';
import { checkProxyAddress } from './proxy-address.ts';

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

const setup = (field: string, why: 'missing' | 'form'): CloudProblem => ({ code: 'sign-in-setup' satisfies CloudErrorCode, facts: { field, why } });

/** The first thing that is wrong: sign-in-setup (facts `field`, `why`) or proxy-address; null when nothing is. */
export function checkSettings(settings: CloudSettings, pageOrigin: string): CloudProblem | null {
  const { clientId, tenant, cloud, proxy } = settings;
  if (clientId === '') return setup('clientId', 'missing');
  if (!GUID.test(clientId)) return setup('clientId', 'form');
  if (tenant === '') return setup('tenant', 'missing');
  if (!GUID.test(tenant) && !DOMAIN.test(tenant)) return setup('tenant', 'form');
  if (!NATIONAL_CLOUDS.includes(cloud)) return setup('cloud', 'form');
  return proxy === '' ? null : checkProxyAddress(proxy, pageOrigin);
}
