import { httpSettingsOf } from '../../../istio/http-conditions.js';
import { isForMesh } from '../../../istio/virtual-service-gateways.js';
import { isFollowedByWaypoint, waypointOf } from '../../../istio/waypoint.js';
import {
  type Fields,
  fieldsListOf,
  fieldsOf,
  type Mesh,
  type MeshObject,
  type MeshService,
} from '../../../model/index.js';
import { isCaptured } from '../../ambient-pods.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { listSome } from '../../wording.js';

/**
 * Whether routes and settings for HTTP of services in ambient mode have a waypoint that follows them. Sidecars and gateways follow them too, so
 * in a mesh with any it is only worth knowing.
 */
export const ambientHttpRoutes: Check = {
  name: 'http-routes',
  types: [asmCodes.ASM0031],
  run(mesh, report) {
    if (!mesh.workloads.some(isCaptured)) {
      return;
    }
    const hasOthers = mesh.workloads.some(({ proxy }) => proxy === 'sidecar' || proxy === 'gateway');
    for (const { object, spec, namespace } of mesh.virtualServices) {
      const hosts = isForMesh(spec) && (spec.http ?? []).length + (spec.tls ?? []).length > 0 ? (spec.hosts ?? []) : [];
      checkHosts(mesh, { object, hosts, namespace, what: 'the routing of HTTP', hasOthers }, report);
    }
    for (const { object, spec, namespace } of mesh.destinationRules) {
      const policies = [spec.trafficPolicy, ...fieldsListOf(object.spec['subsets']).map((one) => one['trafficPolicy'])];
      const settings = [...new Set(policies.flatMap((policy: unknown) => httpSettingsOf(fieldsOf(policy) as Fields)))];
      const hosts = settings.length === 0 ? [] : [spec.host ?? ''];
      checkHosts(mesh, { object, hosts, namespace, what: listSome(settings), hasOthers }, report);
    }
    for (const { object, spec, namespace } of mesh.gatewayApi('HTTPRoute')) {
      const hosts = (spec.parentRefs ?? []).flatMap(({ kind, name = '', namespace: own = namespace }) =>
        kind === 'Service' ? [`${name}.${own}.svc.${mesh.config.clusterDomain}`] : [],
      );
      checkHosts(mesh, { object, hosts, namespace, what: 'the routing of HTTP', hasOthers }, report);
    }
  },
};

interface Subject {
  readonly object: MeshObject;
  readonly hosts: readonly string[];
  readonly namespace: string;
  readonly what: string;
  readonly hasOthers: boolean;
}

function checkHosts(mesh: Mesh, { object, hosts, namespace, what, hasOthers }: Subject, report: Report): void {
  for (const host of hosts) {
    const service = mesh.serviceFor(host, namespace);
    if (service === undefined || !isAmbient(service)) {
      continue;
    }
    const waypoint = waypointOf(mesh, service);
    const id = `${service.namespace}/${service.name}`;
    const level = hasOthers ? ('info' as const) : undefined;
    if (waypoint === undefined) {
      const values = {
        what,
        why: `Service ${id} has no waypoint, and ztunnel reads no HTTP`,
        fix: 'deploy a waypoint, and set the label istio.io/use-waypoint on the Service or its namespace',
      };
      report(asmCodes.ASM0031, object, values, [], { level });
      return;
    }
    const root = object.kind === 'DestinationRule' ? mesh.config.rootNamespace : service.namespace;
    if (namespace !== root && !isFollowedByWaypoint(namespace, waypoint.namespace, service.namespace)) {
      const values = {
        what,
        why: `the waypoint of Service ${id} follows what is in namespace ${listSome([...new Set([service.namespace, waypoint.namespace])])}, and this is in ${namespace}`,
        fix: `move it to namespace ${service.namespace}`,
      };
      report(asmCodes.ASM0031, object, values, [], { level });
      return;
    }
  }
}

function isAmbient({ workloads, registry }: MeshService): boolean {
  return registry === 'kubernetes' && workloads.length > 0 && workloads.every(isCaptured);
}
