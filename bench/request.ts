import { buildMesh, diffMeshes, type Mesh, type RequestQuery, readManifests, request } from '../mesh/index.js';
import { generateYaml } from '../test/mesh/generate.js';
import type { BenchmarkRow } from './measure.js';

const runs = 5;

function meshOf(services: number, weight = 90): Mesh {
  const text = generateYaml(services).replaceAll('weight: 90', `weight: ${weight}`);
  return buildMesh(readManifests(text, 'mesh.yaml', { target: { name: 'm1', role: 'all' } }).resources);
}

function median(measure: () => number): number {
  const times = Array.from({ length: runs }, measure).sort((one, other) => one - other);
  return Number((times[Math.floor(runs / 2)] ?? 0).toFixed(1));
}

/** 100,000 requests to a built model, and the difference of two; the peer of each is its aim. */
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
  ];
}
