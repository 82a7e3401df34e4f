/** Why no answer came, by what an operator does about it. */
export type NetworkTrouble =
  | 'no-host'
  /** nothing listens there */
  | 'refused'
  | 'no-way'
  | 'silent'
  | 'certificate'
  /** TLS was spoken to something that does not */
  | 'no-tls'
  /** it hung up, or does not speak the protocol: perhaps it expects TLS */
  | 'hung-up';

/** By the codes of Node, OpenSSL and undici. */
const TROUBLES: readonly (readonly [RegExp, NetworkTrouble])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/, 'no-host'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'no-way'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'silent'],
  [/CERT|^UNABLE_TO_(VERIFY|GET)/, 'certificate'],
  [/^(EPROTO|ERR_SSL_.*)$/, 'no-tls'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_.*)$/, 'hung-up'],
];

/** Looks through an error, what caused it and what it bundles; undefined where the network was not the reason. */
export function networkTrouble(error: unknown): NetworkTrouble | undefined {
  for (const one of chainOf(error)) {
    const code = 'code' in one && typeof one.code === 'string' ? one.code : '';
    const [, trouble] = TROUBLES.find(([codes]) => codes.test(code)) ?? [];
    if (trouble !== undefined) return trouble;
    if (one.name === 'TimeoutError' || one.name === 'AbortError') return 'silent';
  }
  return undefined;
}

/** `lastNodeError`: where a client of a Redis Cluster keeps what its nodes failed by. */
function chainOf(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const bundled: unknown[] = error instanceof AggregateError ? error.errors : [];
  const inner: unknown[] = [error.cause, 'lastNodeError' in error ? error.lastNodeError : undefined, ...bundled];
  return [error, ...inner.flatMap((one) => chainOf(one, depth + 1))];
}

export interface Peer {
  /** The variable that holds the address. */
  readonly variable: string;
  /** Where it was looked for, without a password: `host:port`, or several. */
  readonly at: string;
  /** How its addresses begin with and without TLS. */
  readonly schemes: { readonly tls: string; readonly plain: string };
}

/** What failed, and what to do. */
export function explainNetwork({ variable, at, schemes }: Peer, trouble: NetworkTrouble): [what: string, todo: string] {
  switch (trouble) {
    case 'no-host':
      return [
        `${variable}: there is no host ${at}`,
        `correct the name in ${variable}; a container sees the names of its own network only`,
      ];
    case 'refused':
      return [
        `${variable}: nothing listens at ${at}`,
        'start it, or correct the port; inside a container, localhost is the container itself',
      ];
    case 'no-way':
      return [`${variable}: there is no way from here to ${at}`, 'look at the network, a VPN or a firewall in between'];
    case 'silent':
      return [
        `${variable}: ${at} does not answer`,
        'look whether it is overloaded, and whether a firewall in between drops what is sent',
      ];
    case 'certificate':
      return [
        `${variable}: the certificate of ${at} is not one that this machine trusts`,
        'renew it, use the name that stands in it, or let NODE_EXTRA_CA_CERTS name the file of your own authority',
      ];
    case 'no-tls':
      return [`${variable}: ${at} speaks no TLS`, `let ${variable} begin with ${schemes.plain}, or correct the port`];
    case 'hung-up':
      return [
        `${variable}: ${at} hangs up without an answer that can be read`,
        `correct the port, or let ${variable} begin with ${schemes.tls} if it expects TLS`,
      ];
  }
}
