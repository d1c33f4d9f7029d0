import {
  AuthError,
  BrowserAuthErrorCodes,
  BrowserConfigurationAuthErrorCodes,
  ClientAuthErrorCodes,
  ClientConfigurationErrorCodes,
  InteractionRequiredAuthError,
  InteractionRequiredAuthErrorCodes,
  ServerError,
} from '@azure/msal-browser';
import { describe, expect, test } from 'vitest';
import { TouchstoneError } from '../../../src/base/index.ts';
import { sortSignInError } from '../../../src/cloud/sign-in/sort-error.ts';
import { SECRET } from './answers.ts';

const codeOf = (error: unknown, how: 'interactive' | 'silent' = 'silent'): string => sortSignInError(error, 'dps', how).code;
const library = (code: string): AuthError => new AuthError(code, 'correlation');

describe('the directory’s numbers', () => {
  test.each([
    [65001, 'sign-in-consent'],
    [90094, 'sign-in-consent'],
    [65004, 'sign-in-cancelled'],
    [650052, 'sign-in-resource'],
    [500011, 'sign-in-resource'],
    [700016, 'sign-in-application'],
    [9002326, 'sign-in-application'],
    [50011, 'sign-in-application'],
    [7000218, 'sign-in-application'],
    [90002, 'sign-in-application'],
    [50076, 'sign-in-policy'],
    [50079, 'sign-in-policy'],
    [50105, 'sign-in-policy'],
    [53003, 'sign-in-policy'],
    [530003, 'sign-in-policy'],
    [50058, 'sign-in-expired'],
    [50173, 'sign-in-expired'],
    [700082, 'sign-in-expired'],
    [700084, 'sign-in-expired'],
    [16000, 'sign-in-expired'],
    [90033, 'sign-in-failed'],
    [99999, 'sign-in-failed'],
  ])('AADSTS%d is %s, whatever else the error says', (aadsts, code) => {
    const server = new ServerError('some_error', 'c', `AADSTS${aadsts}: Words. Trace ID: 1`);
    expect(sortSignInError(server, 'dps', 'silent')).toMatchObject({
      code,
      facts: { aadsts, reason: 'some_error', resource: 'dps', detail: `AADSTS${aadsts}: Words. Trace ID: 1` },
    });
  });

  test('is found where the message has none', () => {
    expect(codeOf(new ServerError('invalid_client', 'c', 'Words', undefined, '650052'))).toBe('sign-in-resource');
  });

  test('missing, the suberror and then the word decide', () => {
    const asking = (subError: string): InteractionRequiredAuthError => new InteractionRequiredAuthError('interaction_required', 'c', 'Words', subError);
    expect([
      codeOf(asking('consent_required')),
      codeOf(asking('basic_action')),
      codeOf(asking('bad_token')),
      codeOf(asking('new_thing')),
      codeOf(asking('')),
    ]).toEqual(['sign-in-consent', 'sign-in-policy', 'sign-in-expired', 'sign-in-expired', 'sign-in-expired']);
  });
});

describe('the library’s codes', () => {
  test.each([
    ['user_cancelled', 'sign-in-cancelled'],
    ['interaction_in_progress_cancelled', 'sign-in-cancelled'],
    ['access_denied', 'sign-in-cancelled'],
    ['popup_window_error', 'sign-in-popup-blocked'],
    ['empty_window_error', 'sign-in-popup-blocked'],
    ['no_network_connectivity', 'sign-in-network'],
    ['network_error', 'sign-in-network'],
    ['endpoints_resolution_error', 'sign-in-network'],
    ['no_account_error', 'sign-in-needed'],
    ['login_required', 'sign-in-expired'],
    ['refresh_token_expired', 'sign-in-expired'],
    ['consent_required', 'sign-in-consent'],
    ['unauthorized_client', 'sign-in-application'],
    ['state_mismatch', 'sign-in-failed'],
    ['interaction_in_progress', 'sign-in-failed'],
    ['something_new', 'sign-in-failed'],
  ])('%s is %s', (word, code) => {
    expect(codeOf(library(word))).toBe(code);
    expect(sortSignInError(library(word), '', 'silent').facts).toMatchObject({ reason: word, aadsts: 0, detail: '', resource: '' });
  });

  test('silence means that a person went away, or that a frame may not be shown', () => {
    expect([codeOf(library('timed_out'), 'interactive'), codeOf(library('timed_out'), 'silent')]).toEqual(['sign-in-cancelled', 'sign-in-expired']);
  });

  test('every one that the library can throw was looked at: these are the ones that only a defect, or an attack, can bring about', () => {
    const all = [
      BrowserAuthErrorCodes,
      BrowserConfigurationAuthErrorCodes,
      ClientAuthErrorCodes,
      ClientConfigurationErrorCodes,
      InteractionRequiredAuthErrorCodes,
    ];
    const words = [...new Set(all.flatMap((codes) => Object.values(codes as Readonly<Record<string, string>>)))].sort();
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => codeOf(library(word)) === 'sign-in-failed')).toMatchInlineSnapshot(`
      [
        "auth_code_or_nativeAccountId_required",
        "auth_code_required",
        "auth_request_not_set_error",
        "authorization_code_missing_from_server_response",
        "binding_key_not_removed",
        "block_iframe_reload",
        "cannot_allow_platform_broker",
        "cannot_append_scopeset",
        "cannot_remove_empty_scope",
        "cannot_set_OIDCOptions",
        "claims_request_parsing_error",
        "client_info_decoding_error",
        "client_info_empty_error",
        "crypto_key_not_found",
        "crypto_nonexistent",
        "database_not_open",
        "database_unavailable",
        "dpop_missing_resource_context",
        "dpop_token_type_mismatch",
        "ear_jwe_empty",
        "ear_jwk_empty",
        "empty_input_scopes_error",
        "empty_input_scopeset",
        "empty_navigate_uri",
        "empty_response",
        "empty_url_error",
        "end_session_endpoint_not_supported",
        "failed_to_build_headers",
        "failed_to_decrypt_ear_response",
        "failed_to_parse_headers",
        "failed_to_parse_response",
        "hash_does_not_contain_known_properties",
        "hash_empty_error",
        "hash_not_deserialized",
        "in_mem_redirect_unavailable",
        "interaction_in_progress",
        "invalid_authentication_header",
        "invalid_authority_metadata",
        "invalid_base64_string",
        "invalid_cache_environment",
        "invalid_cache_record",
        "invalid_cache_type",
        "invalid_claims",
        "invalid_cloud_discovery_metadata",
        "invalid_code_challenge_method",
        "invalid_dpop_htm",
        "invalid_dpop_htu",
        "invalid_dpop_nonce",
        "invalid_platform_broker_configuration",
        "invalid_pop_token_request",
        "invalid_public_jwk",
        "invalid_request_method_for_EAR",
        "invalid_response_mode",
        "invalid_state",
        "issuer_validation_failed",
        "key_id_missing",
        "logout_request_empty",
        "method_not_implemented",
        "misplaced_resource_parameter",
        "missing_nonce_authentication_header",
        "missing_ssh_jwk",
        "missing_ssh_kid",
        "multiple_matching_appMetadata",
        "multiple_matching_tokens",
        "native_connection_not_established",
        "native_extension_not_installed",
        "native_handshake_timeout",
        "native_prompt_not_supported",
        "nested_app_auth_bridge_disabled",
        "no_crypto_object",
        "no_state_in_hash",
        "no_token_request_cache_error",
        "non_browser_environment",
        "nonce_mismatch",
        "null_or_empty_token",
        "pkce_not_created",
        "pkce_params_missing",
        "platform_broker_error",
        "popup_relay_unsupported_flow",
        "redirect_bridge_empty_response",
        "redirect_in_iframe",
        "request_cannot_be_made",
        "resource_parameter_required",
        "silent_logout_unsupported",
        "silent_prompt_value_error",
        "spa_code_and_nativeAccountId_present",
        "state_interaction_type_mismatch",
        "state_mismatch",
        "state_not_found",
        "storage_not_supported",
        "stubbed_public_client_application_called",
        "token_binding_key_algorithm_mismatch",
        "token_binding_key_jwk_thumbprint_mismatch",
        "token_claims_cnf_required_for_signedjwt",
        "token_parsing_error",
        "token_request_empty",
        "unable_to_acquire_token_from_native_platform",
        "unable_to_load_token",
        "unable_to_parse_state",
        "unable_to_parse_token_request_cache_error",
        "unexpected_credential_type",
        "uninitialized_public_client_application",
        "unsupported_authentication_scheme",
        "unsupported_token_binding_algorithm",
        "url_parse_error",
      ]
    `);
  });
});

describe('anything else', () => {
  test('an error of the house stays what it is', () => {
    const own = new TouchstoneError('sign-in-network', { reason: 'not-loaded' });
    expect(sortSignInError(own, 'dps', 'silent')).toBe(own);
  });

  test.each([[new TypeError('x is not a function')], ['a text'], [null], [undefined], [{ errorCode: 7, errorMessage: {} }]])(
    '%s has failed, without a word of its own',
    (error) => {
      expect(codeOf(error)).toBe('sign-in-failed');
    },
  );

  test('a message that holds a token is not repeated, and no cause is kept', () => {
    const sorted = sortSignInError(new ServerError('invalid_grant', 'c', `AADSTS70000: refresh token ${SECRET} is malformed`), 'arm', 'silent');
    expect(JSON.stringify([sorted.facts, sorted.message, String(sorted.cause)])).not.toContain('eyJ');
    expect(sorted.cause).toBeUndefined();
  });
});
