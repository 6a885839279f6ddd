/**
 * A regular expression in which `(?i)` and `(?i:…)` are written out as both cases of each letter: JavaScript has such flags for a whole
 * expression only, RE2 for a part (https://github.com/google/re2/wiki/Syntax).
 */
export function foldCase(expression: string): string {
  const start = expression.indexOf('(?i');
  const mark = expression[start + 3];
  if (start < 0 || (mark !== ')' && mark !== ':')) {
    return expression;
  }
  const end = endOfGroup(expression, start + 4);
  const folded = bothCases(expression.slice(start + 4, end));
  const rest = foldCase(expression.slice(end));
  return `${expression.slice(0, start)}${mark === ':' ? '(?:' : ''}${folded}${rest}`;
}

/** Where the group that holds a position ends: its closing bracket, or the end of the text. */
function endOfGroup(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') {
      at += 1;
    } else if (character === '[') {
      at = endOfClass(text, at);
    } else if (character === '(') {
      depth += 1;
    } else if (character === ')') {
      depth -= 1;
      if (depth < 0) {
        return at;
      }
    }
  }
  return text.length;
}

function endOfClass(text: string, from: number): number {
  let at = text[from + 1] === '^' ? from + 2 : from + 1;
  do {
    at += text[at] === '\\' ? 2 : 1;
  } while (at < text.length && text[at] !== ']');
  return at;
}

function bothCases(text: string): string {
  let folded = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') {
      folded += text.slice(at, at + 2);
      at += 1;
    } else if (character === '[') {
      const end = endOfClass(text, at);
      const members = text.slice(at + 1, end);
      folded += `[${members}${otherCases(members)}]`;
      at = end;
    } else if (character === '(' && text[at + 1] === '?') {
      const end = text.slice(at).search(/[:>)=!]/);
      folded += text.slice(at, at + end + 1);
      at += end;
    } else {
      const other = otherCase(character);
      folded += other === character ? character : `[${character}${other}]`;
    }
  }
  return folded;
}

function otherCases(members: string): string {
  const letters = [...members.replaceAll(/\\./g, '').matchAll(/([A-Za-z])(?:-([A-Za-z]))?/g)];
  return letters
    .map(([, first = '', last]) => (last === undefined ? otherCase(first) : `${otherCase(first)}-${otherCase(last)}`))
    .join('');
}

function otherCase(character: string): string {
  const lower = character.toLowerCase();
  return lower === character ? character.toUpperCase() : lower;
}
