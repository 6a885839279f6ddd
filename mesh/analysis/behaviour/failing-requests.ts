import { Holdings } from '../../assumption/holdings.js';
import { isUndecided } from '../../assumption/membership.js';
import { CallGraph } from '../../istio/call-graph.js';
import type { Mesh, MeshObject, Workload } from '../../model/index.js';
import { PushContext } from '../../proxy/push-context.js';
import { workloadOf } from '../../request/answer.js';
import type { Answer } from '../../request/index.js';
import { asmCodes } from '../asm-codes.js';
import type { Report } from '../check.js';
import type { Level } from '../finding.js';
import { type Asked, flagWords, type Observer, requestWords, statusWords } from './asked.js';
import type { Place, Places } from './places.js';
import { tlsDecisionOf } from './tls-decision.js';

/** Why a request fails, and whose mistake that is. */
interface Failure extends Place {
  readonly reason: string;
  /** @default that of the code */
  readonly level?: Level;
}

/**
 * Requests that fail because of what the files say: a route that leads nowhere, and TLS that the two sides do not agree on. Requests that no route
 * is for, and Services whose pods are in none of the files, are not failures of this kind.
 */
export class FailingRequests implements Observer {
  private readonly found = new Map<MeshObject, Map<string, { readonly failure: Failure; readonly asked: Asked }>>();

  constructor(
    private readonly mesh: Mesh,
    private readonly places: Places,
  ) {}

  see(asked: Asked): void {
    const { answer } = asked;
    if (!hasFailure(answer)) {
      return;
    }
    const failure = this.disagreement(asked) ?? this.deadEnd(asked);
    if (failure === undefined || answer.notModelled.length > 0) {
      return;
    }
    const ofObject = this.found.get(failure.object) ?? new Map();
    this.found.set(failure.object, ofObject);
    const key = failure.field.join('.');
    const known = ofObject.get(key);
    if (known === undefined || (known.asked.answer.verdict === 'allowed' && answer.verdict !== 'allowed')) {
      ofObject.set(key, { failure, asked });
    }
  }

  report(report: Report): void {
    for (const [object, failures] of this.found) {
      for (const { failure, asked } of failures.values()) {
        const { field, level, reason } = failure;
        const values = {
          request: requestWords(asked.query),
          result: resultWords(asked.answer),
          reason,
        };
        report(asmCodes.ASM0022, object, values, field, { level });
      }
    }
  }

  /** One side sends what the other one does not take. */
  private disagreement({ answer, caller, query }: Asked): Failure | undefined {
    const isBroken = Object.keys(answer.status).every((status) => status === '503' || status === 'reset');
    const [reached] = answer.outcomes;
    if (!isBroken || reached === undefined || answer.mtls === 'none' || query.assume !== undefined) {
      return undefined;
    }
    const peer = this.places.peerAuthentication(answer.policy);
    const isRefused = answer.verdict === 'denied' && answer.mtls === 'plaintext' && peer !== undefined;
    const callee = workloadOf(this.mesh, reached);
    if (callee === undefined || isUndecided(this.mesh, callee) || (answer.verdict !== 'no-route' && !isRefused)) {
      return undefined;
    }
    const decision = tlsDecisionOf(answer, this.places);
    const name = `${callee.kind} ${callee.namespace}/${callee.name}`;
    if (decision === undefined) {
      const excluded = bypassOf(answer, 'callee');
      if (answer.mtls === 'mutual' && callee.proxy === 'sidecar' && excluded !== undefined) {
        const isKnown = caller !== undefined && this.isKnownCall(caller, callee);
        if (!isKnown && this.takesSomePort(callee)) {
          // A port beside others is most often left out for those without a proxy, such as Prometheus.
          return undefined;
        }
        const reason = `the port passes the sidecar of ${name} by (${excluded}), so that no policy holds there, and callers with a proxy send mTLS, which the application does not speak; let the sidecar take the port, or set tls mode DISABLE for it in a DestinationRule`;
        return { object: callee.object, field: [], reason, ...(isKnown ? {} : { level: 'warning' }) };
      }
      if (
        isRefused &&
        peer !== undefined &&
        !this.mesh.config.enableAutoMtls &&
        bypassOf(answer, 'caller') === undefined
      ) {
        const reason =
          'it takes mTLS only, and callers send plain text: auto mTLS is off, and no DestinationRule sets it';
        return { object: peer, field: ['spec', 'mtls'], reason };
      }
      const bypass = bypassOf(answer, 'caller');
      // Whoever is asked about need not be one that calls it, so what it leaves out is only a mistake where it does.
      return isRefused && caller !== undefined && bypass !== undefined && this.isKnownCall(caller, callee)
        ? {
            object: caller.object,
            field: [],
            reason: `its connection passes its sidecar by (${bypass}), and ${name} takes mTLS only, by PeerAuthentication ${answer.policy}`,
          }
        : undefined;
    }
    const { mode, object, field } = decision;
    const setting = `the ${object.kind} sets tls mode ${mode}`;
    if (mode === 'DISABLE' && isRefused) {
      const id = `${peer?.namespace}/${peer?.name}`;
      const reason = `${setting}, and PeerAuthentication ${id} lets ${name} take mTLS only; remove the tls setting`;
      return { object, field, reason };
    }
    const isMutual = mode === 'ISTIO_MUTUAL' && answer.mtls === 'mutual';
    const why = callee.isInMesh ? 'a PeerAuthentication disables it there' : 'it has no proxy';
    return isMutual
      ? { object, field, reason: `${setting}, which ${name} does not take: ${why}` }
      : mode !== 'DISABLE' && answer.mtls === 'tls'
        ? { object, field, reason: `${setting}, and ${name} does not speak TLS there` }
        : undefined;
  }

  /** Whether the sidecar of a workload takes the connections to one of the ports that Services lead to. */
  private takesSomePort(workload: Workload): boolean {
    const { ports, captures } = PushContext.of(this.mesh);
    return ports.of(workload).some(({ target }) => captures.of(workload).bypassesInbound(target) === undefined);
  }

  private isKnownCall(caller: Workload, callee: Workload): boolean {
    return CallGraph.of(this.mesh).calls.some(
      ({ callers, callees }) => callers.includes(caller) && callees.includes(callee),
    );
  }

  /** A route that leads to what its proxy does not have. */
  private deadEnd({ answer }: Asked): Failure | undefined {
    const place = this.places.rule(answer.route);
    const dead = answer.outcomes.find(
      ({ workload, failure, status }) => workload === '' && failure !== '' && failures.has(status),
    );
    const isMissing = Object.keys(answer.responseFlags).some((flag) => flag.split(',')[0] === 'NC');
    if (place === undefined || dead === undefined || !isMissing || this.canBeElsewhere(dead)) {
      return undefined;
    }
    return { ...place, reason: dead.failure };
  }

  /** Whether a DestinationRule or a Service that is in none of the files may make the route right. */
  private canBeElsewhere({ host, subset }: Answer['outcomes'][number]): boolean {
    if (subset === '') {
      return this.mesh.servicesAt(host).length === 0;
    }
    const [service] = this.mesh.servicesAt(host);
    const rules = this.mesh.destinationRules.some(
      ({ spec, namespace }) =>
        this.mesh.resolve(spec.host ?? '', namespace) === host && spec.subsets?.some(({ name }) => name === subset),
    );
    return !rules && Holdings.of(this.mesh).standing('DestinationRule', service?.namespace ?? '') === 'elsewhere';
  }
}

/** What a client gets when a request fails on its way. */
const failures: ReadonlySet<string> = new Set(['503', '500', 'reset']);

function hasFailure({ verdict, status }: Answer): boolean {
  return verdict === 'no-route' || verdict === 'denied' || Object.keys(status).some((one) => failures.has(one));
}

function resultWords(answer: Answer): string {
  if (answer.verdict !== 'allowed') {
    return `always gets ${statusWords(answer)}`;
  }
  const [[name = '', share = 0] = []] = Object.entries(answer.status).filter(([one]) => failures.has(one));
  return `gets ${name}${flagWords(answer)} in ${Math.round(share * 100)} % of cases`;
}

/** Why the connection does not go through the sidecar of one side; undefined when it does. */
function bypassOf({ steps }: Answer, side: 'caller' | 'callee'): string | undefined {
  // The caller's is decided before its proxy is asked for a listener.
  const sent = steps.findIndex(({ stage }) => stage === 'upstream-tls');
  return steps.find(
    ({ stage, outcome }, index) =>
      stage === 'capture' &&
      outcome === 'passes the sidecar by' &&
      (side === 'callee' ? sent >= 0 && index > sent : sent < 0 || index < sent),
  )?.reason;
}
