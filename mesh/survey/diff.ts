import type { Mesh } from '../model/mesh.js';
import { type Answer, type RequestQuery, request } from '../request/index.js';
import { Indexes } from '../request/indexes.js';
import type { HttpMatch } from '../request/routing-config.js';
import { readCallGraph } from './call-graph.js';
import { callersOf } from './callers.js';

/** A request whose answer changes. */
export interface ChangedAnswer {
  readonly query: RequestQuery & { readonly from: string };
  /** What changes: `status`, `versions`, `verdict`, `policy`, `mtls`, `redirect`, `timeout`, `mirrors`. */
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
}

/**
 * The requests that are answered otherwise by another state of the mesh. Asked are, for every service and port, callers of each kind
 * (its own namespace, another one, outside the mesh, declared ones) and the Internet for every host of a gateway; each with the plain
 * path and with whatever the routes of the host match.
 */
export function diffMeshes(before: Mesh, after: Mesh): readonly ChangedAnswer[] {
  const queries = new Map<string, RequestQuery & { readonly from: string }>();
  for (const mesh of [before, after]) {
    for (const query of questions(mesh)) {
      queries.set(JSON.stringify(query), query);
    }
  }
  return [...queries.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, query]) => {
      const changes = compare(request(before, query), request(after, query));
      return Object.keys(changes).length === 0 ? [] : [{ query, changes }];
    });
}

function* questions(mesh: Mesh): Generator<RequestQuery & { readonly from: string }> {
  const { configs } = Indexes.of(mesh);
  const probes = new Map<string, Set<string>>();
  const extra = new Map<string, Probe[]>();
  for (const config of configs) {
    for (const host of config.hosts) {
      for (const rule of config.http) {
        for (const match of rule.matches) {
          const probe = probeOf(match);
          const key = JSON.stringify(probe);
          const known = probes.get(host) ?? new Set<string>();
          if (!known.has(key)) {
            probes.set(host, known.add(key));
            extra.set(host, [...(extra.get(host) ?? []), probe]);
          }
        }
      }
    }
  }
  const kinds = representatives(mesh);
  const graph = readCallGraph(mesh);
  for (const service of mesh.services.filter(({ registry }) => registry === 'kubernetes')) {
    const declared = graph.filter(({ to }) => to === `${service.namespace}/${service.name}`);
    const froms = new Set([
      ...kinds.for(service.namespace),
      ...declared.flatMap(({ principal }) => kinds.byPrincipal.get(principal) ?? []),
    ]);
    for (const { number, transport } of service.ports) {
      for (const from of transport === 'UDP' ? [] : froms) {
        const to = `http://${service.host}:${number}/`;
        yield { from, to };
        for (const probe of extra.get(service.host) ?? []) {
          yield { from, to, ...probe };
        }
      }
    }
  }
  for (const config of configs.filter(({ gateways }) => gateways.some((gateway) => gateway !== 'mesh'))) {
    for (const host of config.hosts) {
      const name = host === '*' ? 'any.example' : host.replace('*', 'any');
      for (const probe of [{}, ...(extra.get(host) ?? [])]) {
        for (const scheme of ['http', 'https']) {
          yield { from: 'internet', to: `${scheme}://${name}/`, ...probe };
        }
      }
    }
  }
}

/** Callers that stand for all of their kind. */
function representatives(mesh: Mesh) {
  const byNamespace = new Map<string, string>();
  const byPrincipal = new Map<string, string>();
  let stranger: string | undefined;
  for (const workload of callersOf(mesh)) {
    const name = `${workload.namespace}/${workload.name}`;
    byPrincipal.set(workload.principal(mesh.config.trustDomain), name);
    if (workload.isInMesh) {
      byNamespace.set(workload.namespace, byNamespace.get(workload.namespace) ?? name);
    } else {
      stranger ??= name;
    }
  }
  const spaces = [...byNamespace.keys()];
  return {
    byPrincipal,
    for: (namespace: string): readonly string[] => {
      const other = spaces.find((one) => one !== namespace);
      const found = [byNamespace.get(namespace), other === undefined ? undefined : byNamespace.get(other), stranger];
      return found.filter((name) => name !== undefined);
    },
  };
}

interface Probe {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that a match takes, as far as one can be made up. */
function probeOf(match: HttpMatch): Probe {
  const headers = Object.fromEntries(
    match.headers.map(([name, text]) => [
      name,
      text.exact ?? text.prefix ?? (text.regex === undefined ? 'x' : plain(text.regex)),
    ]),
  );
  const query = match.queryParams.map(([name, text]) => `${name}=${text.exact ?? text.prefix ?? 'x'}`).join('&');
  const base = match.uri?.exact ?? match.uri?.prefix ?? (match.uri?.regex === undefined ? '/' : plain(match.uri.regex));
  const path = query === '' ? base : `${base}?${query}`;
  return {
    ...(path === '/' ? {} : { path }),
    ...(match.method?.exact === undefined ? {} : { method: match.method.exact }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
}

function plain(expression: string): string {
  return expression.replaceAll(/\.[*+]/g, 'x').replaceAll(/[\\^$()?[\]{}|*+]/g, '');
}

function compare(before: Answer, after: Answer): ChangedAnswer['changes'] {
  const changes: Record<string, { before: unknown; after: unknown }> = {};
  const note = (name: string, one: unknown, other: unknown): void => {
    if (one !== other && JSON.stringify(one) !== JSON.stringify(other)) {
      changes[name] = { before: one, after: other };
    }
  };
  note('verdict', before.verdict, after.verdict);
  note('policy', before.policy, after.policy);
  note('mtls', before.mtls, after.mtls);
  note('status', rounded(before.status), rounded(after.status));
  note('versions', rounded(shares(before)), rounded(shares(after)));
  note('redirect', before.redirect, after.redirect);
  note('timeout', before.timeout, after.timeout);
  note('mirrors', before.mirrors, after.mirrors);
  return changes;
}

function shares(answer: Answer): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { namespace, workload, host, cluster, probability } of answer.outcomes) {
    const name = workload === '' ? host : `${namespace}/${workload}${cluster === '' ? '' : ` in ${cluster}`}`;
    found[name] = (found[name] ?? 0) + probability;
  }
  return found;
}

function rounded(shares: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const names = Object.keys(shares).sort();
  return Object.fromEntries(names.map((name) => [name, Number((shares[name] ?? 0).toFixed(6))]));
}
