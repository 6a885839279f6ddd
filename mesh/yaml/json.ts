import { chars } from './characters.js';
import { mostNested, type Pair, type ScalarNode, type YamlNode } from './nodes.js';

/** A JSON value in a text. */
export interface JsonValue {
  /** Its places are counted from its beginning. */
  readonly root: YamlNode;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the JSON value at an offset, blanks before it left out, if it begins with `{`: as kubectl does, which takes the rest of the text for more of
 * the kind, or for YAML. JSON has escapes (`\\/`, surrogate pairs) and characters that YAML has not.
 *
 * @returns undefined for anything else, which then may be YAML
 */
export function readJson(text: string, from: number): JsonValue | undefined {
  beginning.lastIndex = from;
  if (!beginning.test(text)) {
    return undefined;
  }
  const start = beginning.lastIndex;
  const reader = new JsonReader(text, start);
  const root = reader.readValue(0);
  return root === undefined ? undefined : { root, start, end: reader.position };
}

/** Blanks of any alphabet may precede the first brace. */
const beginning = /[\s\ufeff]*(?=\{)/y;
const blanks = /[ \t\r\n]*/y;
const numberOrWord = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

class JsonReader {
  position: number;

  constructor(
    private readonly text: string,
    private readonly base: number,
  ) {
    this.position = base;
  }

  /** Reads the value at the position; undefined when it is not JSON. */
  readValue(depth: number): YamlNode | undefined {
    if (depth >= mostNested) {
      return undefined;
    }
    switch (this.text[this.position]) {
      case '{':
        return this.readObject(depth);
      case '[':
        return this.readArray(depth);
      case '"':
        return this.readString();
      default:
        return this.readPlain();
    }
  }

  private readObject(depth: number): YamlNode | undefined {
    const start = this.position;
    const pairs: Pair[] = [];
    const isWhole = this.readEntries('}', () => {
      const key = this.text[this.position] === '"' ? this.readString() : undefined;
      this.skip(blanks);
      if (key === undefined || this.text[this.position] !== ':') {
        return false;
      }
      this.position += 1;
      this.skip(blanks);
      const value = this.readValue(depth + 1);
      if (value !== undefined) {
        pairs.push({ key, value });
      }
      return value !== undefined;
    });
    return isWhole ? { kind: 'mapping', start: start - this.base, pairs } : undefined;
  }

  private readArray(depth: number): YamlNode | undefined {
    const start = this.position;
    const items: YamlNode[] = [];
    const isWhole = this.readEntries(']', () => {
      const item = this.readValue(depth + 1);
      if (item !== undefined) {
        items.push(item);
      }
      return item !== undefined;
    });
    return isWhole ? { kind: 'sequence', start: start - this.base, items } : undefined;
  }

  private readEntries(bracket: string, readEntry: () => boolean): boolean {
    this.position += 1;
    this.skip(blanks);
    if (this.text[this.position] === bracket) {
      this.position += 1;
      return true;
    }
    while (readEntry()) {
      this.skip(blanks);
      const sign = this.text[this.position];
      this.position += 1;
      if (sign !== ',') {
        return sign === bracket;
      }
      this.skip(blanks);
    }
    return false;
  }

  private readString(): ScalarNode | undefined {
    const { text, position: start } = this;
    let isEscaped = false;
    let end = start + 1;
    for (let code = text.charCodeAt(end); code !== chars.doubleQuote; code = text.charCodeAt(end)) {
      // Control characters must be escaped; beyond the end of the text there is no number.
      if (!(code >= chars.space)) {
        return undefined;
      }
      isEscaped ||= code === chars.backslash;
      end += code === chars.backslash ? 2 : 1;
    }
    this.position = end + 1;
    const value = isEscaped ? unescaped(text.slice(start, this.position)) : text.slice(start + 1, end);
    return value === undefined
      ? undefined
      : { kind: 'scalar', start: start - this.base, text: value, tag: '', isImplicit: false };
  }

  private readPlain(): ScalarNode | undefined {
    const start = this.position;
    if (!this.skip(numberOrWord)) {
      return undefined;
    }
    const text = this.text.slice(start, this.position);
    // What is too large for a number is refused as JSON, and a text in YAML.
    return Number.isNaN(Number(text)) || Number.isFinite(Number(text))
      ? { kind: 'scalar', start: start - this.base, text, tag: '', isImplicit: true }
      : undefined;
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    if (!pattern.test(this.text)) {
      return false;
    }
    this.position = pattern.lastIndex;
    return true;
  }
}

/** What a string with escapes says; undefined when an escape is wrong. */
function unescaped(source: string): string | undefined {
  try {
    return (JSON.parse(source) as string).replace(loneSurrogate, '\ufffd');
  } catch {
    return undefined;
  }
}
