import { readFileSync } from 'node:fs';
import * as jestGlobals from '@jest/globals';
import { expect } from '@jest/globals';
import { transformSync } from '@swc/core';
import * as cdk8s from 'cdk8s';
import * as constructs from '../constructs/index.js';
import * as mesh from '../mesh/index.js';
import '../mesh/jest/index.js';

/** What examples may import; tests in them run at once. */
const modules: Readonly<Record<string, object>> = {
  '@jest/globals': { ...jestGlobals, test: (_: string, run: () => void) => run() },
  'asm-blueprints/mesh': mesh,
  'asm-blueprints/constructs': constructs,
  'asm-blueprints/jest': {},
  cdk8s,
};

/** The blocks of TypeScript of a document, in order. */
export function examplesOf(document: string): readonly string[] {
  return [...readFileSync(document, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
}

/**
 * Runs an example with its imports taken from this repository.
 *
 * @param names what it declares and the caller wants, with commas
 * @param further modules beside those of the repository
 */
export function runExample(
  code: string,
  names = '',
  further: Readonly<Record<string, object>> = {},
): Record<string, unknown> {
  const known = { ...modules, ...further };
  const plain = transformSync(code, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const body = plain.code
    .replaceAll(/^import '[^']+';$/gm, '')
    .replaceAll(/^import \{([^}]*)\} from '([^']+)';$/gm, (_, list: string, from: string) => {
      expect(Object.keys(known)).toContain(from);
      return `const {${list.replaceAll(' as ', ': ')}} = modules['${from}'];`;
    })
    .replaceAll(/^export /gm, '');
  return new Function('modules', `${body}\nreturn {${names}};`)(known) as Record<string, unknown>;
}
