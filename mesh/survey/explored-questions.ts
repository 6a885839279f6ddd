import { normalizePath, readPathNormalization } from '../envoy/path-normalization.js';
import type { Caller, CallerGroup, Space } from '../exploration/assignment.js';
import { explore } from '../exploration/explore.js';
import type { Mesh } from '../model/mesh.js';
import { Downstreams } from '../request/downstream.js';
import type { RequestQuery } from '../request/index.js';
import { readTarget } from '../request/query.js';
import { addressOf } from './address.js';
import { callersOf } from './caller-workloads.js';
import { outsideCaller } from './representatives.js';

/** Requests that are tried for one group of callers and one address. */
const limitOfSpace = 300;

/** Requests that are tried in all. */
const limitOfAll = 20_000;

/**
 * Requests to the services of two meshes that conditions of either tell apart, beside those of `seeds`: paths, methods, hosts, headers,
 * tokens, addresses and callers, also callers that are not in the files, are found by turning round each condition that decides.
 */
export function exploredQuestions(before: Mesh, after: Mesh, seeds: readonly RequestQuery[]): readonly RequestQuery[] {
  const meshes = [before, after];
  const groups = groupsOf(meshes);
  const setting = readPathNormalization(after.config.raw['pathNormalization']);
  const isValidPath = (path: string): boolean => normalizePath(path, setting) === path;
  const byAddress = new Map<string, RequestQuery[]>();
  for (const seed of seeds) {
    byAddress.set(seed.to, [...(byAddress.get(seed.to) ?? []), seed]);
  }
  const found: RequestQuery[] = [];
  let left = limitOfAll;
  for (const url of addressesOf(meshes)) {
    const { host, port, scheme } = readTarget(url);
    const authority = port === (scheme === 'https' || scheme === 'tls' ? 443 : 80) ? host : `${host}:${port}`;
    for (const group of groups) {
      const space: Space = { group, urlOf: () => url, authority, base: {}, isValidPath };
      const names = new Set(group.callers.map(({ from }) => JSON.stringify(from)));
      const own = (byAddress.get(`${url}/`) ?? []).filter(({ from }) => names.has(JSON.stringify(from)));
      const { classes } = explore(meshes, space, own, Math.min(left, own.length + limitOfSpace));
      left -= classes.length;
      found.push(...classes.map(({ query }) => query));
    }
  }
  return found;
}

function addressesOf(meshes: readonly Mesh[]): readonly string[] {
  const services = meshes.flatMap((mesh) => mesh.services);
  const isAsked = ({ registry, workloads }: (typeof services)[number]): boolean =>
    registry !== 'external' && !workloads.some(({ proxy }) => proxy === 'gateway' || proxy === 'waypoint');
  const urls = services
    .filter(isAsked)
    .flatMap((service) => service.ports.map((port) => addressOf(service, port)))
    .filter((url) => url !== undefined);
  return [...new Set(urls)].sort();
}

/** Those of the mesh in each namespace, those without a proxy, and those of namespaces that are not in the files. */
function groupsOf(meshes: readonly Mesh[]): readonly CallerGroup[] {
  const names = new Set(meshes.flatMap((mesh) => callersOf(mesh).map(({ namespace, name }) => `${namespace}/${name}`)));
  const byNamespace = new Map<string, Caller[]>();
  const outside: Caller[] = [{ from: outsideCaller, principals: meshes.map(() => undefined) }];
  for (const from of [...names].sort()) {
    const ends = meshes.map((mesh) => Downstreams.of(mesh).find(from));
    const isInMesh = ends.some(({ hasSidecar, isAmbient }) => hasSidecar || isAmbient);
    const caller = { from, principals: ends.map(({ node }) => (isInMesh ? node.principal : undefined)) };
    const namespace = from.slice(0, from.indexOf('/'));
    if (isInMesh) {
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), caller]);
    } else {
      outside.push(caller);
    }
  }
  const domains = meshes.map(({ config }) => config.trustDomain);
  const identity = (namespace: string, serviceAccount: string): Caller => ({
    from: { namespace, serviceAccount, sidecar: true },
    principals: domains.map((domain) => `${domain}/ns/${namespace}/sa/${serviceAccount}`),
  });
  const known = [...byNamespace].map(
    ([namespace, callers]): CallerGroup => ({
      callers,
      make: (principal) => [identity(namespace, accountIn(principal) ?? 'other'), identity(namespace, 'other')],
    }),
  );
  const stranger: CallerGroup = {
    callers: [],
    make: (principal) => {
      const namespace = namespaceIn(principal) ?? 'outside';
      const account = accountIn(principal) ?? 'default';
      return byNamespace.has(namespace) ? [identity('outside', account)] : [identity(namespace, account)];
    },
  };
  return [...known, { callers: outside, make: () => [] }, stranger];
}

const name = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;

/** The namespace of an identity, or of a part of one. */
function namespaceIn(principal: string): string | undefined {
  const found = /\/ns\/([^/]+)/.exec(principal)?.[1];
  return found !== undefined && name.test(found) ? found : undefined;
}

/** The service account of an identity, or of the end of one. */
function accountIn(principal: string): string | undefined {
  const found = /\/sa\/([^/]+)$/.exec(principal)?.[1] ?? (principal.includes('/') ? undefined : principal);
  return found !== undefined && name.test(found) ? found : undefined;
}
