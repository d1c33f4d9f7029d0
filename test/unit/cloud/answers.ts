/** A fetch that gives prepared answers and remembers what it was asked; and clients on it. Test support of the cloud's unit tests. */
import { OperationPace, createCloudHttp } from '../../../src/cloud/index.ts';
import type { CloudHttp, TokenSource } from '../../../src/cloud/index.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

export const SECRET = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly init: RequestInit;
}

export type Prepared = Response | Error | ((asked: Asked) => Response | Error | Promise<Response>);

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(typeof value === 'string' ? value : JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });

/** Answers in order; the last one again and again. */
export function preparedFetch(...answers: readonly Prepared[]): { readonly fetch: typeof fetch; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const send = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const one: Asked = {
      method: init.method ?? 'GET',
      url: String(input instanceof Request ? input.url : input),
      headers: (init.headers ?? {}) as Record<string, string>,
      body: typeof init.body === 'string' ? init.body : null,
      init,
    };
    asked.push(one);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer === undefined) throw new TypeError('Failed to fetch');
    const made = typeof answer === 'function' ? await answer(one) : answer;
    if (made instanceof Error) throw made;
    return made.clone();
  };
  return { fetch: send, asked };
}

export interface Bench {
  readonly http: CloudHttp;
  readonly asked: Asked[];
  readonly clock: SteppingClock;
  readonly token: TokenSource & { readonly refusals: () => number };
  readonly pace: OperationPace;
  readonly random: () => number;
}

/** Everything a client needs, on prepared answers. */
export function benchOn(...answers: readonly Prepared[]): Bench {
  const { fetch, asked } = preparedFetch(...answers);
  const clock = new SteppingClock(1_000);
  const random = (): number => 0.5;
  let refusals = 0;
  const token = {
    token: () => Promise.resolve(SECRET),
    refused: () => {
      refusals++;
    },
    refusals: () => refusals,
  };
  return { http: createCloudHttp({ fetch, cloud: 'public', clock }), asked, clock, token, random, pace: new OperationPace({ clock, random }) };
}

export interface Failure {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What it threw, as plain code and facts; a failure of the test when it did not throw. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  const { code, facts } = (error ?? {}) as Partial<Failure>;
  if (code === undefined || facts === undefined) throw new Error(`not an error of the house: ${String(error)}`);
  return { code, facts };
}
