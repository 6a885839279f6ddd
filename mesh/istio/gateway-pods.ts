import type { IstioSpecs } from '../kinds/index.js';
import type { ConfigObject } from '../model/config-object.js';
import { type Labels, matchesLabels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';

type Gateway = ConfigObject<IstioSpecs['Gateway']>;

/** The pods of all clusters on which a Gateway opens its ports. A Gateway without a selector opens them on every pod. */
export function workloadsOfGateway(mesh: Mesh, gateway: Gateway): readonly Workload[] {
  return mesh.selectWorkloads(undefined, gateway.spec.selector).filter(({ entry }) => entry === undefined);
}

/**
 * Whether the user declared that the Gateway, or the pods that it selects, exist outside the files: `namespace/name` of either, where pods go by the
 * name that their label `istio`, or `app` without `istio-`, has; or labels of the pods, such as `istio=ingressgateway`.
 */
export function isDeclaredOutside(mesh: Mesh, gateway: Gateway): boolean {
  const selector = gateway.spec.selector ?? {};
  const { istio, app } = selector;
  return mesh.external.gateways.some((declared) => {
    const labels = readPodLabels(declared);
    if (labels !== undefined) {
      return matchesLabels(labels, selector);
    }
    const name = declared.slice(declared.indexOf('/') + 1);
    return (
      declared === gateway.id || name === istio || (app !== undefined && (name === app || `istio-${name}` === app))
    );
  });
}

const pair = String.raw`\s*([^=:,\s]+)\s*[=:]\s*([^=:,\s]+)\s*`;
const onePair = new RegExp(`^${pair}$`);

/** What {@link readPodLabels} reads. */
export const podLabelsPattern = new RegExp(`^${pair}(?:,${pair})*$`);

/** The labels that a declared gateway names, such as `istio=ingressgateway,app=edge` or `istio: ingressgateway`; undefined when it names none. */
export function readPodLabels(declared: string): Labels | undefined {
  if (!podLabelsPattern.test(declared)) {
    return undefined;
  }
  const pairs = declared.split(',').map((text) => onePair.exec(text));
  return Object.fromEntries(pairs.map((found) => [found?.[1] ?? '', found?.[2] ?? '']));
}
