/** An expression of JavaScript. */
export interface JsExpression {
  readonly source: string;
  readonly ignoreCase: boolean;
}

const classes: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Tokens of RE2 that JavaScript reads alike, or that have a translation. */
const token = /\\Q([\s\S]*?)(?:\\E|$)|\\x\{([0-9a-fA-F]{1,4})\}|\\([\s\S])|\[:(\w+):\]|\(\?P?<(\w+)>|\(\?(?!:)|[\s\S]/g;

/** Escapes that mean the same to both for texts of ASCII. */
const sameEscape = /[dDwWsStnrfv\\^$.*+?()[\]{}|/\-.,:;!"#%&'<=>@_`~ ]/;

/**
 * An expression of RE2 (https://github.com/google/re2/wiki/Syntax) as one of JavaScript that takes the same whole texts; undefined for what
 * has no translation here. The library that evaluates RE2 keeps its syntax trees to itself, so the expression is translated as a text.
 */
export function fromRe2(expression: string): JsExpression | undefined {
  const ignoreCase = expression.startsWith('(?i)');
  const body = withoutAnchors(ignoreCase ? expression.slice(4) : expression);
  if (body === undefined) {
    return undefined;
  }
  let source = '';
  let isInClass = false;
  for (const [text, quoted, code, escaped, name, group] of body.matchAll(token)) {
    if (quoted !== undefined) {
      source += quoted.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    } else if (code !== undefined) {
      source += `\\u${code.padStart(4, '0')}`;
    } else if (escaped !== undefined) {
      if (!sameEscape.test(escaped)) {
        return undefined;
      }
      source += /[\w\\^$.*+?()[\]{}|/-]/.test(escaped) && escaped !== '_' ? text : escaped;
    } else if (name !== undefined) {
      if (!isInClass || classes[name] === undefined) {
        return undefined;
      }
      source += classes[name];
    } else if (group !== undefined) {
      source += '(?:';
    } else if (text === '(?' || (!isInClass && (text === '^' || text === '$'))) {
      return undefined;
    } else {
      isInClass = text === '[' ? true : text === ']' ? false : isInClass;
      source += text === '/' ? '\\/' : isInClass && text === '[' && source.at(-1) === '[' ? '\\[' : text;
    }
  }
  return { source, ignoreCase };
}

/** Without the anchors at both ends, which say nothing of a whole text; undefined where they are part of an alternative. */
function withoutAnchors(expression: string): string | undefined {
  const start = expression.startsWith('^') ? 1 : 0;
  const isEnded = /(?:^|[^\\])(?:\\\\)*\$$/.test(expression);
  if (start === 0 && !isEnded) {
    return expression;
  }
  const body = expression.slice(start, isEnded ? -1 : undefined);
  return hasTopAlternative(body) ? undefined : body;
}

function hasTopAlternative(body: string): boolean {
  let depth = 0;
  for (const [text] of body.matchAll(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/g)) {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    if (text === '|' && depth === 0) {
      return true;
    }
  }
  return false;
}
