import { expressionMistake } from '../text/regular-expression.js';
import type { Field } from './field.js';

const longest = 1024;

/** Reports a text that RE2 does not take as a regular expression, or that is too long for Istio. */
export function checkRegex(field: Field): void {
  if (field.text.length > longest) {
    field.error(`the regular expression is longer than ${longest} characters`);
    return;
  }
  const mistake = expressionMistake(field.text);
  if (mistake !== undefined) {
    field.error(`\`${field.text}\` is not a regular expression of RE2: ${mistake}`);
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
