import { describe, expect, test } from '@jest/globals';
import { synthesize } from '../../constructs/index.js';
import { ProblemsError } from '../../mesh/index.js';
import type { Blueprint } from '../../stacks/blueprint.js';
import { parseEnvironment } from '../../stacks/environment/index.js';
import { environmentApp } from '../../stacks/environment-charts.js';
import { scenario, z } from '../../stacks/index.js';
import { synthesizeFiles } from '../../stacks/synthesized-files.js';
import { alerts, shop } from './shop.js';

const ownership = { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' };
const cloud = {
  kind: 'cloud',
  ownership,
  region: 'cn-hangzhou',
  network: { cidr: '10.1.0.0/16', zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.1.0.0/20' }] },
  clusters: { east: { type: 'managed', serviceCidr: '172.21.0.0/20' }, west: { type: 'existing', id: 'c1' } },
};
const blueprint: Blueprint = { scenarios: [shop], addOns: [alerts] };

function read(settings: object, own: Blueprint = blueprint, base: object = { kind: 'local', ownership }) {
  return parseEnvironment('test', { ...base, ...settings }, 'Pulumi.test.yaml', own);
}

function problemsOf(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems.map(({ code, place, message, fix }) => `${code} ${place}: ${message}; ${fix}`);
  }
}

/** Weights and replicas of the shop of an environment. */
function shopOf(settings: object, base?: object) {
  const { objects, problems } = synthesize(environmentApp(read(settings, blueprint, base)));
  expect(problems).toEqual([]);
  const specs = (kind: string) =>
    objects.filter(({ manifest }) => manifest.kind === kind).map(({ manifest }) => manifest['spec'] as never);
  const [route] = specs('VirtualService') as { http: { route: { destination: { subset: string } }[] }[] }[];
  return {
    subset: route?.http[0]?.route[0]?.destination.subset,
    replicas: (specs('Deployment') as { replicas: number }[]).map(({ replicas }) => replicas),
  };
}

describe('the scenario of a program', () => {
  test('is switched on by its name, in its first stage unless the file names another', () => {
    expect(read({ scenarios: {} }).settings.scenarios).toEqual([]);
    expect(shopOf({ scenarios: { shop: null } })).toEqual({ subset: 'v1', replicas: [1, 1] });
    expect(shopOf({ scenarios: { shop: { stage: 'new', replicas: 2 } } })).toEqual({ subset: 'v2', replicas: [2, 2] });
  });

  test('has defaults that depend on the environment, over which the file goes', () => {
    expect(shopOf({ scenarios: { shop: {} } }, cloud).replicas).toEqual([3, 3]);
    expect(shopOf({ scenarios: { shop: { replicas: 1 } } }, cloud).replicas).toEqual([1, 1]);
  });

  test.each<[string, object, RegExp]>([
    ['an unknown scenario', { hello: {} }, /^ENV_UNKNOWN_KEY .*scenarios\.hello:/],
    ['an unknown stage', { shop: { stage: 'newest' } }, /scenarios\.shop\.stage: .*give one of old, new$/],
    ['an unknown setting', { shop: { imag: 'x' } }, /^ENV_UNKNOWN_KEY .*scenarios\.shop\.imag:/],
    ['a wrong setting', { shop: { replicas: 0 } }, /scenarios\.shop\.replicas: .*give at least 1$/],
    [
      'a cluster that is not there',
      { shop: { clusters: ['wset'] } },
      /scenarios\.shop\.clusters: .*name one of east, west$/,
    ],
  ])('is refused with %s', (_what, scenarios, problem) => {
    expect(problemsOf(() => read({ scenarios }, blueprint, cloud))).toEqual([expect.stringMatching(problem)]);
  });

  test('has its wrong settings and its missing clusters reported together', () => {
    const scenarios = { shop: { replicas: 'many', clusters: ['nowhere'] } };
    expect(problemsOf(() => read({ scenarios }, blueprint, cloud))).toHaveLength(2);
  });

  test('has every stage written', () => {
    const { files, problems } = synthesizeFiles([read({ scenarios: { shop: {} } })], [shop]);
    expect(problems).toEqual([]);
    expect([...files.keys()]).toEqual([
      'test/local/shop.yaml',
      'stages/shop/old/cluster.yaml',
      'stages/shop/new/cluster.yaml',
    ]);
  });

  test('without defaults and without a reference has no stages, and says which settings', () => {
    const { chart, name, description, stages } = shop;
    const settings = z.strictObject({ image: z.string(), replicas: z.int() });
    const bare = scenario({ name, description, stages, settings, chart: chart as never });
    const { problems } = synthesizeFiles([], [bare]);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'BLUEPRINT_REFERENCE the stages need settings that have no default: image, replicas',
    ]);
  });
});

describe('the add-on of a program', () => {
  const names = (settings: object): string[] => read(settings).settings.addOns.map(({ name }) => name);

  test('runs in every environment that does not switch it off', () => {
    expect(names({})).toEqual(['alerts']);
    expect(names({ addOns: { alerts: { channel: '#prod' } } })).toEqual(['alerts']);
    expect(names({ addOns: { alerts: false } })).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ['an unknown name', { alrts: {} }, /^ENV_UNKNOWN_KEY .*addOns\.alrts:/],
    ['a wrong setting', { alerts: { channel: 7 } }, /addOns\.alerts\.channel: is 7; give a text$/],
    ['a setting that it does not have', { alerts: { chanel: '#x' } }, /addOns\.alerts\.chanel:/],
    [
      'what is no section',
      { alerts: 'on' },
      /addOns\.alerts: is 'on', which is not valid; give false, or a section with keys below it$/,
    ],
  ])('is refused with %s', (_what, addOns, problem) => {
    expect(problemsOf(() => read({ addOns }))).toEqual([expect.stringMatching(problem)]);
  });
});

describe('a blueprint that no environment can use', () => {
  const bad = (change: object) => ({ ...shop, ...change }) as typeof shop;
  test.each<[string, Blueprint, string[]]>([
    ['two scenarios of a name', { scenarios: [shop, shop] }, ['BLUEPRINT_NAME']],
    ['a name that is no file', { scenarios: [bad({ name: 'My Shop' })] }, ['BLUEPRINT_NAME']],
    ['no stage', { scenarios: [bad({ stages: [] })] }, ['BLUEPRINT_STAGES']],
    [
      'a stage that is no folder',
      { scenarios: [bad({ stages: [{ name: 'a/b', description: '' }] })] },
      ['BLUEPRINT_STAGES'],
    ],
    [
      'a setting named stage',
      { scenarios: [bad({ settings: z.object({ stage: z.string() }) })] },
      ['BLUEPRINT_SETTINGS'],
    ],
    ['an add-on without a name', { scenarios: [], addOns: [(() => undefined) as never] }, ['BLUEPRINT_NAME']],
    ['two add-ons of a name', { scenarios: [], addOns: [alerts, alerts] }, ['BLUEPRINT_NAME']],
  ])('has %s', (_what, own, codes) => {
    const found = problemsOf(() => read({}, own)).map((problem) => problem.split(' ')[0]);
    expect(found).toEqual(codes);
  });
});
