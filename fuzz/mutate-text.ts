import type { Random } from '../test/differential/findings/random.js';

/** Pieces that readers of YAML, JSON, terminals and shells treat in a way of their own. */
const pieces = [
  '\0',
  '\t',
  '\r',
  '\r\n',
  '\n',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ufffd',
  '\ud800',
  '😀',
  'é',
  '\u202e',
  '\x1b[2J',
  '\x1b]0;x\x07',
  '\x7f',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '%TAG ! a:\n',
  '# ',
  ': ',
  '- ',
  '? ',
  '&a ',
  '*a',
  '<<: *a\n',
  '!!binary ',
  '!!python/none ',
  '|\n',
  '>-\n  ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  "'",
  '\\',
  '{{ .Values.x }}',
  '$\u007bx}',
  '`x`',
  '$(x)',
  '../',
  '-x',
  '--help',
  'null',
  '~',
  'yes',
  'off',
  '0x1F',
  '0o7',
  '1_000',
  '1e999',
  '.nan',
  '-.inf',
  '2001-01-01',
  '12:30:45',
  '=',
  'kind: List\n',
  'items: x\n',
];

/** A text with some of its bytes, lines and pieces changed. */
export function mutateText(text: string, random: Random): string {
  let result = text;
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    result = mutateOnce(result, random);
  }
  return result;
}

function mutateOnce(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const piece = random.draw(...pieces);
  const length = 1 + random.below(random.draw(1, 4, 40));
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at) + piece + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + piece + text.slice(at + length);
    case 3:
      return text.slice(0, at) + String.fromCharCode(random.below(random.draw(128, 65536))) + text.slice(at + 1);
    case 4:
      return text.slice(0, at);
    case 5:
      return mutateLines(text, random);
    case 6:
      return text.slice(0, at) + text.slice(at, at + length).repeat(2 + random.below(random.draw(2, 300)));
    case 7:
      return random.draw(text.replaceAll('\n', '\r'), text.replaceAll('\n', '\r\n'), text.replaceAll(' ', '\u00a0'));
    default:
      return text.slice(0, at) + text.slice(at).replace(/\w+/, piece.trim());
  }
}

function mutateLines(text: string, random: Random): string {
  const lines = text.split('\n');
  const [one, other] = [random.below(lines.length), random.below(lines.length)];
  const line = lines[one] ?? '';
  switch (random.below(4)) {
    case 0:
      lines.splice(one, 1);
      break;
    case 1:
      lines.splice(one, 0, line);
      break;
    case 2:
      lines[one] = `${' '.repeat(random.below(3))}${line.slice(random.below(3))}`;
      break;
    default:
      lines[one] = lines[other] ?? '';
      lines[other] = line;
  }
  return lines.join('\n');
}
