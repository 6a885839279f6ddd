import {
  asNumber,
  asText,
  fieldsListOf,
  fieldsOf,
  labelsOf,
  type Mesh,
  type MeshObject,
  matchesLabels,
} from '../../../model/index.js';
import { laneGroupLabel } from '../../../validation/asm/lane-rules.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { missingHost } from '../../missing-host.js';
import { asmObjects, missingPartner, reportMissing, type Steps } from './partners.js';

/**
 * Traffic lanes (https://www.alibabacloud.com/help/en/asm/user-guide/traffic-lane-overview/): whether a group has its gateway, services and
 * lanes, and whether each lane has its group, the services that the mode asks for, and pods.
 */
export const lanes: Check = {
  name: 'lanes',
  types: [asmCodes.ASM0050, asmCodes.ASM0052, asmCodes.ASM0054],
  isOwn: true,
  run(mesh, report) {
    const groups = asmObjects(mesh, 'ASMSwimLaneGroup');
    const all = asmObjects(mesh, 'ASMSwimLane');
    const names = groups.map(({ name }) => name);
    for (const lane of all) {
      const group = groups.find(({ name }) => name === groupOf(lane));
      if (group !== undefined) {
        checkLane(mesh, lane, group, report);
      } else if (groupOf(lane) !== '') {
        const missing = missingPartner(mesh, 'ASMSwimLaneGroup', groupOf(lane), names);
        const thing = { thing: `ASMSwimLaneGroup ${groupOf(lane)}`, missing, effect: 'nothing is routed to the lane' };
        reportMissing(report, lane, thing, ['metadata', 'labels', laneGroupLabel]);
      }
    }
    for (const group of groups) {
      const own = all.filter((lane) => groupOf(lane) === group.name);
      checkGroup(mesh, group, own, report);
      checkLanesTogether(group, own, report);
    }
  },
};

const groupOf = ({ labels }: MeshObject): string => labels[laneGroupLabel] ?? '';

/** A service of a lane or a group: `namespace/name`, with where it is named. */
interface LaneService {
  readonly id: string;
  readonly host: string;
  readonly namespace: string;
  readonly field: Steps;
}

function servicesOf(mesh: Mesh, { spec }: MeshObject): readonly LaneService[] {
  return fieldsListOf(spec['services']).map((service, index) => {
    const [name = '', namespace = ''] = [asText(service['name']), asText(service['namespace'])];
    const host = `${name}.${namespace}.svc.${mesh.config.clusterDomain}`;
    return { id: `${namespace}/${name}`, host, namespace, field: ['spec', 'services', index] };
  });
}

function checkGroup(mesh: Mesh, group: MeshObject, own: readonly MeshObject[], report: Report): void {
  const gateway = fieldsOf(fieldsOf(group.spec['ingress'])['gateway']);
  const [name = '', namespace = ''] = [asText(gateway['name']), asText(gateway['namespace'])];
  const known = mesh.gateways.filter((one) => one.namespace === namespace);
  if (!known.some((one) => one.name === name) && !mesh.external.gateways.includes(`${namespace}/${name}`)) {
    const missing = missingPartner(
      mesh,
      `Gateway of namespace ${namespace}`,
      name,
      known.map((one) => one.name),
    );
    const effect = 'no request enters the lanes';
    reportMissing(report, group, { thing: `Gateway ${namespace}/${name}`, missing, effect }, [
      'spec',
      'ingress',
      'gateway',
      'name',
    ]);
  }
  const services = servicesOf(mesh, group);
  for (const { id, host, namespace: of, field } of services) {
    if (mesh.serviceFor(host, of) === undefined) {
      const effect = 'requests for it have no lane';
      reportMissing(report, group, { thing: `Service ${id}`, missing: missingHost(mesh, host, of), effect }, [
        ...field,
        'name',
      ]);
    }
  }
  checkFallbacks(mesh, group, own, report);
  reportHandWritten(mesh, group, services, report);
}

function checkFallbacks(mesh: Mesh, group: MeshObject, own: readonly MeshObject[], report: Report): void {
  const permissive = fieldsOf(group.spec['permissiveModeConfiguration']);
  const perService = Object.entries(labelsOf(permissive['serviceLevelFallbackTarget']));
  const targets = [
    ['fallbackTarget', asText(permissive['fallbackTarget']) ?? ''] as const,
    ...perService.map(([service, lane]) => [`serviceLevelFallbackTarget.${service}`, lane] as const),
  ];
  for (const [path, target] of group.spec['isPermissive'] === true ? targets : []) {
    if (target !== '' && !own.some(({ name }) => name === target)) {
      const missing = missingPartner(
        mesh,
        `lane of ${group.name}`,
        target,
        own.map(({ name }) => name),
      );
      const effect = 'requests that leave their lane fail';
      const steps = ['spec', 'permissiveModeConfiguration', ...path.split('.')];
      reportMissing(report, group, { thing: `ASMSwimLane ${target}`, missing, effect }, steps);
    }
  }
}

/** Routes and rules of services for which ASM makes its own. Those that have an owner are what ASM made. */
function reportHandWritten(mesh: Mesh, group: MeshObject, services: readonly LaneService[], report: Report): void {
  const hosts = new Set(services.map(({ host }) => host));
  const routes = mesh.virtualServices.map(({ object, spec }) => ({ object, hosts: spec.hosts ?? [] }));
  const rules = mesh.destinationRules.map(({ object, spec }) => ({ object, hosts: [spec.host ?? ''] }));
  for (const { object, hosts: own } of [...routes, ...rules]) {
    const host = own.map((one) => mesh.resolve(one, object.namespace)).find((one) => hosts.has(one));
    const metadata = fieldsOf(object.resource.manifest['metadata']);
    const isMade =
      object.madeFrom !== undefined ||
      metadata['ownerReferences'] !== undefined ||
      object.labels['asm-system'] !== undefined;
    if (host !== undefined && !isMade) {
      report(asmCodes.ASM0054, object, { host, group: group.name }, [
        'spec',
        object.kind === 'VirtualService' ? 'hosts' : 'host',
      ]);
    }
  }
}

function checkLane(mesh: Mesh, lane: MeshObject, group: MeshObject, report: Report): void {
  const say = (mistake: string, field: Steps): void =>
    report(asmCodes.ASM0052, lane, { group: group.name, mistake }, field);
  const isStrict = group.spec['isPermissive'] !== true;
  const [own, all] = [servicesOf(mesh, lane), servicesOf(mesh, group)];
  for (const { id, field } of own) {
    if (!all.some((service) => service.id === id)) {
      say(`holds Service ${id}, which its group does not have`, field);
    }
  }
  const gaps = all.filter(({ id }) => !own.some((service) => service.id === id)).map(({ id }) => id);
  if (isStrict && lane.spec['services'] !== undefined && gaps.length > 0) {
    say(`lacks ${gaps.join(', ')}, and in strict mode a lane holds every service of its group`, ['spec', 'services']);
  } else if (!isStrict && lane.spec['services'] === undefined) {
    say('names no services, and in permissive mode nothing else says which it has', ['spec']);
  }
  const selector = labelsOf(lane.spec['labelSelector']);
  for (const { host, namespace, id } of own.length === 0 && isStrict ? all : own) {
    const pods = mesh.serviceFor(host, namespace)?.workloads ?? [];
    if (pods.length > 0 && !pods.some(({ labels }) => matchesLabels(labels, selector))) {
      const labels = Object.entries(selector).map(([key, value]) => `${key}: ${value}`);
      say(`has no pods of Service ${id}: none is labelled ${labels.join(', ')}`, ['spec', 'labelSelector']);
    }
  }
  fieldsListOf(lane.spec['ingressRules']).forEach((rule, index) => {
    const host = asText(fieldsOf(fieldsOf(rule['route'])['destination'])['host']);
    const namespace = all[0]?.namespace ?? mesh.config.rootNamespace;
    if (host !== undefined && mesh.serviceFor(host, namespace) === undefined) {
      const thing = {
        thing: `host ${host}`,
        missing: missingHost(mesh, host, namespace),
        effect: 'requests that enter the lane get 503',
      };
      reportMissing(report, lane, thing, ['spec', 'ingressRules', index, 'route', 'destination', 'host']);
    }
  });
}

function checkLanesTogether(group: MeshObject, own: readonly MeshObject[], report: Report): void {
  const first = new Map<string, MeshObject>();
  for (const lane of own) {
    const key = JSON.stringify(Object.entries(labelsOf(lane.spec['labelSelector'])).sort());
    const other = first.get(key);
    if (other !== undefined) {
      const mistake = `selects the same pods as lane ${other.name}`;
      report(asmCodes.ASM0052, lane, { group: group.name, mistake }, ['spec', 'labelSelector']);
    }
    first.set(key, other ?? lane);
  }
  const routing = fieldsOf(fieldsOf(group.spec['ingress'])['ingressRouting']);
  const weights = own.map(({ spec }) => asNumber(fieldsOf(spec['ingressWeight'])['weight']) ?? 0);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const last = own.at(-1);
  if (routing['ingressRoutingStrategy'] === 'weighted' && last !== undefined && sum !== 100) {
    const mistake = `has with its others weights that add up to ${sum}, not to 100`;
    report(asmCodes.ASM0052, last, { group: group.name, mistake }, ['spec', 'ingressWeight']);
  }
}
