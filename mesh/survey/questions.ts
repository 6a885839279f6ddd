import { readCallGraph } from '../istio/call-graph.js';
import { coversHost } from '../model/hosts.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { PushContext } from '../proxy/push-context.js';
import { addressOf } from '../request/address.js';
import type { RequestQuery } from '../request/index.js';
import { gatewayQuestions } from './gateway-questions.js';
import { policyQuestions } from './policy-probes.js';
import { type Probe, probeOfMatch } from './probe.js';
import { type Asker, Representatives } from './representatives.js';
import { changedScopes } from './scope-questions.js';

/** A host that no mesh knows, for what happens with traffic to such hosts. */
const unknownHost = 'http://unknown.example';

/** What is asked about a host besides the plain request: by those who always ask, and by others. */
interface Extra {
  readonly probe: Probe;
  /** Who asks it; undefined for those who always ask. */
  readonly askers: readonly Asker[] | undefined;
}

/**
 * The requests whose answers tell two meshes apart, each once, in an order that depends on nothing but themselves. Asked are
 *
 * - for every service and port: a caller of its own namespace, one of another, one without a proxy, every declared caller, and whoever a
 *   policy or a match names; with the plain path and with whatever routes and policies match;
 * - for every host of a gateway: the Internet, likewise;
 * - where a Sidecar changes: its workloads, for each service that comes into or goes out of their sight.
 */
export function questionsOf(before: Mesh, after: Mesh): readonly RequestQuery[] {
  const queries = new Map<string, RequestQuery>();
  const add = (query: RequestQuery): void => {
    queries.set(keyOf(query), query);
  };
  for (const mesh of new Set([before, after])) {
    const representatives = new Representatives(mesh);
    const policies = policyQuestions(mesh, representatives);
    serviceQuestions(mesh, representatives, policies, add);
    gatewayQuestions(mesh, policies, add);
    for (const from of representatives.ofNamespaces) {
      add({ from, to: `${unknownHost}/` });
    }
  }
  changedScopes(before, after, add);
  return [...queries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, query]) => query);
}

/** The address comes first, so that the requests to a host stand together. */
function keyOf({ to, from, ...probe }: RequestQuery): string {
  return `${to} ${JSON.stringify(probe)} ${JSON.stringify(from)}`;
}

function serviceQuestions(
  mesh: Mesh,
  representatives: Representatives,
  policies: ReturnType<typeof policyQuestions>,
  add: (query: RequestQuery) => void,
): void {
  const services = mesh.services.filter(
    ({ registry, workloads }) =>
      registry !== 'external' && !workloads.some(({ proxy }) => proxy === 'gateway' || proxy === 'waypoint'),
  );
  const extras = new Map<MeshService, Extra[]>();
  const note = (service: MeshService, extra: Extra): void => {
    const known = extras.get(service);
    if (known === undefined) {
      extras.set(service, [extra]);
    } else {
      known.push(extra);
    }
  };
  noteRoutes(mesh, services, representatives, note);
  const byWorkload = new Map<Workload, MeshService[]>();
  for (const service of services) {
    for (const workload of service.workloads) {
      append(byWorkload, workload, service);
    }
  }
  for (const { workloads, askers, probe } of policies) {
    const fronted = new Set(workloads.flatMap((workload) => byWorkload.get(workload) ?? []));
    for (const service of fronted) {
      note(service, { probe, askers: undefined });
      if (askers.length > 0) {
        note(service, { probe, askers });
        note(service, { probe: {}, askers });
      }
    }
  }
  const called = new Map<string, MeshService>();
  for (const service of services) {
    for (const name of [`${service.namespace}/${service.name}`, service.host]) {
      if (!called.has(name)) called.set(name, service);
    }
  }
  for (const { to, principal } of readCallGraph(mesh)) {
    const service = called.get(to);
    if (service !== undefined) {
      note(service, { probe: {}, askers: representatives.ofPrincipal(principal) });
    }
  }
  for (const service of services) {
    const usual = representatives.for(service);
    const all: readonly Extra[] = [{ probe: {}, askers: undefined }, ...(extras.get(service) ?? [])];
    for (const port of service.ports) {
      const address = addressOf(service, port);
      for (const { probe, askers } of address === undefined ? [] : all) {
        for (const from of askers ?? usual) {
          add({ from, to: `${address}/`, ...probe });
        }
      }
    }
  }
}

/** What the routes of the mesh match, at the services that their hosts cover. */
function noteRoutes(
  mesh: Mesh,
  services: readonly MeshService[],
  representatives: Representatives,
  note: (service: MeshService, extra: Extra) => void,
): void {
  const byHost = new Map<string, MeshService[]>();
  for (const service of services) {
    append(byHost, service.host, service);
  }
  for (const source of PushContext.of(mesh).sources.filter(({ gateways }) => gateways.includes('mesh'))) {
    const covered = source.hosts.flatMap((host) =>
      host.includes('*') ? services.filter((service) => coversHost(host, service.host)) : (byHost.get(host) ?? []),
    );
    for (const match of source.http.flatMap(({ matches }) => matches)) {
      const { sourceLabels, sourceNamespace } = match;
      const isSpecial = sourceNamespace !== '' || Object.keys(sourceLabels).length > 0;
      const probe = probeOfMatch(match);
      for (const service of covered) {
        note(service, { probe, askers: undefined });
        if (isSpecial) {
          note(service, { probe, askers: representatives.withLabels(sourceNamespace, sourceLabels) });
        }
      }
    }
  }
}
