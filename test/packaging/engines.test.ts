import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

interface LockedPackage {
  readonly dev?: boolean;
  readonly engines?: { readonly node?: string };
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8')) as T;
}

const { engines } = read<{ engines: { node: string } }>('package.json');
const { packages } = read<{ packages: Readonly<Record<string, LockedPackage>> }>('package-lock.json');

/** Types that the compiler reads, and a helper of the bundler of types that has another one to fall back on. */
const laterInDevelopment = [
  'node_modules/@kubernetes-models/apimachinery',
  'node_modules/@kubernetes-models/base',
  'node_modules/@kubernetes-models/gateway-api',
  'node_modules/@kubernetes-models/istio',
  'node_modules/@kubernetes-models/validate',
  'node_modules/kubernetes-models',
  'node_modules/rollup-plugin-dts/node_modules/@babel/code-frame',
  'node_modules/rollup-plugin-dts/node_modules/@babel/helper-validator-identifier',
];

type Version = readonly number[];

function version(text: string): Version {
  return text.split('.').map(Number);
}

function isAtLeast(one: Version, other: Version): boolean {
  for (const index of [0, 1, 2]) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Whether a version is in a range of npm: alternatives of `>=`, `^`, `<` and plain versions. */
function isIn(range: string, wanted: Version): boolean {
  return range.split('||').some((alternative) =>
    [...alternative.matchAll(/(>=|>|<|\^|~|)\s*v?(\d[\d.]*|\*)/g)].every(([, operator, text = '']) => {
      const limit = version(text.replace(/\.$/, ''));
      if (text === '*') return true;
      if (operator === '>=' || operator === '>') return isAtLeast(wanted, limit);
      if (operator === '<') return !isAtLeast(wanted, limit);
      return wanted[0] === limit[0] && isAtLeast(wanted, limit);
    }),
  );
}

describe('the Node that package.json asks for', () => {
  const least = version(engines.node.replace('>=', ''));
  const later = Object.entries(packages).filter(([, { engines: wanted }]) => wanted?.node && !isIn(wanted.node, least));

  test('is enough for every dependency at run time', () => {
    expect(later.filter(([, { dev }]) => dev !== true).map(([path]) => path)).toEqual([]);
  });

  test('is enough in development but for the packages that are known', () => {
    expect(later.map(([path]) => path).sort()).toEqual(laterInDevelopment);
  });

  test.each([
    ['>=20.19.0', '20.19.0', true],
    ['>=22', '20.19.0', false],
    ['^18 || ^20.17 || >=22', '20.19.0', true],
    ['^22.18.0 || >=24.11.0', '20.19.0', false],
    ['^20.20.0', '20.19.0', false],
    ['>= 10 < 21', '20.19.0', true],
    ['20 || >=22', '20.19.0', true],
    ['*', '20.19.0', true],
  ])('%s takes %s: %s', (range, one, isTaken) => {
    expect(isIn(range, version(one))).toBe(isTaken);
  });
});
