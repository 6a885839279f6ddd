import type { Mesh, MeshObject } from '../../model/index.js';
import { workloadOf } from '../../request/answer.js';
import type { Answer } from '../../request/index.js';
import { asmCodes } from '../asm-codes.js';
import type { Report } from '../check.js';
import type { Asked, Observer } from './asked.js';
import type { Places } from './places.js';
import { type TlsDecision, tlsDecisionOf } from './tls-decision.js';

/** Requests between two workloads with proxies that a DestinationRule sends in plain text. */
export class PlainText implements Observer {
  private readonly found = new Map<
    MeshObject,
    { readonly asked: Asked; readonly decision: TlsDecision; readonly service: string }
  >();

  constructor(
    private readonly mesh: Mesh,
    private readonly places: Places,
  ) {}

  see(asked: Asked): void {
    const { answer, caller } = asked;
    const [reached] = answer.outcomes;
    if (answer.verdict !== 'allowed' || answer.mtls !== 'plaintext' || reached === undefined) {
      return;
    }
    const sends = caller === undefined ? answer.gateway !== null : caller.proxy !== 'none';
    const callee = workloadOf(this.mesh, reached);
    if (!sends || callee === undefined || callee.proxy !== 'sidecar' || takesPlainTextOnly(answer)) {
      return;
    }
    const decision = tlsDecisionOf(answer, this.places);
    if (decision?.mode === 'DISABLE' && !this.found.has(decision.object) && answer.notModelled.length === 0) {
      this.found.set(decision.object, { asked, decision, service: reached.host });
    }
  }

  report(report: Report): void {
    for (const [object, { asked, decision, service }] of this.found) {
      const { caller } = asked;
      const values = {
        caller: caller === undefined ? 'the gateway' : `${caller.kind} ${caller.namespace}/${caller.name}`,
        service,
        reason: 'the DestinationRule sets tls mode DISABLE',
        fix: 'remove the tls setting, so that auto mTLS decides',
      };
      report(asmCodes.ASM0030, object, values, decision.field);
    }
  }
}

/** Whether a PeerAuthentication switches mTLS off at the server, so that the caller has no choice. */
function takesPlainTextOnly({ steps }: Answer): boolean {
  return steps.some(({ stage, reason }) => stage === 'listener' && / takes DISABLE /.test(reason));
}
