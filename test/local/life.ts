import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { Kubectl } from '../../cli/smoke/kubectl.js';
import { eventually } from '../../cli/smoke/mesh.js';
import { callFromOutside } from '../../cli/smoke/outside-caller.js';
import { clustersOfTests, type Ended, type LocalEngine } from './engine.js';
import { answering, answeringInShares, closeInside, insideOf, Load } from './load.js';

/** Told what is done. */
export type Say = (step: string) => void;

/** Fails with the end of what a command printed. */
export function succeeded({ code, output }: Ended, what: string): void {
  assert.equal(code, 0, `${what} ended with ${code ?? 'a kill'}:\n${output.split('\n').slice(-40).join('\n')}`);
}

/** What Docker holds of the clusters of these tests. */
export function leftovers(): string[] {
  const ask = (...args: string[]) => spawnSync('docker', args, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  const containers = ask('ps', '-a', '--filter', 'label=io.x-k8s.kind.cluster', '--format', '{{.Names}}');
  return [...containers.filter((name) => name.startsWith('asm-test-')), ...clustersOfTests()];
}

/** The volumes that Docker has made for containers of these tests. */
function volumesOfTests(): string[] {
  const nodes = leftovers().filter((name) => !clustersOfTests().includes(name));
  if (nodes.length === 0) return [];
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{"\\n"}}{{end}}{{end}}';
  return spawnSync('docker', ['inspect', '--format', format, ...nodes], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean);
}

/** Those of some volumes that Docker still has. */
function volumesLeft(volumes: readonly string[]): string[] {
  const { stdout } = spawnSync('docker', ['volume', 'ls', '--quiet'], { encoding: 'utf8' });
  const left = new Set(stdout.split('\n'));
  return volumes.filter((name) => left.has(name));
}

/** Takes everything down and sees that nothing is left. */
export async function destroyed(engine: LocalEngine, say: Say): Promise<void> {
  const volumes = volumesOfTests();
  assert.ok(volumes.length > 0, 'the nodes of a cluster have volumes');
  succeeded(await engine.run('destroy', '--yes', '--skip-preview'), 'destroy');
  assert.deepEqual(leftovers(), [], 'left after destroy');
  assert.deepEqual(volumesLeft(volumes), [], 'volumes left after destroy');
  succeeded(await engine.run('stack', 'rm', '--yes', '--preserve-config'), 'stack rm');
  say('destroyed, nothing left');
}

/** Up from nothing, up without a change, smoke, one change of stage under load, destroy. */
export async function life(engine: LocalEngine, say: Say): Promise<void> {
  await upAndUnchanged(engine, say);
  await smoked(engine, say);
  await changed(engine, say, ['50-50']);
  await destroyed(engine, say);
}

/** Every stage of hello, one after the other, under load; then those of the other scenarios that are on. */
export async function stages(engine: LocalEngine, say: Say): Promise<void> {
  await upAndUnchanged(engine, say);
  await changed(engine, say, ['50-50', '0-100', 'permissive', 'strict', 'fixed', '90-10']);
  await destroyed(engine, say);
}

export async function upAndUnchanged(engine: LocalEngine, say: Say): Promise<void> {
  succeeded(await engine.up(), 'up');
  say('up from nothing');
  succeeded(await engine.up('--expect-no-changes'), 'up without a change');
  say('second up changed nothing');
  await keptSecret(engine);
}

/** The state holds the keys of the clusters as secrets only: in kubeconfigs, and as what they are decoded to. */
async function keptSecret(engine: LocalEngine): Promise<void> {
  const { output } = await engine.run('stack', 'export');
  assert.match(output, /"ciphertext"/);
  assert.doesNotMatch(output, /PRIVATE KEY/);
  for (const cluster of engine.clusters()) {
    const [, key = ''] = /client-key-data: (\S+)/.exec(engine.kubeconfig(cluster)) ?? [];
    assert.ok(key !== '' && !output.includes(key), `the key of ${cluster} is in the state`);
  }
}

export async function smoked(engine: LocalEngine, say: Say): Promise<void> {
  succeeded(await engine.smoke(), 'smoke');
  say('smoke passed');
}

/** The shares of the versions in the stages of hello, and whether a caller outside the mesh is served. */
const STAGES = {
  '90-10': { weights: { v1: 90, v2: 10 }, plainText: true },
  '50-50': { weights: { v1: 50, v2: 50 }, plainText: true },
  '0-100': { weights: { v1: 0, v2: 100 }, plainText: true },
  permissive: { weights: { v1: 0, v2: 100 }, plainText: true },
  strict: { weights: { v1: 0, v2: 100 }, plainText: false },
  fixed: { weights: { v1: 0, v2: 100 }, plainText: false },
} as const;
type Stage = keyof typeof STAGES;

const NAMESPACE = 'asm-demo';

/** Moves hello through stages while requests come in through the gateway and from inside; none may fail. */
async function changed(engine: LocalEngine, say: Say, wanted: readonly Stage[]): Promise<void> {
  const host = engine.setting('scenarios', 'hello', 'host');
  const port = engine.setting('scenarios', 'hello', 'port') ?? 5678;
  assert.equal(typeof host, 'string', 'the environment must name scenarios.hello.host');
  const kubectl = engine.kubectl(engine.clusters()[0]);
  try {
    const gateway = { entrance: { port: engine.ports.http, proxy: false }, host: String(host) };
    await answering(gateway);
    const plans = [gateway, await insideOf(kubectl, NAMESPACE, 'curl', 'hello')];
    for (const stage of wanted) {
      engine.configure({ scenarios: { hello: { stage } } });
      const load = new Load(plans);
      try {
        succeeded(await engine.up(), `change to ${stage}`);
        // Proxies follow a while after the API server.
        for (const plan of plans) await answeringInShares(plan, STAGES[stage].weights);
        await answeringOutside(kubectl, Number(port), STAGES[stage].plainText);
      } finally {
        await load.stop();
      }
      const { requests, failed, reopened } = await load.stop();
      assert.deepEqual(failed, {}, `failed requests in the change to ${stage}`);
      assert.ok(requests > 0);
      const note = reopened === 0 ? '' : `; a port-forward was opened again ${reopened} times`;
      say(`hello ${stage}: ${requests} requests, 0 failed${note}`);
    }
    await closeInside(kubectl, NAMESPACE);
  } finally {
    kubectl.close();
  }
}

/** Waits until a caller outside the mesh is served, or refused, by every pod of hello. */
async function answeringOutside(kubectl: Kubectl, port: number, wanted: boolean): Promise<void> {
  const called = { namespace: NAMESPACE, selector: 'app=hello', port };
  await eventually(`plain text ${wanted ? 'served' : 'refused'}`, async () => {
    const { served, calls } = await callFromOutside(kubectl, called);
    return calls > 0 && served === (wanted ? calls : 0);
  });
}
