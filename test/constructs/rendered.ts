import { App } from 'cdk8s';
import { MeshChart, type MeshChartProps, Placement, synthesize } from '../../constructs/index.js';
import { formatProblem } from '../../mesh/manifest/problem.js';
import type { Manifest } from '../../mesh/manifest/resource.js';

/** What a chart comes to, for the assertions of a test. */
export interface Rendered {
  readonly manifests: readonly Manifest[];
  /** Problems as users read them. */
  readonly problems: readonly string[];
  /** The only object of a kind (and name); fails where there is none or several. */
  only(kind: string, name?: string): Manifest & { readonly spec: Spec };
  /** `Kind namespace/name target,target`, sorted. */
  readonly places: readonly string[];
}

/** A spec that a test reads freely. */
// biome-ignore lint/suspicious/noExplicitAny: assertions read any field of any kind.
export type Spec = any;

/** Builds a chart in namespace `shop` and renders it. */
export function render(build: (chart: MeshChart) => void, props: MeshChartProps = {}): Rendered {
  const chart = new MeshChart(new App(), 'chart', { namespace: 'shop', ...props });
  build(chart);
  const { objects, problems } = synthesize(App.of(chart));
  const manifests = objects.map(({ manifest }) => manifest);
  return {
    manifests,
    problems: problems.map(formatProblem),
    only(kind, name) {
      const found = manifests.filter((one) => one.kind === kind && (name === undefined || one.metadata.name === name));
      const [first] = found;
      if (found.length !== 1 || first === undefined) {
        throw new Error(`${found.length} objects ${kind} ${name ?? ''}; problems: ${problems.map(formatProblem)}`);
      }
      return first as Manifest & { spec: Spec };
    },
    places: objects
      .map(({ manifest, targets }) => {
        const { namespace, name } = manifest.metadata;
        return `${manifest.kind} ${namespace ?? ''}/${name} ${targets.map((target) => target.name)}`;
      })
      .sort(),
  };
}

/** An ASM instance with two clusters. */
export const TWO_CLUSTERS = Placement.asm([{ name: 'm1', id: 'c1' }, { name: 'm2' }]);
