import type { Problem } from '../manifest/problem.js';
import { fieldPath } from './field-path.js';

/** The name that every object of JavaScript has something under: checked settings have no such key, so it would be lost without a word. */
const RESERVED = '__proto__';

/**
 * The keys of settings that nothing may be called.
 *
 * @param code what the codes of the settings begin with
 */
export function reservedKeyProblems(settings: unknown, code: string): Problem[] {
  const problems: Problem[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, below] of Object.entries(value)) {
      const place = [...path, Array.isArray(value) ? Number(key) : key];
      if (key === RESERVED) {
        const message = 'cannot be a name here';
        problems.push({ code: `${code}_INVALID`, place: fieldPath(place), message, fix: 'use another name' });
      } else {
        visit(below, place);
      }
    }
  };
  visit(settings, []);
  return problems;
}
