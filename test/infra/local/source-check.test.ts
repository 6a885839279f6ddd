import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CommandResult } from '../../../infra/local/machine-check.js';
import { checkSources, type SourceNeeds } from '../../../infra/local/source-check.js';
import { formatProblem } from '../../../mesh/index.js';

const saved = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name];
});
afterEach(() => {
  process.env = { ...saved };
});

const INDEX = `entries:
  base: [{version: 1.30.0}, {version: 1.29.0}]
  istiod: [{version: 1.30.0}, {version: 1.29.0}]
  gateway: [{version: 1.30.0}]
`;
const repository = { url: 'https://charts.example.com/', version: '1.30.0' };

/** Looks for sources on a machine whose docker answers as given, by its arguments; it has and finds nothing else. */
async function check(needs: Partial<SourceNeeds>, docker: Readonly<Record<string, CommandResult>> = {}, index = INDEX) {
  const asked: string[] = [];
  const { problems, notes } = await checkSources(
    { clusters: ['asm-local'], loaded: [], pulled: {}, ...needs },
    async (_command, args) => {
      asked.push(args.join(' '));
      return docker[args.join(' ')] ?? { state: 'failed', message: `no such manifest: ${args.at(-1)}` };
    },
    async (url) => {
      asked.push(url);
      if (index === '') throw new Error('connect ECONNREFUSED');
      return index;
    },
  );
  return { lines: problems.map(formatProblem), notes, asked };
}

const done = (output = ''): CommandResult => ({ state: 'done', output });
const onNode = (...tags: string[]) => ({
  'exec asm-local-control-plane crictl images --output json': done(JSON.stringify({ images: [{ repoTags: tags }] })),
});

describe('checkSources: images', () => {
  test('one that no registry has is told with who needs it', async () => {
    const { lines } = await check({ pulled: { 'example/app:9': 'hello/hello/v1' } });
    expect(lines).toEqual([
      'image example/app:9: cannot be pulled (no such manifest: example/app:9), and hello/hello/v1 needs it; correct its name, or build it and name it in local.kind.images [LOCAL_IMAGE]',
    ]);
  });

  test('one of this machine that the nodes would not get is told with the setting that gives it to them', async () => {
    const { lines } = await check({ pulled: { 'app:1': 'hello' } }, { 'image inspect app:1': done() });
    expect(lines).toEqual([expect.stringContaining("this machine's Docker has it: name it in local.kind.images")]);
  });

  test('one that is loaded from this machine, or that a registry has, is no problem', async () => {
    const docker = { 'image inspect app:1': done(), 'manifest inspect example/app:2': done() };
    const needs = { loaded: ['app:1'], pulled: { 'app:1': 'hello', 'example/app:2': 'hello' } };
    expect(await check(needs, docker)).toMatchObject({ lines: [], notes: [] });
  });

  test('one to load that neither Docker nor a registry has is a problem', async () => {
    expect((await check({ loaded: ['app:1'] })).lines).toEqual([expect.stringContaining('local.kind.images needs it')]);
  });

  test.each([
    ['app', 'docker.io/library/app:latest'],
    ['example/app:2', 'docker.io/example/app:2'],
    ['localhost:5000/app:2', 'localhost:5000/app:2'],
    ['registry.example.com/a/b:2', 'registry.example.com/a/b:2'],
  ])('one that the nodes have is not asked for: %s', async (image, tag) => {
    const { lines, asked } = await check({ pulled: { [image]: 'hello' } }, onNode(tag));
    expect(lines).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('a registry that cannot be reached stops nothing', async () => {
    const message = 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host';
    const docker = { 'manifest inspect app:1': { state: 'failed', message } as const };
    const { lines, notes } = await check({ pulled: { 'app:1': 'hello' } }, docker);
    expect(lines).toEqual([]);
    expect(notes).toEqual([`whether the image app:1 exists could not be found out (${message})`]);
  });
});

describe('checkSources: the chart repository', () => {
  test('has the version of every chart', async () => {
    expect((await check({ repository })).lines).toEqual([]);
  });

  test('a version that it lacks is told for each chart', async () => {
    const { lines } = await check({ repository: { ...repository, version: '1.29.0' } });
    expect(lines).toEqual([
      'https://charts.example.com/: has no version 1.29.0 of the chart gateway; set local.istio.version to one that it has, for example 1.30.0 [LOCAL_ISTIO_VERSION]',
    ]);
  });

  test.each([
    ['', 'connect ECONNREFUSED'],
    ['<html>', 'no index of charts'],
  ])('one that cannot be read is told: %s', async (index, why) => {
    const { lines, asked } = await check({ repository }, {}, index);
    expect(asked).toContain('https://charts.example.com/index.yaml');
    expect(lines).toEqual([expect.stringContaining(`cannot be read as a Helm repository (${why})`)]);
  });

  test('one that may only be reached through a proxy stops nothing', async () => {
    process.env['HTTPS_PROXY'] = 'http://proxy.example.com:3128';
    const { lines, notes } = await check({ repository }, {}, '');
    expect(lines).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('could not be found out (connect ECONNREFUSED)')]);
  });

  test('is not asked where the clusters are there', async () => {
    expect((await check({ repository }, onNode(), '')).lines).toEqual([]);
  });
});
