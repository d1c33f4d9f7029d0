/**
 * What the Device Provisioning Service says of an enrollment and of its device's registration, field by field.
 * Floor: cloud. Pure. What the service added since is passed over; a status it invented is kept as its text.
 * Reference: DPS service REST 2021-10-01: IndividualEnrollment, DeviceRegistrationState, X509CertificateInfo, BulkEnrollmentOperationResult.
 */
import type { JsonValue } from '../../formats/index.ts';
import type { CloudAnswer } from '../http/cloud-http.ts';
import { Fields } from '../http/fields.ts';
import { harmlessText } from '../http/harmless-text.ts';
import type { Enrollment, ProvisioningStatus, RegistrationState, RegistrationStatus } from '../model.ts';

const ID_LIMIT = 128;
const HUB_LIMIT = 500;
const STATUSES: readonly RegistrationStatus[] = ['unassigned', 'assigning', 'assigned', 'failed', 'disabled'];

export const NO_REGISTRATION: RegistrationState = {
  status: 'none',
  statusText: '',
  substatus: null,
  assignedHub: null,
  deviceId: null,
  errorCode: null,
  errorMessage: null,
  lastUpdated: null,
};

function registrationFrom(fields: Fields): RegistrationState {
  const statusText = fields.text('status', 64) ?? '';
  const message = fields.text('errorMessage', 65_536);
  return {
    status: STATUSES.find((status) => status === statusText) ?? 'unknown',
    statusText,
    substatus: fields.text('substatus', 64),
    assignedHub: fields.text('assignedHub', 253),
    deviceId: fields.text('deviceId', ID_LIMIT),
    errorCode: fields.number('errorCode'),
    errorMessage: message === null ? null : harmlessText(message),
    lastUpdated: fields.text('lastUpdatedDateTimeUtc', 64),
  };
}

/** The stand-alone state. @throws cloud-answer */
export const parseRegistration = (answer: CloudAnswer, value: JsonValue): RegistrationState => registrationFrom(new Fields(answer, value, 'registration'));

/** Hex of `bytes` bytes, in upper case and without colons. */
function thumbprint(info: Fields | null, name: string, bytes: number): string | null {
  const hex = info?.text(name, 256)?.replaceAll(':', '').toUpperCase() ?? '';
  if (info === null || hex === '') return null;
  if (!/^[0-9A-F]+$/.test(hex) || hex.length !== bytes * 2) throw info.fail(name);
  return hex;
}

function statusFrom(fields: Fields): ProvisioningStatus {
  const status = fields.text('provisioningStatus', 64) ?? 'enabled'; // the documented default
  if (status !== 'enabled' && status !== 'disabled') throw fields.fail('provisioningStatus');
  return status;
}

/** @throws cloud-answer */
export function parseEnrollment(answer: CloudAnswer, value: JsonValue): Enrollment {
  const fields = new Fields(answer, value, 'enrollment');
  const attestation = fields.object('attestation');
  const info = attestation?.object('x509')?.object('clientCertificates')?.object('primary')?.object('info') ?? null;
  const registration = fields.object('registrationState');
  return {
    registrationId: fields.name('registrationId', ID_LIMIT),
    deviceId: fields.text('deviceId', ID_LIMIT) || null,
    etag: fields.text('etag', 256),
    provisioningStatus: statusFrom(fields),
    allocationPolicy: fields.text('allocationPolicy', 64),
    hubs: fields.list('iotHubs', HUB_LIMIT).map((hub) => {
      if (typeof hub !== 'string' || hub.length > 253) throw fields.fail('iotHubs');
      return hub;
    }),
    sha256Thumbprint: thumbprint(info, 'sha256Thumbprint', 32),
    sha1Thumbprint: thumbprint(info, 'sha1Thumbprint', 20),
    attestation: attestation?.text('type', 64) ?? '',
    tags: fields.object('initialTwin')?.free('tags') ?? {},
    created: fields.text('createdDateTimeUtc', 64),
    lastUpdated: fields.text('lastUpdatedDateTimeUtc', 64),
    registration: registration === null ? NO_REGISTRATION : registrationFrom(registration),
  };
}

/** What became of one request of a bulk. `errorCode` is about the HTTP status × 1000 (409…: a conflict); `errorStatus` is the service's text. */
export type BulkOutcome =
  | { readonly registrationId: string; readonly outcome: 'created' }
  | { readonly registrationId: string; readonly outcome: 'failed'; readonly errorCode: number; readonly errorStatus: string };

/** One outcome for each id, in their order. Ids are compared without case, as the service does. @throws cloud-answer when the answer does not add up */
export function parseBulk(answer: CloudAnswer, value: JsonValue, registrationIds: readonly string[]): readonly BulkOutcome[] {
  const fields = new Fields(answer, value, 'bulk');
  const failed = new Map<string, { readonly errorCode: number; readonly errorStatus: string }>();
  for (const error of fields.list('errors', registrationIds.length)) {
    const one = new Fields(answer, error, 'errors');
    const status = one.text('errorStatus', 65_536) ?? '';
    failed.set(one.name('registrationId', ID_LIMIT).toLowerCase(), { errorCode: one.number('errorCode') ?? 0, errorStatus: harmlessText(status) });
  }
  const outcomes = registrationIds.map((registrationId): BulkOutcome => {
    const error = failed.get(registrationId.toLowerCase());
    return error === undefined ? { registrationId, outcome: 'created' } : { registrationId, outcome: 'failed', ...error };
  });
  const named = outcomes.filter(({ outcome }) => outcome === 'failed').length;
  if (named !== failed.size) throw fields.fail('errors'); // somebody else's id
  if (fields.flag('isSuccessful') !== (failed.size === 0)) throw fields.fail('isSuccessful');
  return outcomes;
}
