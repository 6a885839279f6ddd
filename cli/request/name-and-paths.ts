import { existsSync } from 'node:fs';

/** What a command line asks about, and the files that it reads. */
export interface NameAndPaths {
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Which of some arguments is the name of a service or workload: the first, unless that is a file or folder and one of the others is not.
 * So `callers shop/cart dist` and `callers dist shop/cart` are the same question.
 */
export function nameAndPaths(first: string, others: readonly string[]): NameAndPaths {
  const isPath = (text: string): boolean => text === '-' || existsSync(text);
  const place = isPath(first) ? others.findIndex((one) => !isPath(one)) : -1;
  const name = others[place];
  return name === undefined
    ? { name: first, paths: others }
    : { name, paths: [first, ...others.filter((_other, index) => index !== place)] };
}
