import type { Draws } from './draws.js';
import { blockScalar, doubleQuoted, lineBreak, plain, randomText, singleQuoted } from './random-scalars.js';

/** A YAML document, mostly valid, in any layout; the draws decide everything. */
export function randomDocument(draws: Draws): string {
  if (draws.chance(8)) {
    return `a: ${draws.of(['', '', '- ', '!!float ', '!!int ', '[', '!!timestamp ', '? '])}${randomText(draws)}`;
  }
  const text = draws.rarely(4) ? tokenSoup(draws) : new Layout(draws).document();
  const mutated = draws.chance(draws.isTame ? 8 : 2) ? mutate(draws, text) : text;
  return draws.chance(30) ? mutated.replaceAll('\n', draws.of(['\r\n', '\r', '\u0085', '\u2028'])) : mutated;
}

const comments = ['# c', '#', "# it's: [", '#\t'] as const;
const tags = ['!!str', '!', '!x', '!<tag:yaml.org,2002:str>', '!!map', '!!seq', '!x/y%41'] as const;
const strictTags = [
  '!!int',
  '!!float',
  '!!bool',
  '!!null',
  '!!binary',
  '!!merge',
  '!!timestamp',
  '!e!x',
  '!!set',
] as const;
const beginnings = [
  '---\n',
  '# c\n',
  '\ufeff',
  '\n\n',
  '---\n# c\n',
  '%YAML 1.1\n---\n',
  '%TAG !e! tag:e.org,2000:\n---\n',
] as const;
const wrongBeginnings = ['--- ', '%YAML 1.2\n---\n', '\t\n', '...\n', '---\t', '%TAG ! a\n'] as const;
const endings = ['\n...\n', '\n---\nb: 1\n', '\n# c\n', '\n...\nb: 1', '\n---\n', ' # c', ''] as const;

const separators = ['---\n', '--- # c\n', '---\t\n', '--- \n', '---\n---\n', '...\n---\n'] as const;
const wrongSeparators = [
  '...\n',
  '---x\n',
  '--- !!map\n',
  '----\n',
  ' ---\n',
  '--- |\n',
  '%YAML 1.1\n---\n',
  '\u00a0',
] as const;

/** A file of several documents, of YAML and of JSON. */
export function randomStream(draws: Draws): string {
  const parts = draws.list(1, 4, () => {
    const json = JSON.stringify({ a: randomText(draws), b: [1, { c: null }] }, null, draws.of([0, 2, '\t']));
    const document = draws.chance(3)
      ? `${draws.chance(8) ? draws.of([' ', '\ufeff', '\u00a0', '# c\n']) : ''}${json}`
      : randomDocument(draws);
    const separator = draws.rarely(6) ? draws.of(wrongSeparators) : draws.of(separators);
    return `${document}${draws.chance(5) ? '' : '\n'}${document.startsWith('{') && draws.chance(3) ? '' : separator}`;
  });
  const text = `${draws.chance(4) ? draws.of(['---\n', '\ufeff', '# c\n---\n', '\n\n']) : ''}${parts.join('')}`;
  return draws.chance(10) ? text.replace(/[\r\n]+/g, '\r\n') : text;
}

/** Writes a random value, with a random choice for everything that layout leaves open. */
class Layout {
  private readonly anchors: string[] = [];

  constructor(private readonly draws: Draws) {}

  document(): string {
    const { draws } = this;
    const wrong = draws.rarely(12) ? draws.of(wrongBeginnings) : '';
    const before = draws.chance(8) ? draws.of(beginnings) : wrong;
    const after = draws.chance(8) ? draws.of(endings) : '\n';
    const indent = draws.chance(10) ? draws.of([1, 2]) : 0;
    const body = draws.chance(6) ? this.node(indent, 3, false).trimStart() : this.mapping(indent, 4).trimStart();
    return `${before}${' '.repeat(indent)}${body}${after}`;
  }

  /** A node after an indicator or a key in a column: starts with the blank or the line break before it. */
  private node(indent: number, depth: number, isOfMapping: boolean): string {
    const { draws } = this;
    const kind = depth <= 0 ? 0 : draws.below(8);
    if (kind <= 2) {
      return `${this.gap(indent, isOfMapping)}${this.scalar(indent)}${this.lineEnd()}`;
    }
    if (kind === 3) {
      return ` ${this.properties()}${blockScalar(draws, indent)}`;
    }
    if (kind === 4) {
      return `${this.gap(indent, isOfMapping)}${this.properties()}${this.flow(indent, depth - 1)}${this.lineEnd()}`;
    }
    const properties = this.properties();
    const step = draws.of([2, 2, 2, 2, 4, 1, 3]);
    if (kind === 5) {
      const column = isOfMapping && draws.chance(2) ? indent : indent + step;
      return ` ${properties}${this.lineEnd()}\n${this.sequence(column, depth - 1)}`;
    }
    return ` ${properties}${this.lineEnd()}\n${this.mapping(indent + step, depth - 1)}`;
  }

  private mapping(indent: number, depth: number): string {
    const { draws } = this;
    const entries = draws.list(1, 3, () => {
      const pad = `${this.blankLines()}${' '.repeat(indent)}`;
      if (draws.chance(30)) {
        const key = draws.rarely(2) ? this.node(indent, depth - 1, true) : ` ${this.key()}`;
        const value = draws.chance(4) ? '' : `\n${' '.repeat(indent)}:${this.node(indent, depth - 1, true)}`;
        return `${pad}?${key}${value}`;
      }
      return `${pad}${this.key()}${draws.chance(10) ? ' ' : ''}:${this.node(indent, depth, true)}`;
    });
    return entries.join('\n');
  }

  private sequence(indent: number, depth: number): string {
    const { draws } = this;
    const entries = draws.list(1, 3, () => {
      const pad = `${this.blankLines()}${' '.repeat(indent)}`;
      if (draws.chance(3)) {
        const gap = draws.of([1, 1, 1, 3]);
        const column = indent + 1 + gap;
        const inner = draws.chance(3) ? this.sequence(column, depth - 1) : this.mapping(column, depth - 1);
        return `${pad}-${' '.repeat(gap)}${inner.trimStart()}`;
      }
      return `${pad}-${this.node(indent, depth, false)}`;
    });
    return entries.join('\n');
  }

  private key(): string {
    const { draws } = this;
    if (draws.rarely(30)) {
      return '<<';
    }
    const text = draws.chance(3) ? randomText(draws) : draws.of(['a', 'b', 'c', 'name', 'spec', 'x.y/z', 'kind']);
    const properties = draws.chance(25) ? this.properties() : '';
    const isQuoted = draws.chance(2) || (draws.isTame && /^(?:~|null)?$/i.test(text));
    // Only a key that is allowed to break is broken over lines.
    const indent = draws.rarely(8) ? 2 : undefined;
    return `${properties}${isQuoted ? (draws.chance(2) ? doubleQuoted : singleQuoted)(draws, text, indent) : text}`;
  }

  private scalar(indent: number): string {
    const { draws } = this;
    if (this.anchors.length > 0 && draws.chance(6)) {
      return `${draws.rarely(6) ? this.properties() : ''}*${draws.of(this.anchors as [string, ...string[]])}`;
    }
    const text = randomText(draws);
    switch (draws.below(6)) {
      case 0:
        return `${this.properties()}${doubleQuoted(draws, text, indent)}`;
      case 1:
        return `${this.properties()}${singleQuoted(draws, text, indent)}`;
      case 2:
        return this.properties();
      default:
        return `${this.properties()}${plain(draws, text, indent)}`;
    }
  }

  private flow(indent: number, depth: number): string {
    const { draws } = this;
    const isMapping = draws.chance(2);
    const entries = draws.list(0, 3, () => {
      if (!isMapping && !draws.chance(8)) {
        return this.flowValue(indent, depth) || (draws.rarely(3) ? '' : 'x');
      }
      const key = draws.chance(12) ? `? ${this.key()}` : this.key();
      if (draws.chance(10)) {
        return key;
      }
      const gap = draws.rarely(6) ? '' : this.flowGap(indent, 4) || ' ';
      return `${key}${this.flowGap(indent, draws.isTame ? 100 : 12)}:${gap}${this.flowValue(indent, depth)}`;
    });
    const [first = '', ...rest] = entries;
    const separator = (): string => `${this.flowGap(indent, 6)},${this.flowGap(indent, 2)}`;
    const inside = rest.reduce((text, entry) => `${text}${separator()}${entry}`, first);
    const tail = entries.length > 0 && draws.chance(8) ? ',' : '';
    const whole = `${this.flowGap(indent, 4)}${inside}${tail}${this.flowGap(indent, 4)}`;
    return isMapping ? `{${whole}}` : `[${whole}]`;
  }

  private flowValue(indent: number, depth: number): string {
    return depth > 0 && this.draws.chance(3) ? this.flow(indent, depth - 1) : this.scalar(indent);
  }

  private flowGap(indent: number, times: number): string {
    const { draws } = this;
    if (!draws.chance(times)) {
      return draws.chance(2) ? ' ' : '';
    }
    const lineEnd = lineBreak(draws, indent);
    return draws.of([' ', '  ', '\t', lineEnd, lineEnd, ` ${draws.of(comments)}\n${lineEnd}`]);
  }

  private properties(): string {
    const { draws } = this;
    const tag = draws.rarely(12) ? `${draws.of(strictTags)} ` : draws.chance(18) ? `${draws.of(tags)} ` : '';
    if (!draws.chance(12)) {
      return tag;
    }
    const anchor = draws.of(['x', 'y-1', 'z_2', '1']);
    this.anchors.push(anchor);
    return draws.chance(2) ? `&${anchor} ${tag}` : `${tag}&${anchor} `;
  }

  /** What stands between an indicator and a scalar. */
  private gap(indent: number, isOfMapping: boolean): string {
    const { draws } = this;
    if (!draws.chance(8)) {
      return ' ';
    }
    const blank = isOfMapping || draws.rarely(3) ? draws.of(['  ', '\t', ' \t']) : '   ';
    return draws.of([blank, lineBreak(draws, indent), ` # c\n${lineBreak(draws, indent)}`]);
  }

  private lineEnd(): string {
    const { draws } = this;
    return draws.chance(10) ? draws.of(['  ', ' # c', '\t', '\t# c', ' #', '# c']) : '';
  }

  private blankLines(): string {
    const { draws } = this;
    const wrong = draws.rarely(30) ? draws.of(['\t\n', '\t# c\n']) : '';
    return draws.chance(12) ? draws.of(['\n', '  \n', '# c\n', '      # c\n']) : wrong;
  }
}

const fragments = [
  ...[
    'a',
    'b: ',
    'a: ',
    '- ',
    '-',
    '? ',
    ': ',
    ':',
    ',',
    '[',
    ']',
    '{',
    '}',
    '\n',
    '\n  ',
    '\n ',
    '\n\n',
    ' ',
    '\t',
    '#',
    ' # c',
    '&x ',
    '*x',
    '!!str ',
  ],
  ...[
    '"',
    "'",
    '"q"',
    "'q'",
    '|\n',
    '>-\n',
    '|2\n',
    '---\n',
    '...\n',
    '---',
    '<<: ',
    '1',
    'yes',
    '~',
    '%YAML 1.1\n',
    '\\',
    '\r\n',
    '\u2028',
    '\ufeff',
    '@',
    '`',
    '!',
  ],
] as const;

function tokenSoup(draws: Draws): string {
  return draws.list(1, 12, () => draws.of(fragments)).join('');
}

function mutate(draws: Draws, text: string): string {
  let mutated = [...text];
  for (let count = draws.of([1, 1, 2, 3]); count > 0; count -= 1) {
    const at = draws.below(mutated.length + 1);
    const to = draws.chance(2) ? at + 1 : Math.min(mutated.length, at + draws.below(6));
    const insert = draws.chance(3) ? [] : draws.chance(4) ? mutated.slice(at, at + 8) : [draws.of(fragments)];
    mutated = [...mutated.slice(0, at), ...insert, ...mutated.slice(draws.chance(2) ? at : to)];
  }
  return mutated.join('');
}
