import { buildMesh } from '../../mesh/index.js';
import { allCases } from '../cases/index.js';
import { compareProxies } from './compare.js';
import { envoyForm } from './envoy-form.js';
import { generate } from './generator.js';
import { modelForm } from './model-form.js';
import { type ProxyCase, proxyCase } from './questions.js';

/**
 * Compares what the model says that proxies get with what a control plane's own generator makes of the same files. The generator is the command
 * line after `--`; see `generate` for how it is asked. Cases are those of the comparison with a real mesh, generated ones by
 * DIFFERENTIAL_SEEDS among them.
 */
async function main(): Promise<number> {
  const command = process.argv.slice(2);
  if (command.length === 0) {
    process.stderr.write('differential:proxy-config: give the command of a generator\n');
    return 2;
  }
  const only = new RegExp(process.env['DIFFERENTIAL_ONLY'] ?? '.');
  const cases = allCases.filter(({ name }) => only.test(name)).map(proxyCase);
  let [proxies, equal] = [0, 0];
  for (const batch of batchesOf(cases, 20)) {
    const answers = await generate(command, batch);
    for (const [index, one] of batch.entries()) {
      const mesh = buildMesh([...one.resources, ...meshConfigOf(one)]);
      one.proxies.forEach(([name], position) => {
        const workload = mesh.workloads.find((each) => `${each.namespace}/${each.name}` === name);
        const theirs = answers[index]?.[position];
        if (workload === undefined || theirs === undefined) {
          return;
        }
        const differences = compareProxies(modelForm(mesh, workload), envoyForm(theirs));
        proxies += 1;
        equal += differences.length === 0 ? 1 : 0;
        for (const { place, ours, theirs: wanted } of differences) {
          process.stdout.write(`${one.name}: ${name}: ${place}\n  model:   ${ours}\n  control: ${wanted}\n`);
        }
      });
    }
  }
  process.stdout.write(`${cases.length} configurations, ${proxies} proxies, ${equal} equal\n`);
  return equal === proxies ? 0 : 1;
}

/** The settings of a case as the ConfigMap that holds them in a cluster. */
function meshConfigOf({ mesh }: ProxyCase): ProxyCase['resources'] {
  return mesh === ''
    ? []
    : [
        {
          manifest: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'istio', namespace: 'istio-system' },
            data: { mesh },
          },
          target: { name: 'cluster', role: 'all' },
          path: 'mesh-config.yaml',
        },
      ];
}

function batchesOf<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

process.exitCode = await main();
