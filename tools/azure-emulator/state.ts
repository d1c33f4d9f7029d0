/**
 * Everything the emulator remembers: directories, subscriptions, services, enrollments, hubs, devices. In memory only.
 * Local tool. Knows nothing of requests. Reference: SPEC-ARM and SPEC-S as quoted in the notes on Azure, chapters 1, 3 and 4.
 */
import type { HostKind } from './exchange.ts';
import type { JsonObject } from './exchange.ts';

export type Role = 'arm-reader' | 'dps-data-reader' | 'dps-data-contributor' | 'hub-data-reader';
export type RegistrationStatus = 'unassigned' | 'assigning' | 'assigned' | 'failed' | 'disabled';

export interface Tenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly domain: string;
}

export interface Account {
  readonly oid: string;
  readonly username: string;
  readonly name: string;
  readonly homeTenantId: string;
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly tenantId: string;
}

export interface IpFilterRule {
  readonly filterName: string;
  readonly action: 'Accept' | 'Reject';
  readonly ipMask: string;
  readonly target?: 'all' | 'serviceApi' | 'deviceApi';
}

export interface CertificateInfo {
  readonly subjectName: string;
  readonly sha1Thumbprint: string;
  readonly sha256Thumbprint: string;
  readonly issuerName: string;
  readonly notBeforeUtc: string;
  readonly notAfterUtc: string;
  readonly serialNumber: string;
  readonly version: number;
}

export interface StoredCertificate {
  readonly pem: string;
  readonly commonName: string | null;
  readonly info: CertificateInfo;
}

/** What shall become of a registration that has begun; times in milliseconds of the emulator's clock. */
export interface PendingRegistration {
  readonly operationId: string;
  readonly assigningAtMs: number;
  readonly doneAtMs: number;
  readonly outcome: 'assigned' | 'failed' | 'disabled';
  readonly hub: string | null;
  readonly substatus: string;
  readonly errorCode: number;
  readonly errorMessage: string;
}

export interface Registration {
  readonly createdAtMs: number;
  updatedAtMs: number;
  etag: string;
  status: RegistrationStatus;
  substatus: string | null;
  assignedHub: string | null;
  deviceId: string | null;
  errorCode: number | null;
  errorMessage: string | null;
  operationId: string;
  pending: PendingRegistration | null;
}

export interface Enrollment {
  readonly registrationId: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  etag: string;
  attestationType: 'x509' | 'symmetricKey' | 'tpm';
  primary: StoredCertificate | null;
  secondary: StoredCertificate | null;
  /** symmetricKey and tpm: as it was given. */
  otherAttestation: JsonObject | null;
  /** The optional members, checked, as they were given. */
  members: JsonObject;
  registration: Registration | null;
}

/** A bucket of operations that fills again over a minute. */
export interface Budget {
  tokens: number;
  filledAtMs: number;
}

export interface Service {
  readonly name: string;
  readonly idScope: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly state: string;
  readonly publicNetworkAccess: 'Enabled' | 'Disabled';
  readonly ipFilterRules: readonly IpFilterRule[];
  /** Names of the linked hubs. */
  readonly hubs: readonly string[];
  /** By registration id in lower case: ids are case-insensitive. */
  readonly enrollments: Map<string, Enrollment>;
  /** Which enrollment has a certificate: from its SHA-256 thumbprint to the id in lower case. */
  readonly certificates: Map<string, string>;
  /** Ids, in lower case, of the registrations that are under way. */
  readonly underWay: Set<string>;
  readonly budget: Budget;
  operations: number;
}

export interface HubDevice {
  readonly deviceId: string;
  readonly generationId: string;
  etag: string;
  connectionState: 'Connected' | 'Disconnected';
  connectionStateUpdatedAtMs: number | null;
  lastActivityAtMs: number | null;
  readonly thumbprint: string | null;
  readonly tags: JsonObject;
  readonly desired: JsonObject;
  readonly capabilities: JsonObject;
}

export interface Hub {
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly state: string;
  /** By device id; hub ids are case-sensitive. */
  readonly devices: Map<string, HubDevice>;
  readonly budget: Budget;
}

/** One line of what was asked; never a header, a query or a body. */
export interface RecordedRequest {
  readonly atMs: number;
  readonly method: string;
  readonly kind: HostKind;
  readonly host: string;
  readonly path: string;
  readonly origin: string | null;
  /** 0: the connection was dropped. */
  readonly status: number;
}

export interface Model {
  tenants: Tenant[];
  account: Account;
  subscriptions: Subscription[];
  services: Service[];
  hubs: Hub[];
  /** `role` or `role@name`. */
  roles: Set<string>;
  takenRoles: Set<string>;
  requests: RecordedRequest[];
}

export const hubHost = (name: string): string => `${name}.azure-devices.net`;
export const dpsHost = (name: string): string => `${name}.azure-devices-provisioning.net`;
export const portalHost = (name: string): string => `${name}.services.azure-devices-provisioning.net`;
export const timeText = (ms: number): string => new Date(ms).toISOString();

/** Whether the account has the role on the named resource: everywhere, or there; and not taken away there. */
export function hasRole(model: Model, role: Role, name: string): boolean {
  if (model.takenRoles.has(`${role}@${name}`)) return false;
  return model.roles.has(role) || model.roles.has(`${role}@${name}`);
}
