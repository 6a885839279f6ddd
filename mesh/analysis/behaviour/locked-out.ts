import { CallGraph } from '../../istio/call-graph.js';
import type { IstioSpecs } from '../../kinds/index.js';
import type { Mesh, MeshObject, Workload } from '../../model/index.js';
import { PushContext } from '../../proxy/push-context.js';
import { workloadOf } from '../../request/answer.js';
import { type RequestQuery, request } from '../../request/index.js';
import { readTarget } from '../../request/query.js';
import { type PolicyQuestion, policyQuestions } from '../../survey/policy-probes.js';
import { Representatives } from '../../survey/representatives.js';
import { asmCodes } from '../asm-codes.js';
import type { Report } from '../check.js';
import { type Asked, type Observer, requestWords, statusWords } from './asked.js';
import type { Places } from './places.js';

/** A request that a policy denies, with the policy. */
interface Denial {
  readonly asked: Asked;
  readonly policy: MeshObject;
}

/**
 * Callers that a policy denies whatever they ask, though something says that they are to call: a policy that names them, an annotation that declares
 * the call, or the route of a gateway that leads there.
 */
export class LockedOut implements Observer {
  private readonly denied = new Map<string, Denial>();
  private readonly allowed = new Set<string>();

  constructor(
    private readonly mesh: Mesh,
    private readonly places: Places,
  ) {}

  see(asked: Asked): void {
    const { answer, query, caller } = asked;
    const way = caller === undefined ? `route ${answer.route}` : `${String(query.from)} ${readTarget(query.to).host}`;
    if (answer.verdict === 'allowed') {
      this.allowed.add(way);
      return;
    }
    const isAtGateway = caller === undefined && (answer.outcomes.length === 0 || answer.route === null);
    const policy = this.places.authorizationPolicy(answer.policy);
    const isByPeer = answer.status['403'] === undefined && answer.mtls === 'plaintext';
    if (answer.verdict === 'denied' && policy !== undefined && !isAtGateway && !isByPeer && !this.denied.has(way)) {
      this.denied.set(way, { asked, policy });
    }
  }

  report(report: Report): void {
    const told = new Set<MeshObject>();
    for (const [way, denial] of this.denied) {
      if (this.allowed.has(way) || told.has(denial.policy)) {
        continue;
      }
      const { asked, policy } = denial;
      const wish = this.isJudged(denial) ? this.wishFor(asked) : undefined;
      if (wish !== undefined && asked.answer.notModelled.length === 0 && !this.getsIn(denial)) {
        told.add(policy);
        const values = {
          wish,
          request: requestWords(asked.query),
          status: statusWords(asked.answer),
          fix: fixOf(asked),
        };
        report(asmCodes.ASM0023, policy, values, ['spec', 'rules']);
      }
    }
  }

  /** What says that the caller is to call. */
  private wishFor({ caller, query, answer }: Asked): string | undefined {
    if (caller === undefined) {
      return `${answer.route} leads requests of the Internet to ${answer.outcomes[0]?.host}`;
    }
    const { host } = readTarget(query.to);
    const call = CallGraph.of(this.mesh).calls.find(
      ({ callers, services }) => callers.includes(caller) && services.some((service) => service.host === host),
    );
    return call === undefined || call.source === 'container'
      ? undefined
      : `${caller.kind} ${caller.namespace}/${caller.name} is to call ${host} (${call.evidence})`;
  }

  /** Whether the policies of the workload ask only for what the questions of the survey have. */
  private isJudged({ asked }: Denial): boolean {
    const callee = this.calleeOf(asked);
    if (callee === undefined) {
      return false;
    }
    const { ALLOW, DENY, CUSTOM } = PushContext.of(this.mesh).authorization.of(callee);
    return CUSTOM.length === 0 && [...ALLOW, ...DENY].every(({ rules }) => rules.every(isAskable));
  }

  /** Whether the caller gets in with what the policies of the workload ask for. */
  private getsIn({ asked }: Denial): boolean {
    const callee = this.calleeOf(asked);
    const { query, answer } = asked;
    return this.policyQuestions.some(({ workloads, probe }) => {
      if (callee === undefined || !workloads.includes(callee)) {
        return false;
      }
      const again: RequestQuery = { ...query, ...probe };
      const { verdict, route } = request(this.mesh, again);
      return verdict === 'allowed' && (asked.caller !== undefined || route === answer.route);
    });
  }

  private calleeOf({ answer: { outcomes } }: Asked): Workload | undefined {
    const [reached] = outcomes;
    return reached === undefined ? undefined : workloadOf(this.mesh, reached);
  }

  private known: readonly PolicyQuestion[] | undefined;

  private get policyQuestions(): readonly PolicyQuestion[] {
    this.known ??= policyQuestions(this.mesh, new Representatives(this.mesh));
    return this.known;
  }
}

function fixOf({ answer, caller }: Asked): string {
  if (answer.mtls === 'plaintext') {
    return 'the request comes in plain text, so that its sender has no identity: let both sides use mTLS';
  }
  const isPassedOn = caller !== undefined && answer.gateway !== null;
  return isPassedOn ? `it comes from ${answer.gateway}: add a rule that lets that in` : 'add a rule that fits it';
}

type Rule = NonNullable<IstioSpecs['AuthorizationPolicy']['rules']>[number];

const sources: ReadonlySet<string> = new Set(['principals', 'namespaces', 'serviceAccounts', 'requestPrincipals']);
const operations: ReadonlySet<string> = new Set(['methods', 'paths', 'ports']);
const attributes =
  /^(request\.auth\.|request\.headers\[|source\.(namespace|principal|serviceAccount)$|destination\.port$)/;

/** Whether requests can be made up that a rule fits, if any can fit it. */
function isAskable(rule: Rule): boolean {
  return (
    (rule.from ?? []).every(({ source }) => Object.keys(source ?? {}).every((key) => sources.has(key))) &&
    (rule.to ?? []).every(({ operation }) => Object.keys(operation ?? {}).every((key) => operations.has(key))) &&
    (rule.when ?? []).every(({ key, notValues = [] }) => notValues.length === 0 && attributes.test(key))
  );
}
