/**
 * What may be typed as a proxy's address: one on this machine, or one on the page's own site.
 * Floor: cloud. Pure. The page's policy (connect-src) admits the same and nothing else.
 * Reference: Secure Contexts (W3C), section 3.1: http is trustworthy on 127.0.0.1 and localhost only.
 */
import type { CloudProblem } from '../model.ts';
import type { CloudErrorCode } from '../errors.ts';

const LOCAL = ['127.0.0.1', 'localhost'];

/** `form`: not an address. `slash`: ends with one. `more`: user, query or fragment. `place`: neither this machine nor the page's site. */
type Fault = 'form' | 'slash' | 'more' | 'place';

function faultOf(address: string, pageOrigin: string): Fault | null {
  if (address.length > 500 || !URL.canParse(address)) return 'form';
  const url = new URL(address);
  if (url.username !== '' || url.password !== '' || /[?#\s\\]/.test(address)) return 'more';
  const local = url.protocol === 'http:' && LOCAL.includes(url.hostname);
  if (!local && url.origin !== pageOrigin) return 'place';
  if (address.endsWith('/')) return 'slash';
  return `${url.origin}${url.pathname === '/' ? '' : url.pathname}` === address ? null : 'form'; // nothing that the parser would have mended
}

/** Null when the address may be a proxy's. */
export function checkProxyAddress(address: string, pageOrigin: string): CloudProblem | null {
  const why = faultOf(address, pageOrigin);
  return why === null ? null : { code: 'proxy-address' satisfies CloudErrorCode, facts: { address: address.slice(0, 200), why } };
}
