import type { YamlNode } from './nodes.js';
import { mostSigned } from './plain-scalars.js';
import { resolveScalar } from './scalar-values.js';
import { YamlError } from './yaml-error.js';

/**
 * The text that a key becomes in JSON, or why JSON does not have the key.
 *
 * @throws YamlError for keys that are no scalars
 */
export function keyText(key: YamlNode): string | { readonly problem: string } {
  const node = key.kind === 'alias' ? key.target : key;
  if (node.kind !== 'scalar') {
    throw new YamlError('a key is a list or a mapping, which JSON does not have; quote it if it is a text', key.start);
  }
  const { type, value } = resolveScalar(node);
  if (type === 'null') {
    return { problem: 'a key is missing or null, which JSON does not have; quote it if it is a text' };
  }
  if (type === 'int' && value > mostSigned) {
    return { problem: 'a key is a number of more than 63 bits; quote it if it is a text' };
  }
  return type === 'float' ? floatText(value) : String(value);
}

/** A number as Go writes it with the digits of 32 bits: `strconv.FormatFloat(value, 'g', -1, 32)`. */
function floatText(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) {
    return Number.isNaN(single) ? '.nan' : single > 0 ? '.inf' : '-.inf';
  }
  if (single === 0) {
    return Object.is(single, -0) ? '-0' : '0';
  }
  const shortest = Array.from({ length: 9 }, (_, digits) => single.toExponential(digits)).find(
    (text) => Math.fround(Number(text)) === single,
  );
  const [digits = '', exponent = ''] = (shortest ?? '').split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) {
    const decimals = digits.replace(/^-?\d\.?/, '').length - power;
    return Number(shortest).toFixed(Math.max(decimals, 0));
  }
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
