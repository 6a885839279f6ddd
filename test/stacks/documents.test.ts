import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scenarios } from '../../charts/index.js';
import { rules } from '../../policy/rules/index.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { clusterSchema } from '../../stacks/environment/cluster.js';
import { loadBalancerSchema } from '../../stacks/environment/load-balancers.js';
import { meshSchema } from '../../stacks/environment/mesh.js';
import { networkSchema } from '../../stacks/environment/network.js';
import { observabilitySchema } from '../../stacks/environment/observability.js';
import { environmentSchema } from '../../stacks/environment/schema.js';
import { securitySchema } from '../../stacks/environment/security.js';
import { readPrices } from '../../stacks/plan/prices.js';

/** The block of code in a language of a document, as a reader would paste it. */
function blockOf(document: string, language: string): string {
  const text = readFileSync(document, 'utf8');
  const [, indent = '', code = ''] =
    new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'm').exec(text) ?? [];
  return code.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}

describe('the page on scenarios', () => {
  const sections = readFileSync('docs/scenarios.md', 'utf8').split(/^## /m).slice(1);
  const sectionOf = (name: string): string => sections.find((section) => section.startsWith(`${name}\n`)) ?? '';

  test.each(Object.values(scenarios).map(({ name, stages, settings }) => ({ name, stages, settings })))(
    'names every stage and setting of $name',
    ({ name, stages, settings }) => {
      const text = name === 'edge' ? sectionOf('edge') + sectionOf('ingress') : sectionOf(name);
      for (const word of [...stages.map((stage) => stage.name), ...Object.keys(settings.shape)]) {
        expect(text).toContain(`\`${word}\``);
      }
    },
  );
});

describe('the page on environments', () => {
  const page = readFileSync('docs/environments.md', 'utf8');
  const keys = (schema: { readonly shape: object }): string[] => Object.keys(schema.shape);

  test.each([...new Set(environmentSchema(ownBlueprint).options.flatMap((schema) => keys(schema)))])(
    'names %s',
    (key) => {
      expect(page).toMatch(new RegExp(`[\`.]${key}\\b`));
    },
  );

  test.each([...new Set(clusterSchema.options.flatMap((schema) => keys(schema)))])(
    'names clusters.<name>.%s',
    (key) => {
      expect(readFileSync('docs/cloud.md', 'utf8') + page).toMatch(new RegExp(`[\`.]${key}\\b`));
    },
  );
});

describe('the pages on the cloud', () => {
  const page = readFileSync('docs/cloud.md', 'utf8');

  test.each(
    Object.entries({
      network: networkSchema,
      mesh: meshSchema,
      observability: observabilitySchema,
      security: securitySchema,
      'loadBalancers.<name>': loadBalancerSchema,
    }),
  )('name every setting of %s', (_section, schema) => {
    for (const key of Object.keys(schema.shape)) expect(page).toMatch(new RegExp(`[\`.]${key}\\b`));
  });

  test('show a price file that can be read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'prices-'));
    try {
      const file = join(folder, 'prices.yaml');
      writeFileSync(file, blockOf('docs/cloud.md', 'yaml'));
      expect(readPrices(file)).toEqual({ currency: 'USD', monthly: { 'NAT gateways': 0, 'nodes ecs.g7.large': 0 } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('list every rule of the policy pack, and configure one that there is', () => {
    const policies = readFileSync('docs/policies.md', 'utf8');
    const names = rules.map(({ name }) => name);
    for (const name of names) expect(policies).toContain(`| \`${name}\` |`);
    const config = JSON.parse(blockOf('docs/policies.md', 'json')) as Record<string, { stacks: string[] }>;
    for (const [name, { stacks }] of Object.entries(config)) {
      expect(names).toContain(name);
      expect(stacks.length).toBeGreaterThan(0);
    }
  });
});
