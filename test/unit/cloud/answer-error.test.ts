import { describe, expect, test } from 'vitest';
import { errorOf, retryAfterS } from '../../../src/cloud/http/answer-error.ts';
import type { CloudAnswer } from '../../../src/cloud/index.ts';
import { SECRET } from './answers.ts';

const answer = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): CloudAnswer => ({
  host: 'h.azure-devices.net',
  status,
  text,
  header: (name) => headers[name] ?? null,
});

describe('an answer that is not what was asked for', () => {
  test.each([
    [400, 'cloud-bad-request'],
    [401, 'cloud-unauthorized'],
    [403, 'cloud-forbidden'],
    [404, 'cloud-not-found'],
    [409, 'cloud-conflict'],
    [412, 'cloud-precondition'],
    [429, 'cloud-throttled'],
    [500, 'cloud-unavailable'],
    [503, 'cloud-unavailable'],
    [599, 'cloud-unavailable'],
    [418, 'cloud-status'],
    [201, 'cloud-status'],
    [600, 'cloud-status'],
  ])('has a code by its status %d: %s', (status, code) => {
    expect(errorOf(answer(status, ''))).toMatchObject({ code, facts: { host: 'h.azure-devices.net', status, errorCode: 0, detail: '', trackingId: '' } });
  });

  test.each([
    [
      'of the provisioning service',
      '{"errorCode":404201,"trackingId":"2b1c-G:0","message":"Enrollment not found","info":{},"timestampUtc":"2026-11-23T00:00:00Z"}',
      { errorCode: 404201, trackingId: '2b1c-G:0', detail: 'Enrollment not found' },
    ],
    // azure-iot-sdk-c#2362
    [
      'a body in a body',
      '{"Message":"{\\"errorCode\\":401002,\\"trackingId\\":\\"t\\",\\"message\\":\\"Unauthorized access\\"}"}',
      { errorCode: 401002, trackingId: 't', detail: 'Unauthorized access' },
    ],
    [
      'three bodies deep',
      JSON.stringify({ Message: JSON.stringify({ message: JSON.stringify({ errorCode: 409000, message: 'Conflict' }) }) }),
      { errorCode: 409000, detail: 'Conflict' },
    ],
    // azure-sdk-for-net#21453
    [
      'of the hub',
      '{"Message":"ErrorCode:IotHubUnauthorized;Principal x is not authorized for GET on /devices/y due to no assigned permissions","ExceptionMessage":"Tracking ID:4f3a-G:12-TimeStamp:11/23/2026"}',
      {
        errorCode: 0,
        trackingId: '4f3a-G:12-TimeStamp:11',
        detail: 'ErrorCode:IotHubUnauthorized;Principal x is not authorized for GET on /devices/y due to no assigned permissions',
      },
    ],
    [
      'of Resource Manager',
      '{"error":{"code":"AuthorizationFailed","message":"The client has no permission"}}',
      { errorCode: 0, detail: 'AuthorizationFailed: The client has no permission' },
    ],
    ['a page of HTML', '<html><body><h1>502 Bad Gateway</h1></body></html>', { errorCode: 0, detail: '' }],
    ['nothing', '', { errorCode: 0, detail: '' }],
    ['a list', '[1,2]', { errorCode: 0, detail: '' }],
    ['a text', '"no"', { errorCode: 0, detail: '' }],
    ['an error code that is a text', '{"errorCode":"404201","message":7}', { errorCode: 0, detail: '' }],
    ['an error code below zero', '{"errorCode":-5}', { errorCode: 0 }],
    ['an error code that is no integer', '{"errorCode":1e300}', { errorCode: 0 }],
    ['a member called __proto__', '{"__proto__":{"message":"x"},"message":"y"}', { detail: 'y' }],
    ['a body nested without an end', `${'{"message":'.repeat(100)}1${'}'.repeat(100)}`, { detail: '' }],
    ['a message that only looks like a body', '{"message":"{not json"}', { detail: '{not json' }],
  ])('is read whatever its shape: %s', (_name, text, facts) => {
    expect(errorOf(answer(400, text)).facts).toMatchObject(facts);
  });

  test('takes the number from the header where the body has none', () => {
    expect(errorOf(answer(404, '', { 'x-ms-error-code': '404202' })).facts['errorCode']).toBe(404202);
    expect(errorOf(answer(404, '', { 'x-ms-error-code': 'abc' })).facts['errorCode']).toBe(0);
  });

  test.each([
    ['a token', `Bearer ${SECRET} is not accepted`],
    ['a bare token', `the token ${SECRET}`],
    ['half a token', `the token ${SECRET.split('.')[0] ?? ''}`],
    ['a connection string', 'HostName=x;SharedAccessKeyName=iothubowner;SharedAccessKey=c2VjcmV0LXNlY3JldC1zZWNyZXQ='],
    ['a signature', 'SharedAccessSignature sr=x&sig=c2VjcmV0LXNlY3JldC1zZWNyZXQ%3D&se=1'],
  ])('does not repeat %s that the service quotes', (_name, message) => {
    const { facts, message: text } = errorOf(answer(401, JSON.stringify({ message })));
    for (const shown of [String(facts['detail']), text]) {
      expect(shown).not.toContain('eyJ');
      expect(shown).not.toContain('c2VjcmV0');
    }
    expect(String(facts['detail'])).toContain('[hidden]');
  });

  test('shows one line of at most 300 characters, without anything invisible', () => {
    const { detail } = errorOf(answer(400, JSON.stringify({ message: `a\n\u202Eb\u0000${'c'.repeat(5_000)}` }))).facts as { detail: string };
    expect(detail).toHaveLength(300);
    expect(detail.startsWith('a bc') || detail.startsWith('a b c')).toBe(true);
  });
});

describe('Retry-After', () => {
  test.each([
    ['7', {}, 7],
    [' 0 ', {}, 0],
    ['999999', {}, 86_400],
    ['Mon, 23 Nov 2026 08:00:30 GMT', { date: 'Mon, 23 Nov 2026 08:00:00 GMT' }, 30],
    ['Mon, 23 Nov 2026 07:00:00 GMT', { date: 'Mon, 23 Nov 2026 08:00:00 GMT' }, 0],
  ] as const)('%j is that many seconds', (value, more, seconds) => {
    expect(retryAfterS(answer(429, '', { 'retry-after': value, ...more }))).toBe(seconds);
  });

  test.each(['', 'soon', '-5', '1.5', '1e3', 'Mon, 23 Nov 2026 08:00:30 GMT'])('%j says nothing', (value) => {
    expect(retryAfterS(answer(429, '', { 'retry-after': value }))).toBeNull();
  });

  test('is a fact of a throttled answer', () => {
    expect(errorOf(answer(429, '', { 'retry-after': '3' })).facts['retryAfterS']).toBe(3);
    expect(errorOf(answer(429, '')).facts['retryAfterS']).toBe(0);
  });
});
