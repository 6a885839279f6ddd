import { App } from 'cdk8s';
import {
  type MeshChart,
  type MeshService,
  type MeshServiceProps,
  resourcesOf,
  MeshService as Service,
  synthesize,
} from '../../constructs/index.js';
import { analyze } from '../../mesh/analysis/analyze.js';
import { describeResource } from '../../mesh/analysis/finding.js';
import { formatProblem } from '../../mesh/manifest/problem.js';
import { buildMesh } from '../../mesh/model/build.js';
import type { Mesh } from '../../mesh/model/mesh.js';
import type { MeshOptions } from '../../mesh/model/options.js';

/** The mesh of what is built in an app. @throws Error with what is wrong with the constructs */
export function meshOf(build: (app: App) => void, options: MeshOptions = {}): Mesh {
  const app = new App();
  build(app);
  const synthesis = synthesize(app);
  if (synthesis.problems.length > 0) throw new Error(synthesis.problems.map(formatProblem).join('\n'));
  return buildMesh(resourcesOf(synthesis), options);
}

/** What is found about a mesh, as `code Kind namespace/name: message`, sorted. */
export function findingsOf(mesh: Mesh): string[] {
  const { findings } = analyze(mesh);
  return findings.map(({ code, resource, message }) => `${code} ${describeResource(resource)}: ${message}`).sort();
}

/** A service at port 80 that runs one version. */
export function serviceOf(chart: MeshChart, name: string, props: Partial<MeshServiceProps> = {}): MeshService {
  const versions = { v1: { image: 'shop:1' } };
  return new Service(chart, name, { ports: { number: 80, targetPort: 8080 }, versions, ...props });
}
