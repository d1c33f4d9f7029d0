/**
 * The addresses of each national cloud: where people sign in, whom tokens are for, which hosts are Azure's.
 * Floor: cloud. Plain values. The page's policy (vite.config.ts) admits the same hosts and no others.
 * Reference: Microsoft identity platform, national clouds; Azure IoT DPS "Control access with Microsoft Entra ID".
 * The token audiences of DPS in the national clouds are by analogy (the public one is documented, IoT Hub's are in the SDKs): nobody has tried them from here.
 */
import type { CloudResource, NationalCloud, TokenResource } from '../model.ts';

export interface CloudEndpoints {
  /** Origin, without a trailing slash. */
  readonly authority: string;
  readonly armHost: string;
  /** One scope a resource. */
  readonly scopes: Readonly<Record<CloudResource, string>>;
  /** A host must end in one of these, dot included, or be the Resource Manager's. */
  readonly hostSuffixes: readonly string[];
}

const ENDPOINTS: Readonly<Record<NationalCloud, CloudEndpoints>> = {
  public: {
    authority: 'https://login.microsoftonline.com',
    armHost: 'management.azure.com',
    scopes: {
      arm: 'https://management.azure.com/.default',
      dps: 'https://azure-devices-provisioning.net/.default',
      hub: 'https://iothubs.azure.net/.default',
    },
    hostSuffixes: ['.azure-devices-provisioning.net', '.azure-devices.net'],
  },
  'us-government': {
    authority: 'https://login.microsoftonline.us',
    armHost: 'management.usgovcloudapi.net',
    scopes: {
      arm: 'https://management.usgovcloudapi.net/.default',
      dps: 'https://azure-devices-provisioning.us/.default',
      hub: 'https://iothubs.azure.us/.default',
    },
    hostSuffixes: ['.azure-devices-provisioning.us', '.azure-devices.us'],
  },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    armHost: 'management.chinacloudapi.cn',
    scopes: {
      arm: 'https://management.chinacloudapi.cn/.default',
      dps: 'https://azure-devices-provisioning.cn/.default',
      hub: 'https://iothubs.azure.cn/.default',
    },
    hostSuffixes: ['.azure-devices-provisioning.cn', '.azure-devices.cn'],
  },
};

export const endpointsOf = (cloud: NationalCloud): CloudEndpoints => ENDPOINTS[cloud];

/** Storage takes the same scope in every cloud. Reference: "Authorize access to blobs using Microsoft Entra ID". */
const STORAGE_SCOPE = 'https://storage.azure.com/.default';

/** What a token of one resource is asked for with. */
export const scopeOf = (resource: TokenResource, cloud: NationalCloud): string => (resource === 'storage' ? STORAGE_SCOPE : ENDPOINTS[cloud].scopes[resource]);

/** RFC 1123 labels, at least two of them, 253 characters at most; lower case, no port, no final dot. */
const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** True for the Resource Manager and for hosts below the cloud's IoT domains. */
export function isCloudHost(host: string, cloud: NationalCloud): boolean {
  const { armHost, hostSuffixes } = ENDPOINTS[cloud];
  return HOST.test(host) && (host === armHost || hostSuffixes.some((suffix) => host.endsWith(suffix)));
}
