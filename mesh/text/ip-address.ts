/** The family of an address, 4 or 6; 0 for a text that is not an address. */
export function ipFamily(text: string): 0 | 4 | 6 {
  return ipv4.test(text) ? 4 : bytesOfV6(text) === undefined ? 0 : 6;
}

/**
 * Whether a text is an IPv4 or IPv6 address, as Istio reads one (Go's netip.ParseAddr): four parts without leading zeros, or IPv6, whose
 * last 32 bits may be written as IPv4 and which may name a zone.
 */
export function isIpAddress(text: string): boolean {
  return ipFamily(text) !== 0;
}

/** Whether a text is a range such as `10.0.0.0/8` (Go's netip.ParsePrefix): no zone; bits after the prefix may be set. */
export function isIpRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

/** The IPv4 address that an address such as `::ffff:10.0.0.1` stands for, as sockets take it; any other address as it is. */
export function socketAddress(address: string): string {
  const bytes = bytesOfV6(address) ?? [];
  const isMapped = bytes.length > 0 && bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 0xff));
  return isMapped ? bytes.slice(12).join('.') : address;
}

/**
 * The test of an address against a range or, without a slash, one address. Families are apart, as in Envoy: no IPv4 address is in
 * `::/0`. An unknown address is only in the ranges that hold every one; no address is in a text that is not a range.
 */
export function compileIpRange(text: string): (address: string | undefined) => boolean {
  const range = text.includes('/')
    ? parseRange(text)
    : parseRange(`${text.replace(/%.*/s, '')}/${ipv4.test(text) ? 32 : 128}`);
  if (range === undefined) {
    return () => false;
  }
  const { address: base, length } = range;
  const first = bytesOf(base);
  let known: string | undefined;
  let isKnownIn = length === 0;
  return (address) => {
    if (address === undefined) {
      return length === 0;
    }
    if (address !== known) {
      known = address;
      const bytes = bytesOf(address);
      isKnownIn = bytes.length === first.length && first.length > 0 && haveSameStart(bytes, first, length);
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
  const family = ipFamily(address);
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128) ? { address, length: Number(length) } : undefined;
}

/** Whether the leading bits of two addresses are the same. */
function haveSameStart(one: readonly number[], other: readonly number[], bits: number): boolean {
  return one.every((byte, index) => {
    const ignored = Math.max(0, Math.min(8, 8 * (index + 1) - bits));
    return byte >> ignored === (other[index] ?? 0) >> ignored;
  });
}

const octet = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** The 4 or 16 bytes of an address, without its zone; none for a text that is not an address. */
function bytesOf(address: string): readonly number[] {
  return ipv4.test(address) ? address.split('.').map(Number) : (bytesOfV6(address) ?? []);
}

/** The 16 bytes of an IPv6 address (RFC 4291, section 2.2), without its zone; undefined for a text that is not one. */
function bytesOfV6(text: string): readonly number[] | undefined {
  const [, address = ''] = /^([0-9a-f:.]+)(?:%[0-9a-z\-.:]+)?$/i.exec(text) ?? [];
  const halves = address.split('::');
  if (halves.length > 2 || !address.includes(':')) {
    return undefined;
  }
  const [head, tail] = halves.map((half, index) => bytesOfGroups(half, index === halves.length - 1));
  if (halves.length === 1) {
    return head?.length === 16 ? head : undefined;
  }
  const missing = 16 - (head?.length ?? 16) - (tail?.length ?? 16);
  return head === undefined || tail === undefined || missing < 2
    ? undefined
    : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** The bytes of groups of IPv6, the last of which may be an IPv4 address. */
function bytesOfGroups(text: string, isLast: boolean): readonly number[] | undefined {
  const groups = text === '' ? [] : text.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else if (isLast && index === groups.length - 1 && ipv4.test(group)) {
      bytes.push(...group.split('.').map(Number));
    } else {
      return undefined;
    }
  }
  return bytes;
}
