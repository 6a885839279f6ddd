import {
  asText,
  type ClusterService,
  fieldsListOf,
  fieldsOf,
  type Labels,
  type Mesh,
  type MeshObject,
  matchesLabels,
  resolveGatewayName,
  type Workload,
} from '../../../model/index.js';

/** A port of a public gateway through which requests come in. */
export interface PublicListener {
  readonly gateway: MeshObject;
  readonly field: readonly (string | number)[];
  readonly port: number;
  readonly hosts: readonly string[];
  /** Whether it serves requests in plain text, and not only to send them on to HTTPS. */
  readonly isPlainText: boolean;
  /** Labels of the pods of the gateway. */
  readonly podLabels: Labels;
  readonly namespace: string;
}

/** The ingress gateway that Istio and ASM install under this label has a public address unless its files say otherwise. */
const usualIngress: Labels = { istio: 'ingressgateway' };

/**
 * The HTTP listeners of gateways that the Internet reaches; of a gateway of the Gateway API only when a route attaches to it, while the
 * VirtualServices of an Istio gateway are often in files of other teams. A gateway is public when a Service of its pods is;
 * when no file has its pods, only Istio's usual ingress gateway counts as public.
 */
export function publicListeners(mesh: Mesh): readonly PublicListener[] {
  const exposed = mesh.services.flatMap((service) =>
    service.instances.filter(({ exposure }) => exposure === 'internet'),
  );
  return [...istioListeners(mesh, exposed), ...gatewayApiListeners(mesh, exposed)];
}

function istioListeners(mesh: Mesh, exposed: readonly ClusterService[]): readonly PublicListener[] {
  const routes = new Map<string, { readonly hosts: readonly string[]; readonly isRedirect: boolean }[]>();
  for (const { spec, namespace } of mesh.virtualServices) {
    const isRedirect =
      (spec.http ?? []).length > 0 && (spec.http ?? []).every(({ redirect }) => redirect?.scheme === 'https');
    for (const gateway of spec.gateways ?? []) {
      const name = resolveGatewayName(gateway, namespace);
      routes.set(name, [...(routes.get(name) ?? []), { hosts: spec.hosts ?? [], isRedirect }]);
    }
  }
  return mesh.gateways.flatMap(({ object, id, spec }) => {
    const bound = routes.get(id) ?? [];
    const selector = spec.selector ?? {};
    if (!isPublic(exposed, mesh.selectWorkloads(undefined, selector), selector)) {
      return [];
    }
    return (spec.servers ?? []).flatMap((server, index): readonly PublicListener[] => {
      const protocol = server.port?.protocol?.toUpperCase() ?? '';
      const isPlain = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'].includes(protocol);
      const isHttp = isPlain || (protocol === 'HTTPS' && !(server.tls?.mode ?? 'PASSTHROUGH').includes('PASSTHROUGH'));
      if (!isHttp || server.tls?.httpsRedirect === true) {
        return [];
      }
      return [
        {
          gateway: object,
          field: ['spec', 'servers', index],
          port: server.port?.number ?? 0,
          hosts: server.hosts ?? [],
          isPlainText: isPlain && !leadsToHttps(bound),
          podLabels: podLabels(mesh, selector),
          namespace: object.namespace,
        },
      ];
    });
  });
}

function gatewayApiListeners(mesh: Mesh, exposed: readonly ClusterService[]): readonly PublicListener[] {
  const attached = new Map<string, { readonly hosts: readonly string[]; readonly isRedirect: boolean }[]>();
  for (const { spec, namespace } of [...mesh.gatewayApi('HTTPRoute'), ...mesh.gatewayApi('GRPCRoute')]) {
    const rules = fieldsListOf(fieldsOf(spec)['rules']);
    const isRedirect = rules.length > 0 && rules.every(redirectsToHttps);
    for (const parent of fieldsListOf(fieldsOf(spec)['parentRefs'])) {
      if ((parent['kind'] ?? 'Gateway') === 'Gateway') {
        const name = `${asText(parent['namespace']) ?? namespace}/${asText(parent['name'])}`;
        attached.set(name, [...(attached.get(name) ?? []), { hosts: spec.hostnames ?? ['*'], isRedirect }]);
      }
    }
  }
  return mesh.gatewayApi('Gateway').flatMap(({ object, id, name, namespace, spec }) => {
    const routes = attached.get(id) ?? [];
    const selector = { 'gateway.networking.k8s.io/gateway-name': name };
    if (routes.length === 0 || !isPublic(exposed, mesh.selectWorkloads(namespace, selector), selector)) {
      return [];
    }
    return (spec.listeners ?? []).flatMap((listener, index): readonly PublicListener[] => {
      if (!['HTTP', 'HTTPS'].includes(listener.protocol ?? '')) {
        return [];
      }
      return [
        {
          gateway: object,
          field: ['spec', 'listeners', index],
          port: listener.port ?? 0,
          hosts:
            listener.hostname === undefined
              ? [...new Set(routes.flatMap(({ hosts }) => hosts))].sort()
              : [listener.hostname],
          isPlainText: listener.protocol === 'HTTP' && !leadsToHttps(routes),
          podLabels: selector,
          namespace,
        },
      ];
    });
  });
}

/** Whether every route of a listener sends requests on to HTTPS. A listener without routes here may have some elsewhere. */
function leadsToHttps(routes: readonly { readonly isRedirect: boolean }[]): boolean {
  return routes.length > 0 && routes.every(({ isRedirect }) => isRedirect);
}

function redirectsToHttps(rule: Readonly<Record<string, unknown>>): boolean {
  return fieldsListOf(rule['filters']).some((filter) => fieldsOf(filter['requestRedirect'])['scheme'] === 'https');
}

function podLabels(mesh: Mesh, selector: Labels): Labels {
  return mesh.selectWorkloads(undefined, selector)[0]?.labels ?? selector;
}

function isPublic(exposed: readonly ClusterService[], workloads: readonly Workload[], selector: Labels): boolean {
  if (Object.keys(selector).length === 0) {
    return false;
  }
  if (workloads.length === 0) {
    return matchesLabels(selector, usualIngress);
  }
  return exposed.some((service) =>
    workloads.some(
      ({ namespace, labels }) =>
        namespace === service.object.namespace &&
        service.selector !== undefined &&
        matchesLabels(labels, service.selector),
    ),
  );
}
