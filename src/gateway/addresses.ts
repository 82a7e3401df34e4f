import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address inside somebody's network: loopback, private, link-local (where clouds keep their metadata), reserved, or a translation of such. */
export class PrivateAddress extends Error {
  override name = 'PrivateAddress' as const;
  constructor(host: string) {
    super(`${host} leads to a private address`);
  }
}

/** True for an address on the public internet. IPv4 inside IPv6 counts as what it is. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const known = ipaddr.process(address);
  if (known.range() !== 'unicast') return false;
  return known instanceof ipaddr.IPv4 || known.match(GLOBAL_UNICAST);
}

/** All that is given out to the internet; the rest of IPv6 is reserved, such as the old form `::127.0.0.1`. Source: IANA, RFC 4291 2.4. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * A lookup that resolves to public addresses only. The connection goes to the very address that was checked, so that a name cannot answer
 * differently the second time (DNS rebinding). Node does not look up what is an address already: check that with `refuseLiteral`.
 */
export function publicLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const addresses = (Array.isArray(found) ? found : []).filter(({ address }) => isPublic(address));
      const [first] = addresses;
      if (first === undefined) return done(new PrivateAddress(hostname), []);
      if (options.all === true) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

/** @throws PrivateAddress when the host of a URL is such an address itself */
export function refuseLiteral(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && !isPublic(bare)) throw new PrivateAddress(bare);
}
