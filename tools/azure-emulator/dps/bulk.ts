/**
 * Up to ten enrollments in one request; one that fails does not hold up the others.
 * Local tool. Reference: chapter 1.5 of the notes on Azure.
 */
import { isObject, readObject } from '../exchange.ts';
import type { JsonObject } from '../exchange.ts';
import type { Service } from '../state.ts';
import type { World } from '../world.ts';
import { createEnrollment, deleteEnrollment, updateEnrollment } from './enrollments.ts';
import { isRegistrationId, readEnrollment } from './enrollment-text.ts';
import { EnrollmentFault, faultOf } from './refuse.ts';

const MOST = 10;
const MODES = ['create', 'update', 'updateIfMatchETag', 'delete'] as const;
type Mode = (typeof MODES)[number];

export interface Batch {
  readonly mode: Mode;
  readonly enrollments: readonly JsonObject[];
}

/** Reads a batch as a whole; what is wrong with one enrollment alone comes later. @throws EnrollmentFault 400 */
export function readBatch(body: string): Batch {
  const batch = readObject(body);
  const mode = MODES.find((known) => known === batch?.['mode']);
  const enrollments = batch?.['enrollments'];
  if (!batch || mode === undefined) throw faultOf(400, 3, 'Invalid bulk operation: unknown mode');
  if (!Array.isArray(enrollments) || enrollments.length === 0) throw faultOf(400, 3, 'Invalid bulk operation: there are no enrollments');
  if (enrollments.length > MOST) throw faultOf(400, 5, `Invalid bulk operation: more than ${MOST} enrollments`);
  const seen = new Set<string>();
  for (const enrollment of enrollments as readonly unknown[]) {
    const id = isObject(enrollment) ? enrollment['registrationId'] : undefined;
    if (typeof id !== 'string') throw faultOf(400, 3, 'Invalid bulk operation: an enrollment has no registrationId');
    if (seen.has(id.toLowerCase())) throw faultOf(400, 6, 'Invalid bulk operation: the same registrationId twice');
    seen.add(id.toLowerCase());
  }
  return { mode, enrollments: enrollments.filter(isObject) };
}

function runOne(world: World, service: Service, mode: Mode, enrollment: JsonObject): void {
  const { registrationId, etag } = enrollment;
  const condition = typeof etag === 'string' && etag !== '' ? { etag } : null;
  if (mode === 'delete') {
    if (typeof registrationId !== 'string' || !isRegistrationId(registrationId)) throw faultOf(400, 4, 'Invalid RegistrationId');
    deleteEnrollment(service, registrationId, condition);
    return;
  }
  const wanted = readEnrollment(service, enrollment);
  if (mode === 'create') createEnrollment(world, service, wanted);
  else if (mode === 'update') updateEnrollment(world, service, wanted, null);
  else if (condition === null) throw faultOf(400, 3, 'updateIfMatchETag wants an etag');
  else updateEnrollment(world, service, wanted, condition);
}

/** Does what the batch says, one after the other; gives the result object. */
export function runBatch(world: World, service: Service, batch: Batch): JsonObject {
  const errors: JsonObject[] = [];
  for (const enrollment of batch.enrollments) {
    try {
      runOne(world, service, batch.mode, enrollment);
    } catch (cause) {
      if (!(cause instanceof EnrollmentFault)) throw cause;
      errors.push({ registrationId: enrollment['registrationId'], errorCode: cause.fault.errorCode, errorStatus: cause.fault.message });
    }
  }
  return { isSuccessful: errors.length === 0, errors };
}
