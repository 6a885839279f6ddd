import { Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { callsAnnotation, type DeclaredCall } from '../mesh/index.js';
import { ServiceEntry } from './api/index.js';
import type { Caller, CallProps, ExternalProtocol } from './call.js';

/** A host outside the mesh as one namespace knows it: Istio takes one ServiceEntry for it. */
interface ExternalHost {
  readonly ports: Map<number, ExternalProtocol>;
  readonly calls: Map<string, DeclaredCall>;
}

/** A call of a host outside the mesh that a workload declared. */
export interface ExternalCall {
  readonly caller: Caller;
  readonly host: string;
  readonly port: number;
  readonly protocol: ExternalProtocol;
  readonly originateTls: boolean;
}

/** Hears of a call, and says whether it takes it to a gateway. */
type Listener = (call: ExternalCall) => boolean;

/** What an app declared so far, who wants to hear of more, and which calls a gateway takes. */
interface ExternalCalls {
  readonly calls: ExternalCall[];
  readonly listeners: Listener[];
  readonly taken: Set<ExternalCall>;
}

const declared = new WeakMap<IConstruct, ExternalCalls>();

function externalCallsOf({ node: { root } }: IConstruct): ExternalCalls {
  const found = declared.get(root) ?? { calls: [], listeners: [], taken: new Set() };
  declared.set(root, found);
  return found;
}

/** Hears of every call of a host outside the mesh that the app declares, of those before as well. */
export function onExternalCall(scope: IConstruct, listener: Listener): void {
  const { calls, listeners, taken } = externalCallsOf(scope);
  listeners.push(listener);
  for (const call of [...calls]) if (listener(call)) taken.add(call);
}

const known = new WeakMap<IConstruct, Map<string, ExternalHost>>();

/** Makes a host outside the mesh known in the namespace of a caller; all callers of the namespace share the ServiceEntry. */
export function declareExternalHost(caller: Caller, host: string, call: CallProps): void {
  const port = call.port ?? 443;
  const protocol = call.protocol ?? (port === 80 ? 'HTTP' : port === 443 ? 'TLS' : 'TCP');
  const hosts = known.get(caller.node.root) ?? new Map<string, ExternalHost>();
  known.set(caller.node.root, hosts);
  const key = `${caller.namespace}/${host}`;
  let entry = hosts.get(key);
  if (entry === undefined) {
    entry = { ports: new Map(), calls: new Map() };
    hosts.set(key, entry);
    addServiceEntry(caller, host, entry);
  }
  entry.ports.set(port, protocol);
  const from = `${caller.namespace}/${caller.name}`;
  entry.calls.set(`${from} ${port}`, { from, to: host, principal: caller.principal, port });
  const { calls, listeners, taken } = externalCallsOf(caller);
  const { originateTls = false } = call;
  const said: ExternalCall = { caller, host, port, protocol, originateTls };
  calls.push(said);
  for (const listener of listeners) if (listener(said)) taken.add(said);
  if (!originateTls) return;
  const problem = `no EgressGateway takes the calls of namespace ${caller.namespace}, so nothing opens TLS to ${host}; make one, or leave originateTls out`;
  caller.node.addValidation({ validate: () => (taken.has(said) ? [] : [problem]) });
}

function addServiceEntry(caller: Caller, host: string, { ports, calls }: ExternalHost): void {
  const numbers = () => [...ports].sort(([one], [other]) => one - other);
  new ServiceEntry(caller, `external-${host}`, {
    metadata: {
      name: `external-${host.replaceAll('.', '-').replaceAll('*', 'any')}`,
      namespace: caller.namespace,
      annotations: {
        [callsAnnotation]: Lazy.any({
          produce: () =>
            JSON.stringify([...calls].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one)),
        }),
      },
    },
    spec: {
      hosts: [host],
      ports: Lazy.any({
        produce: () =>
          numbers().map(([number, protocol]) => ({ number, name: `${protocol.toLowerCase()}-${number}`, protocol })),
      }),
      location: 'MESH_EXTERNAL',
      resolution: host.startsWith('*') ? 'NONE' : 'DNS',
      exportTo: ['.'],
    },
  });
}
