/**
 * From an answer of Azure Storage that is not what was asked for to one error of this room.
 * Floor: cloud. The code stands in a header that a page may not be shown, and in a body of XML; both are looked at, neither is believed to be short.
 * Reference: "Common REST API error codes", "Blob service error codes" (Azure Storage services REST).
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { codeOf } from '../http/answer-error.ts';
import { harmlessText } from '../http/harmless-text.ts';

const ROLE = ['AuthorizationPermissionMismatch', 'InsufficientAccountPermissions'];
const THERE = ['BlobAlreadyExists', 'ConditionNotMet', 'UploadIfNoneMatchFailed'];
const LONGEST_WAIT_S = 86_400;

export interface StoreAnswer {
  readonly host: string;
  readonly container: string;
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
}

/** Azure's own name of what went wrong; '' when it does not say. */
const nameOf = ({ header, text }: StoreAnswer): string =>
  /^\w{1,80}$/.exec(header('x-ms-error-code') ?? '')?.[0] ?? /<Code>(\w{1,80})<\/Code>/.exec(text.slice(0, 4_096))?.[1] ?? '';

const messageOf = ({ text }: StoreAnswer): string => /<Message>([^<]{1,600})/.exec(text.slice(0, 4_096))?.[1] ?? '';

/** `cloud-precondition` means: something stands there already. */
export function storeError(answer: StoreAnswer): TouchstoneError<CloudErrorCode> {
  const { host, container, status } = answer;
  const name = nameOf(answer);
  const detail = harmlessText([name, messageOf(answer)].filter((part) => part !== '').join(': '));
  const facts = { host, status, detail };
  const make = (code: CloudErrorCode, more: Readonly<Record<string, string | number>> = {}): TouchstoneError<CloudErrorCode> =>
    new TouchstoneError<CloudErrorCode>(code, { ...facts, ...more });
  if (status === 412 || THERE.includes(name)) return make('cloud-precondition');
  if (status === 403) return ROLE.includes(name) || name === '' ? make('store-role', { container }) : make('store-shut');
  if (status === 404 && name === 'ContainerNotFound') return make('store-container', { container });
  if (status === 429 || status === 503) {
    const seconds = Number(answer.header('retry-after') ?? '0');
    return make(codeOf(status), { retryAfterS: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) : 0 });
  }
  return make(codeOf(status));
}
