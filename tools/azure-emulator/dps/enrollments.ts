/**
 * Individual enrollments: kept, changed and removed under the service's rules.
 * Local tool. Knows nothing of HTTP but the values of If-Match. Reference: chapters 1.2 to 1.5 of the notes on Azure.
 */
import type { Enrollment, Service } from '../state.ts';
import { makeEtag } from '../world.ts';
import type { World } from '../world.ts';
import type { ReadEnrollment } from './enrollment-text.ts';
import { faultOf } from './refuse.ts';

/** `any`: there must be one; a string: this very entity tag; null: nothing is asked. */
export type Condition = 'any' | { readonly etag: string } | null;

export const readCondition = (header: string | undefined): Condition =>
  header === undefined || header === '' ? null : header === '*' || header === '"*"' ? 'any' : { etag: header };

export const findEnrollment = (service: Service, id: string): Enrollment | undefined => service.enrollments.get(id.toLowerCase());

export function getEnrollment(service: Service, id: string): Enrollment {
  const found = findEnrollment(service, id);
  if (!found) throw faultOf(404, 201, 'Enrollment not found.');
  return found;
}

function checkCondition(found: Enrollment | undefined, condition: Condition): void {
  if (condition === null) return;
  if (!found || (condition !== 'any' && condition.etag !== found.etag))
    throw faultOf(412, 1, 'The ETag does not match: the enrollment has changed, or is not there.');
}

const thumbprintsOf = (enrollment: Pick<Enrollment, 'primary' | 'secondary'>): readonly string[] =>
  [enrollment.primary, enrollment.secondary].flatMap((certificate) => (certificate ? [certificate.info.sha256Thumbprint] : []));

/** A certificate can be in one enrollment only, and bears its name (1.2). */
function checkCertificates(service: Service, wanted: ReadEnrollment): void {
  const own = wanted.registrationId.toLowerCase();
  if (thumbprintsOf(wanted).some((thumbprint) => (service.certificates.get(thumbprint) ?? own) !== own))
    throw faultOf(409, 207, 'The certificate is in another enrollment already.');
  if ([wanted.primary, wanted.secondary].some((certificate) => certificate && certificate.commonName?.toLowerCase() !== own))
    throw faultOf(400, 109, "Invalid RegistrationId: it must be the subject common name of the enrollment's certificate");
}

/** Puts an enrollment in the place of another one, or of none; null takes it out. */
function replace(service: Service, id: string, enrollment: Enrollment | null): void {
  const before = service.enrollments.get(id);
  for (const thumbprint of before ? thumbprintsOf(before) : []) service.certificates.delete(thumbprint);
  if (!enrollment) service.enrollments.delete(id);
  else service.enrollments.set(id, enrollment);
  for (const thumbprint of enrollment ? thumbprintsOf(enrollment) : []) service.certificates.set(thumbprint, id);
}

/** Creates or changes. @throws EnrollmentFault 400, 409, 412 */
export function putEnrollment(world: World, service: Service, wanted: ReadEnrollment, condition: Condition): Enrollment {
  const found = findEnrollment(service, wanted.registrationId);
  checkCondition(found, condition);
  if (found && condition === null && world.options.overwriteWithoutIfMatch === 'conflict') throw faultOf(409, 202, 'Enrollment already exists.');
  checkCertificates(service, wanted);
  const keeps = found?.attestationType === 'x509' ? found : undefined;
  const primary = wanted.primary ?? (wanted.attestationType === 'x509' ? (keeps?.primary ?? null) : null);
  if (wanted.attestationType === 'x509' && !primary) throw faultOf(400, 108, 'Invalid certificate: there is none');
  const now = world.options.clock.now();
  const enrollment: Enrollment = {
    registrationId: found?.registrationId ?? wanted.registrationId,
    createdAtMs: found?.createdAtMs ?? now,
    updatedAtMs: now,
    etag: makeEtag(world),
    attestationType: wanted.attestationType,
    primary,
    secondary: wanted.secondary,
    otherAttestation: wanted.otherAttestation,
    members: wanted.members,
    registration: found?.registration ?? null,
  };
  replace(service, wanted.registrationId.toLowerCase(), enrollment);
  return enrollment;
}

export function createEnrollment(world: World, service: Service, wanted: ReadEnrollment): Enrollment {
  if (findEnrollment(service, wanted.registrationId)) throw faultOf(409, 202, 'Enrollment already exists.');
  return putEnrollment(world, service, wanted, null);
}

export function updateEnrollment(world: World, service: Service, wanted: ReadEnrollment, condition: Condition): Enrollment {
  getEnrollment(service, wanted.registrationId);
  return putEnrollment(world, service, wanted, condition ?? 'any');
}

export function deleteEnrollment(service: Service, id: string, condition: Condition): void {
  checkCondition(getEnrollment(service, id), condition);
  replace(service, id.toLowerCase(), null);
}
