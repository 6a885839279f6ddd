import { compileIpRange } from '../text/ip-address.js';

/** Whether an address is in a block; `unknown` when that depends on an address that the manifests do not say. */
export type Membership = 'yes' | 'no' | 'unknown';

/** Blocks whose addresses mean something on one link or machine only: no pod gets one (RFC 3927, RFC 1122, RFC 4291). */
const linkBlocks = blocks('169.254.0.0/16', '127.0.0.0/8', 'fe80::/10');

/** Blocks that no public address is in (these, and RFC 1918, RFC 6598, RFC 4193). */
const privateBlocks = [
  ...linkBlocks,
  ...blocks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'),
];

function blocks(...ranges: readonly string[]) {
  return ranges.map((range) => ({ bits: Number(range.split('/')[1]), holds: compileIpRange(range) }));
}

/**
 * Whether an end of a connection is in a CIDR block. An unknown address outside the cluster is taken for a public one: in a block of
 * every address, in no private block, and perhaps in any other. A pod's is in no block of a single link or machine.
 */
export function isAddressIn(
  cidr: string,
  end: { readonly address?: string | undefined; readonly kind: 'pod' | 'inside' | 'outside' },
): Membership {
  if (end.address !== undefined) {
    return compileIpRange(cidr)(end.address) ? 'yes' : 'no';
  }
  const [base = '', bits = ''] = cidr.split('/');
  if (bits === '0') {
    return 'yes';
  }
  const impossible = { pod: linkBlocks, inside: [], outside: privateBlocks }[end.kind];
  return impossible.some((block) => block.bits <= Number(bits) && block.holds(base)) ? 'no' : 'unknown';
}
