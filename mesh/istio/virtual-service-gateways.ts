import { resolveGatewayName } from '../model/hosts.js';

interface GatewayNames {
  readonly gateways?: readonly string[] | undefined;
}

/** The gateways whose requests a VirtualService routes, as `namespace/name`; `mesh` stands for the proxies of workloads, and is alone when it names none. */
export function gatewaysOf(spec: GatewayNames, namespace: string): readonly string[] {
  const names = (spec.gateways ?? []).map((gateway) => resolveGatewayName(gateway, namespace));
  return names.length === 0 ? ['mesh'] : names;
}

/** Whether a VirtualService routes requests between the workloads of the mesh. */
export function isForMesh({ gateways }: GatewayNames): boolean {
  return gateways === undefined || gateways.length === 0 || gateways.includes('mesh');
}
