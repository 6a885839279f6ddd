import { compilePattern, type TextPattern } from '../envoy/text-pattern.js';
import { namesOfPattern } from './authority-names.js';
import { beginningOf } from './beginning.js';
import { languageOf } from './language.js';
import { hintsOf, isExact, type TextConstraint } from './text-solver.js';

type TextParts = Omit<TextConstraint, 'outcome'>;

const parts = new WeakMap<TextPattern, TextParts>();

/** The test of a pattern, made once; its language is computed when it is asked for. */
export function textParts(pattern: TextPattern): TextParts {
  let found = parts.get(pattern);
  if (found === undefined) {
    const hints = hintsOf(pattern);
    found = {
      test: compilePattern(pattern),
      hints,
      isExact: isExact(pattern),
      beginning: beginningOf(pattern),
      names: () => namesOfPattern(pattern),
      get language() {
        return languageOf(pattern);
      },
    };
    parts.set(pattern, found);
  }
  return found;
}

const keys = new WeakMap<TextPattern, string>();

/** A text that is the same for the same patterns. */
export function keyOfPattern(pattern: TextPattern): string {
  let key = keys.get(pattern);
  if (key === undefined) {
    key = JSON.stringify(pattern);
    keys.set(pattern, key);
  }
  return key;
}
