const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A text in UTF-8 as Base64 (RFC 4648, section 4). */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [one = 0, two, three] = bytes.subarray(index, index + 3);
    const bits = (one << 16) | ((two ?? 0) << 8) | (three ?? 0);
    encoded += digit(bits >> 18) + digit(bits >> 12);
    encoded += (two === undefined ? '=' : digit(bits >> 6)) + (three === undefined ? '=' : digit(bits));
  }
  return encoded;
}

/** A text in UTF-8 as Base64 for URLs, without padding (RFC 4648, section 5). */
export function encodeBase64Url(text: string): string {
  return encodeBase64(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The text that Base64 of either alphabet stands for. Characters of neither are passed over; `=` ends it. */
export function decodeBase64(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(base64Bytes(text));
}

/** The bytes that Base64 of either alphabet stands for. Characters of neither are passed over; `=` ends it. */
export function base64Bytes(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let length = 0;
  for (const character of text.replaceAll('-', '+').replaceAll('_', '/')) {
    const value = alphabet.indexOf(character);
    if (character === '=') {
      break;
    }
    if (value >= 0) {
      bits = ((bits << 6) | value) & 0xfff;
      length += 6;
      if (length >= 8) {
        length -= 8;
        bytes.push((bits >> length) & 0xff);
      }
    }
  }
  return new Uint8Array(bytes);
}

function digit(bits: number): string {
  return alphabet.charAt(bits & 0x3f);
}
