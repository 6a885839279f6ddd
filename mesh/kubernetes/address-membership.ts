import { compileIpRange } from '../text/ip-address.js';

/** Whether an address is in a block; `unknown` when that depends on an address that the manifests do not say. */
export type Membership = 'yes' | 'no' | 'unknown';

/** Blocks that no public address is in (RFC 1918, RFC 6598, RFC 3927, RFC 1122, RFC 4193, RFC 4291). */
const privateBlocks = [
  { base: '10.0.0.0', bits: 8 },
  { base: '172.16.0.0', bits: 12 },
  { base: '192.168.0.0', bits: 16 },
  { base: '100.64.0.0', bits: 10 },
  { base: '169.254.0.0', bits: 16 },
  { base: '127.0.0.0', bits: 8 },
  { base: 'fc00::', bits: 7 },
  { base: 'fe80::', bits: 10 },
].map(({ base, bits }) => ({ bits, holds: compileIpRange(`${base}/${bits}`) }));

/**
 * Whether an end of a connection is in a CIDR block. An unknown address outside the cluster is taken for a public one: in a block of
 * every address, in no private block, and perhaps in any other.
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
  const isPrivate = privateBlocks.some((block) => block.bits <= Number(bits) && block.holds(base));
  return end.kind === 'outside' && isPrivate ? 'no' : 'unknown';
}
