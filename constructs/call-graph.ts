import { Lazy } from 'cdk8s';
import { callsAnnotation, type DeclaredCall } from '../mesh/index.js';
import { AuthorizationPolicy, Sidecar } from './api/index.js';
import type { Callee, Caller, CallProps, GatewayCall } from './call.js';
import { callProblems, externalCallProblems } from './call-problems.js';
import { declareExternalHost } from './external-calls.js';

interface Incoming {
  readonly caller: Caller;
  readonly call: CallProps;
}

const incoming = new WeakMap<Callee, Incoming[]>();
const outgoing = new WeakMap<Caller, Set<string>>();

/**
 * Declares that somebody calls a service, or a host outside the mesh: the called service then takes its declared callers and the gateways
 * that it is exposed at, and nobody else; the caller's sidecar knows only what it calls; and a host outside gets a ServiceEntry that the
 * caller's namespace sees. The order of the declarations makes no difference.
 */
export function declareCall(caller: Caller, callee: Callee | string, call: CallProps): void {
  if (typeof callee === 'string') {
    caller.node.addValidation({ validate: () => externalCallProblems(callee, call) });
    declareExternalHost(caller, callee, call);
    addEgress(caller, `./${callee}`);
    return;
  }
  caller.node.addValidation({ validate: () => callProblems(callee, call) });
  addEgress(caller, `${callee.namespace}/${callee.host}`);
  const calls = incoming.get(callee);
  if (calls !== undefined) {
    calls.push({ caller, call });
    return;
  }
  const all: Incoming[] = [{ caller, call }];
  incoming.set(callee, all);
  addPolicy(callee, all);
}

function addPolicy(callee: Callee, calls: readonly Incoming[]): void {
  const facts = (): string => JSON.stringify(sorted(calls.map((one) => factOf(callee, one))));
  const rules = (): readonly object[] =>
    sorted([
      ...calls.map((one) => ruleOf(callee, one)),
      ...callee.exposures.flatMap((one) => gatewayRule(callee, one)),
    ]);
  new AuthorizationPolicy(callee, 'declared-callers', {
    metadata: {
      name: `allow-callers-of-${callee.name}`,
      namespace: callee.namespace,
      annotations: { [callsAnnotation]: Lazy.any({ produce: facts }) },
    },
    spec: {
      selector: { matchLabels: { app: callee.name } },
      action: 'ALLOW',
      rules: Lazy.any({ produce: rules }),
    },
  });
}

/** Each once, in an order of their own. */
function sorted<T extends object>(items: readonly T[]): readonly T[] {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}

function factOf(callee: Callee, { caller, call }: Incoming): DeclaredCall {
  return {
    from: `${caller.namespace}/${caller.name}`,
    to: `${callee.namespace}/${callee.name}`,
    principal: caller.principal,
    ...(call.port === undefined ? {} : { port: call.port }),
    ...(call.methods === undefined ? {} : { methods: call.methods }),
    ...(call.paths === undefined ? {} : { paths: call.paths }),
  };
}

function ruleOf(callee: Callee, { caller, call }: Incoming): object {
  const operation = {
    ...portsOf(callee, call.port),
    ...(call.methods === undefined ? {} : { methods: [...call.methods] }),
    ...(call.paths === undefined ? {} : { paths: [...call.paths] }),
  };
  const from = [{ source: { principals: [caller.principal] } }];
  return Object.keys(operation).length === 0 ? { from } : { from, to: [{ operation }] };
}

/** What a gateway may: the gateway's own routes say which paths come in. */
function gatewayRule(callee: Callee, { gateway, port }: GatewayCall): readonly object[] {
  if (gateway.principal === undefined) {
    return [];
  }
  const from = [{ source: { principals: [gateway.principal] } }];
  return [port === undefined ? { from } : { from, to: [{ operation: portsOf(callee, port) }] }];
}

/** A policy sees the number at the pod, not that of the Service. */
function portsOf(callee: Callee, number: number | undefined): { readonly ports?: string[] } {
  const port = callee.ports.find((one) => one.number === number);
  return number === undefined ? {} : { ports: [String(port?.targetPort ?? number)] };
}

/** Adds a host, as `namespace/host`, to those that the sidecar of a caller knows. */
export function addEgress(caller: Caller, host: string): void {
  const known = outgoing.get(caller);
  if (known !== undefined) {
    known.add(host);
    return;
  }
  const hosts = new Set([host]);
  outgoing.set(caller, hosts);
  new Sidecar(caller, 'declared-calls', {
    metadata: { name: `calls-of-${caller.name}`, namespace: caller.namespace },
    spec: {
      workloadSelector: { labels: { app: caller.name } },
      egress: Lazy.any({ produce: () => [{ hosts: [...hosts].sort() }] }),
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    },
  });
}
