import { closestName } from '../validation/closest-name.js';

/** More names than this are not compared: each comparison costs the product of the lengths. */
const mostNames = 1000;

/** Names of fewer letters are one edit away from many others. */
const fewestLetters = 4;

/**
 * The name of which another one is probably a misspelling, so that what it names is not elsewhere but does not exist. Names that differ in digits
 * only, such as two versions, are different names.
 */
export function misspelt(written: string, names: readonly string[]): string | undefined {
  const meant = written.length < fewestLetters ? undefined : closestName(written, names.slice(0, mostNames));
  return meant === undefined || withoutDigits(meant) === withoutDigits(written) ? undefined : meant;
}

function withoutDigits(name: string): string {
  return name.replaceAll(/\d+/g, '');
}
