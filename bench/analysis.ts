import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyze, buildMesh, manifestsYaml, type Resource } from '../mesh/index.js';
import { generatedMesh } from './generated-mesh.js';
import { type BenchmarkRow, compareAll } from './measure.js';

const target = { name: 'cluster', role: 'all' } as const;
const program = fileURLToPath(new URL('../bin/asm-blueprints.js', import.meta.url));
const built = fileURLToPath(new URL('../lib/cli/main.js', import.meta.url));

/**
 * Analysis of generated meshes: in this process, and as the command on YAML files, beside `istioctl analyze --use-kube=false` on the
 * same file where it is on the PATH. The command is measured as it is installed, so `npm run build` comes first.
 */
export function analysisBenchmarks(sizes: readonly number[]): BenchmarkRow[] {
  const istioctl = spawnSync('istioctl', ['version', '--remote=false']).status === 0;
  const folder = mkdtempSync(join(tmpdir(), 'asm-bench-'));
  try {
    return sizes.flatMap((services) => rowsOf(services, folder, istioctl));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(services: number, folder: string, istioctl: boolean): readonly BenchmarkRow[] {
  const manifests = generatedMesh(services);
  const resources = manifests.map((manifest, index): Resource => ({ manifest, target, path: `service-${index}` }));
  const file = join(folder, `mesh-${services}.yaml`);
  writeFileSync(file, manifestsYaml({ target }, manifests));
  const peer = (): void => {
    if (istioctl) run('istioctl', ['analyze', '--use-kube=false', file]);
  };
  const name = istioctl ? 'istioctl analyze --use-kube=false' : 'istioctl is not on the PATH';
  const inProcess = (): void => {
    analyze(buildMesh(resources));
  };
  const command = (): void => run(process.execPath, [program, 'analyze', file]);
  const jobs = {
    'analysis in process, services': inProcess,
    ...(existsSync(built) ? { 'analyze command on YAML, services': command } : {}),
  };
  return compareAll(jobs, services, name, peer);
}

/** Exit codes say what was found; only a program that does not run at all is an error. */
function run(command: string, args: readonly string[]): void {
  const { error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  if (error !== undefined) throw error;
}
