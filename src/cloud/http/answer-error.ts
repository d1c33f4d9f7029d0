/**
 * From an answer that is not what was asked for to one error of this room: a code by the status, the numbers and words by what the body holds.
 * Floor: cloud. Reads the shapes of three services, and bodies inside bodies; a page of HTML or nothing at all is an answer too.
 * Reference: ProvisioningServiceErrorDetails of the DPS service REST 2021-10-01 (`errorCode`, `trackingId`, `message`, `info`, `timestampUtc`);
 * IoT Hub service REST 2021-04-12 (`Message`, `ExceptionMessage`); Resource Manager common error (`error.code`, `error.message`);
 * RFC 9110 sections 10.2.3 (Retry-After) and 15.
 */
import { TouchstoneError } from '../../base/index.ts';
import { isJsonObject, parseJson } from '../../formats/index.ts';
import type { JsonObject, JsonValue } from '../../formats/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { CloudAnswer } from './cloud-http.ts';
import { harmlessText } from './harmless-text.ts';

const MAX_DEPTH = 16;
/** A body in a body in a body: azure-iot-sdk-c#2362 shows two. */
const MAX_NESTING = 3;
const LONGEST_WAIT_S = 86_400;

const CODES: Readonly<Record<number, CloudErrorCode>> = {
  400: 'cloud-bad-request',
  401: 'cloud-unauthorized',
  403: 'cloud-forbidden',
  404: 'cloud-not-found',
  409: 'cloud-conflict',
  412: 'cloud-precondition',
  429: 'cloud-throttled',
};

interface Said {
  readonly errorCode: number;
  readonly detail: string;
  readonly trackingId: string;
}

/** By status alone. */
export const codeOf = (status: number): CloudErrorCode => CODES[status] ?? (status >= 500 && status <= 599 ? 'cloud-unavailable' : 'cloud-status');

/** Seconds that the service asks to wait; null when it does not say, or the browser does not show it. */
export function retryAfterS(answer: CloudAnswer): number | null {
  const value = answer.header('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(value)) return Math.min(Number(value), LONGEST_WAIT_S);
  const seconds = (Date.parse(value) - Date.parse(answer.header('date') ?? '')) / 1000; // both by the service's clock
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), LONGEST_WAIT_S) : null;
}

function readJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text, MAX_DEPTH);
  } catch {
    return undefined;
  }
}

const wordsAt = (object: JsonObject, name: string): string => {
  const value = object.get(name);
  return typeof value === 'string' ? value : '';
};

/** Members are looked up as the services spell them, in both cases that occur. */
function saidBy(value: JsonValue | undefined, nesting: number): Said | null {
  if (!isJsonObject(value)) return null;
  const inner = value.get('error'); // Resource Manager
  if (isJsonObject(inner)) {
    const detail = [wordsAt(inner, 'code'), wordsAt(inner, 'message')].filter((part) => part !== '').join(': ');
    return { errorCode: 0, detail, trackingId: wordsAt(inner, 'trackingId') };
  }
  const detail = wordsAt(value, 'message') || wordsAt(value, 'Message');
  const within = nesting < MAX_NESTING && detail.trimStart().startsWith('{') ? saidBy(readJson(detail), nesting + 1) : null;
  const code = value.get('errorCode') ?? value.get('ErrorCode');
  const tracking =
    wordsAt(value, 'trackingId') || wordsAt(value, 'TrackingId') || (/Tracking ID:\s*([\w:-]+)/i.exec(wordsAt(value, 'ExceptionMessage'))?.[1] ?? '');
  const errorCode = typeof code === 'number' && Number.isSafeInteger(code) && code > 0 ? code : 0;
  return { errorCode: within?.errorCode || errorCode, detail: within?.detail || detail, trackingId: within?.trackingId || tracking };
}

/** What the answer says about itself; all empty when it says nothing readable. */
function readSaid(answer: CloudAnswer): Said {
  const header = Number(answer.header('x-ms-error-code') ?? '');
  const said = saidBy(readJson(answer.text), 0);
  return {
    errorCode: said?.errorCode || (Number.isSafeInteger(header) && header > 0 ? header : 0),
    detail: said?.detail ?? '',
    trackingId: said?.trackingId ?? '',
  };
}

/** The error that this answer is. Facts: host, status, errorCode, detail, trackingId; retryAfterS (0: unsaid) when throttled or unavailable. */
export function errorOf(answer: CloudAnswer): TouchstoneError<CloudErrorCode> {
  const { host, status } = answer;
  const said = readSaid(answer);
  const waits = status === 429 || status === 503 ? { retryAfterS: retryAfterS(answer) ?? 0 } : {};
  const facts = {
    host,
    status,
    errorCode: said.errorCode,
    detail: harmlessText(said.detail),
    trackingId: harmlessText(said.trackingId).slice(0, 120),
    ...waits,
  };
  return new TouchstoneError<CloudErrorCode>(codeOf(status), facts);
}
