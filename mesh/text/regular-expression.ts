import { RE2JS, RE2Set } from 're2js';
import { type Glob, matchesGlob } from './glob.js';

/** Istio has its proxies refuse an expression that compiles to more instructions (`re2.max_program_size.error_level` of their bootstrap). */
const largestProgram = 32_768;

/** The longest expression that any API server takes: the value of a header match of the Gateway API. */
const longestExpression = 4096;

/** How many instructions of compiled expressions are kept; the oldest expressions are compiled again when they are asked. */
const keptInstructions = 1 << 18;

/**
 * A regular expression as Envoy evaluates it: of RE2 (https://github.com/google/re2/wiki/Syntax) and in time that grows with the length of the
 * text alone. It is compiled when a text is first compared, and forgotten before compiled expressions fill the memory.
 */
export class RegularExpression {
  private readonly glob: Glob | undefined;

  constructor(readonly source: string) {
    this.glob = globOf(source);
  }

  /** Whether it takes a text from the first character to the last. One that Envoy refuses takes none. */
  matches(text: string): boolean {
    if (this.glob !== undefined && !text.includes('\n')) {
      return matchesGlob(this.glob, text);
    }
    return engineOf(this.source)?.matches(text) === true;
  }

  /**
   * The text with every match replaced, as RE2's GlobalReplace does it: `\0` to `\9` in the substitution are the match and its groups, `\\` is a
   * backslash, and a substitution ends where another character is escaped. A substitution that names a group which is not there
   * leaves the text as it is.
   */
  replaceAll(text: string, substitution: string): string {
    const engine = engineOf(this.source);
    if (engine === undefined || highestGroup(substitution) > engine.groupCount()) {
      return text;
    }
    let replaced = '';
    let end = -1;
    for (const match of engine.matchAll(text)) {
      const { index = 0 } = match;
      // An empty match right after another match is none.
      if (match[0] !== '' || index !== end) {
        replaced += text.slice(Math.max(end, 0), index) + expand(substitution, match);
        end = index + match[0].length;
      }
    }
    return replaced + text.slice(Math.max(end, 0));
  }
}

/** A text as an expression that takes it alone; RE2 calls this QuoteMeta. */
export function quoteMeta(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * Why Envoy refuses an expression, undefined when it takes it. RE2 knows neither look-ahead nor look-behind, back-references, possessive
 * repetition, nor more than 1,000 repetitions.
 */
export function expressionMistake(source: string): string | undefined {
  if (globOf(source) !== undefined) {
    return undefined;
  }
  if (source.length > longestExpression) {
    return `it is longer than ${longestExpression} characters`;
  }
  if (estimateProgram(source) > largestProgram) {
    return `it is larger than ${largestProgram} instructions when compiled, with its repetitions written out`;
  }
  try {
    // A set parses what it takes and compiles nothing.
    new RE2Set().add(source);
    return undefined;
  } catch (error) {
    return String(error instanceof Error ? error.message : error).replace(/^error parsing regexp: /, '');
  }
}

/** Characters that mean themselves, with `.*` and `.+` between them. */
const simple = /^\^?((?:[\w/ :;,@%&=~!#'"<>-]|\\[-./]|\.[*+](?!\.[*+]))*)\$?$/;

/** An expression of literal texts with `.*` and `.+` between them, as a glob; it takes the same texts, line feeds aside. */
function globOf(source: string): Glob | undefined {
  const body = simple.exec(source)?.[1];
  if (body === undefined) {
    return undefined;
  }
  const pieces = [''];
  const gaps: number[] = [];
  for (const [token, escaped, repeated] of body.matchAll(/\\(.)|\.([*+])|[^\\.]+/g)) {
    if (repeated === undefined) {
      pieces.push(`${pieces.pop()}${escaped ?? token}`);
    } else {
      pieces.push('');
      gaps.push(repeated === '+' ? 1 : 0);
    }
  }
  return { pieces, gaps };
}

interface Compiled {
  readonly engine: RE2JS | undefined;
  readonly instructions: number;
}

const compiled = new Map<string, Compiled>();
let instructions = 0;

function engineOf(source: string): RE2JS | undefined {
  const known = compiled.get(source);
  if (known !== undefined) {
    return known.engine;
  }
  const engine = expressionMistake(source) === undefined ? RE2JS.compile(source) : undefined;
  const added = { engine, instructions: (engine?.programSize() ?? 0) + source.length };
  instructions += added.instructions;
  for (const [oldest, { instructions: freed }] of compiled) {
    if (instructions <= keptInstructions) {
      break;
    }
    compiled.delete(oldest);
    instructions -= freed;
  }
  compiled.set(source, added);
  return engine;
}

/** A class or a name that does not end reaches to the end of the text, which makes the search take linear time. */
const token = /\\(?:[pPx]\{[^}]*(?:\}|$)|[\s\S])|\[\^?\]?(?:\\[\s\S]|[^\]\\])*(?:\]|$)|\{(\d+)(?:,(\d*))?\}|[\s\S]/g;

/** About how many instructions an expression compiles to: what is repeated counts as often as it may be repeated. */
function estimateProgram(source: string): number {
  if (!source.includes('{')) {
    return source.length;
  }
  const groups: number[] = [];
  let size = 0;
  let last = 0;
  for (const [text, least, most] of source.matchAll(token)) {
    if (text === '(') {
      groups.push(size + last);
      size = last = 0;
    } else if (text === ')') {
      last += size;
      size = groups.pop() ?? 0;
    } else if (least !== undefined) {
      last *= Math.max(Number(least) + (most === '' ? 1 : 0), Number(most ?? 0));
    } else {
      size += last;
      last = 1;
    }
  }
  return groups.reduce((sum, one) => sum + one, size + last);
}

function highestGroup(substitution: string): number {
  let highest = 0;
  for (const [, digit] of substitution.matchAll(/\\(?:(\d)|.)/gs)) {
    highest = Math.max(highest, Number(digit ?? 0));
  }
  return highest;
}

function expand(substitution: string, match: ArrayLike<string | undefined>): string {
  const [valid = ''] = /^(?:[^\\]|\\[\d\\])*/.exec(substitution) ?? [];
  return valid.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === '\\' ? '\\' : (match[Number(escaped)] ?? '')));
}
