/**
 * The steps of the administrator's page, each tested by one question whose answer tells.
 * Floor: cloud. Changes nothing anywhere: roles are tested by asking for what cannot exist, because a service looks at the role before it looks for the thing.
 * `unknown` is said where an answer can mean two things. Reference: DPS "Control access with Microsoft Entra ID" (401, 403); RFC 9110 section 15.5.
 */
import { isTouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Facts } from '../../base/index.ts';
import type { ArmClient } from '../arm/arm-client.ts';
import type { DpsClient } from '../dps/dps-client.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { HubClient } from '../hub/hub-client.ts';
import type { CloudProblem, CloudResource } from '../model.ts';
import type { SignIn } from '../sign-in/sign-in.ts';

const NO_SUCH_ID = 'touchstone-setup-test';
const MOST_SUBSCRIPTIONS = 20;

export type SetupStep =
  'application' | 'redirect' | 'permission-arm' | 'permission-dps' | 'permission-hub' | 'role-arm' | 'role-dps-read' | 'role-dps-write' | 'role-hub';

/** `code` is '' when it passed. `unknown`: it cannot be told from here; code and facts say why. */
export interface SetupResult {
  readonly state: 'passed' | 'failed' | 'unknown';
  readonly code: string;
  readonly facts: Facts;
}

export interface SetupSubject {
  /** What checkSettings says. */
  readonly problem: CloudProblem | null;
  readonly signIn: SignIn | null;
  /** How the last interactive sign-in failed; null when it did not. */
  readonly lastFailure: CloudProblem | null;
  readonly redirectUri: string;
  readonly fetch: typeof fetch;
  readonly arm: ArmClient | null;
  /** Of the chosen service; null when none is chosen or reached. */
  readonly dps: DpsClient | null;
  /** A hub that the chosen service is linked to. */
  readonly hub: { readonly client: HubClient; readonly host: string } | null;
}

const PASSED: SetupResult = { state: 'passed', code: '', facts: {} };
const failed = (code: CloudErrorCode, facts: Facts = {}): SetupResult => ({ state: 'failed', code, facts });
const unknown = (code: CloudErrorCode, facts: Facts = {}): SetupResult => ({ state: 'unknown', code, facts });
/** Nothing to ask with yet: no session, no chosen service. */
const NOBODY = unknown('sign-in-needed');
const NO_SERVICE = unknown('cloud-host', { host: '' });

/** Codes that say nothing about the step: the way there is shut, or the other end is out of order. */
const NO_ANSWER: readonly string[] = [
  'cloud-unreachable',
  'cloud-timeout',
  'cloud-throttled',
  'cloud-unavailable',
  'cloud-redirect',
  'sign-in-network',
  'sign-in-needed',
  'sign-in-expired',
];

/** `good`: codes by which the step has passed. */
async function ask(question: () => Promise<unknown>, good: readonly CloudErrorCode[], signal?: CancelSignal): Promise<SetupResult> {
  try {
    await question();
    return PASSED;
  } catch (error) {
    if (signal?.aborted === true || !isTouchstoneError(error)) throw error;
    if ((good as readonly string[]).includes(error.code)) return PASSED;
    return { state: NO_ANSWER.includes(error.code) ? 'unknown' : 'failed', code: error.code, facts: error.facts };
  }
}

/** The authority has accepted the registration when it gave a session, or a token from one. */
function testApplication({ problem, signIn, lastFailure }: SetupSubject): SetupResult {
  if (problem !== null && problem.code === 'sign-in-setup') return { state: 'failed', code: problem.code, facts: problem.facts };
  if (signIn?.account) return PASSED;
  if (lastFailure?.code === 'sign-in-application') return failed('sign-in-application', lastFailure.facts);
  return lastFailure === null ? NOBODY : { state: 'unknown', code: lastFailure.code, facts: lastFailure.facts };
}

/** AADSTS50011: another address; 9002326: not registered as single-page application. */
async function testRedirect(subject: SetupSubject, signal?: CancelSignal): Promise<SetupResult> {
  const { redirectUri, signIn, lastFailure } = subject;
  const page = await subject.fetch(redirectUri, { cache: 'no-cache', signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (signal?.aborted === true) throw signal.reason;
  if (!page?.ok) return failed('cloud-not-found', { host: new URL(redirectUri).host, status: page?.status ?? 0 });
  if (signIn?.account) return PASSED;
  const number = lastFailure?.facts['aadsts'];
  if (lastFailure !== null && (number === 50011 || number === 9002326)) return failed('sign-in-application', lastFailure.facts);
  return NOBODY;
}

function testPermission(resource: CloudResource, { signIn }: SetupSubject, signal?: CancelSignal): Promise<SetupResult> {
  return signIn?.account ? ask(() => signIn.token(resource, signal), [], signal) : Promise.resolve(NOBODY);
}

/** Resource Manager leaves out what the account may not see: without a service in any subscription there is no role, or there is no service. */
async function testArmRole({ arm }: SetupSubject, signal?: CancelSignal): Promise<SetupResult> {
  if (arm === null) return NOBODY;
  const seen = { subscriptions: 0, services: 0 };
  const look = async (): Promise<void> => {
    const subscriptions = await arm.subscriptions(signal);
    seen.subscriptions = subscriptions.length;
    for (const { subscriptionId } of subscriptions.slice(0, MOST_SUBSCRIPTIONS)) {
      seen.services = (await arm.services(subscriptionId, signal)).length;
      if (seen.services > 0) return;
    }
  };
  const answered = await ask(look, [], signal);
  if (answered.state !== 'passed' || seen.services > 0) return answered;
  return seen.subscriptions === 0 ? failed('cloud-forbidden', seen) : unknown('cloud-not-found', seen);
}

/** Tests one step. Never throws but for a cancel or a defect of this page. */
export async function testSetup(step: SetupStep, subject: SetupSubject, signal?: CancelSignal): Promise<SetupResult> {
  const { dps, hub } = subject;
  switch (step) {
    case 'application':
      return testApplication(subject);
    case 'redirect':
      return testRedirect(subject, signal);
    case 'permission-arm':
      return testPermission('arm', subject, signal);
    case 'permission-dps':
      return testPermission('dps', subject, signal);
    case 'permission-hub':
      return testPermission('hub', subject, signal);
    case 'role-arm':
      return testArmRole(subject, signal);
    case 'role-dps-read':
      return dps === null ? NO_SERVICE : ask(() => dps.getEnrollment(NO_SUCH_ID, signal), [], signal);
    case 'role-dps-write':
      return dps === null ? NO_SERVICE : ask(() => dps.mayDelete(NO_SUCH_ID, signal), [], signal);
    case 'role-hub':
      return hub === null ? NO_SERVICE : ask(() => hub.client.device(hub.host, NO_SUCH_ID, signal), ['cloud-not-found'], signal);
  }
}
