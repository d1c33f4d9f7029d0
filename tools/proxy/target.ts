/**
 * Where a request wants to go: `/{host}/{path}?{query}`, read strictly. Whatever this does not admit is never sent.
 * Local proxy. Pure; knows nothing of sockets and headers. Reference: README.md; RFC 1123 (labels), RFC 3986 (path and query).
 */

/** Domains of the IoT services in the public cloud, US Government and China. */
const SUFFIXES = ['net', 'us', 'cn'].flatMap((end) => [`.azure-devices-provisioning.${end}`, `.azure-devices.${end}`]);

const LABELS = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;
/** Escapes of printable ASCII, but for what could be read as another path the second time: `% / \`. */
const ESCAPE = '%(?:2[0-46-9A-Ea-e]|[346][0-9A-Fa-f]|5[0-9ABDEFabdef]|7[0-9A-Ea-e])';
const PATH = new RegExp(`^(?:/(?:[A-Za-z0-9\\-._~!$'()*+,;=:@]|${ESCAPE})+)+$`);
const QUERY = new RegExp(`^(?:[A-Za-z0-9\\-._~=&+*$:,]|${ESCAPE})*$`);
const LONGEST_PATH = 1024;
const LONGEST_QUERY = 1024;

export interface Target {
  readonly host: string;
  /** Path and query, as they go into the request line. */
  readonly path: string;
}

/** `host`: not an IoT host of Azure's. `address`: something in it is not admitted. */
export type TargetFault = 'host' | 'address';

/** Whether the proxy speaks to this host at all. */
export const isIotHost = (host: string): boolean => LABELS.test(host) && SUFFIXES.some((suffix) => host.endsWith(suffix));

const isDots = (segment: string): boolean => /^(?:\.|%2e){1,2}$/i.test(segment);

/** Takes the target of the request line apart. */
export function readTarget(target: string): Target | TargetFault {
  const match = /^\/([^/?]*)(\/[^?]*)?(?:\?(.*))?$/.exec(target);
  if (!match) return 'address';
  const [, host = '', path = '', query] = match;
  if (!isIotHost(host)) return 'host';
  if (path.length > LONGEST_PATH || !PATH.test(path) || path.split('/').some(isDots)) return 'address';
  if (query !== undefined && (query.length > LONGEST_QUERY || !QUERY.test(query))) return 'address';
  return { host, path: query === undefined ? path : `${path}?${query}` };
}
