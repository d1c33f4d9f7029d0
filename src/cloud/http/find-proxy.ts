/**
 * Whether what answers at an address calls itself the proxy.
 * Floor: cloud. Sends nothing but the question: no token goes to an address that has not said what it is.
 * Reference: tools/proxy/README.md: `GET /` says `{"touchstone":"proxy","version":"…"}`.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';
import { isJsonObject, parseJson } from '../../formats/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { readText } from './read-text.ts';
import { within } from './within.ts';

/** Long enough to answer the browser's question about the local network. */
const TIMEOUT_MS = 20_000;
const LIMIT_BYTES = 4_096;

function saysProxy(text: string | null): boolean {
  try {
    const value = parseJson(text ?? '', 2);
    return isJsonObject(value) && value.get('touchstone') === 'proxy' && !value.has('error');
  } catch {
    return false;
  }
}

/** Resolves when the proxy is there. `address` has no trailing slash. @throws proxy-missing */
export async function findProxy(address: string, tools: { readonly fetch: typeof fetch; readonly clock: Clock }, signal?: CancelSignal): Promise<void> {
  const { clock, fetch: ask } = tools;
  const missing = (): TouchstoneError => new TouchstoneError<CloudErrorCode>('proxy-missing', { address: address.slice(0, 200) });
  await within({ clock, timeoutMs: TIMEOUT_MS, signal, late: missing }, async (limit) => {
    const options = { credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', redirect: 'error', signal: limit } as const;
    const response = await ask(`${address}/`, options).catch(() => {
      throw missing();
    });
    const text = await readText(response, LIMIT_BYTES).catch(() => null);
    if (!response.ok || !saysProxy(text)) throw missing();
  });
}
