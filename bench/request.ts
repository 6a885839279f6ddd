import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildMesh, diffMeshes, type Mesh, type RequestQuery, readManifests, request } from '../mesh/index.js';
import { generateYaml } from '../test/mesh/generate.js';
import type { BenchmarkRow } from './measure.js';

const runs = 5;
const program = fileURLToPath(new URL('../bin/asm-blueprints.js', import.meta.url));
const built = fileURLToPath(new URL('../lib/cli/main.js', import.meta.url));

function yamlOf(services: number, weight: number): string {
  return generateYaml(services).replaceAll('weight: 90', `weight: ${weight}`);
}

function meshOf(services: number, weight = 90): Mesh {
  const text = yamlOf(services, weight);
  return buildMesh(readManifests(text, 'mesh.yaml', { target: { name: 'm1', role: 'all' } }).resources);
}

function median(measure: () => number): number {
  const times = Array.from({ length: runs }, measure).sort((one, other) => one - other);
  return Number((times[Math.floor(runs / 2)] ?? 0).toFixed(1));
}

/** Milliseconds that the command takes to read two folders and to print every difference. */
function diffCommand(services: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'asm-bench-'));
  try {
    const folders = [90, 80].map((weight) => {
      const path = join(folder, String(weight));
      mkdirSync(path);
      writeFileSync(join(path, 'mesh.yaml'), yamlOf(services, weight));
      return path;
    });
    return median(() => {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, [program, 'diff', ...folders], { stdio: 'ignore' });
      if (status !== 0) throw new Error(`diff ended with ${status}`);
      return performance.now() - start;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** 100,000 requests to a built model, the difference of two, and of two folders by the command; the peer of each is its aim. */
export function requestBenchmarks(services: number): BenchmarkRow[] {
  const mesh = meshOf(services);
  const queries = Array.from({ length: 100_000 }, (_, index): RequestQuery => {
    const from = index % services;
    const to = (index * 7) % services;
    return {
      from: `team-${Math.floor(from / 10)}/svc-${from}-v1`,
      to: `http://svc-${to}.team-${Math.floor(to / 10)}/items/${index}`,
      headers: { 'x-user': 'a' },
    };
  });
  const ask = (): number => {
    const start = performance.now();
    for (const query of queries) {
      request(mesh, query);
    }
    return performance.now() - start;
  };
  ask();
  const answers = median(ask);
  const differ = median(() => {
    const [before, after] = [meshOf(services), meshOf(services, 80)];
    const start = performance.now();
    diffMeshes(before, after);
    return performance.now() - start;
  });
  const row = (name: string, n: number, ms: number, peer: string, peerMs: number): BenchmarkRow => ({
    name,
    n,
    ms,
    peer,
    peerMs,
    ratio: Number((ms / peerMs).toFixed(2)),
  });
  return [
    row('request: 100,000 answers', services, answers, 'the aim of 100,000 a second', 1000),
    row('diff of two meshes', services, differ, 'the aim of 2 s', 2000),
    // The command is measured as it is installed, so `npm run build` comes first.
    ...(existsSync(built)
      ? [row('diff command on two folders', services, diffCommand(services), 'the aim of 2 s', 2000)]
      : []),
  ];
}
