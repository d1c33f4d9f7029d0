/**
 * The bodies that are sent to the Device Provisioning Service.
 * Floor: cloud. Pure.
 * Reference: DPS service REST 2021-10-01: BulkEnrollmentOperation, IndividualEnrollment. A leaf alone is enough for an individual enrollment.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { JsonObject, JsonValue } from '../../formats/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { EnrollmentRequest } from '../model.ts';

/** Letters, digits and `: . _ -`, the marks neither first nor last, at most 128: nothing that means anything in a path. */
const REGISTRATION_ID = /^[a-z0-9](?:[a-z0-9:._-]{0,126}[a-z0-9])?$/i;

/** The path of a registration id below `collection`. @throws enrol-registration-id */
export function pathOf(collection: 'enrollments' | 'registrations', registrationId: string): string {
  if (!REGISTRATION_ID.test(registrationId))
    throw new TouchstoneError<CloudErrorCode>('enrol-registration-id', { registrationId: registrationId.slice(0, 128), why: 'characters' });
  return `/${collection}/${encodeURIComponent(registrationId)}`;
}

const enrollmentOf = (request: EnrollmentRequest): Readonly<Record<string, unknown>> => ({
  registrationId: request.registrationId,
  deviceId: request.deviceId,
  attestation: { type: 'x509', x509: { clientCertificates: { primary: { certificate: request.certificatePem } } } },
  provisioningStatus: 'enabled',
  allocationPolicy: request.allocationPolicy,
  ...(request.hubs.length > 0 ? { iotHubs: request.hubs } : {}),
  ...(Object.keys(request.tags).length > 0 ? { initialTwin: { tags: request.tags, properties: { desired: {} } } } : {}),
});

/** `mode: create` changes nothing that exists. @throws enrol-registration-id */
export function writeBulk(requests: readonly EnrollmentRequest[]): string {
  for (const { registrationId } of requests) pathOf('enrollments', registrationId);
  return JSON.stringify({ mode: 'create', enrollments: requests.map(enrollmentOf) });
}

/** The same JSON value again, from the form in which it was parsed. */
export function writeJson(value: JsonValue): string {
  return JSON.stringify(value, (_name, member: unknown) => (member instanceof Map ? Object.fromEntries(member as JsonObject) : member));
}

const TEXTS = /"(?:[^"\\]|\\.)*"/g;
const NUMBERS = /-?\d[\d.eE+-]*/g;

/** Whether every number of a JSON text is still the same number after it was parsed and written: twins may hold integers beyond 2^53. */
export function numbersSurvive(json: string): boolean {
  const numbers = json.replace(TEXTS, '""').match(NUMBERS) ?? [];
  return numbers.every((text) => {
    const digits = text
      .replace(/[eE].*$/, '')
      .replace(/\D/g, '')
      .replace(/^0+/, '');
    return digits.length <= 15 || String(Number(text)) === text;
  });
}
