import { writeFileSync } from 'node:fs';
import { buildMesh, type Mesh, type Resource, readManifests } from '../mesh/index.js';
import { request } from '../mesh/request/index.js';
import { readTarget } from '../mesh/request/query.js';
import { baseManifests } from './base.js';
import type { DifferentialCase } from './case.js';
import { allCases } from './cases/index.js';
import { type CertificatePair, newCertificate, secretManifest } from './certificate.js';
import { disagreements, type Seen } from './compare.js';
import { kubectl } from './kubectl.js';
import { type Measured, measurable } from './measured.js';
import { meshConfigManifest, readMeshConfigText, withFields, writeMeshConfigText } from './mesh-config.js';
import { tokenWith } from './tokens.js';

/** Settings, from the environment. */
const settings = {
  /** Image built from differential/echo, which the cluster can pull or has. */
  image: process.env['DIFFERENTIAL_IMAGE'] ?? '',
  /** Seconds from applying a configuration until every proxy has it. */
  settle: Number(process.env['DIFFERENTIAL_SETTLE'] ?? 4),
  /** Names of cases to run, as a regular expression. */
  only: new RegExp(process.env['DIFFERENTIAL_ONLY'] ?? '.'),
  /** File that gets every answer that the mesh confirms; none when empty. */
  record: process.env['DIFFERENTIAL_RECORD'] ?? '',
};

const target = { name: 'cluster', role: 'all' } as const;

function resourcesOf(text: string): readonly Resource[] {
  return readManifests(text, 'case.yaml', { target }).resources;
}

async function main(): Promise<number> {
  if (settings.image === '' || process.env['KUBECONFIG'] === undefined) {
    process.stderr.write(
      'differential: set KUBECONFIG to a cluster with Istio, and DIFFERENTIAL_IMAGE to the image of differential/echo\n',
    );
    return 2;
  }
  const base = baseManifests(settings.image);
  await kubectl(['apply', '-f', '-'], base);
  await waitForPods();
  const clientPair = await newCertificate();
  const secret = secretManifest(clientPair);
  await kubectl(['apply', '-f', '-'], secret);
  const meshConfig = await readMeshConfigText();
  let pairs = 0;
  let wrong = 0;
  const measured: Measured = {};
  for (const one of allCases.filter(({ name }) => settings.only.test(name))) {
    const settled = withFields(meshConfig, one.meshConfig ?? '{}');
    const files = [base, secret, meshConfigManifest(settled), one.config];
    const mesh = buildMesh(files.flatMap(resourcesOf));
    const failures = await withMeshConfig(one, meshConfig, settled, () => runCase(one, mesh, clientPair)).catch(
      (error: unknown) => {
        const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
        return new Map(one.requests.map((_, index) => [index, index === 0 ? `     ${message}\n` : '']));
      },
    );
    pairs += one.requests.length;
    wrong += failures.size;
    process.stdout.write(
      `${failures.size === 0 ? 'ok  ' : 'FAIL'} ${one.name} (${one.requests.length})\n${[...failures.values()].join('')}`,
    );
    measured[one.name] = one.requests.map((query, index) =>
      failures.has(index) ? null : measurable(request(mesh, query)),
    );
  }
  if (settings.record !== '') {
    writeFileSync(settings.record, `${JSON.stringify(measured, null, 1)}\n`);
  }
  const agreed = ((100 * (pairs - wrong)) / Math.max(pairs, 1)).toFixed(1);
  process.stdout.write(`${pairs} pairs, ${wrong} disagree, ${agreed} % agree\n`);
  return wrong === 0 ? 0 : 1;
}

/** What disagrees, by the index of the request. */
type Failures = ReadonlyMap<number, string>;

async function waitForPods(): Promise<void> {
  for (const namespace of ['shop', 'pay', 'outside', 'istio-system']) {
    await kubectl(['-n', namespace, 'rollout', 'status', 'deployment', '--timeout=180s']);
  }
}

async function withMeshConfig(
  one: DifferentialCase,
  before: string,
  during: string,
  run: () => Promise<Failures>,
): Promise<Failures> {
  if (one.meshConfig === undefined) {
    return run();
  }
  await writeMeshConfigText(during);
  try {
    return await run();
  } finally {
    await writeMeshConfigText(before);
  }
}

/** A configuration reaches proxies one after the other, so what disagrees is measured again before it counts. */
const tries = 3;

async function runCase(one: DifferentialCase, mesh: Mesh, pair: CertificatePair): Promise<Failures> {
  let failures: Failures = new Map();
  try {
    if (one.config !== '') {
      await kubectl(['apply', '-f', '-'], one.config);
    }
    if (one.config.includes('kind: Deployment')) {
      await waitForPods();
    }
    let open = one.requests.map((_, index) => index);
    for (let round = 0; round < tries && open.length > 0; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, settings.settle * 1000));
      failures = await measure(one, mesh, open, pair);
      open = [...failures.keys()];
    }
  } finally {
    if (one.config !== '') {
      await kubectl(['delete', '--ignore-not-found', '-f', '-'], one.config);
    }
  }
  return failures;
}

/** Sends requests of a case and gives the disagreements by index. */
async function measure(
  one: DifferentialCase,
  mesh: Mesh,
  indexes: readonly number[],
  pair: CertificatePair,
): Promise<Failures> {
  const byCaller = new Map<string, { readonly index: number; readonly line: string }[]>();
  for (const index of indexes) {
    const query = one.requests[index];
    if (query !== undefined) {
      const { status, outcomes } = request(mesh, query);
      const isMixed = outcomes.length > 1 || Object.keys(status).length > 1;
      const sender = query.from === 'internet' ? 'outside/client' : query.from;
      const order = { index, line: JSON.stringify(orderOf(query, isMixed ? 160 : 8, pair)) };
      byCaller.set(sender, [...(byCaller.get(sender) ?? []), order]);
    }
  }
  const failures = new Map<number, string>();
  for (const [sender, orders] of byCaller) {
    const [namespace = '', name = ''] = sender.split('/');
    const input = orders.map(({ line }) => `${line}\n`).join('');
    const command = ['-n', namespace, 'exec', '-i', `deploy/${name}`, '-c', 'app', '--', '/echo', 'send'];
    const lines = (await kubectl(command, input)).trim().split('\n');
    orders.forEach(({ index }, position) => {
      const query = one.requests[index];
      const line = lines[position];
      const seen = line === undefined || line === '' ? undefined : (JSON.parse(line) as Seen);
      const differences =
        query === undefined || seen === undefined
          ? ['nothing was measured']
          : disagreements(request(mesh, query), seen);
      if (differences.length > 0) {
        const error = seen?.error === undefined ? '' : ` (${seen.error})`;
        failures.set(index, `     ${JSON.stringify(query)}: ${differences.join('; ')}${error}\n`);
      }
    });
  }
  return failures;
}

/** What the sender in the cluster is told: the Internet is a pod outside the mesh that calls the Service of the gateway. */
function orderOf(query: DifferentialCase['requests'][number], count: number, pair: CertificatePair): object {
  const url = new URL(query.to);
  const headers: Record<string, string> = Object.fromEntries(
    Object.entries(query.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  let connect = '';
  if (query.from === 'internet') {
    headers['host'] ??= query.to.slice(query.to.indexOf('://') + 3).split('/')[0] ?? '';
    const [namespace = '', service = ''] = (query.via ?? '').split('/');
    connect = `${service}.${namespace}.svc.cluster.local:${readTarget(query.to).port}`;
  }
  if (query.token === 'invalid') {
    headers['authorization'] = 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA';
  }
  if (query.claims !== undefined && query.token === undefined) {
    headers['authorization'] = `Bearer ${tokenWith(query.claims)}`;
  }
  const path = query.to.slice(query.to.indexOf('://') + 3);
  const slash = path.indexOf('/');
  const raw = `${url.protocol}//${url.host}${slash < 0 ? '/' : path.slice(slash)}`;
  const certificate = query.clientCertificate === true ? pair : undefined;
  return { url: raw, method: query.method ?? 'GET', headers, connect, certificate, count };
}

process.exitCode = await main();
