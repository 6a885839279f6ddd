import { carried, type ModelledInPart, UnmodelledInputs } from '../inputs/unmodelled-inputs.js';
import { coversHost } from '../model/hosts.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import { PushContext } from '../proxy/push-context.js';
import { addressOf } from '../request/address.js';
import { type Answer, type RequestQuery, request } from '../request/index.js';
import { acceptedMesh } from '../validation/accepted-mesh.js';
import { CallsByTarget } from './calls-by-target.js';
import { gatewayQuestions } from './gateway-questions.js';
import { Representatives } from './representatives.js';

/** Somebody who feels it when a service fails or is slow. */
export interface ImpactRow extends ModelledInPart {
  /** `namespace/service`, or the URL that the Internet uses. */
  readonly affected: string;
  /** From the service that fails to the one that the affected one calls. */
  readonly through: readonly string[];
  /** How it is felt: by a declared call, by a route of another host that leads there, or by a gateway. */
  readonly kind: 'calls' | 'route' | 'gateway';
  /** What the proxy of the affected one does about it. */
  readonly guard: CallGuard;
}

/** What a proxy does when the next service fails or is slow. */
export interface CallGuard {
  /** After which it gives up and answers 504, as it is written; null when it waits for the answer. */
  readonly timeout: string | null;
  /** How often it tries again after a failure; `null` when no route says, which Istio takes for two attempts on a connection failure. */
  readonly attempts: number | null;
}

interface Step {
  readonly name: string;
  readonly through: readonly string[];
}

/**
 * Who is affected when a service fails or is slow: its declared callers, hosts whose routes lead there, gateways that publish it, and
 * whoever depends on those in turn. The nearest come first.
 */
export function impact(given: Mesh, service: MeshService): readonly ImpactRow[] {
  const mesh = acceptedMesh(given);
  const representatives = new Representatives(mesh);
  const calls = new CallsByTarget(mesh, representatives);
  const published = publishedRoutes(mesh);
  const rows = new Map<string, ImpactRow>();
  const queue: Step[] = [{ name: `${service.namespace}/${service.name}`, through: [] }];
  const seen = new Set<string>();
  const note = (row: ImpactRow): void => {
    const key = `${row.kind} ${row.affected}`;
    if (!rows.has(key)) {
      rows.set(key, row);
    }
  };
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { name } = next;
    if (seen.has(name)) {
      continue;
    }
    seen.add(name);
    const through = [...next.through, name];
    const called = mesh.services.find((one) => `${one.namespace}/${one.name}` === name);
    for (const { from, caller, port, methods } of calls.of(name, called)) {
      const felt = seen.has(from) ? undefined : callOf(mesh, called, caller, port, methods[0]);
      if (felt !== undefined) {
        note({ affected: from, through, kind: 'calls', ...felt });
        queue.push({ name: from, through });
      }
    }
    for (const other of servicesRoutedTo(mesh, called)) {
      const affected = `${other.namespace}/${other.name}`;
      note({ affected, through, kind: 'route', guard: noGuard, ...onHosts(mesh, [other, called]) });
      queue.push({ name: affected, through });
    }
    for (const { url, answer } of published) {
      if (answer.outcomes.some(({ host }) => host === called?.host) && !isDropped(answer)) {
        note({ affected: url, through, kind: 'gateway', guard: guardIn(answer), ...carried(answer.notModelled) });
      }
    }
  }
  return [...rows.values()];
}

const noGuard: CallGuard = { timeout: null, attempts: null };

function guardIn({ timeout, retries }: Answer): CallGuard {
  return { timeout, attempts: retries?.attempts ?? null };
}

/** What is not modelled of the hosts of services. */
function onHosts(mesh: Mesh, services: readonly (MeshService | undefined)[]): ModelledInPart {
  const found = services.filter((service) => service !== undefined);
  const hosts = found.map(({ host }) => host);
  const namespaces = found.map(({ namespace }) => namespace);
  return carried(
    UnmodelledInputs.of(mesh).touching(() => ({ pods: [], hosts, namespaces, isAddressKnown: false, isFailing: true })),
  );
}

/** The timeout and the retries of a declared call, as its caller's proxy has them; undefined for one that a NetworkPolicy drops anyway. */
function callOf(
  mesh: Mesh,
  called: MeshService | undefined,
  caller: string | undefined,
  wanted: number | undefined,
  method: string | undefined,
): Pick<ImpactRow, 'guard' | 'notModelled'> | undefined {
  const port = called?.ports.find(({ number }) => wanted === undefined || number === wanted);
  const address = called === undefined || port === undefined ? undefined : addressOf(called, port);
  if (caller === undefined || address === undefined) {
    return { guard: noGuard, ...onHosts(mesh, [called]) };
  }
  const answer = request(mesh, { from: caller, to: `${address}/`, ...(method === undefined ? {} : { method }) });
  return isDropped(answer) ? undefined : { guard: guardIn(answer), ...carried(answer.notModelled) };
}

/** Whether a NetworkPolicy drops every connection, so that nothing of the service is felt. */
function isDropped({ verdict, mtls, policy, networkPolicies }: Answer): boolean {
  return verdict === 'denied' && mtls === 'none' && policy !== null && networkPolicies.includes(policy);
}

/** Services whose host has a route to another service. */
function servicesRoutedTo(mesh: Mesh, called: MeshService | undefined): readonly MeshService[] {
  if (called === undefined) {
    return [];
  }
  return PushContext.of(mesh).sources.flatMap((source) => {
    const rules = [...source.http, ...source.tls, ...source.tcp];
    const leadsThere = rules.some(({ destinations }) => destinations.some(({ host }) => host === called.host));
    if (!leadsThere || !source.gateways.includes('mesh')) {
      return [];
    }
    return mesh.services.filter(
      (other) => other.host !== called.host && source.hosts.some((pattern) => coversHost(pattern, other.host)),
    );
  });
}

/** What the Internet can ask the gateways, with the answers. */
function publishedRoutes(mesh: Mesh): readonly { readonly url: string; readonly answer: Answer }[] {
  const found: { readonly url: string; readonly answer: Answer }[] = [];
  gatewayQuestions(mesh, [], (query: RequestQuery) => {
    const answer = request(mesh, query);
    const url = query.to.replace(/\/$/, query.path ?? '/');
    if (answer.outcomes.length > 0 && !found.some((known) => known.url === url)) {
      found.push({ url, answer });
    }
  });
  return found;
}
