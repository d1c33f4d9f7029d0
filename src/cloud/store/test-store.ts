/**
 * Can this store be used by this person from this page? One question after another, and the first that fails says what to do.
 * Floor: cloud. A browser does not say whether nobody answered or the answer was not for this page; so the account is asked once more without a token and
 * without wanting to read the answer: if that comes back, only the CORS rule is missing.
 * Reference: Fetch standard, "no-cors" mode (an opaque answer tells that there was one).
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { CancelSignal } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { StorePlace } from './place.ts';
import { SharedStore } from './shared-store.ts';
import type { StoreTools } from './transport.ts';

const KNOCK_MS = 10_000;

/** Rejects with what is in the way. `pageOrigin`: for the CORS rule. @throws store-cors, store-role, store-shut, store-container, cloud-…, sign-in-… */
export async function testStore(place: StorePlace, tools: StoreTools, pageOrigin: string, signal?: CancelSignal): Promise<void> {
  try {
    await (await SharedStore.open(place, tools)).tryOut(signal);
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'cloud-unreachable' && (await isSomebodyThere(place, tools)))
      throw new TouchstoneError<CloudErrorCode>('store-cors', { host: new URL(place.endpoint).host, origin: pageOrigin });
    throw error;
  }
}

async function isSomebodyThere({ endpoint }: StorePlace, tools: StoreTools): Promise<boolean> {
  const { fetch: knock } = tools;
  const options = { mode: 'no-cors', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(KNOCK_MS) } as const;
  return knock(`${endpoint}/`, options).then(
    () => true,
    () => false,
  );
}
