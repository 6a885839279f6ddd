import type { Field } from './field.js';

const literal = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** Reports paths whose templates `{*}` (one segment) and `{**}` (any number, last) stand where they must not. */
export function checkPathTemplates(paths: Field): void {
  for (const path of paths.texts) {
    const mistake = templateMistake(path.text);
    if (mistake !== undefined) {
      path.error(`\`${path.text}\`: ${mistake}`);
    }
  }
}

function templateMistake(path: string): string | undefined {
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let isLast = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (isLast) {
        return '{**} must be the last template';
      }
      isLast = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return 'braces are for {*} and {**} as whole segments only';
    } else if (isTemplate && !literal.test(segment)) {
      return `the segment \`${segment}\` cannot stand in a template`;
    }
  }
  return undefined;
}
