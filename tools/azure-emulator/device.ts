/**
 * The device's side of the provisioning service over HTTPS: register, then ask how it goes.
 * Local tool. Knows nothing of MQTT. The client certificate comes with TLS, or in a header that proves nothing. Reference: chapter 5.2 of the notes on Azure.
 */
import { json } from './exchange.ts';
import type { Answer, JsonObject, Question } from './exchange.ts';
import { readCertificate } from './dps/certificate-text.ts';
import { describeRegistration } from './dps/enrollment-text.ts';
import { findEnrollment } from './dps/enrollments.ts';
import { EnrollmentFault, faultOf, refuse } from './dps/refuse.ts';
import { beginRegistration } from './dps/registrations.ts';
import type { RegistrationOrder } from './dps/registrations.ts';
import type { Enrollment, Service, StoredCertificate } from './state.ts';
import type { World } from './world.ts';

const VERSIONS = ['2019-03-31', '2021-06-01', '2021-10-01'];
const RETRY_AFTER_S = 3;
const ASSIGNED: RegistrationOrder = { outcome: 'assigned', afterMs: 1000 };

function certificateOf(question: Question): StoredCertificate {
  const header = question.headers['x-emulator-client-certificate'];
  try {
    if (question.clientCertificate) return readCertificate(Buffer.from(question.clientCertificate).toString('base64'));
    return readCertificate(header === undefined ? undefined : decodeURIComponent(header));
  } catch {
    throw faultOf(401, 2, 'Invalid certificate');
  }
}

/** The enrollment this certificate belongs to. Everything else is 401002, as devices know it (1.7). */
function admit(service: Service | undefined, id: string, certificate: StoredCertificate): { readonly service: Service; readonly enrollment: Enrollment } {
  const enrollment = service ? findEnrollment(service, id) : undefined;
  const known = [enrollment?.primary, enrollment?.secondary].some((other) => other?.info.sha256Thumbprint === certificate.info.sha256Thumbprint);
  if (!service || !enrollment || !known || certificate.commonName?.toLowerCase() !== id.toLowerCase()) throw faultOf(401, 2, 'Unauthorized access');
  return { service, enrollment };
}

const ended = (enrollment: Enrollment): boolean => enrollment.registration?.pending === null;

function operation(world: World, enrollment: Enrollment, operationId: string): JsonObject {
  const { registration } = enrollment;
  const status = registration?.status === 'unassigned' ? 'assigning' : (registration?.status ?? 'unassigned');
  if (!registration || !ended(enrollment)) return { operationId, status };
  return { operationId, status, registrationState: { x509: {}, ...describeRegistration(world, enrollment) } };
}

function route(world: World, question: Question, orders: ReadonlyMap<string, RegistrationOrder>): Answer {
  const [idScope = '', collection, id = '', action, operationId = ''] = question.path;
  const service = world.model.services.find((candidate) => candidate.idScope.toLowerCase() === idScope.toLowerCase());
  const retry = { 'retry-after': String(Math.max(1, Math.ceil(RETRY_AFTER_S / world.options.speed))) };
  if (collection !== 'registrations' || id === '') throw faultOf(404, 0, 'Not found');
  if (!VERSIONS.includes(question.query.get('api-version') ?? '')) throw faultOf(400, 2, 'Invalid api-version');
  const admitted = admit(service, id, certificateOf(question));
  const { enrollment } = admitted;
  const call = `${question.method} ${action ?? ''}`;
  if (call === 'PUT register' && question.path.length === 4) {
    const order = orders.get(enrollment.registrationId.toLowerCase()) ?? { ...ASSIGNED, afterMs: 1000 / world.options.speed };
    const begun = beginRegistration(world, admitted.service, enrollment, order);
    return json(202, operation(world, enrollment, begun), { ...retry, location: `https://${question.host}${question.rawPath}` });
  }
  if (call === 'GET operations' && question.path.length === 5) {
    if (enrollment.registration?.operationId !== operationId) throw faultOf(404, 204, 'Operation not found.');
    return ended(enrollment) ? json(200, operation(world, enrollment, operationId)) : json(202, operation(world, enrollment, operationId), retry);
  }
  if (call === 'POST ' && question.path.length === 3) {
    if (!enrollment.registration) throw faultOf(404, 202, 'Registration not found.');
    return json(200, describeRegistration(world, enrollment));
  }
  throw faultOf(404, 0, 'Not found');
}

/** Answers a request to the device's host. `orders`: what shall become of a device that calls by itself; usually it is assigned. @throws Refusal */
export function answerDevice(world: World, question: Question, orders: ReadonlyMap<string, RegistrationOrder>): Answer {
  try {
    return route(world, question, orders);
  } catch (cause) {
    throw cause instanceof EnrollmentFault ? refuse(world, cause.fault) : cause;
  }
}
