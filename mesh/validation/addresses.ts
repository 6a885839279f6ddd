import type { Field } from './field.js';

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** Whether a text is an IPv4 or IPv6 address; an IPv6 address may name a zone. */
export function isIpAddress(text: string): boolean {
  return ipv4.test(text) || isIpv6(text.replace(/%.+$/, ''));
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) {
    return false;
  }
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const isMixed = last.includes('.');
  const hexadecimal = isMixed ? groups.slice(0, -1) : groups;
  if (
    (isMixed && (!ipv4.test(last) || text.endsWith('::'))) ||
    !hexadecimal.every((group) => /^[\da-f]{1,4}$/i.test(group))
  ) {
    return false;
  }
  const length = hexadecimal.length + (isMixed ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}

/** Whether a text is an address range such as `10.0.0.0/8`. */
export function isIpRange(text: string): boolean {
  const slash = text.indexOf('/');
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  const most = address.includes(':') ? 128 : 32;
  return (
    slash > 0 &&
    /^(?:0|[1-9]\d{0,2})$/.test(bits) &&
    Number(bits) <= most &&
    !address.includes('%') &&
    isIpAddress(address)
  );
}

/** Reports a field that is neither an address nor, with one slash, an address range. */
export function checkSubnet(field: Field): void {
  const { text } = field;
  if (text.split('/').length === 2 ? !isIpRange(text) : !isIpAddress(text)) {
    field.error(`\`${text}\` is neither an IP address nor a range such as 10.0.0.0/8`);
  }
}

/** Reports each element of a list that is neither an address nor an address range. */
export function checkIpBlocks(list: Field): void {
  for (const block of list.texts) {
    if (block.text.includes('/') ? !isIpRange(block.text) : !isIpAddress(block.text)) {
      block.error(`\`${block.text}\` is neither an IP address nor a range such as 10.0.0.0/8`);
    }
  }
}

/** Reports a bind address that is no IP address. */
export function checkIpAddress(field: Field): void {
  if (!isIpAddress(field.text)) {
    field.error(`\`${field.text}\` is no IP address`);
  }
}

export const socketPrefix = 'unix://';

/** Whether a text names a Unix socket. */
export function isSocket(text: string): boolean {
  return text.startsWith(socketPrefix);
}

/** Reports a Unix socket that is neither abstract (`@name`) nor an absolute path of a file. */
export function checkSocket(field: Field): void {
  const path = field.text.slice(socketPrefix.length);
  if (path === '' || (!path.startsWith('@') && (!path.startsWith('/') || path.endsWith('/')))) {
    field.error('a Unix socket is an absolute path of a file, or begins with @');
  }
}
