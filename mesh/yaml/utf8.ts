/** Number of octets of a UTF-8 character by its first one; 0 for one that cannot be the first. */
export function lengthFrom(octet: number): number {
  return octet < 0x80 ? 1 : octet >> 5 === 6 ? 2 : octet >> 4 === 14 ? 3 : octet >> 3 === 30 ? 4 : 0;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that octets are, with U+FFFD for each octet that is not part of a character, as Go writes them to JSON. */
export function decodeUtf8(octets: Uint8Array): string {
  let text = '';
  for (let position = 0; position < octets.length; ) {
    const length = lengthFrom(octets[position] as number) || 1;
    try {
      text += decoder.decode(octets.subarray(position, position + length));
      position += length;
    } catch {
      text += '\ufffd';
      position += 1;
    }
  }
  return text;
}
