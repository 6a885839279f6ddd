import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { callsAnnotation, type DeclaredCall } from '../mesh/index.js';
import { AuthorizationPolicy, ServiceEntry, Sidecar } from './api/index.js';

/** What a caller needs of a service. */
export interface CallProps {
  /** Number of the service's port. @default every port, or 443 for a host outside the mesh */
  readonly port?: number;
  /** HTTP methods. @default all */
  readonly methods?: readonly string[];
  /** Paths; `*` at the start or the end stands for the rest. @default all */
  readonly paths?: readonly string[];
}

/** A service that takes part in declared calls. */
export interface CallParty extends Construct {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly principal: string;
  readonly ports: readonly { readonly number: number; readonly targetPort?: number }[];
}

interface Incoming {
  readonly caller: CallParty;
  readonly call: CallProps;
}

const incoming = new WeakMap<CallParty, Incoming[]>();
const outgoing = new WeakMap<CallParty, Set<string>>();

/**
 * Declares that one service calls another, or a host outside the mesh: the called service then takes its declared callers only, the
 * caller's sidecar knows only what it calls, and a host outside gets a ServiceEntry that the caller's namespace sees.
 */
export function declareCall(caller: CallParty, callee: CallParty | string, call: CallProps): void {
  if (typeof callee === 'string') {
    addExternalHost(caller, callee, call.port ?? 443);
    addEgress(caller, `./${callee}`);
    return;
  }
  addEgress(caller, `${callee.namespace}/${callee.host}`);
  const calls = incoming.get(callee);
  if (calls !== undefined) {
    calls.push({ caller, call });
    return;
  }
  const all: Incoming[] = [{ caller, call }];
  incoming.set(callee, all);
  new AuthorizationPolicy(callee, 'declared-callers', {
    metadata: {
      name: `allow-callers-of-${callee.name}`,
      namespace: callee.namespace,
      annotations: {
        [callsAnnotation]: Lazy.any({ produce: () => JSON.stringify(all.map((one) => factOf(callee, one))) }),
      },
    },
    spec: {
      selector: { matchLabels: { app: callee.name } },
      action: 'ALLOW',
      rules: Lazy.any({ produce: () => all.map((one) => ruleOf(callee, one)) }),
    },
  });
}

function factOf(callee: CallParty, { caller, call }: Incoming): DeclaredCall {
  return {
    from: `${caller.namespace}/${caller.name}`,
    to: `${callee.namespace}/${callee.name}`,
    principal: caller.principal,
    ...(call.port === undefined ? {} : { port: call.port }),
    ...(call.methods === undefined ? {} : { methods: call.methods }),
    ...(call.paths === undefined ? {} : { paths: call.paths }),
  };
}

function ruleOf(callee: CallParty, { caller, call }: Incoming): object {
  const port = callee.ports.find(({ number }) => number === call.port);
  // A policy sees the number at the pod, not that of the Service.
  const ports = call.port === undefined ? undefined : [String(port?.targetPort ?? call.port)];
  const operation = {
    ...(ports === undefined ? {} : { ports }),
    ...(call.methods === undefined ? {} : { methods: [...call.methods] }),
    ...(call.paths === undefined ? {} : { paths: [...call.paths] }),
  };
  const from = [{ source: { principals: [caller.principal] } }];
  return Object.keys(operation).length === 0 ? { from } : { from, to: [{ operation }] };
}

function addEgress(caller: CallParty, host: string): void {
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

function addExternalHost(caller: CallParty, host: string, port: number): void {
  const id = `external-${host}-${port}`;
  if (caller.node.tryFindChild(id) !== undefined) {
    return;
  }
  const protocol = port === 80 ? 'HTTP' : 'TLS';
  new ServiceEntry(caller, id, {
    metadata: {
      name: `${caller.name}-${host.replaceAll('.', '-').replaceAll('*', 'any')}-${port}`,
      namespace: caller.namespace,
    },
    spec: {
      hosts: [host],
      ports: [{ number: port, name: protocol.toLowerCase(), protocol }],
      location: 'MESH_EXTERNAL',
      resolution: host.startsWith('*') ? 'NONE' : 'DNS',
      exportTo: ['.'],
    },
  });
}
