import { ManifestSource } from '../manifest/manifest-source.js';
import type { Problem } from '../manifest/problem.js';
import { asFields } from '../model/narrowing.js';
import { fieldSteps } from '../validation/field-path.js';
import { reservedKeyProblems } from '../validation/reserved-keys.js';
import { schemaProblems } from '../validation/schema-problems.js';
import type { YamlNode } from '../yaml/nodes.js';
import { parseYaml } from '../yaml/parser.js';
import { itemsOf, valueAt } from '../yaml/positions.js';
import { type MeshPromise, promisesOf } from './promise.js';
import { promisesSchema } from './promise-schema.js';

/** The promises of a file, and everything that is wrong with it. */
export interface ReadPromises {
  /** Empty when something is wrong. */
  readonly promises: readonly MeshPromise[];
  readonly problems: readonly Problem[];
  /** The line of a promise, from 1, by its number. */
  readonly lineOf: (index: number, ...path: readonly string[]) => number;
}

/** Reads a YAML file of promises. @param path how its problems name it */
export function readPromises(text: string, path: string): ReadPromises {
  const { value, root, mistakes } = parseYaml(text);
  const source = new ManifestSource(text);
  const lineOf: ReadPromises['lineOf'] = (index, ...rest) => source.lineOfSetting(['promises', index, ...rest]);
  if (mistakes.length > 0) {
    const problems = mistakes.map(({ line, message }) => ({
      code: 'PROMISES_YAML',
      place: `${path}:${line}`,
      message,
      fix: 'correct the YAML',
    }));
    return { promises: [], problems, lineOf };
  }
  const read = promisesSchema.safeParse(withWrittenTexts(value ?? {}, root), { reportInput: true });
  const reserved = reservedKeyProblems(value, 'PROMISES');
  if (read.success && reserved.length === 0) {
    return { promises: promisesOf(read.data), problems: [], lineOf };
  }
  const words = { code: 'PROMISES', page: 'docs/verify.md', schema: promisesSchema };
  const problems = [...schemaProblems(read.error?.issues ?? [], words), ...reserved].map((problem) => ({
    ...problem,
    place: `${path}:${source.lineOfSetting(fieldSteps(problem.place))}: ${problem.place}`,
  }));
  return { promises: [], problems, lineOf };
}

/** Conditions whose values are texts, whatever YAML takes a plain `on` or `1` for. */
const textFields = new Set(['headers', 'claim', 'query', 'versions', 'name']);

function withWrittenTexts(value: unknown, node: YamlNode | undefined, isText = false): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(node);
    return value.map((item, index) => withWrittenTexts(item, items[index], isText));
  }
  const fields = asFields(value);
  if (fields !== undefined) {
    return Object.fromEntries(
      Object.entries(fields).map(([key, inner]) => [
        key,
        withWrittenTexts(inner, valueAt(node, key), isText || textFields.has(key)),
      ]),
    );
  }
  return isText && node?.kind === 'scalar' && (typeof value === 'boolean' || typeof value === 'number')
    ? node.text
    : value;
}
