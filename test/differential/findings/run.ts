import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze, buildMesh, fieldsOf, istioCodes, podTemplateOf, readManifests } from '../../../mesh/index.js';
import { ApiServer, type KubernetesObject } from './api-server.js';
import { pageExamples, seededMesh } from './seeded-mesh.js';

/**
 * Compares our findings with those of `istioctl analyze` over generated meshes with seeded mistakes. `istioctl` talks to an API server of
 * this test, which also makes the pods of the Deployments, so that all of its analyzers run.
 *
 * Usage: npm run differential:findings -- [number of meshes]
 */
const left = new Set([
  // The rules of the webhook have a differential test of their own.
  'IST0106',
  // istioctl 1.31 does not report alpha annotations any more.
  'IST0136',
]);

function hasIstioctl(): boolean {
  try {
    execFileSync('istioctl', ['version', '--remote=false'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  if (!hasIstioctl()) {
    console.log('skipped: there is no istioctl on the PATH to compare with');
    return;
  }
  const runs = Number(process.argv[2] ?? 60);
  const server = await ApiServer.start();
  const folder = mkdtempSync(join(tmpdir(), 'findings-'));
  const examples = pageExamples();
  const agreed = new Map<string, number>();
  const differences = new Map<string, string[]>();
  for (let seed = 1; seed <= runs; seed += 1) {
    const yaml = seededMesh(seed, examples);
    const ours = findOurs(yaml);
    const theirs = await findTheirs(yaml, seed, server, folder);
    for (const finding of new Set([...ours, ...theirs])) {
      const code = finding.slice(0, 7);
      if (ours.has(finding) && theirs.has(finding)) {
        agreed.set(code, (agreed.get(code) ?? 0) + 1);
      } else {
        const who = ours.has(finding) ? 'only ours' : 'only istioctl';
        differences.set(code, [...(differences.get(code) ?? []), `mesh ${seed}: ${who}: ${finding}`]);
      }
    }
  }
  server.stop();
  rmSync(folder, { recursive: true });
  report(agreed, differences, runs);
}

function findOurs(yaml: string): ReadonlySet<string> {
  const { resources } = readManifests(yaml, 'mesh.yaml', { target: { name: 'cluster', role: 'all' } });
  const { findings } = analyze(buildMesh(resources));
  return new Set(
    findings
      .filter(({ code }) => code in istioCodes && !left.has(code))
      .map(
        ({ code, resource: { kind, namespace, name } }) => `${code} ${kind} ${namespace ? `${namespace}/` : ''}${name}`,
      ),
  );
}

async function findTheirs(yaml: string, seed: number, server: ApiServer, folder: string): Promise<ReadonlySet<string>> {
  const { resources } = readManifests(yaml, 'mesh.yaml', { target: { name: 'cluster', role: 'all' } });
  const objects = buildMesh(resources).objects.map(({ resource: { manifest }, namespace }) => {
    const metadata = { ...manifest.metadata, ...(namespace === '' ? {} : { namespace }), resourceVersion: '1' };
    return withDefaults({ ...manifest, metadata } as KubernetesObject);
  });
  const pods = buildMesh(resources).workloads.flatMap(({ kind, object, injection }) =>
    kind === 'Deployment'
      ? [
          podOf(
            object.name,
            object.namespace,
            fieldsOf(podTemplateOf(object)),
            injection.injected || object.madeFrom !== undefined,
          ),
        ]
      : [],
  );
  const url = server.serve(`mesh-${seed}`, [...objects, ...pods]);
  const kubeconfig = join(folder, 'kubeconfig.json');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: url } }],
      users: [{ name: 'u', user: {} }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'c',
    }),
  );
  const output = await new Promise<string>((resolve) => {
    execFile('istioctl', ['analyze', '-A', '--kubeconfig', kubeconfig, '-o', 'json'], (_, stdout) => {
      resolve(stdout);
    });
  });
  const messages = JSON.parse(output.trim() === '' ? '[]' : output) as { code: string; origin: string }[] | null;
  return new Set(
    (messages ?? [])
      .filter(({ code }) => code in istioCodes && !left.has(code))
      .map(({ code, origin }) => `${code} ${origin.replace(/^Pod (.*)-made$/, 'Deployment $1')}`),
  );
}

/** What a real API server fills in and the analyzers rely on. */
function withDefaults(object: KubernetesObject): KubernetesObject {
  if (object.kind === 'Service') {
    const spec = fieldsOf(object['spec']);
    const ports = (spec['ports'] as object[] | undefined)?.map((port) => ({ protocol: 'TCP', ...port }));
    return { ...object, spec: { ...spec, ports } };
  }
  if (object.kind === 'Secret') {
    const encoded = Object.entries(fieldsOf(object['stringData'])).map(([key, value]) => [
      key,
      Buffer.from(String(value)).toString('base64'),
    ]);
    return { ...object, data: Object.fromEntries(encoded) };
  }
  return object;
}

function podOf(
  name: string,
  namespace: string,
  template: Readonly<Record<string, unknown>>,
  injected: boolean,
): KubernetesObject {
  const spec = fieldsOf(template['spec']);
  const containers = (spec['containers'] as { name: string }[]).filter((container) => container.name !== 'istio-proxy');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...fieldsOf(template['metadata']), name: `${name}-made`, namespace },
    spec: { ...spec, containers: [...containers, ...(injected ? [{ name: 'istio-proxy', image: 'proxyv2' }] : [])] },
  };
}

function report(
  agreed: ReadonlyMap<string, number>,
  differences: ReadonlyMap<string, readonly string[]>,
  runs: number,
): void {
  const codes = [...new Set([...agreed.keys(), ...differences.keys()])].sort();
  let same = 0;
  let all = 0;
  for (const code of codes) {
    const different = differences.get(code) ?? [];
    same += agreed.get(code) ?? 0;
    all += (agreed.get(code) ?? 0) + different.length;
    console.log(`${code}: ${agreed.get(code) ?? 0} agree, ${different.length} differ`);
    for (const difference of different.slice(0, 5)) {
      console.log(`    ${difference}`);
    }
  }
  console.log(`${runs} meshes: ${same} of ${all} findings agree (${((100 * same) / Math.max(all, 1)).toFixed(1)} %)`);
  process.exitCode = same / Math.max(all, 1) < 0.95 ? 1 : 0;
}

await main();
