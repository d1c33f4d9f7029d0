/**
 * An individual enrollment from JSON, strictly, and back.
 * Local tool. Knows nothing of what is stored already, but for the hubs that are linked. Reference: chapter 1.2 of the notes on Azure, SPEC-S.
 */
import { isObject } from '../exchange.ts';
import type { JsonObject } from '../exchange.ts';
import { hubHost, timeText } from '../state.ts';
import type { Enrollment, Registration, Service, StoredCertificate } from '../state.ts';
import type { World } from '../world.ts';
import { readCertificate } from './certificate-text.ts';
import { faultOf } from './refuse.ts';

const POLICIES = new Set(['hashed', 'geoLatency', 'static', 'custom']);

export interface ReadEnrollment {
  readonly registrationId: string;
  readonly attestationType: Enrollment['attestationType'];
  /** Null when an update leaves the certificate as it is. */
  readonly primary: StoredCertificate | null;
  readonly secondary: StoredCertificate | null;
  readonly otherAttestation: JsonObject | null;
  readonly members: JsonObject;
  readonly etag: string | null;
}

/** Whether it is a registration id: up to 128 of letters, digits and `: . _ -`, no special one at either end. */
export const isRegistrationId = (id: string): boolean => id.length <= 128 && /^[A-Za-z0-9](?:[A-Za-z0-9:._-]*[A-Za-z0-9])?$/.test(id);

/** Whether IoT Hub takes it as the id of a device. */
const isDeviceId = (id: string): boolean => id.length <= 128 && /^[A-Za-z0-9\-.+%_#*?!(),:=@$']+$/.test(id);

function check(holds: boolean, message: string): void {
  if (!holds) throw faultOf(400, 4, message);
}

function readX509(attestation: JsonObject): { readonly primary: StoredCertificate | null; readonly secondary: StoredCertificate | null } {
  const x509 = attestation['x509'];
  const certificates = isObject(x509) ? x509['clientCertificates'] : undefined;
  if (!isObject(x509) || !isObject(certificates)) throw faultOf(400, 107, 'Invalid attestation: an individual enrollment wants x509.clientCertificates');
  const one = (member: unknown): StoredCertificate | null => {
    if (member === undefined || member === null) return null;
    if (!isObject(member)) throw faultOf(400, 107, 'Invalid attestation: a certificate is an object');
    const text = member['certificate'];
    // an enrollment that was read and sent back has `info` without the text: the certificate stays
    return (text === undefined || text === null) && isObject(member['info']) ? null : readCertificate(text);
  };
  check(isObject(certificates['primary']), 'Invalid attestation: there is no primary certificate');
  return { primary: one(certificates['primary']), secondary: one(certificates['secondary']) };
}

function readMembers(body: JsonObject, linked: readonly string[]): JsonObject {
  const { deviceId, provisioningStatus, allocationPolicy, iotHubs, iotHubHostName, reprovisionPolicy, capabilities, initialTwin } = body;
  const optional = (value: unknown, holds: (value: NonNullable<unknown>) => boolean, message: string): void => {
    check(value === undefined || value === null || holds(value), message);
  };
  const linkedHost = (host: unknown): boolean => typeof host === 'string' && linked.includes(host.toLowerCase());
  const twoFlags = (value: unknown): boolean => isObject(value) && Object.values(value).every((flag) => typeof flag === 'boolean');
  optional(deviceId, (id) => typeof id === 'string' && isDeviceId(id), 'Invalid deviceId');
  optional(provisioningStatus, (status) => status === 'enabled' || status === 'disabled', 'Invalid provisioningStatus');
  optional(allocationPolicy, (policy) => typeof policy === 'string' && POLICIES.has(policy), 'Invalid allocationPolicy');
  optional(iotHubs, (hubs) => Array.isArray(hubs) && hubs.every(linkedHost), 'Invalid iotHubs: a hub is not linked to this service');
  optional(iotHubHostName, linkedHost, 'Invalid iotHubHostName: the hub is not linked to this service');
  optional(reprovisionPolicy, twoFlags, 'Invalid reprovisionPolicy');
  optional(capabilities, (value) => isObject(value) && typeof value['iotEdge'] === 'boolean', 'Invalid capabilities');
  optional(initialTwin, (twin) => isObject(twin) && (twin['tags'] === undefined || isObject(twin['tags'])), 'Invalid initialTwin');
  optional(body['optionalDeviceInformation'], isObject, 'Invalid optionalDeviceInformation');
  if (allocationPolicy === 'static')
    check(iotHubHostName !== undefined || (Array.isArray(iotHubs) && iotHubs.length === 1), 'Invalid allocationPolicy: static wants one hub');
  check(allocationPolicy !== 'custom' || isObject(body['customAllocationDefinition']), 'Invalid allocationPolicy: custom wants customAllocationDefinition');
  const kept = {
    deviceId,
    provisioningStatus: provisioningStatus ?? 'enabled',
    allocationPolicy,
    iotHubs,
    iotHubHostName,
    reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true, ...(isObject(reprovisionPolicy) ? reprovisionPolicy : {}) },
    capabilities: capabilities ?? { iotEdge: false },
    initialTwin,
    optionalDeviceInformation: body['optionalDeviceInformation'],
    customAllocationDefinition: body['customAllocationDefinition'],
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined && value !== null));
}

/** Reads one enrollment. @throws EnrollmentFault 400 */
export function readEnrollment(service: Service, body: unknown): ReadEnrollment {
  if (!isObject(body)) throw faultOf(400, 3, 'The body is not an enrollment');
  const { registrationId, attestation, etag } = body;
  if (typeof registrationId !== 'string' || !isRegistrationId(registrationId)) throw faultOf(400, 4, 'Invalid RegistrationId');
  if (!isObject(attestation)) throw faultOf(400, 107, 'Invalid attestation: there is none');
  const type = attestation['type'];
  if (type !== 'x509' && type !== 'symmetricKey' && type !== 'tpm') throw faultOf(400, 107, 'Invalid attestation: unknown type');
  const x509 = type === 'x509' ? readX509(attestation) : { primary: null, secondary: null };
  return {
    registrationId,
    attestationType: type,
    ...x509,
    otherAttestation: type === 'x509' ? null : attestation,
    members: readMembers(body, service.hubs.map(hubHost)),
    etag: typeof etag === 'string' ? etag : null,
  };
}

const echo = (world: World, id: string): string => (world.options.echoCase === 'lower' ? id.toLowerCase() : id);

/** A registration as the service shows it (1.3); before the device has called it is `unassigned`. */
export function describeRegistration(world: World, enrollment: Enrollment): JsonObject {
  const registration: Registration | null = enrollment.registration;
  const common = { registrationId: echo(world, enrollment.registrationId) };
  if (!registration)
    return { ...common, createdDateTimeUtc: timeText(enrollment.createdAtMs), status: 'unassigned', lastUpdatedDateTimeUtc: timeText(enrollment.createdAtMs) };
  const { status, substatus, assignedHub, deviceId, errorCode, errorMessage } = registration;
  const facts = { assignedHub, deviceId, substatus, errorCode, errorMessage };
  return {
    ...common,
    createdDateTimeUtc: timeText(registration.createdAtMs),
    status,
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)),
    lastUpdatedDateTimeUtc: timeText(registration.updatedAtMs),
    etag: registration.etag,
  };
}

/** The attestation; with the certificate's text only where that is asked for. */
export function describeAttestation(enrollment: Enrollment, text: 'with-text' | 'info-only'): JsonObject {
  if (enrollment.attestationType !== 'x509') {
    if (text === 'with-text' || enrollment.attestationType === 'tpm') return enrollment.otherAttestation ?? { type: enrollment.attestationType };
    return { type: enrollment.attestationType };
  }
  const show = (certificate: StoredCertificate): JsonObject =>
    text === 'with-text' ? { certificate: certificate.pem, info: certificate.info } : { info: certificate.info };
  const { primary, secondary } = enrollment;
  return {
    type: 'x509',
    x509: { clientCertificates: { ...(primary ? { primary: show(primary) } : {}), ...(secondary ? { secondary: show(secondary) } : {}) } },
  };
}

/** A whole enrollment as the service answers it. */
export function describeEnrollment(world: World, enrollment: Enrollment): JsonObject {
  return {
    registrationId: echo(world, enrollment.registrationId),
    ...enrollment.members,
    registrationState: describeRegistration(world, enrollment),
    attestation: describeAttestation(enrollment, world.options.returnsCertificate === 'yes' ? 'with-text' : 'info-only'),
    etag: enrollment.etag,
    createdDateTimeUtc: timeText(enrollment.createdAtMs),
    lastUpdatedDateTimeUtc: timeText(enrollment.updatedAtMs),
  };
}
