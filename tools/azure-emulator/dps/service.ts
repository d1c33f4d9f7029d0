/**
 * The provisioning service's REST: which request is which operation, who may, and how often.
 * Local tool. Knows nothing of what an enrollment is. Reference: chapters 1.1 to 1.8 of the notes on Azure.
 */
import { empty, json, readObject, Refusal } from '../exchange.ts';
import type { Answer, Question } from '../exchange.ts';
import { cutPage, readContinuation } from '../paging.ts';
import { hasRole } from '../state.ts';
import type { Service } from '../state.ts';
import { RESOURCES } from '../tokens.ts';
import { makeEtag, takeOperations } from '../world.ts';
import type { World } from '../world.ts';
import { readBatch, runBatch } from './bulk.ts';
import type { Call } from './call.ts';
import { deleteEnrollment, findEnrollment, getEnrollment, putEnrollment, readCondition } from './enrollments.ts';
import { describeAttestation, describeEnrollment, describeRegistration, isRegistrationId, readEnrollment } from './enrollment-text.ts';
import { answerGroups } from './groups.ts';
import { EnrollmentFault, faultOf, refuse } from './refuse.ts';

const VERSIONS = ['2017-11-15', '2018-04-01', '2018-09-01', '2018-11-01', '2019-03-31', '2021-06-01', '2021-10-01', '2025-07-01-preview'];
const LONGEST_PAGE = 1000;

function checkToken(world: World, question: Question): void {
  const check = world.tokens.check(question.headers['authorization'], RESOURCES.dps);
  if (check.kind === 'good') return;
  const detail = { missing: 0, malformed: 1, forged: 2, audience: 3, expired: 4 }[check.kind];
  const message = check.kind === 'expired' ? 'Unauthorized: the token has expired' : 'Unauthorized';
  throw refuse(world, { status: 401, errorCode: 401_000 + detail, message }, { 'www-authenticate': 'Bearer' });
}

/** A rule that refuses tells nothing of itself: 401, and no word of the address. */
function checkNetwork(world: World, service: Service): void {
  const refused = service.publicNetworkAccess === 'Disabled' || service.ipFilterRules.some((rule) => rule.action === 'Reject' && rule.target !== 'deviceApi');
  if (refused) throw refuse(world, { status: 401, errorCode: 401_002, message: 'Unauthorized' });
  if (service.state !== 'Active') throw refuse(world, { status: 403, errorCode: 403_001, message: `The provisioning service is ${service.state}.` });
}

function enter(world: World, service: Service, need: 'read' | 'write', operations: number): void {
  const may = hasRole(world.model, 'dps-data-contributor', service.name) || (need === 'read' && hasRole(world.model, 'dps-data-reader', service.name));
  if (!may) {
    const message = `Principal ${world.model.account.username} is not authorized due to no assigned permissions`;
    throw refuse(world, { status: world.options.missingRole, errorCode: world.options.missingRole * 1000, message });
  }
  const waitS = takeOperations(world, service.budget, operations, world.options.operationsPerMinute);
  if (waitS > 0) throw refuse(world, { status: 429, errorCode: 429_001, message: 'Too many requests.' }, { 'retry-after': String(waitS) });
  service.operations += operations;
}

function answerQuery({ world, service, question, enter: go }: Call): Answer {
  go('read');
  const query = readObject(question.body)?.['query'];
  if (typeof query !== 'string' || !/^\s*(?:select\s+)?\*(?:\s+from\s+enrollments)?\s*$/i.test(query)) throw faultOf(400, 10, 'Invalid query');
  const asked = question.headers['x-ms-max-item-count'];
  if (asked !== undefined && !/^\d{1,4}$/.test(asked)) throw faultOf(400, 11, 'Invalid x-ms-max-item-count');
  const size = Math.min(Math.max(1, Number(asked ?? world.options.pageSize)), LONGEST_PAGE);
  const offset = readContinuation(question.headers['x-ms-continuation']);
  if (offset === null) throw faultOf(400, 12, 'Invalid x-ms-continuation');
  const all = [...service.enrollments].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, enrollment]) => enrollment);
  const page = cutPage(all, offset, size);
  return json(
    200,
    page.items.map((enrollment) => describeEnrollment(world, enrollment)),
    { 'x-ms-max-item-count': String(size), 'x-ms-item-type': 'Enrollment', ...(page.continuation === null ? {} : { 'x-ms-continuation': page.continuation }) },
  );
}

function answerBulk({ world, service, question, enter: go }: Call): Answer {
  const batch = readBatch(question.body);
  go('write', world.options.bulkCountsAs === 10 ? batch.enrollments.length : 1);
  return json(200, runBatch(world, service, batch));
}

function answerEnrollment({ world, service, question, enter: go }: Call, id: string): Answer {
  const condition = readCondition(question.headers['if-match']);
  switch (question.method) {
    case 'GET': {
      go('read');
      const found = getEnrollment(service, id);
      return json(200, describeEnrollment(world, found), { etag: found.etag });
    }
    case 'PUT': {
      go('write');
      const wanted = readEnrollment(service, readObject(question.body));
      if (wanted.registrationId.toLowerCase() !== id.toLowerCase()) throw faultOf(400, 4, 'Invalid RegistrationId: the address and the body differ');
      const put = putEnrollment(world, service, wanted, condition);
      return json(200, describeEnrollment(world, put), { etag: put.etag });
    }
    case 'DELETE':
      go('write');
      deleteEnrollment(service, id, condition);
      return empty(204);
    default:
      throw faultOf(405, 0, 'Method not allowed');
  }
}

function answerMechanism({ service, question, enter: go }: Call, id: string): Answer {
  if (question.method !== 'POST') throw faultOf(405, 0, 'Method not allowed');
  go('read');
  return json(200, describeAttestation(getEnrollment(service, id), 'with-text'));
}

function answerRegistration({ world, service, question, enter: go }: Call, id: string): Answer {
  if (question.method !== 'GET' && question.method !== 'DELETE') throw faultOf(405, 0, 'Method not allowed');
  go(question.method === 'GET' ? 'read' : 'write');
  const enrollment = findEnrollment(service, id);
  const registration = enrollment?.registration;
  if (!enrollment || (!registration && (question.method === 'DELETE' || world.options.registrationBeforeContact === '404')))
    throw faultOf(404, 202, 'Registration not found.');
  if (question.method === 'GET') return json(200, describeRegistration(world, enrollment), registration ? { etag: registration.etag } : {});
  const condition = readCondition(question.headers['if-match']);
  if (condition !== null && condition !== 'any' && condition.etag !== registration?.etag) throw faultOf(412, 1, 'The ETag does not match.');
  enrollment.registration = null;
  enrollment.etag = makeEtag(world);
  return empty(204);
}

function route(call: Call): Answer {
  const [collection = '', id, third, fourth] = call.question.path;
  const depth = call.question.path.length;
  const post = call.question.method === 'POST';
  const known = (checked: string | undefined): string => {
    if (checked === undefined || !isRegistrationId(checked)) throw faultOf(400, 4, 'Invalid RegistrationId');
    return checked;
  };
  switch (collection.toLowerCase()) {
    case 'enrollments':
      if (depth === 1 && post) return answerBulk(call);
      if (depth === 2 && post && id === 'query') return answerQuery(call);
      if (depth === 2) return answerEnrollment(call, known(id));
      if (depth === 3 && third === 'attestationmechanism') return answerMechanism(call, known(id));
      break;
    case 'registrations':
      if (depth === 2) return answerRegistration(call, known(id));
      if (depth === 3 && post && third === 'query') {
        call.enter('read');
        return json(200, [], { 'x-ms-item-type': 'DeviceRegistration' });
      }
      break;
    case 'enrollmentgroups':
      return answerGroups(call, id, fourth === undefined ? third : undefined);
  }
  throw faultOf(404, 0, 'Not found');
}

/** Answers a request to a provisioning service that exists. @throws Refusal */
export function answerService(world: World, service: Service, question: Question): Answer {
  try {
    const version = question.query.get('api-version');
    if (version === null || !VERSIONS.includes(version)) throw faultOf(400, 2, version === null ? 'api-version is missing' : 'Invalid api-version');
    checkNetwork(world, service);
    checkToken(world, question);
    return route({ world, service, question, enter: (need, operations = 1) => enter(world, service, need, operations) });
  } catch (cause) {
    if (cause instanceof EnrollmentFault) throw refuse(world, cause.fault);
    if (cause instanceof Refusal) throw cause;
    throw new Error('the provisioning service came to no answer', { cause });
  }
}
