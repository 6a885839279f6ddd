import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { literal } from '../../../cli/import/literal.js';
import { patchesBetween } from '../../../cli/import/plain-object.js';
import { builtCommand } from '../built-command.js';
import { BOOKS, BOUTIQUE, ODD } from './samples.js';
import { type RoundTrip, roundTrip } from './synthesized.js';

jest.setTimeout(60_000);

describe('the charts of manifests', () => {
  let trip: RoundTrip;
  beforeAll(() => {
    trip = roundTrip({ 'apps/books.yaml': BOOKS, 'apps/boutique.yaml': BOUTIQUE, 'odd/main.yaml': ODD });
  });

  test('synthesize to the same objects', () => {
    expect(trip.before.length).toBeGreaterThan(25);
    expect(trip.after).toEqual(trip.before);
    expect(trip.isExact).toBe(true);
  });

  test('are constructs of ours where those express an object, and ApiObjects otherwise', () => {
    const books = trip.files.get('books.ts') ?? '';
    expect(books).not.toContain('ApiObject');
    expect(books).toContain(
      "super(scope, id, { namespace: null, apiVersions: { ...STABLE_API_VERSIONS, networking: 'v1alpha3' } });",
    );
    const boutique = trip.files.get('boutique.ts') ?? '';
    for (const line of [
      "super(scope, id, { namespace: 'shop', apiVersions: { ...STABLE_API_VERSIONS, gatewayApi: 'v1beta1' } });",
      "new MeshNamespace(this, 'shop', { labels: { team: 'web' } });",
      "new MeshNamespace(this, 'edge', { dataPlaneMode: DataPlaneMode.ambient(), annotations: { note: 'outside' } });",
      "new MutualTls(this, 'default-peerauthentication', { mode: 'STRICT' });",
      "new AuthorizationPolicy(this, 'deny-all', { spec: {} });",
      "new HttpRoute(this, 'frontend-httproute', {",
      "new ApiObject(this, 'settings', {",
    ]) {
      expect(boutique).toContain(line);
    }
    expect(trip.notes.filter((note) => note.startsWith('apps/boutique.yaml'))).toEqual([
      'apps/boutique.yaml: ConfigMap shop/settings is an ApiObject: there is no construct of this kind',
      'apps/boutique.yaml: PodDisruptionBudget shop/frontend is an ApiObject: there is no construct of this kind',
      'apps/boutique.yaml: ClusterRole shop:reader is an ApiObject: there is no construct of this kind',
      'apps/boutique.yaml: AuthorizationPolicy edge/older is an ApiObject: the construct of this kind refuses it, or would write it otherwise',
    ]);
  });
});

test('a Secret with values is left out and named, and its values are nowhere', () => {
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: db, namespace: shop }\nstringData: { password: hunter2 }\n';
  const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n';
  const { notes, files, isExact } = roundTrip({ 'x.yaml': `${secret}---\n${service}` });
  expect(notes[0]).toMatch(/^x\.yaml: Secret shop\/db is left out: /);
  expect(isExact).toBe(false);
  expect([...files.values()].join('')).not.toContain('hunter2');
  expect([...files.values()].join('')).toContain('web');
});

test.each(['{ __proto__: "y" }', '{ a: "line\\u2028break" }'])(
  'an object that cdk8s cannot write is named: %s',
  (data) => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: ${data}\n`;
    const { notes, isExact } = roundTrip({ 'x.yaml': text });
    expect(isExact).toBe(false);
    expect(notes).toContain('x.yaml: ConfigMap x is not as it was: write it by hand');
  },
);

describe('import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  const command = builtCommand();
  afterAll(() => {
    command.remove();
    rmSync(folder, { recursive: true });
  });
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [command.main, 'import', ...args], { cwd: folder, encoding: 'utf8' });

  test('writes a module for each file and one that runs them, and names what is in none', () => {
    mkdirSync(join(folder, 'a'));
    mkdirSync(join(folder, 'b'));
    writeFileSync(join(folder, 'a/shop.yaml'), BOOKS);
    writeFileSync(join(folder, 'b/shop.yaml'), ODD);
    writeFileSync(join(folder, 'b/broken.yaml'), 'kind: [');
    const { status, stdout, stderr } = run('a', 'b', '--to', 'charts');
    expect(stdout).toContain('a/shop.yaml: 1 comment is not in the chart\n');
    expect(stdout).toMatch(/charts\/: 3 files, \d+ objects\n$/);
    expect(stderr).toMatch(/^b\/broken\.yaml:1: /);
    expect(status).toBe(2);
    expect(readdirSync(join(folder, 'charts')).sort()).toEqual(['a-shop.ts', 'b-shop.ts', 'main.ts']);
    expect(readFileSync(join(folder, 'charts/main.ts'), 'utf8')).toContain(
      'new AShopChart(app);\nnew BShopChart(app);',
    );
  });

  test('keeps a folder that has files', () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/x.ts'), '');
    expect(run('a', '--to', 'full')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('full is not empty (x.ts)'),
    });
  });

  test('needs an object', () => {
    writeFileSync(join(folder, 'empty.yaml'), '');
    expect(run('empty.yaml')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no object') });
  });
});

const json = fc.jsonValue({ maxDepth: 4 });
const evaluated = (expression: string): unknown => JSON.parse(runInNewContext(`JSON.stringify(${expression})`));

test('a literal is the value that it is of', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(evaluated(literal(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 5, numRuns: 300 },
  );
  expect(Object.keys(evaluated(literal(JSON.parse('{"__proto__": 1}'))) as object)).toEqual(['__proto__']);
});

test('patches lead from one object to another', () => {
  expect(patchesBetween({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: 1, 'x/y~z': null }, d: [2] })).toEqual([
    { op: 'remove', path: '/a/c' },
    { op: 'add', path: '/a/x~1y~0z', value: null },
    { op: 'replace', path: '/d', value: [2] },
  ]);
});
