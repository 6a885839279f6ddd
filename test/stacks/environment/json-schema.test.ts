import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { devEnvironment } from '../../../cli/init/dev-environment.js';
import { findingSettingsSchema, type Problem, ProblemsError } from '../../../mesh/index.js';
import { ownBlueprint } from '../../../stacks/blueprint.js';
import { configKeys, parseEnvironment, type Switches } from '../../../stacks/environment/index.js';
import { environmentJsonSchema, findingsJsonSchema } from '../../../stacks/environment/json-schema.js';
import { withoutSecrets } from '../../../stacks/environment/secrets.js';
import { addOn, scenario, writeSchemas, z } from '../../../stacks/index.js';
import { blueprint as templateBlueprint } from '../../../template/blueprint.js';
import { alerts, shop } from '../shop.js';

type Config = Record<string, unknown>;

function validator(schema: object): (document: unknown) => boolean {
  // Unknown keywords are those of editors; `format` is checked by zod alone.
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  return (document) => validate(document) as boolean;
}

/** Problems that the reader has with a configuration. */
function problems(config: Config, switches: Switches): readonly Problem[] {
  const { ours, others } = configKeys(config);
  const { raw, secrets } = withoutSecrets(ours);
  try {
    parseEnvironment('test', raw, 'f', switches, { others, secrets });
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

function configOf(file: string): Config {
  return (load(readFileSync(file, 'utf8')) as { config: Config }).config;
}

function environmentFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^Pulumi\.[^.]+\.yaml$/.test(name));
  return names.map((name) => join(folder, name));
}

const own = validator(environmentJsonSchema(ownBlueprint));
const ofTemplate = validator(environmentJsonSchema(templateBlueprint));

describe('the schemas of environments', () => {
  const modeline = /^# yaml-language-server: \$schema=\.\/schemas\/environment\.schema\.json\n/;

  test('take every environment file here, each of which names its schema', () => {
    for (const file of environmentFiles('.')) {
      expect([file, own({ config: configOf(file) })]).toEqual([file, true]);
      expect(readFileSync(file, 'utf8')).toMatch(modeline);
    }
  });

  test('take every environment file of a new repository, each of which names its schema', () => {
    for (const file of environmentFiles('template')) {
      expect([file, ofTemplate({ config: configOf(file) })]).toEqual([file, true]);
      expect(readFileSync(file, 'utf8')).toMatch(modeline);
    }
    for (const kind of ['cloud', 'fleet'] as const) {
      const text = devEnvironment(kind, 'eu-central-1');
      expect(ofTemplate(load(text))).toBe(true);
      expect(text).toMatch(modeline);
    }
  });

  test.each([
    ['schemas', ownBlueprint],
    ['template/schemas', templateBlueprint],
  ])('in %s are those of the sources; `npm run schemas` writes them', (folder, blueprint) => {
    const fresh = mkdtempSync(join(tmpdir(), 'asm-blueprints-schemas-'));
    try {
      writeSchemas(blueprint, fresh);
      for (const name of readdirSync(fresh)) {
        expect(`${name}: ${readFileSync(join(folder, name), 'utf8')}`).toBe(
          `${name}: ${readFileSync(join(fresh, name), 'utf8')}`,
        );
      }
    } finally {
      rmSync(fresh, { recursive: true });
    }
  });

  test.each([
    ['of environments', environmentJsonSchema(ownBlueprint)],
    ['of a new repository', environmentJsonSchema(templateBlueprint)],
    ['of findings', findingsJsonSchema()],
  ])('describe every setting: %s', (_name, schema) => {
    const definitions = (schema['definitions'] ?? {}) as Record<string, Record<string, unknown>>;
    const undescribed: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'if' || path.endsWith('sameRegion')) continue;
        if (key === 'properties') {
          for (const [name, setting] of Object.entries(value as Record<string, Record<string, unknown>>)) {
            const target = definitions[String(setting['$ref'] ?? '').replace('#/definitions/', '')];
            const isDescribed = 'description' in setting || 'description' in (target ?? {});
            if (!isDescribed && name !== 'config') undescribed.push(`${path}.${name}`);
          }
        }
        visit(value, `${path}.${key}`);
      }
    };
    visit(schema, '');
    expect(undescribed).toEqual([]);
  });

  test('have the defaults', () => {
    const { definitions } = environmentJsonSchema(ownBlueprint) as { definitions: Record<string, never> };
    expect(definitions['observability']).toMatchObject({ properties: { retentionDays: { default: 14 } } });
    expect(definitions['scenarios']).toMatchObject({
      properties: { hello: { properties: { port: { default: 5678 } } } },
    });
  });
});

const cloud = configOf('Pulumi.prod.yaml');
const local = configOf('Pulumi.local.yaml');
const at = (config: Config, key: string, value: unknown): Config => ({ ...config, [`asm-blueprints:${key}`]: value });

describe('an environment file is refused where the program refuses it', () => {
  const zone = { zoneId: 'cn-hangzhou-h', nodeCidr: '10.30.0.0/20' };
  const pool = { instanceTypes: ['ecs.g7.large'] };
  const cluster = (workers: object) =>
    at(cloud, 'clusters', { m1c1: { type: 'managed', nodePools: { workers } }, m1c2: { type: 'managed' } });

  test.each<[string, Config, boolean]>([
    ['no kind', Object.fromEntries(Object.entries(cloud).filter(([key]) => !key.endsWith(':kind'))), false],
    ['an unknown kind', at(cloud, 'kind', 'clouds'), false],
    ['a setting without its namespace', { ...cloud, mesh: {} }, false],
    ['an unknown setting', at(cloud, 'meshes', {}), false],
    ['a setting of another kind', at(local, 'clusters', {}), false],
    ['a key of another program', { ...cloud, 'other:key': [1] }, true],
    [
      'no region of the provider',
      Object.fromEntries(Object.entries(cloud).filter(([key]) => key !== 'alicloud:region')),
      false,
    ],
    ['another region of the provider', { ...cloud, 'alicloud:region': 'cn-beijing' }, false],
    ['a region that does not exist', { ...at(cloud, 'region', 'cn-nowhere'), 'alicloud:region': 'cn-nowhere' }, false],
    [
      'the region of the provider alone',
      Object.fromEntries(Object.entries(cloud).filter(([key]) => key !== 'asm-blueprints:region')),
      true,
    ],
    ['an empty section', at(cloud, 'observability', null), false],
    ['an empty scenario', at(cloud, 'scenarios', { 'zero-trust': null }), true],
    ['empty scenarios', at(cloud, 'scenarios', null), false],
    ['an unknown scenario', at(cloud, 'scenarios', { helo: {} }), false],
    ['an unknown stage', at(cloud, 'scenarios', { hello: { stage: '10-90' } }), false],
    ['the former name of a stage', at(cloud, 'scenarios', { hello: { stage: 'mended' } }), true],
    [
      'weights of a version that is not there',
      at(cloud, 'scenarios', { hello: { weights: { v1: 50, v3: 50 } } }),
      false,
    ],
    ['a host with a port', at(local, 'scenarios', { hello: { host: 'shop.example.com:80' } }), false],
    ['a host with a wildcard', at(local, 'scenarios', { hello: { host: '*.Example.com' } }), true],
    ['bits behind the prefix', at(cloud, 'network', { cidr: '10.30.0.1/16', zones: [zone] }), false],
    ['an octet of 256', at(cloud, 'network', { cidr: '10.256.0.0/16', zones: [zone] }), false],
    ['no zone', at(cloud, 'network', { zones: [] }), false],
    [
      'a cluster called fleet',
      at(cloud, 'clusters', { m1c1: { type: 'managed' }, m1c2: { type: 'managed' }, fleet: { type: 'managed' } }),
      false,
    ],
    ['no cluster', at(at(cloud, 'scenarios', {}), 'clusters', {}), false],
    ['fewest nodes without most', cluster({ ...pool, min: 2 }), false],
    ['an instance type that is none', cluster({ instanceTypes: ['g7.large'] }), false],
    ['a label of nodes', cluster({ ...pool, labels: { 'example.com/team': 'shop', bare: '' } }), true],
    ['a key of labels with two slashes', cluster({ ...pool, labels: { 'a/b/c': 'shop' } }), false],
    ['a value of labels with a space', cluster({ ...pool, labels: { team: 'a b' } }), false],
    ['one cluster twice', at(local, 'local', { clusters: ['one', 'one'] }), false],
    ['a secret where it stays one', at(local, 'local', { kind: { kubeadmConfigPatches: [{ secure: 'v1:x' }] } }), true],
    ['a secret as an image', at(local, 'local', { kind: { nodeImage: { secure: 'v1:x' } } }), false],
    [
      'a secret elsewhere',
      at(cloud, 'ownership', { owner: { secure: 'v1:x' }, costCenter: 'c', dataClassification: 'public' }),
      false,
    ],
    ['a key of its own', at(cloud, 'security', { encryptionKey: { id: 'key-1' }, roles: { platform: null } }), true],
    ['an unknown code', at(cloud, 'findings', { levels: { IST9999: 'off' } }), false],
    ['an unknown level', at(cloud, 'findings', { levels: { IST0101: 'fatal' } }), false],
    [
      'a pattern of codes',
      at(at(cloud, 'scenarios', {}), 'findings', { suppress: [{ code: 'IST01*', reason: 'r' }] }),
      true,
    ],
    ['a pattern without a star', at(cloud, 'findings', { suppress: [{ code: 'IST01', reason: 'r' }] }), false],
    ['no reason', at(cloud, 'findings', { suppress: [{ code: 'IST0101' }] }), false],
    [
      'gateways by name and by label',
      at(cloud, 'findings', { external: { gateways: ['a/b', 'istio=edge, app: x'] } }),
      true,
    ],
    ['a gateway without a namespace', at(cloud, 'findings', { external: { gateways: ['edge'] } }), false],
  ])('%s', (_name, config, isValid) => {
    const found = problems(config, ownBlueprint).map(({ place, message }) => `${place}: ${message}`);
    expect([found, found.length === 0]).toEqual([found, isValid]);
    expect(own({ config })).toBe(isValid);
  });

  /** Rules between settings, and words that are nearly right, which an editor cannot know. */
  const between = (problem: Problem): boolean =>
    /^ENV_(CIDR_OUTSIDE|CIDR_OVERLAP|UNKNOWN_CLUSTER|UNKNOWN_LOAD_BALANCER|UNKNOWN_ZONE|ACCESS|ISTIO_VERSION|MESH_KIND|MESH_OPERATOR)$/.test(
      problem.code,
    ) || /must be at (most max|least min)|must sum to 100|two different ports|must not be longer/.test(problem.fix);

  const bases: readonly Config[] = [
    ...environmentFiles('.').map(configOf),
    at(at(cloud, 'mesh', { istioVersion: '1.25' }), 'loadBalancers', { edge: { access: 'internet' } }),
    at(at(local, 'scenarios', { hello: { weights: { v1: 10, v2: 90 } } }), 'local', {
      clusters: ['one', 'two'],
      kind: { images: ['a/b:1'], kubeadmConfigPatches: ['kind: X'] },
      ports: { http: 80 },
      istio: { version: '1.29.0', istiodValues: { a: { secure: 'v1:x' } } },
    }),
    at(cloud, 'findings', {
      levels: { IST0101: 'off' },
      suppress: [{ code: 'IST01*', object: 'Gateway *', reason: 'r' }],
      external: { gateways: ['a/b'], secrets: ['a/b'], hosts: ['x'] },
      complete: true,
      mesh: 'asm',
    }),
  ];

  test('whatever is changed in it', () => {
    const values = fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      101,
      '',
      'x',
      'a b',
      'A/b',
      'private',
      'v1',
      '10.0.0.0/8',
      [],
      ['a'],
      {},
      { id: 'a' },
      { secure: 'v1:x' },
      { unknown: 1 },
    );
    const change = fc.record({
      base: fc.nat(bases.length - 1),
      steps: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
      how: fc.constantFrom('set', 'set', 'remove', 'add'),
      value: values,
    });
    fc.assert(
      fc.property(change, ({ base, steps, how, value }) => {
        const config = changed(structuredClone(bases[base] ?? {}), steps, how, value);
        const found = problems(config, ownBlueprint);
        if (found.length > 0 && found.every(between)) return;
        const isValid = own({ config });
        if (isValid !== (found.length === 0)) {
          throw new Error(`${isValid}: ${JSON.stringify(found)}\n${JSON.stringify(config)}`);
        }
      }),
      { seed: 16, numRuns: 500 },
    );
  });
});

/** A configuration in which the setting that the steps lead to is another, is not there, or has an unknown one beside it. */
function changed(config: Config, steps: readonly number[], how: string, value: unknown): Config {
  let section: Record<string, unknown> = config;
  for (const step of steps) {
    const keys = Object.keys(section);
    const key = keys[step % Math.max(keys.length, 1)];
    const below = key === undefined ? undefined : section[key];
    const isLast =
      step === steps.at(-1) || typeof below !== 'object' || below === null || Object.keys(below).length === 0;
    if (!isLast) {
      section = below as Record<string, unknown>;
      continue;
    }
    if (how === 'add') section[Array.isArray(section) ? keys.length : 'unknown'] = value;
    else if (key !== undefined && how === 'set') section[key] = value;
    else if (key !== undefined && !Array.isArray(section)) delete section[key];
    break;
  }
  return config;
}

describe('the schema of a program of its own', () => {
  const needy = scenario({
    name: 'needy',
    description: 'Needs a host.',
    stages: [{ name: 'on', description: 'On.' }],
    settings: z.strictObject({ host: z.string(), size: z.int() }),
    defaults: ({ kind }): { host?: string } => (kind === 'local' ? { host: 'localhost' } : {}),
    chart: shop.chart as never,
  });
  const none = addOn({ name: 'none', settings: z.strictObject({}) }, () => undefined);
  const switches: Switches = { scenarios: [shop, needy], addOns: [alerts, none] };
  const validate = validator(environmentJsonSchema(switches));

  const empty = at(local, 'scenarios', {});

  test.each<[string, Config]>([
    ['an add-on that is off', at(empty, 'addOns', { alerts: false })],
    ['an add-on without settings', at(empty, 'addOns', { alerts: null })],
    ['an add-on with settings', at(empty, 'addOns', { alerts: { channel: '#x' } })],
    ['an add-on that is on', at(empty, 'addOns', { alerts: true })],
    ['an add-on with an unknown setting', at(empty, 'addOns', { none: { size: 1 } })],
    ['a default of the kind of environment', at(local, 'scenarios', { needy: { size: 1 } })],
    ['no default for a setting', at(local, 'scenarios', { needy: {} })],
    ['no default in the cloud', at(cloud, 'scenarios', { needy: { size: 1 } })],
  ])('%s', (_name, config) => {
    expect(validate({ config })).toBe(problems(config, switches).length === 0);
  });
});

test('settings of findings are refused where the program refuses them', () => {
  const validate = validator(findingsJsonSchema());
  for (const settings of [
    {},
    { levels: { ASM0005: 'info' }, complete: false },
    { levels: { ASM0005: false } },
    { suppress: [{ code: '*', reason: '' }] },
    { external: { hosts: [''] } },
    { external: { secrets: ['a/b', 'a'] } },
    { mesh: 'ASM' },
    { level: {} },
    [],
  ]) {
    expect([settings, validate(settings)]).toEqual([settings, findingSettingsSchema.safeParse(settings).success]);
  }
});
