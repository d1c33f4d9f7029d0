/**
 * One call of a service: a token, a request, and an answer that is either one of the expected statuses or an error.
 * Floor: cloud. Knows no service. A refused token (401) is asked for anew once, because it may have been revoked since it was issued.
 */
import type { CancelSignal } from '../../base/index.ts';
import type { TokenSource } from '../sign-in/sign-in.ts';
import { errorOf, retryAfterS } from './answer-error.ts';
import type { CloudAnswer, CloudHttp, CloudRequest } from './cloud-http.ts';
import type { OperationPace } from './operation-pace.ts';

export interface CallTools {
  readonly http: CloudHttp;
  readonly token: TokenSource;
  readonly pace?: OperationPace;
  /** For how many operations it is taken; 1 when not said. */
  readonly operations?: number;
}

/** Sends it once (twice after a 401). @throws what CloudHttp.send and the token source throw, and cloud-* by status for any status not in `expected` */
export async function call(tools: CallTools, request: Omit<CloudRequest, 'token'>, expected: readonly number[], signal?: CancelSignal): Promise<CloudAnswer> {
  const { http, pace, token, operations = 1 } = tools;
  const once = async (): Promise<CloudAnswer> => {
    const bearer = await token.token(signal); // first: whoever waited for a token must not send in one heap what was paced before
    await pace?.take(operations, signal);
    const answer = await http.send({ ...request, token: bearer }, signal);
    if (answer.status === 429) {
      const seconds = retryAfterS(answer);
      pace?.throttled(seconds === null ? null : seconds * 1000);
    } else {
      pace?.answered();
    }
    return answer;
  };
  let answer = await once();
  if (answer.status === 401) {
    token.refused();
    answer = await once();
  }
  if (!expected.includes(answer.status)) throw errorOf(answer);
  return answer;
}
