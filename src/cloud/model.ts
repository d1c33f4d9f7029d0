/**
 * The nouns of the cloud room: settings, accounts, services, enrollments, states. Plain values, clonable.
 * Floor: cloud. Knows no HTTP. The raw answer of Resource Manager never becomes one of these: each is built field by field.
 * Reference: DPS service REST 2021-10-01, Azure Resource Manager Microsoft.Devices 2022-12-12, IoT Hub service REST 2021-04-12.
 */
import type { Facts } from '../base/index.ts';

/** `public`: login.microsoftonline.com. `us-government`: login.microsoftonline.us. `china`: login.partner.microsoftonline.cn. */
export const NATIONAL_CLOUDS = ['public', 'us-government', 'china'] as const;
export type NationalCloud = (typeof NATIONAL_CLOUDS)[number];

/** What an administrator registered, and how the services are reached. */
export interface CloudSettings {
  /** Application (client) id: a GUID; '' when not set. */
  readonly clientId: string;
  /** Tenant id (a GUID) or a domain of the tenant; '' when not set. */
  readonly tenant: string;
  readonly cloud: NationalCloud;
  /** Address of a proxy, without a trailing slash: on this machine (http://127.0.0.1:8787) or on the page's own origin. '' for none. */
  readonly proxy: string;
}

export interface CloudAccount {
  readonly username: string;
  readonly name: string;
  readonly tenantId: string;
}

/** The three resources a token is asked for; each token is good for one of them only. */
export const CLOUD_RESOURCES = ['arm', 'dps', 'hub'] as const;
export type CloudResource = (typeof CLOUD_RESOURCES)[number];
/** Those three, and the shared store's storage, which not every bench has. */
export type TokenResource = CloudResource | 'storage';

/** How a host is reached. `base` has no trailing slash; an address there is `${base}/${host}${path}`. */
export type CloudRoute =
  | { readonly kind: 'service' } // the service's own host
  | { readonly kind: 'portal' } // the host that Resource Manager calls the portal's
  | { readonly kind: 'proxy'; readonly base: string }
  | { readonly kind: 'emulator'; readonly base: string };

export interface Subscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly state: string;
  readonly tenantId: string;
}

export interface IpFilterRule {
  readonly filterName: string;
  readonly action: string;
  readonly ipMask: string;
  /** `all`, `serviceApi` or `deviceApi`. */
  readonly target: string;
}

export interface LinkedHub {
  /** Host name: x.azure-devices.net. */
  readonly name: string;
  readonly location: string;
  readonly allocationWeight: number | null;
  readonly applyAllocationPolicy: boolean | null;
  /** How the link signs in, where the answer says so. */
  readonly authenticationType: string | null;
}

/** One Device Provisioning Service as Resource Manager describes it. */
export interface ProvisioningService {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly state: string;
  readonly idScope: string;
  readonly serviceHost: string;
  readonly deviceHost: string;
  /** Null when the answer has none. */
  readonly portalHost: string | null;
  readonly allocationPolicy: string;
  readonly publicNetworkAccess: string;
  readonly ipFilterRules: readonly IpFilterRule[];
  readonly linkedHubs: readonly LinkedHub[];
}

export type AllocationPolicy = 'hashed' | 'geoLatency' | 'static';
export type ProvisioningStatus = 'enabled' | 'disabled';
export type RegistrationStatus = 'unassigned' | 'assigning' | 'assigned' | 'failed' | 'disabled';

/** The device's side of an enrollment. `none`: the service knows of no registration yet. */
export interface RegistrationState {
  readonly status: RegistrationStatus | 'none' | 'unknown';
  /** As the service wrote it, for a status or a substatus this page does not know. */
  readonly statusText: string;
  readonly substatus: string | null;
  readonly assignedHub: string | null;
  readonly deviceId: string | null;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  /** RFC 3339. */
  readonly lastUpdated: string | null;
}

/** An individual enrollment as the service holds it. */
export interface Enrollment {
  readonly registrationId: string;
  readonly deviceId: string | null;
  /** Verbatim, with its quotes. */
  readonly etag: string | null;
  readonly provisioningStatus: ProvisioningStatus;
  readonly allocationPolicy: string | null;
  readonly hubs: readonly string[];
  /** Upper-case hex without colons, from the service; null for another kind of attestation. */
  readonly sha256Thumbprint: string | null;
  readonly sha1Thumbprint: string | null;
  /** `x509`, `tpm`, `symmetricKey`… */
  readonly attestation: string;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly created: string | null;
  readonly lastUpdated: string | null;
  readonly registration: RegistrationState;
}

/** What is asked of the service for one chip. */
export interface EnrollmentRequest {
  /** The certificate's common name, as in the certificate. */
  readonly registrationId: string;
  readonly deviceId: string;
  /** The leaf alone. */
  readonly certificatePem: string;
  /** SHA-256 over the DER, upper-case hex. */
  readonly sha256Thumbprint: string;
  readonly allocationPolicy: AllocationPolicy;
  /** Host names; one for `static`, none for "all linked hubs". */
  readonly hubs: readonly string[];
  /** For the initial twin; {} for none. */
  readonly tags: Readonly<Record<string, unknown>>;
}

/** The hub's view of a device. */
export interface HubDevice {
  readonly deviceId: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly connectionState: string;
  readonly lastActivity: string | null;
  readonly connectionStateUpdated: string | null;
  /** `selfSigned` is what every device provisioned with X.509 shows. */
  readonly authentication: string;
  /** Upper-case hex without colons; SHA-1 or SHA-256. */
  readonly primaryThumbprint: string | null;
  readonly secondaryThumbprint: string | null;
}

/** What is known of an error that an answer carried. */
export interface CloudProblem {
  readonly code: string;
  readonly facts: Facts;
}
