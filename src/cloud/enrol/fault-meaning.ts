/**
 * What a failure means for what was sent: whether it may have been done, and whether waiting helps.
 * Floor: cloud. Pure. Knows codes, no requests.
 * Reference: RFC 9110 sections 15.5 and 15.6; DPS REST 2021-10-01 (`errorCode` is the HTTP status × 1000 and a detail).
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';

/**
 * `later`: not done, the service asks to wait. `doubt`: perhaps done, and waiting may help. `refused`: not done as a whole, something in it is wrong.
 * `stop`: nothing more will succeed before a person does something (sign-in, role, another address).
 */
export type FaultMeaning = 'later' | 'doubt' | 'refused' | 'stop';

const MEANINGS: Readonly<Partial<Record<CloudErrorCode, FaultMeaning>>> = {
  'cloud-throttled': 'later',
  'sign-in-network': 'later', // no token, so nothing was sent
  'cloud-unreachable': 'doubt',
  'cloud-timeout': 'doubt',
  'cloud-answer': 'doubt',
  'cloud-unavailable': 'doubt',
  'cloud-precondition': 'doubt',
  'cloud-bad-request': 'refused',
  'cloud-conflict': 'refused',
};

/** These are thrown before a request leaves, or are the answer of somebody who did not do it. */
const NEVER_DONE = /^(?:sign-in-.*|proxy-.*|cloud-(?:throttled|host|bad-request|unauthorized|forbidden|not-found))$/;

/** False: it may have been done all the same. */
export const isSurelyNotDone = ({ code }: TouchstoneError): boolean => NEVER_DONE.test(code);

export const meaningOf = ({ code }: TouchstoneError): FaultMeaning => MEANINGS[code as CloudErrorCode] ?? 'stop';

/** What the answer asked for, in milliseconds; null when it did not say. */
export function retryAfterMsOf({ facts }: TouchstoneError): number | null {
  const seconds = facts['retryAfterS'];
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

const STATUS_CODES: Readonly<Record<number, CloudErrorCode>> = {
  400: 'cloud-bad-request',
  401: 'cloud-unauthorized',
  403: 'cloud-forbidden',
  404: 'cloud-not-found',
  409: 'cloud-conflict',
  412: 'cloud-precondition',
  429: 'cloud-throttled',
};
const LONGEST_DETAIL = 300;

/** The error that the service noted for one enrollment of a bulk, as if it had been the answer to it alone. */
export function errorOfOutcome({ errorCode, errorStatus }: { readonly errorCode: number; readonly errorStatus: string }): TouchstoneError<CloudErrorCode> {
  const status = Math.floor(errorCode / 1000);
  const code = STATUS_CODES[status] ?? (status >= 500 && status < 600 ? 'cloud-unavailable' : 'cloud-status');
  return new TouchstoneError<CloudErrorCode>(code, { status, errorCode, detail: errorStatus.slice(0, LONGEST_DETAIL), host: '', trackingId: '' });
}
