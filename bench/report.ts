import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestsYaml } from '../mesh/index.js';
import { generatedCalls } from './generated-calls.js';
import type { BenchmarkRow } from './measure.js';

const runs = 5;
const program = fileURLToPath(new URL('../bin/asm-blueprints.js', import.meta.url));
const built = fileURLToPath(new URL('../lib/cli/main.js', import.meta.url));

/**
 * The report command on YAML, and the size of its page in kB; the peer of each is its aim. The command is measured as it is installed, so
 * `npm run build` comes first.
 */
export function reportBenchmarks(services: number): BenchmarkRow[] {
  if (!existsSync(built)) {
    process.stderr.write('report: npm run build comes first\n');
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'asm-bench-'));
  try {
    const [input, output] = [join(folder, 'mesh.yaml'), join(folder, 'report.html')];
    writeFileSync(input, manifestsYaml({ target: { name: 'cluster', role: 'all' } }, generatedCalls(services)));
    const times = Array.from({ length: runs }, () => {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, [program, 'report', input, '--output', output], {
        stdio: 'ignore',
      });
      if (status !== 0) throw new Error(`report ended with ${status}`);
      return performance.now() - start;
    }).sort((one, other) => one - other);
    const row = (name: string, ms: number, peer: string, aim: number): BenchmarkRow => ({
      ...{ name, n: services, ms: Math.round(ms), peer, peerMs: aim, ratio: Number((ms / aim).toFixed(2)) },
    });
    return [
      row('report command on YAML, services', times[Math.floor(runs / 2)] ?? 0, 'the aim of 3 s', 3000),
      row('report: size of the page in kB, services', statSync(output).size / 1000, 'the aim of 3 MB, in kB', 3000),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
