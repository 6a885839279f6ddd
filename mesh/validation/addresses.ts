import { isIpAddress, isIpRange } from '../text/ip-address.js';
import type { Field } from './field.js';

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

/** Reports a bind address that is not an IP address. */
export function checkIpAddress(field: Field): void {
  if (!isIpAddress(field.text)) {
    field.error(`\`${field.text}\` is not an IP address`);
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
