import { podOf } from '../inputs/answer-path.js';
import { carried, type ModelledInPart, UnmodelledInputs } from '../inputs/unmodelled-inputs.js';
import { type Call, CallGraph } from '../istio/call-graph.js';
import { PeerAuthentications } from '../istio/peer-authentication.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import type { Workload } from '../model/workload.js';
import { PushContext } from '../proxy/push-context.js';
import { addressOf } from '../request/address.js';
import { callersOf } from '../request/caller-workloads.js';
import { request } from '../request/index.js';
import { acceptedMesh } from '../validation/accepted-mesh.js';

/** What a workload takes, and who would lose it under STRICT. */
export interface MtlsRow extends ModelledInPart {
  readonly namespace: string;
  readonly workload: string;
  /** `sidecar`, `gateway`, `waypoint`, `ztunnel` for a pod that ambient mode captures, or `none`. */
  readonly proxy: string;
  readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'none';
  /** Ports, by the number at the pod, that take another mode; `none` for one that passes the sidecar by. */
  readonly ports: Readonly<Record<string, string>>;
  /** The PeerAuthentication that says so; empty for the default. */
  readonly policy: string;
  /** Callers, as `namespace/workload`, that reach it in plain text today. */
  readonly breaksUnderStrict: readonly string[];
}

/**
 * The mode of mTLS of every workload, and the callers that would break under STRICT: of a service with declared callers those, of any
 * other all that could call and do not declare what they call; each when it reaches the workload in plain text, for want of a proxy or because a
 * DestinationRule says so.
 */
export function mtls(given: Mesh): readonly MtlsRow[] {
  const mesh = acceptedMesh(given);
  const peers = new PeerAuthentications(mesh);
  const inventory = new CallerInventory(mesh);
  const services = new Map<Workload, MeshService[]>();
  for (const service of mesh.services.filter(({ registry }) => registry === 'kubernetes')) {
    for (const workload of service.workloads) {
      append(services, workload, service);
    }
  }
  return callersOf(mesh).map((workload): MtlsRow => {
    const { namespace, name, isInMesh } = workload;
    const proxy = workload.isAmbient ? 'ztunnel' : workload.proxy;
    const path = {
      pods: [podOf(workload, 'receives')],
      hosts: [],
      namespaces: [],
      isAddressKnown: true,
      isFailing: false,
    };
    const rest = carried(UnmodelledInputs.of(mesh).touching(() => path));
    if (!isInMesh) {
      return {
        namespace,
        workload: name,
        proxy,
        mode: 'none',
        ports: {},
        policy: '',
        breaksUnderStrict: [],
        ...rest,
      };
    }
    const { mode, policy } = peers.forPort(workload, 0);
    const fronting = services.get(workload) ?? [];
    const numbers = new Set(
      fronting.flatMap((service) =>
        service.ports.flatMap((port) =>
          service.endpoints(port.number).flatMap((endpoint) => (endpoint.workload === workload ? [endpoint.port] : [])),
        ),
      ),
    );
    const others = [...numbers]
      .sort((one, other) => one - other)
      .flatMap((port) => {
        const at = passesBy(mesh, workload, port) ? 'none' : peers.forPort(workload, port).mode;
        return at === mode ? [] : [[String(port), at] as const];
      });
    const breaks = new Set(fronting.flatMap((service) => inventory.plainCallers(service, workload)));
    return {
      namespace,
      workload: name,
      proxy,
      mode,
      ports: Object.fromEntries(others),
      policy,
      breaksUnderStrict: [...breaks].sort(),
      ...rest,
    };
  });
}

/** Whether connections to a port of a workload, or those of the proxy itself, meet no PeerAuthentication. */
function passesBy(mesh: Mesh, workload: Workload, port: number): boolean {
  const capture = PushContext.of(mesh).captures.of(workload);
  return capture.isProxyPort(port) || capture.bypassesInbound(port) !== undefined;
}

/** Who calls what, and over what. */
class CallerInventory {
  /** By Service, the calls of it that annotations declare. */
  private readonly declared = new Map<MeshService, Call[]>();
  private readonly callers: readonly Workload[];
  private readonly undeclared: readonly Workload[];

  constructor(private readonly mesh: Mesh) {
    this.callers = callersOf(mesh);
    const declaring = new Set<Workload>();
    for (const call of CallGraph.of(mesh).calls.filter(({ source }) => source === 'annotation')) {
      for (const service of call.services) {
        append(this.declared, service, call);
      }
      for (const caller of call.callers) {
        declaring.add(caller);
      }
    }
    // Proxies speak plain text only where a DestinationRule tells a namespace so; one caller shows it for all of its namespace.
    const isTold = mesh.destinationRules.some(({ object }) => JSON.stringify(object.spec).includes('"DISABLE"'));
    const seen = new Set<string>();
    this.undeclared = this.callers.filter((caller) => {
      const { isInMesh, namespace } = caller;
      if (declaring.has(caller)) {
        return false;
      }
      const isFirst = !isInMesh || (isTold && !seen.has(namespace));
      if (isInMesh) {
        seen.add(namespace);
      }
      return isFirst;
    });
  }

  /** Callers that reach a workload through a service without mTLS of the mesh: in plain text, or over TLS of their own. */
  plainCallers(service: MeshService, workload: Workload): readonly string[] {
    const declared = this.declared.get(service) ?? [];
    const candidates =
      declared.length === 0 ? this.undeclared : [...new Set(declared.flatMap(({ callers }) => callers))];
    return candidates.flatMap((caller) => {
      if (caller === workload || !this.isPlain(caller, service, workload)) {
        return [];
      }
      const alike =
        declared.length === 0 && caller.isInMesh
          ? this.callers.filter((one) => one.isInMesh && one.namespace === caller.namespace && one !== workload)
          : [caller];
      return alike.map(({ namespace, name }) => `${namespace}/${name}`);
    });
  }

  private isPlain(caller: Workload, service: MeshService, workload: Workload): boolean {
    const from = `${caller.namespace}/${caller.name}`;
    return service.ports.some((port) => {
      const address = addressOf(service, port);
      const targets = service.endpoints(port.number).filter((endpoint) => endpoint.workload === workload);
      if (address === undefined || targets.every((target) => passesBy(this.mesh, workload, target.port))) {
        return false;
      }
      const { mtls: wire, outcomes } = request(this.mesh, { from, to: `${address}/` });
      return (
        wire !== 'mutual' &&
        wire !== 'none' &&
        outcomes.some((outcome) => outcome.workload === workload.name && outcome.namespace === workload.namespace)
      );
    });
  }
}
