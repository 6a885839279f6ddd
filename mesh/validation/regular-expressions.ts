import { RE2JS } from 're2js';
import type { Field } from './field.js';

/** Characters that mean themselves, `.`, `*` after one of them, and `|`: expressions of these alone need no parser. */
const plain = /^(?:[\w/ -]|\.[*+]?|\\[./-]|\|)+$/;
const longest = 1024;

/**
 * Why a text is no regular expression of RE2, the engine of Envoy; undefined when it is one. Other engines know look-ahead and
 * back references, which RE2 does not; so the parser of RE2's own grammar decides.
 */
export function regexMistake(expression: string): string | undefined {
  if (plain.test(expression)) {
    return undefined;
  }
  try {
    RE2JS.compile(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  }
}

/** Reports a text that RE2 does not take as a regular expression, or that is too long for Istio. */
export function checkRegex(field: Field): void {
  if (field.text.length > longest) {
    field.error(`the regular expression is longer than ${longest} characters`);
    return;
  }
  const mistake = regexMistake(field.text);
  if (mistake !== undefined) {
    field.error(`\`${field.text}\` is no regular expression of RE2: ${mistake}`);
  }
}

/** Reports a StringMatch with an empty or wrong regular expression, and one with an empty prefix where that is not allowed. */
export function checkStringMatch(match: Field, mayHaveEmptyPrefix = false): void {
  if (match.has('regex')) {
    if (match.at('regex').text === '') {
      match.at('regex').error('the regular expression is empty');
    } else {
      checkRegex(match.at('regex'));
    }
  } else if (!mayHaveEmptyPrefix && match.at('prefix').value === '') {
    match.at('prefix').error('the prefix is empty');
  }
}
