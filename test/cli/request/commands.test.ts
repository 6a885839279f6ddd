import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { commands } from '../../../cli/commands.js';
import { UsageError } from '../../../cli/usage-error.js';

const folder = mkdtempSync(join(tmpdir(), 'request-'));
const old = join(folder, 'old');
const next = join(folder, 'new');

const deployment = (name: string, app: string, version: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${app}, version: ${version} } }, spec: { serviceAccountName: ${app} } } }`;

/** Reviews in two versions behind a gateway, with a policy; STRICT or not. */
const mesh = (weight: number, mode: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
${deployment('reviews-v1', 'reviews', 'v1')}${deployment('reviews-v2', 'reviews', 'v2')}
${deployment('frontend', 'frontend', 'v1')}${deployment('admin', 'admin', 'v1')}
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews, reviews.example.com]
  gateways: [mesh, public]
  http:
    - timeout: 2s
      route:
        - { destination: { host: reviews, subset: v1 }, weight: ${weight} }
        - { destination: { host: reviews, subset: v2 }, weight: ${100 - weight} }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: ${mode} } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: reviews-callers
  namespace: shop
  annotations:
    asm-blueprints/calls: '[{"from":"shop/frontend","to":"shop/reviews","principal":"cluster.local/ns/shop/sa/frontend"}]'
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/frontend, cluster.local/ns/shop/sa/gateway] } }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { selector: { app: gateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }
---
apiVersion: v1
kind: Service
metadata: { name: gateway, namespace: shop }
spec: { type: LoadBalancer, selector: { app: gateway }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: shop }
spec:
  template:
    metadata: { labels: { app: gateway }, annotations: { inject.istio.io/templates: gateway } }
    spec: { serviceAccountName: gateway }
`;

beforeAll(() => {
  for (const [path, text] of [
    [old, mesh(90, 'PERMISSIVE')],
    [next, mesh(50, 'PERMISSIVE')],
  ] as const) {
    mkdirSync(path);
    writeFileSync(join(path, 'mesh.yaml'), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the program in this process, as its main module does. */
async function run(name: string, ...args: string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const catching = (stream: 'stdout' | 'stderr') =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  const spies = [catching('stdout'), catching('stderr')];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const entry = commands.find((one) => one.name === name);
    const program = new Command().exitOverride();
    const command = (await entry?.load())?.name(name).copyInheritedSettings(program);
    await command?.parseAsync(args, { from: 'user' });
    return { code: Number(process.exitCode), ...written };
  } catch (error) {
    const message = error instanceof UsageError ? error.message : '';
    return { code: 2, stdout: written.stdout, stderr: written.stderr + message };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

const toReviews = ['--to', 'http://reviews:9080/'];

describe('request', () => {
  test('gives no answer when nothing could be read', async () => {
    const { code, stdout, stderr } = await run('request', join(folder, 'none'), '--from', 'a/b', ...toReviews);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('there is no object in these files, so there is no answer');
  });

  test('refuses a cluster of a caller that is in none', async () => {
    const unknown = await run('request', old, '--from', 'shop/frontend', '--cluster', 'c9', ...toReviews);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('cluster c9: no manifest is of this cluster; clusters are default');
    const internet = await run('request', old, '--from', 'internet', '--cluster', 'default', ...toReviews);
    expect(internet.stderr).toContain('the Internet is in none');
  });

  test('asks as a caller of a cluster', async () => {
    const { code, stdout } = await run('request', old, '--from', 'shop/frontend', '--cluster', 'default', ...toReviews);
    expect(code).toBe(0);
    expect(stdout).toContain('shop/frontend in default -> http://reviews:9080/: allowed');
  });

  test('answers as JSON in the documented shape', async () => {
    const { code, stdout } = await run('request', old, '--from', 'shop/frontend', ...toReviews, '--format', 'json');
    expect(code).toBe(0);
    const { trace, steps, ...answer } = JSON.parse(stdout);
    expect(answer).toMatchObject({
      verdict: 'allowed',
      policy: 'shop/reviews-callers',
      outcomes: [
        {
          cluster: 'default',
          namespace: 'shop',
          workload: 'reviews-v1',
          version: 'v1',
          subset: 'v1',
          probability: 0.9,
        },
        {
          cluster: 'default',
          namespace: 'shop',
          workload: 'reviews-v2',
          version: 'v2',
          subset: 'v2',
          probability: 0.1,
        },
      ],
      status: { 200: 1 },
      fault: null,
      mtls: 'mutual',
      route: 'VirtualService shop/reviews http[0]',
      timeout: '2s',
    });
    expect(trace).toContain('route VirtualService shop/reviews http[0]');
    expect(steps).toContainEqual({
      stage: 'route',
      name: 'VirtualService shop/reviews http[0]',
      outcome: 'matched',
      reason: '',
    });
  });

  test('shows a person the shares and the decisions about each', async () => {
    const { stdout } = await run('request', old, '--from', 'shop/frontend', ...toReviews);
    expect(stdout).toContain('    90 % shop/reviews-v1  version v1, subset v1, in default\n');
    expect(stdout).toMatch(
      /\n {2}90 % to outbound\|9080\|v1\|reviews\.shop\.svc\.cluster\.local\n {4}cluster .*: DestinationRule/,
    );
  });

  test('asks what happens when workloads fail or are slow', async () => {
    const assumed = ['--assume', 'shop/reviews-v2=503', '--assume', 'shop/reviews-v1=delay:3s'];
    const { code, stdout } = await run('request', old, '--from', 'shop/frontend', ...toReviews, ...assumed);
    expect(code).toBe(0);
    expect(stdout).toContain('status   504: 90 %, 503: 10 %\n');
  });

  test.each([
    ['denied', ['--from', 'shop/admin', ...toReviews], 1],
    ['without a route', ['--from', 'shop/frontend', '--to', 'http://review:9080/'], 1],
    ['from the Internet', ['--from', 'internet', '--to', 'http://reviews.example.com/', '--via', 'shop/gateway'], 0],
  ])('has an exit code for %s', async (_, args, code) => {
    expect(await run('request', old, ...args)).toMatchObject({ code });
  });

  test.each([
    [['--from', 'shop/frontent', ...toReviews], 'did you mean shop/frontend?'],
    [['--from', 'shop/frontend', '--to', 'http://review:9080/'], 'did you mean reviews?'],
    [
      ['--from', 'shop/frontend', '--to', 'http://review.shop:9080/'],
      'these files know no review.shop, so it is taken for a host outside the mesh; did you mean reviews.shop?',
    ],
    [['--from', 'shop/frontend', '--to', 'http://reviews/'], 'shop/reviews has no port 80; it has 9080'],
    [['--from', 'internet', '--to', 'http://a.example/', '--via', 'shop/gatway'], 'gateways are shop/gateway'],
    [
      ['--from', 'shop/frontend', ...toReviews, '--via', 'shop/gateway'],
      'only the Internet comes in through a gateway',
    ],
  ])('notes a name that nothing has: %j', async (args, note) => {
    const { stderr, stdout } = await run('request', old, ...args);
    expect(stderr).toMatch(/^note: /);
    expect(stderr).toContain(note);
    expect(stdout).toContain('because');
  });

  test.each([
    [[old, '--from', 'frontend', ...toReviews], 'did you mean shop/frontend?'],
    [[old, '--from', 'shop/frontend', '--to', 'ftp://reviews/'], 'ftp is no scheme'],
    [[old, '--from', 'shop/frontend', '--to', 'http://reviews:90800/'], '90800 is no port'],
    [[old, '--from', 'shop/frontend', '--to', 'http:///x'], 'it names no host'],
    [[old, '--from', 'shop/frontend', ...toReviews, '-H', 'x-exp'], 'write it as `name: value`'],
    [[old, '--from', 'shop/frontend', ...toReviews, '--claim', 'iss'], 'write it as `name=value`'],
    [[old, '--from', 'shop/frontend', ...toReviews, '--assume', '=503'], 'write it as shop/web-v2=503'],
    [[old, '--from', 'shop/frontend', ...toReviews, '--assume', 'shop/reviews-v2=slow'], 'delay:600ms'],
    [
      [old, '--from', 'shop/frontend', ...toReviews, '--assume', 'shop/reviews-v3=503'],
      'did you mean shop/reviews-v1?',
    ],
    [['--from', 'shop/frontend', ...toReviews], "missing required argument 'path'"],
    [[old, ...toReviews], "required option '--from <caller>' not specified"],
    [[join(folder, 'none'), '--from', 'shop/frontend', ...toReviews], 'there is no such file or folder'],
  ])('refuses what it cannot answer: %j', async (args, message) => {
    const { code, stderr } = await run('request', ...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('what is not modelled', () => {
  const policy = join(folder, 'policy.yaml');
  const effect =
    'the configuration of proxies is patched: requests may be routed, changed or answered by it in any way';
  const note = `not modelled: EnvoyFilter shop/all spec.configPatches: ${effect}`;
  const fromFrontend = ['--from', 'shop/frontend', ...toReviews];
  beforeAll(() =>
    writeFileSync(
      policy,
      'apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: { name: all, namespace: shop }\nspec: { configPatches: [{ applyTo: LISTENER, patch: { operation: REMOVE } }] }\n',
    ),
  );

  test.each([
    ['request', [old, policy, ...fromFrontend]],
    ['callers', ['shop/reviews', old, policy]],
    ['mtls', [old, policy]],
    ['impact', ['shop/reviews', old, policy]],
    ['diff', [policy, old]],
  ])('%s says it in a line and in JSON, and exits with 3 with --strict', async (name, args) => {
    const text = await run(name, ...args);
    expect(text).toMatchObject({ code: 0, stdout: expect.stringContaining(note) });
    const json = await run(name, ...args, '--format', 'json', '--strict');
    expect(json.code).toBe(3);
    const rows = [JSON.parse(json.stdout)].flat() as readonly { readonly notModelled?: unknown }[];
    expect(rows.at(-1)?.notModelled).toEqual([{ object: 'EnvoyFilter shop/all', field: 'spec.configPatches', effect }]);
  });

  test('and without anything of the kind --strict changes nothing', async () => {
    expect(await run('request', old, ...fromFrontend, '--strict')).toMatchObject({ code: 0 });
    const denied = await run('request', old, '--from', 'shop/admin', ...toReviews, '--strict');
    expect(denied).toMatchObject({ code: 1, stdout: expect.not.stringContaining('not modelled') });
    expect(await run('diff', old, next, '--strict')).toMatchObject({ code: 0 });
  });
});

describe('what nothing in the files says', () => {
  const path = join(folder, 'guide.yaml');
  const guide = mesh(100, 'PERMISSIVE').replace(/^apiVersion: v1\nkind: Namespace\n.*\n+---\n/m, '');
  const assumed = /^assumed: the pods of namespace shop have no proxy.*--inject shop/m;
  beforeAll(() => writeFileSync(path, guide));

  test('is assumed by an answer, and settled by a flag', async () => {
    const plain = await run('request', path, '--from', 'shop/admin', ...toReviews);
    expect(plain).toMatchObject({ code: 0, stdout: expect.stringMatching(assumed) });
    const injected = await run('request', path, '--from', 'shop/admin', ...toReviews, '--inject', 'shop');
    expect(injected).toMatchObject({ code: 1, stdout: expect.not.stringMatching(assumed) });
    expect(injected.stdout).toContain('denied by shop/reviews-callers');
  });

  test('is in the JSON of an answer', async () => {
    const { stdout } = await run('request', path, '--from', 'shop/admin', ...toReviews, '--format', 'json');
    expect(JSON.parse(stdout).assumptions).toMatchObject([{ code: 'NO_PROXY', settledBy: '--inject shop' }]);
  });

  test.each([
    ['callers', ['shop/reviews', path]],
    ['mtls', [path]],
    ['impact', ['shop/reviews', path]],
    ['diff', [path, old]],
  ])('is said once by %s', async (name, args) => {
    const { stdout } = await run(name, ...args);
    expect(stdout.match(new RegExp(assumed, 'gm'))).toHaveLength(1);
    expect((await run(name, ...args, '--inject', 'shop')).stdout).not.toMatch(assumed);
    const json = await run(name, ...args, '--format', 'json');
    expect(Array.isArray(JSON.parse(json.stdout))).toBe(true);
    expect(json.stderr).toMatch(/^note: assumed: /m);
  });

  test('about a host is said with the answer', async () => {
    const ask = ['request', old, '--from', 'shop/admin', '--to', 'http://api.example.org/'];
    expect((await run(...(ask as [string]))).stdout).toMatch(
      /^assumed: the host api\.example\.org exists outside the mesh/m,
    );
    expect((await run(...(ask as [string]), '--external-host', '*.example.org')).stdout).not.toContain('assumed');
  });

  test('about gateways is asked for', async () => {
    const second = `${guide}---
apiVersion: v1
kind: Service
metadata: { name: second, namespace: shop }
spec: { type: LoadBalancer, selector: { app: gateway }, ports: [{ name: http, port: 80 }] }
`;
    writeFileSync(path, second);
    const ask = ['request', path, '--inject', 'shop', '--from', 'internet', '--to', 'http://reviews.example.com/'];
    const several = await run(...(ask as [string]));
    expect(several).toMatchObject({ code: 2, stdout: '' });
    expect(several.stderr).toContain(
      'several gateways face the Internet at port 80: shop/gateway, shop/second; name one of them, such as --via shop/gateway',
    );
    expect((await run(...(ask as [string]), '--via', 'shop/second')).code).toBe(0);
  });
});

describe('callers, mtls and impact', () => {
  test('callers names who may and who may not, also from outside', async () => {
    const { stdout } = await run('callers', 'shop/reviews', old);
    const [table = '', access] = stdout.trim().split('\n\n');
    expect(access?.split('\n')).toEqual([
      'Requests that get through:',
      'internet → shop/reviews (http://any.example): host reviews.example.com',
      'any pod without a proxy → shop/reviews (http://gateway.shop): host reviews.example.com',
      'shop/frontend → shop/reviews (http://reviews.shop:9080): every request',
      'pods with a sidecar that are in no file → shop/reviews (http://reviews.shop:9080): identity cluster.local/ns/shop/sa/frontend or cluster.local/ns/shop/sa/gateway',
      'shop/frontend → shop/reviews (http://reviews.example.com:9080): every request',
      'pods with a sidecar that are in no file → shop/reviews (http://reviews.example.com:9080): identity cluster.local/ns/shop/sa/frontend or cluster.local/ns/shop/sa/gateway',
      'and nothing else',
    ]);
    const rows = table.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows).toEqual([
      ['CALLER', 'TO', 'VERDICT', 'POLICY', 'MTLS'],
      ['shop/admin', 'http://reviews.shop.svc.cluster.local:9080/', 'denied', 'shop/reviews-callers', 'mutual'],
      ['shop/frontend', 'http://reviews.shop.svc.cluster.local:9080/', 'allowed', 'shop/reviews-callers', 'mutual'],
      ['shop/reviews-v1', 'http://reviews.shop.svc.cluster.local:9080/', 'denied', 'shop/reviews-callers', 'mutual'],
      ['shop/reviews-v2', 'http://reviews.shop.svc.cluster.local:9080/', 'denied', 'shop/reviews-callers', 'mutual'],
      [
        'any pod without a proxy',
        'http://reviews.shop.svc.cluster.local:9080/',
        'denied',
        'shop/reviews-callers',
        'plaintext',
      ],
      ['internet', 'http://reviews.example.com/', 'allowed', 'shop/reviews-callers', 'mutual'],
    ]);
  });

  test('impact names the way, and what proxies do', async () => {
    const { stdout } = await run('impact', 'reviews', old);
    expect(
      stdout
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['shop/frontend', 'calls', 'shop/reviews', 'as the proxy retries by default', 'gives up after 2s'],
      [
        'http://reviews.example.com/',
        'gateway',
        'shop/reviews',
        'as the proxy retries by default',
        'gives up after 2s',
      ],
    ]);
    expect((await run('impact', 'gateway', old)).stdout).toMatch(/^nobody: /);
  });

  test('mtls says the mode of every workload', async () => {
    const { stdout } = await run('mtls', old, '--format', 'json');
    expect(JSON.parse(stdout)).toContainEqual({
      namespace: 'shop',
      workload: 'reviews-v1',
      proxy: 'sidecar',
      mode: 'PERMISSIVE',
      ports: {},
      policy: 'shop/default',
      breaksUnderStrict: [],
    });
  });

  test.each([
    [['callers', 'shop/review', old], 'there is no service shop/review in these files; did you mean shop/reviews?'],
    [['callers', 'reviews', old, '-p', '80'], 'reviews has no port 80; it has 9080'],
    [['callers', 'reviews', old, '-p', 'x'], 'give a number from 1 to 65535'],
    [['callers', 'reviews', old, '--path', 'foo'], 'a path begins with /'],
    [
      ['request', old, '--from', 'shop/frontend', ...toReviews, '--source-ip', '300.1.1.1'],
      'source 300.1.1.1: it is not an IP address',
    ],
    [['request', old, '--from', 'shop/frontend', ...toReviews, '--claim', 'iss=a', '--token', 'none'], 'leave one out'],
    [['impact', 'x/y/z', old], 'there is no service x/y/z'],
  ])('%j is refused', async ([name = '', ...args], message) => {
    const { code, stderr } = await run(name, ...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('diff', () => {
  test('says what changes, a line for a kind of caller, in a stable order', async () => {
    const { code, stdout } = await run('diff', old, next);
    expect(stdout.trim().split('\n')).toEqual([
      '3 requests change their answer: 3 answered by others',
      'internet → http://reviews.example.com/: reviews-v1 90 %, reviews-v2 10 % → reviews-v1 50 %, reviews-v2 50 %',
      'shop/admin, shop/frontend → http://reviews.shop:9080/: reviews-v1 90 %, reviews-v2 10 % → reviews-v1 50 %, reviews-v2 50 %',
    ]);
    expect(code).toBe(0);
    expect((await run('diff', old, next)).stdout).toBe(stdout);
  });

  test('says that its limit leaves requests out', async () => {
    const further = 'other requests may change their answer too, because of the limit of 1 requests';
    expect((await run('diff', old, next, '--limit', '1')).stdout.trim().split('\n').at(-1)).toBe(further);
    expect((await run('diff', old, next, '--limit', '0')).stderr).toContain('give a whole number from 1');
  });

  test('as JSON has the request and what changes of its answer', async () => {
    const { code, stdout } = await run('diff', old, next, '--format', 'json', '--exit-code');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)[0]).toEqual({
      query: { from: 'internet', to: 'http://reviews.example.com/' },
      changes: {
        versions: {
          before: { 'shop/reviews-v1 in default': 0.9, 'shop/reviews-v2 in default': 0.1 },
          after: { 'shop/reviews-v1 in default': 0.5, 'shop/reviews-v2 in default': 0.5 },
        },
      },
    });
  });

  test('of the same is nothing, and of what cannot be read exit code 2', async () => {
    expect(await run('diff', old, old, '--exit-code')).toMatchObject({
      code: 0,
      stdout: 'no request changes its answer\n',
    });
    expect((await run('diff', old, join(folder, 'none'), '--exit-code')).code).toBe(2);
  });
});

test.each([
  ['callers', []],
  ['impact', []],
  ['proxy-config', ['listeners']],
])('%s takes files and names in any order', async (name, words) => {
  const what = name === 'proxy-config' ? 'shop/reviews-v1' : 'shop/reviews';
  const { code, stdout } = await run(name, what, ...words, old);
  expect(code).toBe(0);
  expect(await run(name, old, ...words, what)).toMatchObject({ code, stdout });
  expect(await run(name, ...words, old, what)).toMatchObject({ code, stdout });
});

test('every command documents its exit codes', async () => {
  for (const name of ['request', 'callers', 'mtls', 'diff', 'impact']) {
    expect((await run(name, '--help')).stdout).toContain('Exit codes:');
  }
});
