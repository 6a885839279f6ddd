import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asText, type Fields, fieldsListOf, fieldsOf, textListOf } from '../../mesh/model/narrowing.js';
import { parseYaml } from '../../mesh/yaml/parser.js';
import { readText } from './read-text.js';

/** A kustomization of a folder, as far as reading needs it. */
export interface Kustomization {
  readonly file: string;
  /** Its folder, as paths of files begin. */
  readonly folder: string;
  /** Whole paths of the files that are no objects by themselves: patches and configuration. */
  readonly parts: ReadonlySet<string>;
  /** Whole paths of the files and folders whose objects it changes. */
  readonly resources: ReadonlySet<string>;
  /** Fields by which it changes its resources, such as `patches` and `namePrefix`. */
  readonly changes: readonly string[];
}

/** Fields that name what is changed, or say nothing of a change. */
const withoutChange: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'bases',
  'crds',
  'openapi',
  'sortOptions',
]);
/** Fields whose texts, or whose elements' `path`, name files that are no objects. */
const fieldsOfParts = [
  ...['patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'transformers', 'generators'],
  ...['validators', 'configurations', 'crds'],
];

/** Reads the file of a kustomization; undefined when it is not YAML, which then is said of the file. */
export function readKustomization(file: string): Kustomization | undefined {
  const { text } = readText(file, file);
  const { value, isRead } = text === undefined ? { value: undefined, isRead: false } : parseYaml(text);
  if (!isRead) {
    return undefined;
  }
  const folder = dirname(file);
  const fields = fieldsOf(value);
  const whole = (paths: readonly string[]): ReadonlySet<string> => new Set(paths.map((path) => resolve(folder, path)));
  return {
    file,
    folder,
    parts: whole(fieldsOfParts.flatMap((field) => pathsOf(fields, field)).filter((path) => isFile(join(folder, path)))),
    resources: whole(['resources', 'bases', 'components'].flatMap((field) => textListOf(fields[field]))),
    changes: Object.keys(fields)
      .filter((field) => !withoutChange.has(field))
      .sort(),
  };
}

function pathsOf(fields: Fields, field: string): readonly string[] {
  const paths = fieldsListOf(fields[field]).flatMap(({ path }) => asText(path) ?? []);
  return [...textListOf(fields[field]).filter((text) => !text.includes('\n')), ...paths];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
