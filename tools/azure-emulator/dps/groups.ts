/**
 * Enrollment groups, as far as somebody must be told no: there are none, and nobody can verify Microchip's signer.
 * Local tool. Reference: chapter 1.6 of the notes on Azure.
 */
import { isObject, json, readObject } from '../exchange.ts';
import type { Answer } from '../exchange.ts';
import type { Call } from './call.ts';
import { faultOf } from './refuse.ts';

/** Answers whatever is below /enrollmentGroups. @throws EnrollmentFault */
export function answerGroups({ question, enter }: Call, id: string | undefined, third: string | undefined): Answer {
  const { method } = question;
  if (method === 'POST' && id === 'query' && third === undefined) {
    enter('read');
    return json(200, [], { 'x-ms-item-type': 'EnrollmentGroup' });
  }
  if (method === 'PUT' && id !== undefined && third === undefined) {
    enter('write');
    const attestation = readObject(question.body)?.['attestation'];
    if (!isObject(attestation)) throw faultOf(400, 107, 'Invalid attestation: there is none');
    throw faultOf(400, 110, 'CA certificate not found: the signing certificate must be verified with this service first');
  }
  if (method === 'POST' && id === undefined) {
    enter('write');
    throw faultOf(400, 110, 'CA certificate not found: the signing certificate must be verified with this service first');
  }
  enter(method === 'GET' || method === 'POST' ? 'read' : 'write');
  throw faultOf(404, 203, 'Enrollment group not found.');
}
