import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { clustersOfTests, type Ended, type LocalEngine } from './engine.js';
import { answering, closeInside, insideOf, Load } from './load.js';

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

/** Takes everything down and sees that nothing is left. */
export async function destroyed(engine: LocalEngine, say: Say): Promise<void> {
  succeeded(await engine.run('destroy', '--yes', '--skip-preview'), 'destroy');
  assert.deepEqual(leftovers(), [], 'left after destroy');
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
  await changed(engine, say, ['50-50', '0-100', 'permissive', 'strict', 'mended', '90-10']);
  await destroyed(engine, say);
}

export async function upAndUnchanged(engine: LocalEngine, say: Say): Promise<void> {
  succeeded(await engine.up(), 'up');
  say('up from nothing');
  succeeded(await engine.up('--expect-no-changes'), 'up without a change');
  say('second up changed nothing');
}

export async function smoked(engine: LocalEngine, say: Say): Promise<void> {
  succeeded(await engine.smoke(), 'smoke');
  say('smoke passed');
}

/** Moves hello through stages while requests come in through the gateway and from inside; none may fail. */
async function changed(engine: LocalEngine, say: Say, wanted: readonly string[]): Promise<void> {
  const host = engine.setting('scenarios', 'hello', 'host');
  assert.equal(typeof host, 'string', 'the environment must name scenarios.hello.host');
  const [cluster = 'local'] = (engine.setting('local', 'clusters') as string[] | undefined) ?? ['local'];
  const kubectl = engine.kubectl(cluster);
  try {
    const gateway = { entrance: { port: engine.ports.http, proxy: false }, host: String(host) };
    await answering(gateway);
    const plans = [gateway, await insideOf(kubectl, NAMESPACE, 'curl', 'hello')];
    for (const stage of wanted) {
      engine.configure({ scenarios: { hello: { stage } } });
      const load = new Load(plans);
      const ended = await engine.up();
      // Proxies follow a moment after the API server.
      await new Promise((resolve) => setTimeout(resolve, 5000));
      const { requests, failed } = await load.stop();
      succeeded(ended, `change to ${stage}`);
      assert.deepEqual(failed, {}, `failed requests in the change to ${stage}`);
      assert.ok(requests > 0);
      say(`hello ${stage}: ${requests} requests, 0 failed`);
    }
  } finally {
    await closeInside(kubectl, NAMESPACE);
  }
}

const NAMESPACE = 'asm-demo';
