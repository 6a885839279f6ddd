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
