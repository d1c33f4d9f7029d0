/**
 * From what the sign-in library or the directory complains of to one code of this room.
 * Floor: cloud. Pure; knows the library's errors by their fields only (`errorCode`, `subError`, `errorMessage`, `errorNo`).
 * Reference: Microsoft identity platform, "Microsoft Entra authentication and authorization error codes" (AADSTS numbers);
 * msal-browser 5.29 and msal-common 16.16, the files *ErrorCodes.ts; OpenID Connect Core 1.0 section 3.1.2.6; RFC 6749 section 4.1.2.1.
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { harmlessText } from '../http/harmless-text.ts';
import type { TokenResource } from '../model.ts';

type SignInCode = Extract<CloudErrorCode, `sign-in-${string}`>;

/** `interactive`: a person was asked. `silent`: nobody saw anything. */
export type AskedHow = 'interactive' | 'silent';

/** By the directory's number, which says most. */
const BY_NUMBER: readonly (readonly [SignInCode, readonly number[]])[] = [
  ['sign-in-consent', [65001, 650056, 90093, 90094, 90095, 900941, 900971]],
  ['sign-in-cancelled', [65004, 500141, 500142]],
  ['sign-in-resource', [50001, 500011, 500012, 650052, 650054, 650051]],
  [
    'sign-in-application',
    [
      // not found, disabled, or of the wrong tenant
      700016, 7000112, 7000218, 700025, 700054, 9002325, 9002326, 9002327, 50011, 500112, 500113, 90002, 90023, 900023, 900021, 900144, 650053, 650057, 70001,
      70011, 50194, 500117, 7000215, 900561, 50012,
    ],
  ],
  [
    'sign-in-policy',
    [
      50005, 50020, 50034, 50053, 50055, 50057, 50059, 50072, 50074, 50076, 50079, 50097, 50105, 50107, 50126, 50128, 50129, 50131, 50144, 50155, 50158, 50171,
      50187, 500121, 51004, 53000, 53001, 53002, 53003, 53004, 53009, 53010, 53011, 53012, 530001, 530002, 530003, 530004, 530021, 530022, 530031, 530032,
      530033, 530034, 530035, 7500529, 90072, 135010, 5000224, 9000411,
    ],
  ],
  [
    'sign-in-expired',
    [
      16000, 16001, 16002, 16003, 50058, 50078, 50085, 50089, 50132, 50133, 50173, 500133, 54005, 70000, 70008, 70043, 70044, 700081, 700082, 700084, 50196,
      501481, 135011,
    ],
  ],
];

/** By the library's own code, or OAuth's. What is in no row is `sign-in-failed`. */
const BY_WORD: readonly (readonly [SignInCode, readonly string[]])[] = [
  ['sign-in-consent', ['consent_required']],
  ['sign-in-cancelled', ['user_cancelled', 'user_canceled', 'access_denied', 'interaction_in_progress_cancelled', 'USER_CANCEL']],
  ['sign-in-popup-blocked', ['popup_window_error', 'empty_window_error', 'block_nested_popups']],
  [
    'sign-in-expired',
    [
      'interaction_required',
      'login_required',
      'bad_token',
      'refresh_token_expired',
      'no_tokens_found',
      'native_account_unavailable',
      'interrupted_user',
      'ui_not_allowed',
      'invalid_grant',
      'account_selection_required',
      'token_refresh_required',
      'iframe_closed_prematurely',
      'token_expired',
    ],
  ],
  [
    'sign-in-network',
    ['no_network_connectivity', 'post_request_failed', 'get_request_failed', 'network_error', 'endpoints_resolution_error', 'openid_config_error'],
  ],
  ['sign-in-needed', ['no_account_error', 'no_account_found', 'no_account_in_silent_request']],
  [
    'sign-in-application',
    [
      'unauthorized_client',
      'invalid_client',
      'invalid_redirect_uri',
      'invalid_scope',
      'invalid_target',
      'unsupported_response_type',
      'untrusted_authority',
      'redirect_uri_empty',
      'authority_uri_insecure',
      'authority_mismatch',
    ],
  ],
  ['sign-in-resource', ['invalid_resource']],
];

/** What the directory adds to `interaction_required`. Reference: Microsoft identity platform, "Handling claims challenges and suberrors". */
const BY_SUBERROR: Readonly<Record<string, SignInCode>> = {
  consent_required: 'sign-in-consent',
  basic_action: 'sign-in-policy',
  additional_action: 'sign-in-policy',
  message_only: 'sign-in-policy',
  user_password_expired: 'sign-in-policy',
  'protection-policy-required': 'sign-in-policy',
  bad_token: 'sign-in-expired',
  token_expired: 'sign-in-expired',
};

const NUMBERS: ReadonlyMap<number, SignInCode> = new Map(BY_NUMBER.flatMap(([code, numbers]) => numbers.map((number) => [number, code] as const)));
const WORDS: ReadonlyMap<string, SignInCode> = new Map(BY_WORD.flatMap(([code, words]) => words.map((word) => [word, code] as const)));

const fieldOf = (error: unknown, name: string): string => {
  const value = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** The first AADSTS number of the message; 0 when there is none. */
function numberOf(error: unknown): number {
  const written = /AADSTS(\d{4,8})/.exec(fieldOf(error, 'errorMessage'))?.[1] ?? /^\d{4,8}$/.exec(fieldOf(error, 'errorNo'))?.[0];
  return Number(written ?? 0);
}

/** Nobody answered in the window for ten minutes, or in the hidden frame for as long as that may take. */
function codeOf(reason: string, subError: string, aadsts: number, how: AskedHow): SignInCode {
  if (reason === 'timed_out') return how === 'interactive' ? 'sign-in-cancelled' : 'sign-in-expired';
  return NUMBERS.get(aadsts) ?? BY_SUBERROR[subError] ?? WORDS.get(reason) ?? 'sign-in-failed';
}

/** One of this room's errors. Facts: `reason` (the library's code), `aadsts` (0 when none), `detail`, `resource` ('' for the sign-in itself). No cause: the library's errors quote answers. */
export function sortSignInError(error: unknown, resource: TokenResource | '', how: AskedHow): TouchstoneError<CloudErrorCode> {
  if (isTouchstoneError(error)) return error as TouchstoneError<CloudErrorCode>;
  const aadsts = numberOf(error);
  const reason = fieldOf(error, 'errorCode').slice(0, 80) || fieldOf(error, 'name').slice(0, 80) || 'unknown';
  const said = fieldOf(error, 'errorMessage');
  const detail = said.startsWith('See https://aka.ms/msal') ? '' : harmlessText(said);
  return new TouchstoneError<CloudErrorCode>(codeOf(reason, fieldOf(error, 'subError'), aadsts, how), { reason, aadsts, detail, resource });
}
