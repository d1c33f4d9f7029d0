/**
 * Which host and path a request means, whether it names Azure's host itself or carries it behind the mount.
 * Local tool. Knows nothing of what the services do.
 */
import type { HostKind } from './exchange.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const PATTERNS: readonly (readonly [HostKind, RegExp])[] = [
  ['login', /^(login)\.microsoftonline\.com$/],
  ['arm', /^(management)\.azure\.com$/],
  ['device', /^(global)\.azure-devices-provisioning\.net$/],
  ['portal', new RegExp(`^(${LABEL})\\.services\\.azure-devices-provisioning\\.net$`)],
  ['dps', new RegExp(`^(${LABEL})\\.azure-devices-provisioning\\.net$`)],
  ['hub', new RegExp(`^(${LABEL})(?:\\.service)?\\.azure-devices\\.net$`)],
];

export interface AzureAddress {
  readonly place: 'azure';
  readonly kind: HostKind;
  readonly host: string;
  readonly name: string;
  readonly rawPath: string;
  readonly query: string;
  /** What stands before Azure's path in the address: the mount and host, or nothing. */
  readonly prefix: string;
}

export interface ControlAddress {
  readonly place: 'control';
  readonly name: string;
}

export type Address = AzureAddress | ControlAddress | { readonly place: 'unknown' };

/** The kind and own name of an Azure host; null for any other. */
export function classifyHost(host: string): { readonly kind: HostKind; readonly name: string } | null {
  for (const [kind, pattern] of PATTERNS) {
    const name = pattern.exec(host)?.[1];
    if (name !== undefined) return { kind, name };
  }
  return null;
}

/** Takes the Host header and the request's target apart. `target` is as in the request line: path and query. */
export function readAddress(hostHeader: string, target: string, mount: string): Address {
  const [rawPath = '/', ...queryParts] = target.split('?');
  const query = queryParts.join('?');
  const host = hostHeader.toLowerCase().replace(/:\d+$/, '');
  const named = classifyHost(host);
  if (named) return { place: 'azure', ...named, host, rawPath, query, prefix: '' };
  if (!rawPath.startsWith(`${mount}/`)) return { place: 'unknown' };
  const rest = rawPath.slice(mount.length + 1);
  const slash = rest.indexOf('/');
  const first = (slash < 0 ? rest : rest.slice(0, slash)).toLowerCase();
  const after = slash < 0 ? '/' : rest.slice(slash);
  if (first === 'control') return { place: 'control', name: after.slice(1) };
  const mounted = classifyHost(first);
  return mounted ? { place: 'azure', ...mounted, host: first, rawPath: after, query, prefix: `${mount}/${first}` } : { place: 'unknown' };
}

/** Decoded segments of a path; null when an escape is broken. */
export function readSegments(rawPath: string): readonly string[] | null {
  try {
    return rawPath.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return null;
  }
}
