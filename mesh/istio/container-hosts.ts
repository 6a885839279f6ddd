import type { Mesh } from '../model/mesh.js';
import { type Fields, fieldsListOf, fieldsOf, textListOf } from '../model/narrowing.js';
import { podTemplateOf } from '../model/pods.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';

/** A Service whose host stands in a container. */
export interface NamedService {
  readonly service: MeshService;
  /** Where: `variable URL`, `the command`. */
  readonly place: string;
}

/** The Services whose hosts stand in the environment, the command and the arguments of a workload's containers, each once. */
export function servicesNamedBy(mesh: Mesh, workload: Workload): readonly NamedService[] {
  const found = new Map<MeshService, NamedService>();
  for (const container of fieldsListOf(fieldsOf(podTemplateOf(workload.object)?.['spec'])['containers'])) {
    for (const { place, text } of textsOf(container)) {
      for (const service of servicesIn(text, workload, mesh)) {
        if (!found.has(service)) {
          found.set(service, { service, place });
        }
      }
    }
  }
  return [...found.values()];
}

function textsOf(container: Fields): readonly { readonly place: string; readonly text: string }[] {
  return [
    ...fieldsListOf(container['env']).flatMap(({ name, value }) =>
      typeof value === 'string' ? [{ place: `variable ${String(name)}`, text: value }] : [],
    ),
    ...[...textListOf(container['command']), ...textListOf(container['args'])].map((text) => ({
      place: 'the command',
      text,
    })),
  ];
}

/** Hosts in URLs and `host:port` of a text: plain words are left alone, because many a service is called like one. */
const hostPattern =
  /(?:[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?([a-z0-9][a-z0-9.-]*))|(?:^|[\s=,"'])([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*)(?=:\d{2,5}(?:[/\s,"']|$))|([a-z0-9-]+\.[a-z0-9-]+\.svc(?:\.[a-z0-9.-]+)?)/gi;

/** The hosts that stand in a text of a container. */
export function hostsIn(text: string): readonly string[] {
  return text.includes(':') || text.includes('.svc')
    ? [...text.matchAll(hostPattern)].map(([, ofUrl, beforePort, full]) => ofUrl ?? beforePort ?? full ?? '')
    : [];
}

function servicesIn(text: string, caller: Workload, mesh: Mesh): readonly MeshService[] {
  return hostsIn(text).flatMap((host) => {
    const parts = host.split('.');
    const [name = '', namespace] = parts;
    const isQualified = parts.length === 1 || parts.length === 2 || parts[2] === 'svc';
    const service = isQualified
      ? mesh.serviceFor(`${name}.${namespace ?? caller.namespace}.svc.${mesh.config.clusterDomain}`, caller.namespace)
      : undefined;
    return service?.registry === 'kubernetes' ? [service] : [];
  });
}
