/**
 * Where a shared store is: a storage account's blob endpoint and one container in it.
 * Floor: cloud. Pure. The page's policy (vite.config.ts) admits the same hosts and no others. A host of this machine is for azurite, and only with the
 * EMULATOR's tokens, which are worth nothing elsewhere.
 * Reference: "Naming and referencing containers, blobs, and metadata"; "Storage account overview" (names: 3 to 24 of a-z and 0-9).
 */
import type { CloudErrorCode } from '../errors.ts';
import type { CloudProblem, NationalCloud } from '../model.ts';

export interface StorePlace {
  /** `https://NAME.blob.core.windows.net`, without a slash at its end; for azurite `https://127.0.0.1:10000/NAME`. */
  readonly endpoint: string;
  readonly container: string;
}

/** Which clouds' tokens go there. */
export type StoreSide = NationalCloud | 'emulator';

const ENDS: Readonly<Record<NationalCloud, string>> = {
  public: 'blob.core.windows.net',
  'us-government': 'blob.core.usgovcloudapi.net',
  china: 'blob.core.chinacloudapi.cn',
};
const ACCOUNT = /^[a-z0-9]{3,24}$/;
/** Some accounts live in a DNS zone of their own: NAME.z01.blob.storage.azure.net is not among them here, because the policy could not name it. */
const CONTAINER = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LOCAL = /^https:\/\/(?:127\.0\.0\.1|localhost):\d{1,5}\/[a-z0-9]{3,24}$/;

type Fault = 'form' | 'slash' | 'host' | 'local' | 'azure';

function faultOf(endpoint: string, side: StoreSide): Fault | null {
  if (LOCAL.test(endpoint)) return side === 'emulator' ? null : 'local';
  if (endpoint.length > 200 || !URL.canParse(endpoint) || !endpoint.startsWith('https://')) return 'form';
  if (endpoint.endsWith('/')) return 'slash';
  const { host, origin } = new URL(endpoint);
  if (origin !== endpoint) return 'form';
  if (side === 'emulator') return 'azure';
  const account = host.endsWith(`.${ENDS[side]}`) ? host.slice(0, -ENDS[side].length - 1) : '';
  return ACCOUNT.test(account) ? null : 'host';
}

/** The first thing that is wrong; null when this can be a store for tokens of `side`. */
export function checkStorePlace({ endpoint, container }: StorePlace, side: StoreSide): CloudProblem | null {
  const code = 'store-settings' satisfies CloudErrorCode;
  const why = faultOf(endpoint, side);
  if (why !== null) return { code, facts: { field: 'endpoint', why } };
  return CONTAINER.test(container) ? null : { code, facts: { field: 'container', why: 'form' } };
}
