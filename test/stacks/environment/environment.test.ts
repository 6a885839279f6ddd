import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ProblemsError } from '../../../mesh/index.js';
import { ownBlueprint } from '../../../stacks/blueprint.js';
import { parseEnvironment, readEnvironments } from '../../../stacks/environment/index.js';

const OWNERSHIP = { owner: 'a@example.com', costCenter: 'c', dataClassification: 'internal' };
const VALID = {
  kind: 'cloud',
  region: 'cn-hangzhou',
  ownership: OWNERSHIP,
  network: {
    cidr: '10.1.0.0/16',
    zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.1.0.0/20', podCidr: '10.1.64.0/18' }],
  },
  clusters: { main: { type: 'managed', serviceCidr: '172.21.0.0/20' } },
};

/** Codes and places of the problems of a configuration. */
function problemsOf(raw: Record<string, unknown>, name = 'test'): string[] {
  try {
    parseEnvironment(name, raw, 'Pulumi.test.yaml', ownBlueprint);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    for (const { message, fix } of error.problems) {
      expect(`${message}${fix}`).not.toContain('\n');
      expect(fix).not.toBe('');
    }
    return error.problems.map(({ code, place }) => `${code} ${place.replace('Pulumi.test.yaml: asm-blueprints:', '')}`);
  }
}

/** Versions that every release of ASM serves. */
const old = { networking: 'v1beta1', security: 'v1beta1', telemetry: 'v1alpha1' };

describe('a configuration', () => {
  test('may name a stage as it was called before', () => {
    const { settings } = parseEnvironment(
      'test',
      { ...VALID, scenarios: { hello: { stage: 'mended' } } },
      'x',
      ownBlueprint,
    );
    expect(settings.scenarios).toMatchObject([{ name: 'hello', stage: 'fixed' }]);
  });

  test('that is right has no problems, and defaults', () => {
    const { settings, mesh } = parseEnvironment('test', VALID, 'x', ownBlueprint);
    expect(settings).toMatchObject({ apiVersions: { networking: 'v1' }, scenarios: [], mesh: { edition: 'Pro' } });
    expect(mesh.environment).toBe('test');
    expect(mesh.placement.targets.map(({ name }) => name)).toEqual(['asm', 'main']);
  });

  const zone = { zoneId: 'cn-hangzhou-h' };
  const pool = (bounds: object) => ({
    clusters: { a: { type: 'managed', nodePools: { p: { instanceTypes: ['ecs.g7.large'], ...bounds } } } },
  });
  const network = (...zones: object[]) => ({ network: { cidr: '10.1.0.0/16', zones } });
  test.each<[string, Record<string, unknown>, string[]]>([
    ['an unknown key', { colour: 'red' }, ['ENV_UNKNOWN_KEY colour']],
    ['an unknown inner key', { mesh: { sise: 'big' } }, ['ENV_UNKNOWN_KEY mesh.sise']],
    ['a wrong type', { region: 7 }, ['ENV_INVALID region']],
    ['a missing key', { ownership: { owner: 'a', costCenter: 'c' } }, ['ENV_INVALID ownership.dataClassification']],
    ['a section without content', { network: null }, ['ENV_INVALID network']],
    ['a list for a mapping', { clusters: [] }, ['ENV_INVALID clusters']],
    ['no cluster', { clusters: {} }, ['ENV_INVALID clusters']],
    ['an unknown kind', { kind: 'moon' }, ['ENV_INVALID kind']],
    ['a range that is none', network({ ...zone, nodeCidr: '10.1.0.1/20' }), ['ENV_INVALID network.zones[0].nodeCidr']],
    [
      'ranges that overlap',
      network({ ...zone, nodeCidr: '10.1.0.0/20' }, { ...zone, nodeCidr: '10.1.0.0/18' }),
      ['ENV_CIDR_OVERLAP network.zones[1].nodeCidr'],
    ],
    [
      'a vSwitch outside its VPC',
      network({ ...zone, podCidr: '10.2.0.0/20' }),
      ['ENV_CIDR_OUTSIDE network.zones[0].podCidr'],
    ],
    [
      'a vSwitch outside the default VPC',
      { network: { zones: [{ ...zone, nodeCidr: '172.16.0.0/20' }] } },
      ['ENV_CIDR_OUTSIDE network.zones[0].nodeCidr'],
    ],
    [
      'Services in the range of the VPC',
      { clusters: { main: { type: 'managed', serviceCidr: '10.1.0.0/20' } } },
      ['ENV_CIDR_OVERLAP clusters.main.serviceCidr'],
    ],
    [
      'an old Istio with an edge cluster',
      { mesh: { istioVersion: '1.13' }, apiVersions: old, clusters: { e: { type: 'edge' } } },
      ['ENV_ISTIO_VERSION mesh.istioVersion'],
    ],
    [
      'versions of the API that an old Istio does not serve',
      { mesh: { istioVersion: '1.14' }, apiVersions: { networking: 'v1beta1' } },
      ['ENV_API_VERSION apiVersions.security', 'ENV_API_VERSION apiVersions.telemetry'],
    ],
    [
      'versions of the API that an old Istio serves, and a new one all of them',
      { mesh: { istioVersion: '1.21' }, apiVersions: { ...old, security: 'v1' } },
      ['ENV_API_VERSION apiVersions.security'],
    ],
    [
      'an old Istio with an existing edge cluster',
      {
        mesh: { istioVersion: 'v1.9.7' },
        apiVersions: old,
        clusters: { e: { type: 'existing', id: 'c1', edge: true } },
      },
      ['ENV_ISTIO_VERSION mesh.istioVersion'],
    ],
    ['no version of Istio', { mesh: { istioVersion: 'latest' } }, ['ENV_INVALID mesh.istioVersion']],
    ['weights', { scenarios: { hello: { weights: { v1: 90, v2: 20 } } } }, ['ENV_INVALID scenarios.hello.weights']],
    [
      'a weight and their sum',
      { scenarios: { hello: { weights: { v1: 150, v9: 1 } } } },
      [
        'ENV_INVALID scenarios.hello.weights',
        'ENV_INVALID scenarios.hello.weights.v1',
        'ENV_INVALID scenarios.hello.weights.v9',
      ],
    ],
    ['a stage', { scenarios: { hello: { stage: '60-40' } } }, ['ENV_INVALID scenarios.hello.stage']],
    ['a scenario', { scenarios: { goodbye: {} } }, ['ENV_UNKNOWN_KEY scenarios.goodbye']],
    [
      'a cluster of a scenario',
      {
        clusters: { a: { type: 'managed' }, b: { type: 'managed' } },
        scenarios: { hello: { clusters: ['z'] } },
      },
      ['ENV_UNKNOWN_CLUSTER scenarios.hello.clusters'],
    ],
    ['a cluster with a reserved name', { clusters: { asm: { type: 'managed' } } }, ['ENV_INVALID clusters.asm']],
    ['a team that is no label', { ownership: { ...OWNERSHIP, team: 'a team' } }, ['ENV_INVALID ownership.team']],
    ['nodes beyond their bounds', pool({ desired: 9, max: 3 }), ['ENV_INVALID clusters.a.nodePools.p.desired']],
    ['nodes below their bounds', pool({ desired: 1, min: 2, max: 3 }), ['ENV_INVALID clusters.a.nodePools.p.desired']],
    ['bounds of nodes in the wrong order', pool({ min: 4, max: 2 }), ['ENV_INVALID clusters.a.nodePools.p.min']],
    ['a lower bound of nodes alone', pool({ min: 4 }), ['ENV_INVALID clusters.a.nodePools.p.min']],
    [
      'an instance type and a range that nobody knows',
      { clusters: { a: { type: 'managed', serviceCidr: 'x', nodePools: { p: { instanceTypes: ['big'] } } } } },
      ['ENV_INVALID clusters.a.nodePools.p.instanceTypes[0]', 'ENV_INVALID clusters.a.serviceCidr'],
    ],
  ])('with %s is refused', (_what, change, expected) => {
    expect(problemsOf({ ...VALID, ...change })).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['region', { region: undefined }, 'is not given; give a text'],
    ['region', { region: 7 }, 'is 7; give a text'],
    ['network', { network: null }, 'is empty; give a section with keys below it'],
    ['kind', { kind: 'moon' }, "is 'moon', which is not known; give one of cloud, fleet, local"],
    ['kind', { kind: undefined }, 'is not given; give one of cloud, fleet, local'],
    [
      'observability.retentionDays',
      { observability: { retentionDays: 0 } },
      'is 0, which is not valid; give at least 1',
    ],
    ['network.zones', { network: { zones: [] } }, 'is an empty list, which is not valid; give at least 1 of them'],
    [
      'mesh.specification',
      { mesh: { specification: 'big' } },
      "is 'big', which is not valid; give one of standard, enterprise, ultimate",
    ],
    ['ownership.owner', { ownership: { ...OWNERSHIP, owner: [] } }, 'is an empty list; give a text'],
  ])('says of a wrong %s what is there, and what to give', (path, change, expected) => {
    try {
      parseEnvironment('test', { ...VALID, ...change }, 'f', ownBlueprint);
      throw new Error('was accepted');
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      const said = error.problems.filter(({ place }) => place === `f: asm-blueprints:${path}`);
      expect(said.map(({ message, fix }) => `${message}; ${fix}`)).toEqual([expected]);
    }
  });

  test('with several mistakes has all of them reported', () => {
    const raw = {
      ...VALID,
      colour: 'red',
      region: 7,
      network: { cidr: '10.1.0.0/16', zones: [{ ...zone, nodeCidr: '10.9.0.0/20' }] },
      mesh: { istioVersion: '1.10' },
      apiVersions: old,
      clusters: { e: { type: 'edge' } },
      scenarios: { podinfo: { weights: { blue: 1 } } },
    };
    expect(problemsOf(raw)).toEqual([
      'ENV_UNKNOWN_KEY colour',
      'ENV_ISTIO_VERSION mesh.istioVersion',
      'ENV_CIDR_OUTSIDE network.zones[0].nodeCidr',
      'ENV_INVALID region',
      'ENV_INVALID scenarios.podinfo.weights',
    ]);
  });

  test('of an existing VPC needs no range', () => {
    expect(
      problemsOf({ ...VALID, network: { vpcId: 'vpc-1', zones: [{ ...zone, nodeCidr: '192.168.0.0/20' }] } }),
    ).toEqual([]);
  });

  test.each(['stages', 'Stages', '-dev', 'a'.repeat(64)])('named %s is refused', (name) => {
    expect(problemsOf(VALID, name)).toEqual(['ENV_NAME Pulumi.test.yaml']);
  });

  test('of a local environment names different clusters', () => {
    const local = { kind: 'local', ownership: OWNERSHIP, local: { clusters: ['a', 'a'] } };
    expect(problemsOf(local)).toEqual(['ENV_INVALID local.clusters']);
    expect(problemsOf({ ...local, local: { clusters: ['a', 'b'] } })).toEqual([]);
  });
});

describe('names in settings', () => {
  const withPool = (name: string) => ({
    ...VALID,
    clusters: { main: { type: 'managed', nodePools: { [name]: pool } } },
  });
  const pool = { instanceTypes: ['ecs.g7.xlarge'] };
  const hostile = [
    '../x',
    'a/b',
    '-rf',
    '--help',
    'a b',
    'a\nb',
    'a\u001b[2J',
    '',
    'A',
    '.',
    'é',
    '$(id)',
    '`id`',
    'x'.repeat(70),
  ];

  test.each(hostile)('cannot be %j', (name) => {
    const problems = [
      problemsOf(withPool(name)),
      problemsOf({ ...VALID, clusters: { [name]: { type: 'managed' } } }),
      problemsOf({ ...VALID, clusters: { main: { type: 'edge', edgeNodePools: { [name]: {} } } } }),
      problemsOf({ ...VALID, loadBalancers: { [name]: {} } }),
      problemsOf({ ...VALID, scenarios: { hello: { namespace: name } } }),
      problemsOf({ kind: 'local', ownership: OWNERSHIP, local: { clusters: [name] } }),
      problemsOf({ kind: 'local', ownership: OWNERSHIP, local: { kind: { prefix: name } } }),
    ];
    expect(problems.map((some) => some[0]?.split(' ')[0])).toEqual(problems.map(() => 'ENV_INVALID'));
  });

  test.each(['-v', '--privileged', 'a b', 'a\nb', '../x', 'a//b', '', 'a:b:', '\u001b]0;x\u0007'])(
    'of images cannot be %j',
    (image) => {
      const local = { kind: 'local', ownership: OWNERSHIP };
      const problems = [
        problemsOf({ ...local, local: { kind: { images: [image] } } }),
        problemsOf({ ...local, local: { kind: { nodeImage: image } } }),
        problemsOf({ ...local, local: { smoke: { image } } }),
        problemsOf({ ...local, local: { istio: { hub: image, tag: '1' } } }),
        problemsOf({ ...local, scenarios: { hello: { image } } }),
      ];
      expect(problems.map((some) => some[0]?.split(' ')[0])).toEqual(problems.map(() => 'ENV_INVALID'));
    },
  );

  test('of images may have a registry, a port, a tag and a digest', () => {
    const images = [
      'nginx',
      'docker.io/library/nginx:1.27',
      'localhost:5000/a/b_c',
      `kindest/node:v1.34.0@sha256:${'a'.repeat(64)}`,
    ];
    expect(problemsOf({ kind: 'local', ownership: OWNERSHIP, local: { kind: { images } } })).toEqual([]);
  });

  test('of labels, folders and ids cannot be something else', () => {
    const labels = { '-a': 'x', 'a/b/c': 'x', b: 'x y' };
    expect(problemsOf(withPool('workers'))).toEqual([]);
    expect(
      problemsOf({ ...VALID, clusters: { main: { type: 'managed', nodePools: { a: { ...pool, labels } } } } }),
    ).toHaveLength(3);
    expect(problemsOf({ ...VALID, mesh: { id: '-x' } })).toEqual(['ENV_INVALID mesh.id']);
    expect(problemsOf({ ...VALID, ownership: { ...OWNERSHIP, owner: 'a\nb' } })).toEqual([
      'ENV_INVALID ownership.owner',
    ]);
    const lost = JSON.parse('{"main": {"type": "managed"}, "__proto__": {"type": "managed"}}');
    expect(problemsOf({ ...VALID, clusters: lost })).toContain('ENV_INVALID clusters.__proto__');
    const local = { kind: 'local', ownership: OWNERSHIP, local: { istio: { folder: '-x' }, gatewayApi: '--raw' } };
    expect(problemsOf(local)).toEqual(['ENV_INVALID local.gatewayApi', 'ENV_INVALID local.istio.folder']);
  });
});

describe('secrets in settings', () => {
  const planted = 'PlantedSecretValue';

  /** Everything that is said of a configuration some of whose keys are secrets. */
  function said(raw: Record<string, unknown>, ...secrets: string[]): string {
    try {
      parseEnvironment('test', raw, 'f', ownBlueprint, { secrets: new Set(secrets) });
      return '';
    } catch (error) {
      return error instanceof ProblemsError ? error.message : `thrown: ${error}`;
    }
  }

  test('are refused where they would become plain, and never shown', () => {
    const messages = [
      said({ ...VALID, ownership: { ...OWNERSHIP, owner: planted } }, 'ownership'),
      said({ ...VALID, ownership: planted }, 'ownership'),
      said({ ...VALID, mesh: { specification: planted } }, 'mesh'),
    ];
    for (const message of messages) {
      expect(message).toContain('[ENV_SECRET]');
      expect(message).not.toContain(planted);
    }
  });

  test('are taken for what Helm and kubeadm get', () => {
    const local = { istio: { istiodValues: { token: planted } } };
    expect(said({ kind: 'local', ownership: OWNERSHIP, local }, 'local')).toBe('');
    const wrong = said({ kind: 'local', ownership: OWNERSHIP, local: { clusters: planted } }, 'local');
    expect(wrong).toContain('local.clusters: is a secret, which is not valid; give a list');
  });
});

describe('files', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  function read(files: Record<string, string>): string[] {
    const folder = mkdtempSync(join(tmpdir(), 'environments-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    try {
      return readEnvironments(folder, ownBlueprint).map(({ name }) => name);
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      return error.problems.map(({ code, place }) => `${code} ${place.replace(folder, '<folder>')}`);
    }
  }

  // Lines are those of the file, below whatever comments.
  const valid = `# an environment\n\nconfig:\n  alicloud:region: ${VALID.region}\n${Object.entries(VALID)
    .map(([key, value]) => `  asm-blueprints:${key}: ${JSON.stringify(value)}\n`)
    .join('')}`;

  test('are read in the order of their names; other files are left alone', () => {
    expect(read({ 'Pulumi.b.yaml': valid, 'Pulumi.a.yaml': valid, 'Pulumi.yaml': 'name: x', 'a.yaml': ':' })).toEqual([
      'a',
      'b',
    ]);
  });

  test('that are wrong are all reported at once', () => {
    const wrong = valid.replace('"main"', '"asm"');
    expect(
      read({
        'Pulumi.a.yaml': wrong,
        'Pulumi.b.yaml': 'config:\n  a: [\n',
        'Pulumi.c.yaml': '',
        'Pulumi.d.yaml': 'config:\n',
        'Pulumi.e.yaml': valid,
        'Pulumi.e.yml': valid,
        'Pulumi.f.yaml': '- list\n',
        'Pulumi.g.yaml': 'config:\n  a: 1\n  a: 2\n',
      }),
    ).toEqual([
      'ENV_INVALID Pulumi.a.yaml:9: asm-blueprints:clusters.asm',
      expect.stringMatching(/^ENV_YAML Pulumi\.b\.yaml:\d$/),
      'ENV_YAML Pulumi.c.yaml',
      'ENV_NO_CONFIG Pulumi.d.yaml',
      'ENV_DUPLICATE Pulumi.e.yml',
      'ENV_NO_CONFIG Pulumi.f.yaml',
      'ENV_YAML Pulumi.g.yaml:3',
    ]);
  });

  test('without a kind, or without any setting, are said to be wrong', () => {
    const kind = 'ENV_INVALID Pulumi.a.yaml:1: asm-blueprints:kind';
    expect(read({ 'Pulumi.a.yaml': 'config:\n  asm-blueprints:region: cn-hangzhou\n' })).toEqual([kind]);
    expect(read({ 'Pulumi.a.yaml': 'config:\n  other:x: 1\n' })).toEqual([kind]);
  });

  test('may hold encrypted values for Helm alone', () => {
    const local = `config:
  asm-blueprints:kind: local
  asm-blueprints:ownership: ${JSON.stringify(OWNERSHIP)}
  asm-blueprints:local: { istio: { istiodValues: { token: { secure: v1:abc } } }, kind: { kubeadmConfigPatches: [{ secure: v1:x }] } }
`;
    expect(read({ 'Pulumi.a.yaml': local })).toEqual(['a']);
    expect(read({ 'Pulumi.a.yaml': `${local}  asm-blueprints:findings: { secure: v1:abc }\n` })).toContain(
      'ENV_SECRET Pulumi.a.yaml:5: asm-blueprints:findings',
    );
    const whole = local.replace(/local: \{.*/, 'local: { secure: v1:abc }');
    expect(read({ 'Pulumi.a.yaml': whole })).toContain('ENV_SECRET Pulumi.a.yaml:4: asm-blueprints:local');
  });

  test('that are missing are said to be', () => {
    expect(read({})).toEqual(['ENV_NONE <folder>']);
  });
});
