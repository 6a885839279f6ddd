import { BlockList, isIP, isIPv4, isIPv6, SocketAddress } from 'node:net';

/**
 * Whether a text is an IPv4 or IPv6 address, as Istio reads one (Go's netip.ParseAddr): four parts without leading zeros, or IPv6, whose
 * last 32 bits may be written as IPv4 and which may name a zone.
 */
export function isIpAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** Whether a text is a range such as `10.0.0.0/8` (Go's netip.ParsePrefix): no zone; bits after the prefix may be set. */
export function isIpRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

/** The IPv4 address that an address such as `::ffff:10.0.0.1` stands for, as sockets take it; any other address as it is. */
export function socketAddress(address: string): string {
  const written = isIPv6(address) ? new SocketAddress({ address, family: 'ipv6' }).address : address;
  return /^::ffff:(\d+(?:\.\d+){3})$/i.exec(written)?.[1] ?? address;
}

/**
 * The test of an address against a range or, without a slash, one address. Families are apart, as in Envoy: no IPv4 address is in
 * `::/0`. An unknown address is only in the ranges that hold every one; no address is in a text that is not a range.
 */
export function compileIpRange(text: string): (address: string | undefined) => boolean {
  const range = text.includes('/')
    ? parseRange(text)
    : parseRange(`${text.replace(/%.*/s, '')}/${isIPv4(text) ? 32 : 128}`);
  if (range === undefined) {
    return () => false;
  }
  const { address: base, length } = range;
  const list = new BlockList();
  const family = isIP(base);
  list.addSubnet(base, length, nameOf(family));
  let known: string | undefined;
  let isKnownIn = length === 0;
  return (address) => {
    if (address === undefined) {
      return length === 0;
    }
    if (address !== known) {
      known = address;
      isKnownIn = isIP(address) === family && list.check(address.replace(/%.*/s, ''), nameOf(family));
    }
    return isKnownIn;
  };
}

interface IpRange {
  readonly address: string;
  /** Number of leading bits that addresses of the range share with `address`. */
  readonly length: number;
}

function parseRange(text: string): IpRange | undefined {
  const [, address = '', length = ''] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128) ? { address, length: Number(length) } : undefined;
}

function nameOf(family: number): 'ipv4' | 'ipv6' {
  return family === 4 ? 'ipv4' : 'ipv6';
}
