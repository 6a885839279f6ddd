import type { ConfigObject, IstioSpecs, Mesh, Workload } from '../model/index.js';

type Gateway = ConfigObject<IstioSpecs['Gateway']>;

/** The pods of all clusters on which a Gateway opens its ports. A Gateway without a selector opens them on every pod. */
export function workloadsOfGateway(mesh: Mesh, gateway: Gateway): readonly Workload[] {
  return mesh.selectWorkloads(undefined, gateway.spec.selector).filter(({ entry }) => entry === undefined);
}

/**
 * Whether the user declared that the Gateway, or the gateway workload that it selects, exists outside the files: `namespace/name` of
 * either, where a workload goes by the name that its label `istio`, or `app` without `istio-`, has.
 */
export function isDeclaredOutside(mesh: Mesh, gateway: Gateway): boolean {
  const { istio, app } = gateway.spec.selector ?? {};
  return mesh.external.gateways.some((declared) => {
    const name = declared.slice(declared.indexOf('/') + 1);
    return (
      declared === gateway.id || name === istio || (app !== undefined && (name === app || `istio-${name}` === app))
    );
  });
}

/** A selector in the form `a=b,c=d`, sorted. */
export function formatSelector(selector: Readonly<Record<string, string>> | undefined): string {
  return Object.keys(selector ?? {})
    .sort()
    .map((key) => `${key}=${selector?.[key] ?? ''}`)
    .join(',');
}
