/**
 * Whether an address belongs to somebody on the public Internet, rather than to this machine or the network around it.
 * Local proxy. Reference: IANA special-purpose address registries, IPv4 and IPv6 (RFC 6890 and its updates).
 */
import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';

const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
];
/** Within 2000::/3, the only part of IPv6 that is public at all. */
const V6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // Teredo, ORCHID and other protocols
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4: holds any IPv4 address
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [network, prefix] of V4) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of V6) blocked.addSubnet(network, prefix, 'ipv6');
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  return family === 6 && unicast.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

/** Failure of a look-up: `EPRIVATE` where any of a name's addresses is not public. */
class PrivateAddress extends Error {
  readonly code = 'EPRIVATE';
}

type Callback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** In place of node's own look-up, so that the very address that was checked is the one that is used. */
export function lookupPublic(hostname: string, options: { readonly all?: boolean | undefined }, callback: Callback): void {
  lookup(hostname, { all: true }, (error, addresses) => {
    const first = addresses?.[0];
    if (error || !first) callback(error ?? new Error('no address'), []);
    else if (!addresses.every(({ address }) => isPublicAddress(address))) callback(new PrivateAddress('the name leads to an address that is not public'), []);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
}
