import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { MeshChart, MeshService, synthesize } from '../constructs/index.js';
import { type Manifest, manifestsYaml } from '../mesh/index.js';
import { replaceFolder } from '../stacks/output-folder.js';
import { type BenchmarkRow, compare } from './measure.js';

/** Charts of a generated mesh, one for each service: two versions behind a split. */
function generatedMesh(services: number): App {
  const app = new App();
  for (let index = 0; index < services; index++) {
    const chart = new MeshChart(app, `chart-${index}`, { namespace: `team-${index % 20}` });
    const service = new MeshService(chart, `service-${index}`, {
      ports: { number: 80, targetPort: 8080 },
      versions: { v1: { image: 'example/app:1' }, v2: { image: 'example/app:2' } },
    });
    service.splitTraffic({ v1: 90, v2: 10 });
  }
  return app;
}

/** Construct, validate and write with this program. */
function ours(services: number, folder: string): Manifest[] {
  const { objects, problems } = synthesize(generatedMesh(services));
  if (problems.length > 0) throw new Error(`the generated mesh is not valid: ${problems[0]?.message}`);
  const sheets = new Map<string, Manifest[]>();
  for (const { object, manifest } of objects) {
    const chart = object.chart.node.id;
    const sheet = sheets.get(chart);
    if (sheet === undefined) sheets.set(chart, [manifest]);
    else sheet.push(manifest);
  }
  const target = { name: 'cluster', role: 'all' } as const;
  const files = new Map<string, string>();
  for (const [chart, manifests] of sheets) files.set(`${chart}.yaml`, manifestsYaml({ chart, target }, manifests));
  replaceFolder(folder, files);
  return objects.map(({ manifest }) => manifest);
}

/** The same objects as plain cdk8s ApiObjects in one chart: construct and write, without validation. */
function plainCdk8s(manifests: readonly Manifest[], folder: string): void {
  const app = new App({ outdir: folder });
  const chart = new Chart(app, 'chart');
  for (const [index, { metadata, ...manifest }] of manifests.entries()) {
    new ApiObject(chart, `object-${index}`, { metadata: metadata as object, ...manifest });
  }
  app.synth();
}

/** From constructs to files on disk. */
export function synthBenchmarks(sizes: readonly number[]): BenchmarkRow[] {
  // In memory where there is such a folder: a disk takes between 25 and 450 ms for the thousand files of one run.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'asm-blueprints-bench-'));
  try {
    return sizes.map((services) => {
      const manifests = ours(services, join(folder, 'ours'));
      return compare(
        'synth, services in one chart each',
        services,
        () => void ours(services, join(folder, 'ours')),
        'cdk8s ApiObjects in one chart, not validated',
        () => plainCdk8s(manifests, join(folder, 'plain')),
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
