import { assume } from '../assumption/assumption.js';
import { Holdings } from '../assumption/holdings.js';
import { misspelt } from '../assumption/misspelt.js';
import type { Mesh, MeshService } from '../model/index.js';
import { append } from '../model/labels.js';
import { circumstancesOf, type MissingThing, missingThing } from './missing-thing.js';
import { listSome } from './wording.js';

/** Why a host that no service has for proxies of a namespace is not there. */
export function missingHost(mesh: Mesh, host: string, namespace: string): MissingThing {
  return known(mesh, host, namespace) ?? clusterHost(mesh, host, namespace) ?? outsideHost(mesh, host);
}

/** Mistakes that are certain, because the files have what was meant. */
function known(mesh: Mesh, host: string, namespace: string): MissingThing | undefined {
  const certain = (why: string): MissingThing => ({ why, circumstances: {} });
  const full = mesh.resolve(host, namespace);
  const [hidden] = mesh.servicesAt(full);
  if (host !== host.toLowerCase() && mesh.serviceFor(full, namespace) !== undefined) {
    return certain(`hosts are lower case; write ${host.toLowerCase()}`);
  }
  if (hidden !== undefined) {
    return certain(`namespace ${namespace} does not see it, because of exportTo in namespace ${hidden.namespace}`);
  }
  const [name = '', owner = '', svc, ...rest] = host.split('.');
  const half = `${name}.${owner}.svc.${mesh.config.clusterDomain}`;
  if (rest.length === 0 && (svc === undefined || svc === 'svc') && mesh.servicesAt(half).length > 0) {
    return certain(`Istio takes a host with a dot as it is written; write ${half}`);
  }
  return undefined;
}

function clusterHost(mesh: Mesh, host: string, namespace: string): MissingThing | undefined {
  const full = mesh.resolve(host, namespace);
  const suffix = `.svc.${mesh.config.clusterDomain}`;
  const [name = '', owner, ...others] = full.endsWith(suffix) ? full.slice(0, -suffix.length).split('.') : [];
  if (owner === undefined || others.length > 0) {
    return undefined;
  }
  const neighbours = servicesIn(mesh, owner);
  const meant = misspelt(name, neighbours);
  const why = `namespace ${owner} has no Service ${name} in these files`;
  if (meant !== undefined) {
    return { why: `${why}; did you mean ${meant}?`, circumstances: {} };
  }
  const standing = Holdings.of(mesh).standing('Service', owner);
  const has = neighbours.length === 0 ? '' : `, only ${listSome(neighbours)}`;
  return { why: `${why}${has}`, circumstances: circumstancesOf(standing, assume.host(full)) };
}

function outsideHost(mesh: Mesh, host: string): MissingThing {
  const entries = mesh.services.filter(({ registry }) => registry === 'service-entry').map((service) => service.host);
  const otherwise = circumstancesOf(Holdings.of(mesh).standingOfServiceEntries, assume.host(host));
  return missingThing('no ServiceEntry in these files has it', host, entries, otherwise);
}

const names = new WeakMap<Mesh, ReadonlyMap<string, readonly string[]>>();

/** Names of the Services of a namespace. */
function servicesIn(mesh: Mesh, namespace: string): readonly string[] {
  let byNamespace = names.get(mesh);
  if (byNamespace === undefined) {
    const found = new Map<string, string[]>();
    for (const service of mesh.services.filter(isKubernetes)) {
      append(found, service.namespace, service.name);
    }
    byNamespace = found;
    names.set(mesh, byNamespace);
  }
  return byNamespace.get(namespace) ?? [];
}

function isKubernetes({ registry }: MeshService): boolean {
  return registry === 'kubernetes';
}
