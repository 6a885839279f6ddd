import {
  accessMap,
  buildMesh,
  type Mesh,
  type PromiseInput,
  readManifests,
  toPromises,
  verify,
} from '../mesh/index.js';
import { generateYaml } from '../test/mesh/generate.js';
import type { BenchmarkRow } from './measure.js';

const runs = 5;

function meshOf(services: number): Mesh {
  return buildMesh(
    readManifests(generateYaml(services), 'mesh.yaml', { target: { name: 'm1', role: 'all' } }).resources,
  );
}

/** Two promises about the whole mesh, and eighteen about single services. */
const promises: readonly PromiseInput[] = [
  { name: 'mTLS inside', requests: { from: 'workloads' }, expect: { mtls: 'mutual' } },
  { name: 'nothing from the Internet', requests: { from: 'internet' }, expect: 'denied' },
  ...Array.from({ length: 18 }, (_, index): PromiseInput => {
    const to = `team-${Math.floor(index / 10)}/svc-${index}`;
    return {
      name: to,
      requests: { to, path: '/admin*' },
      except: { method: 'GET' },
      expect: { versions: ['v1', 'v2'] },
    };
  }),
];

function timed(services: number, work: (mesh: Mesh) => void): number {
  const times = Array.from({ length: runs }, () => {
    const mesh = meshOf(services);
    const start = performance.now();
    work(mesh);
    return performance.now() - start;
  }).sort((one, other) => one - other);
  return Number((times[Math.floor(runs / 2)] ?? 0).toFixed(1));
}

/** The map of a mesh, and twenty promises over meshes of several sizes, each from a mesh that was not asked before; the peer of each is its aim. */
export function verifyBenchmarks(): BenchmarkRow[] {
  const row = (name: string, n: number, ms: number, peer: string, peerMs: number): BenchmarkRow => ({
    ...{ name, n, ms, peer, peerMs },
    ratio: Number((ms / peerMs).toFixed(2)),
  });
  const keep = (mesh: Mesh): void => {
    verify(mesh, toPromises({ promises }));
  };
  return [
    row(
      'map',
      50,
      timed(50, (mesh) => void accessMap(mesh)),
      'the aim of 1 s',
      1000,
    ),
    row('20 promises', 200, timed(200, keep), 'the aim of 1 s', 1000),
    row('20 promises', 1000, timed(1000, keep), 'the aim of 5 s', 5000),
  ];
}
