import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem } from '../../mesh/manifest/problem.js';

/** The place of a problem of a file: `file:line`, or `file`. */
export function placeOf({ place }: Problem): { readonly path: string; readonly line: number | undefined } {
  const [, path = place, line] = /^(.*):(\d+)$/s.exec(place) ?? [];
  return { path, line: line === undefined ? undefined : Number(line) };
}

/** A path as services that show findings beside files want it: from the current folder, with forward slashes. */
export function relativePath(path: string): string {
  const inside = isAbsolute(path) ? relative(process.cwd(), path) : path;
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}

/** A path as a URI reference: relative to the current folder, or `file:` for a file elsewhere. */
export function pathUri(path: string): string {
  const inside = relativePath(path);
  return isAbsolute(inside) ? pathToFileURL(inside).href : inside.split('/').map(encodeURIComponent).join('/');
}
