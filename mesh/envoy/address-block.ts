/** Whether an address is in a block such as `10.0.0.0/8`; an unknown address is only in the blocks that hold every one. */
export function compileAddressBlock(block: string): (address: string | undefined) => boolean {
  const slash = block.indexOf('/');
  const base = parseAddress(slash < 0 ? block : block.slice(0, slash));
  if (base === undefined) {
    return () => false;
  }
  const size = slash < 0 ? base.bits : Number(block.slice(slash + 1));
  if (size === 0) {
    return () => true;
  }
  const shift = BigInt(base.bits - size);
  const wanted = base.value >> shift;
  return (address) => {
    const parsed = address === undefined ? undefined : parseAddress(address);
    return parsed !== undefined && parsed.bits === base.bits && parsed.value >> shift === wanted;
  };
}

function parseAddress(text: string): { readonly bits: number; readonly value: bigint } | undefined {
  if (text.includes(':')) {
    return parseIpv6(text);
  }
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) {
    return undefined;
  }
  return { bits: 32, value: parts.reduce((value, part) => (value << 8n) + BigInt(part), 0n) };
}

function parseIpv6(text: string): { readonly bits: number; readonly value: bigint } | undefined {
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array<string>(Math.max(8 - before.length - after.length, 0)).fill('0'), ...after];
  if (groups.length !== 8 || groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) {
    return undefined;
  }
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) + BigInt(`0x${group}`), 0n) };
}
