import { readdirSync, readFileSync } from 'node:fs';
import { generateYaml } from '../../mesh/generate.js';

const folder = new URL('../../../docs/findings/', import.meta.url);

/** The examples of the pages of findings, by code: one that fires and a fixed one. */
export function pageExamples(): ReadonlyMap<string, readonly string[]> {
  const pages = readdirSync(folder)
    .filter((name) => /^IST\d+\.md$/.test(name))
    .sort();
  return new Map(
    pages.map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      return [name.slice(0, -3), [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml)];
    }),
  );
}

/**
 * A mesh of healthy services with mistakes seeded into it: examples of pages, wrong and fixed ones, each in namespaces, gateways and hosts of
 * its own, chosen by the seed.
 */
export function seededMesh(seed: number, examples: ReadonlyMap<string, readonly string[]>, count = 8): string {
  let state = seed * 2654435761 + 1;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const codes = [...examples.keys()];
  const parts = [generateYaml(10 + random(10))];
  for (let index = 0; index < count; index += 1) {
    const yamls = examples.get(codes[random(codes.length)] ?? '') ?? [];
    const yaml = yamls[random(4) === 0 ? 1 : 0] ?? '';
    if (!yaml.includes('# cluster:')) {
      parts.push(rename(yaml, `${seed}-${index}`));
    }
  }
  return parts.join('---\n');
}

function rename(yaml: string, suffix: string): string {
  return yaml
    .replace(/(namespace: |^ {2}name: )shop$/gm, `$1shop-${suffix}`)
    .replace(/\.shop\.svc/g, `.shop-${suffix}.svc`)
    .replace(/ingressgateway/g, `ingressgateway-${suffix}`)
    .replace(/^ {2}name: (ingress|wildcard)$/gm, `  name: $1-${suffix}`)
    .replace(/credentialName: (\w+)/g, `credentialName: $1-${suffix}`)
    .replace(/^(kind: Secret\nmetadata:\n {2}name: \S+?)(-\d+-\d+)?$/gm, `$1-${suffix}`)
    .replace(/example\.com/g, `example-${suffix}.com`);
}
