import type { Manifest } from '../manifest/resource.js';
import { laneGroupLabel } from '../validation/asm/lane-rules.js';
import { type Labels, matchesLabels } from './labels.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, labelsOf } from './narrowing.js';
import type { MeshObject } from './object.js';

/** Whether a service has pods with certain labels. */
export type HasPods = (service: { readonly name: string; readonly namespace: string }, labels: Labels) => boolean;

interface LaneService {
  readonly name: string;
  readonly namespace: string;
  readonly routePatch: Fields;
  readonly policyPatch: Fields;
}

interface Lane {
  readonly name: string;
  readonly selector: Labels;
  /** The services that it names, as `namespace/name`; undefined for all of the group. */
  readonly services: ReadonlySet<string> | undefined;
  readonly spec: Fields;
}

/** The name of the group that a lane belongs to; undefined when it says none. */
export function groupOfLane({ labels }: MeshObject): string | undefined {
  return labels[laneGroupLabel];
}

/**
 * The routes and rules that ASM makes from a group of lanes (Alibaba Cloud, "traffic lanes in strict mode", "… in permissive mode"): for each
 * service a DestinationRule with a subset of each lane, and a VirtualService that keeps requests in their lane; and for the gateway the
 * rules by which requests enter a lane.
 *
 * In strict mode the labels of the caller say which lane a request is in, in permissive mode the header `routeHeader`; what a lane does not
 * have, or has no pods of, goes to the lane to fall back to.
 */
export function manifestsOfLaneGroup(
  group: MeshObject,
  objects: readonly MeshObject[],
  hasPods: HasPods,
): readonly Manifest[] {
  const services = servicesOf(group);
  const lanes = objects.filter((lane) => groupOfLane(lane) === group.name).map(laneOf);
  if (lanes.length === 0) {
    return [];
  }
  const ofServices = services.flatMap((service) => {
    const holds = (lane: Lane): boolean =>
      lane.services?.has(`${service.namespace}/${service.name}`) !== false && hasPods(service, lane.selector);
    return manifestsOfService(group, service, lanes.filter(holds));
  });
  return [...ofServices, ...manifestsOfEntry(group, lanes)];
}

function servicesOf({ spec }: MeshObject): readonly LaneService[] {
  return fieldsListOf(spec['services']).map((service) => ({
    name: asText(service['name']) ?? '',
    namespace: asText(service['namespace']) ?? '',
    routePatch: { ...fieldsOf(spec['defaultHttpRoutePatch']), ...fieldsOf(service['httpRoutePatch']) },
    policyPatch: { ...fieldsOf(spec['defaultTrafficPolicyPatch']), ...fieldsOf(service['trafficPolicyPatch']) },
  }));
}

function laneOf({ name, spec }: MeshObject): Lane {
  const named = fieldsListOf(spec['services']).map((one) => `${asText(one['namespace'])}/${asText(one['name'])}`);
  return {
    name,
    selector: labelsOf(spec['labelSelector']),
    services: spec['services'] === undefined ? undefined : new Set(named),
    spec,
  };
}

/** @param lanes those that have pods of the service */
function manifestsOfService(group: MeshObject, service: LaneService, lanes: readonly Lane[]): readonly Manifest[] {
  const { name, namespace, routePatch, policyPatch } = service;
  const metadata = { name: `asm-swimlane-${group.name}-${name}`, namespace };
  const to = (lane: Lane | undefined): Fields => ({
    ...routePatch,
    route: [{ destination: { host: name, ...(lane === undefined ? {} : { subset: lane.name }) } }],
  });
  return [
    object('DestinationRule', metadata, {
      host: name,
      subsets: lanes.map((lane) => ({ name: lane.name, labels: lane.selector })),
      ...(Object.keys(policyPatch).length === 0 ? {} : { trafficPolicy: policyPatch }),
    }),
    object('VirtualService', metadata, { hosts: [name], http: routesOfService(group, service, { lanes, to }) }),
  ];
}

function routesOfService(
  { spec }: MeshObject,
  { name, namespace }: LaneService,
  { lanes, to }: { readonly lanes: readonly Lane[]; readonly to: (lane: Lane | undefined) => Fields },
): readonly Fields[] {
  if (spec['isPermissive'] !== true) {
    const inLane = (lane: Lane): Fields => ({ name: lane.name, match: [{ sourceLabels: lane.selector }], ...to(lane) });
    return [...lanes.map(inLane), to(undefined)];
  }
  const permissive = fieldsOf(spec['permissiveModeConfiguration']);
  const header = asText(permissive['routeHeader']) ?? '';
  const perService = labelsOf(permissive['serviceLevelFallbackTarget']);
  const target = perService[`${namespace}/${name}`] ?? perService[name] ?? asText(permissive['fallbackTarget']);
  const fallback = lanes.find((lane) => lane.name === target);
  const byHeader = lanes
    .filter((lane) => lane !== fallback)
    .map((lane) => ({ name: lane.name, match: [{ headers: { [header]: { exact: lane.name } } }], ...to(lane) }));
  return [...byHeader, { name: target ?? 'fallback', ...to(fallback) }];
}

/** The rules of the gateway: those of each lane, or one by weights. */
function manifestsOfEntry({ name, spec }: MeshObject, lanes: readonly Lane[]): readonly Manifest[] {
  const ingress = fieldsOf(spec['ingress']);
  const gateway = fieldsOf(ingress['gateway']);
  const [gatewayName, namespace] = [asText(gateway['name']) ?? '', asText(gateway['namespace']) ?? ''];
  const routing = fieldsOf(ingress['ingressRouting']);
  const virtualService = (part: string, hosts: unknown, http: readonly Fields[]): Manifest =>
    object(
      'VirtualService',
      { name: `asm-swimlane-${name}-${part}`, namespace },
      {
        hosts: Array.isArray(hosts) && hosts.length > 0 ? hosts : ['*'],
        gateways: [`${namespace}/${gatewayName}`],
        http,
      },
    );
  if (routing['ingressRoutingStrategy'] === 'weighted') {
    const rule = fieldsOf(routing['weightedRoutingRule']);
    const shares = lanes.flatMap((lane) => {
      const { destination, weight } = fieldsOf(lane.spec['ingressWeight']);
      const share = asNumber(weight) ?? 0;
      return share === 0 ? [] : [{ destination: destinationOf(fieldsOf(destination), lane), weight: share }];
    });
    const match = fieldsListOf(rule['requestMatches']);
    const route = { ...(match.length === 0 ? {} : { match }), route: shares };
    return shares.length === 0 ? [] : [virtualService('weighted', rule['hosts'], [route])];
  }
  return lanes.flatMap((lane) =>
    fieldsListOf(lane.spec['ingressRules'])
      .filter(({ online }) => online !== false)
      .map((rule, index) => {
        const match = fieldsOf(rule['match']);
        const destination = destinationOf(fieldsOf(fieldsOf(rule['route'])['destination']), lane);
        const route = { ...(Object.keys(match).length === 0 ? {} : { match: [match] }), route: [{ destination }] };
        const ruleName = asText(rule['name']) ?? String(index);
        return virtualService(`${lane.name}-${ruleName}`, rule['hosts'], [{ name: ruleName, ...route }]);
      }),
  );
}

function destinationOf({ host, portNum }: Fields, lane: Lane): Fields {
  const port = asNumber(portNum);
  return { host: asText(host) ?? '', subset: lane.name, ...(port === undefined ? {} : { port: { number: port } }) };
}

function object(kind: string, metadata: Manifest['metadata'], spec: Fields): Manifest {
  return { apiVersion: 'networking.istio.io/v1', kind, metadata, spec };
}

/** Finds pods by the labels of their templates, and by the selector that a Service has. */
export function podsOfServices(
  templates: readonly { readonly namespace: string; readonly labels: Labels }[],
  services: readonly MeshObject[],
): HasPods {
  return ({ name, namespace }, labels) => {
    const service = services.find((one) => one.name === name && one.namespace === namespace);
    const selector = { ...labelsOf(service?.spec['selector']), ...labels };
    return templates.some((one) => one.namespace === namespace && matchesLabels(one.labels, selector));
  };
}
