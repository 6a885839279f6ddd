import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A text that must not hold a secret, and what it is. */
export type Place = readonly [name: string, text: string];

/** The forms in which a secret of several lines is found again: each of its longer lines, and its base64. */
export function tokensOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('-----'));
  // Groups of three characters look alike in base64 wherever they stand, so a middle part is found in a longer text too.
  return [...lines, Buffer.from(secret).toString('base64').slice(0, -4)].filter((token) => token.length >= 16);
}

/** The files below a folder, without those of some folders. */
export function filesBelow(folder: string, without: readonly string[] = []): Place[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name): Place[] => {
    const path = join(folder, name);
    if (without.includes(name)) return [];
    return statSync(path).isDirectory() ? filesBelow(path, without) : [[path, readFileSync(path, 'utf8')]];
  });
}

/** The places that hold one of the tokens; what they hold is not shown. */
export function leaks(tokens: readonly string[], places: readonly Place[]): string[] {
  return places.filter(([, text]) => tokens.some((token) => text.includes(token))).map(([name]) => name);
}
