import type { Mesh } from '../model/mesh.js';
import { request } from '../request/index.js';
import { PeerAuthentications } from '../request/peer-authentication.js';
import { readCallGraph } from './call-graph.js';
import { callersOf } from './callers.js';

/** What a workload takes, and who would lose it under STRICT. */
export interface MtlsRow {
  readonly namespace: string;
  readonly workload: string;
  readonly proxy: string;
  readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'none';
  /** The PeerAuthentication that says so; empty for the default. */
  readonly policy: string;
  /** Callers, as `namespace/workload`, that reach it in plain text today. */
  readonly breaksUnderStrict: readonly string[];
}

/** The mode of mTLS of every workload, and the callers that would break under STRICT: those declared when any are, else all that could call. */
export function mtls(mesh: Mesh): readonly MtlsRow[] {
  const peers = new PeerAuthentications(mesh);
  const graph = readCallGraph(mesh);
  const callers = callersOf(mesh).filter(({ isInMesh }) => !isInMesh || graph.length > 0);
  const servers = callersOf(mesh);
  return servers.map((workload): MtlsRow => {
    const { namespace, name, proxy } = workload;
    const { mode, policy } = peers.forPort(workload, 0);
    const services = mesh.services.filter(
      (service) => service.registry === 'kubernetes' && service.workloads.includes(workload),
    );
    const breaks = new Set<string>();
    for (const service of proxy === 'none' ? [] : services) {
      const declared = graph.filter(({ to }) => to === `${service.namespace}/${service.name}`);
      for (const caller of callers) {
        const isDeclared =
          declared.length === 0
            ? !caller.isInMesh
            : declared.some(({ principal }) => principal === caller.principal(mesh.config.trustDomain));
        const from = `${caller.namespace}/${caller.name}`;
        const [port] = service.ports;
        if (isDeclared && caller !== workload && port !== undefined) {
          const answer = request(mesh, { from, to: `http://${service.host}:${port.number}/` });
          if (answer.mtls === 'plaintext' && answer.outcomes.some((outcome) => outcome.workload === name)) {
            breaks.add(from);
          }
        }
      }
    }
    return {
      namespace,
      workload: name,
      proxy,
      mode: proxy === 'none' ? 'none' : mode,
      policy: proxy === 'none' ? '' : policy,
      breaksUnderStrict: [...breaks].sort(),
    };
  });
}
