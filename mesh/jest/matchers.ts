import { inputWords } from '../inputs/unmodelled-inputs.js';
import { formatProblem } from '../manifest/problem.js';
import { Mesh } from '../model/mesh.js';
import type { PromiseInput } from '../promises/promise.js';
import type { Answer } from '../request/answer.js';
import type { RequestQuery } from '../request/query.js';
import { request } from '../request/request.js';
import { queryProblems } from '../survey/query-problems.js';
import { closestName } from '../validation/closest-name.js';
import { keepingPromises, type Result } from './promises.js';

/** Percent by name. */
export type Shares = Readonly<Record<string, number>>;

/**
 * What `expect(mesh)` can say about requests. Each throws, also after `not`, when the question itself is wrong: a caller or a host that
 * the manifests do not have, a URL that is none, shares that do not add up to 100.
 */
export interface RequestMatchers<R> {
  /** Requests go to versions in these shares: percent by the label `version`, or by `namespace/workload`; `{}` for nowhere. */
  toRoute(query: RequestQuery, shares: Shares): R;
  /** The request gets through to a workload. */
  toAllow(query: RequestQuery): R;
  /**
   * The mesh refuses the request: a policy, or the sidecar of the caller, which knows no such service because of its calls. With the name
   * of a policy, `namespace/name`: this one refuses it, whatever the caller's sidecar does.
   */
  toDeny(query: RequestQuery, policy?: string): R;
  /** Whatever reaches a workload does so over mTLS of the mesh. */
  toEncrypt(query: RequestQuery): R;
  /** Nothing that could change the answer is left out of the model: no EnvoyFilter, NetworkPolicy, rate limiter, … */
  toBeModelled(query: RequestQuery): R;
  /** Every request keeps these promises, as docs/verify.md has them; what is not decided fails, also after `not`. */
  toKeepPromises(...promises: readonly PromiseInput[]): R;
  /** The caller sees these statuses with these probabilities, in percent. */
  toAnswer(query: RequestQuery, statuses: Shares): R;
}

/** Largest difference, in percent points, that is still equal: rounding only. */
const tolerance = 1e-6;

/** What `expect(mesh)` can say about requests; each failure shows how the answer came about. */
export const matchers = {
  toRoute(received: unknown, query: RequestQuery, shares: Shares): Result {
    const answer = ask(received, query);
    checkSum(shares);
    const byVersion = sharesOf(answer, ({ version, workload }) => (workload === '' ? '(nowhere)' : version));
    const byWorkload = sharesOf(answer, ({ namespace, workload }) => `${namespace}/${workload}`);
    const pass = sameShares(byVersion, shares) || sameShares(byWorkload, shares);
    return result(pass, query, answer, `to go to ${show(shares)}`, `goes to ${show(byVersion)}`);
  },

  toAllow(received: unknown, query: RequestQuery): Result {
    const answer = ask(received, query);
    const denied = answer.policy === null ? answer.verdict : `${answer.verdict} by ${answer.policy}`;
    return result(answer.verdict === 'allowed', query, answer, 'to be allowed', `is ${denied}`);
  },

  toDeny(received: unknown, query: RequestQuery, policy?: string): Result {
    const answer = ask(received, query);
    const isShutOut = policy === undefined && answer.verdict === 'not-visible' && isServed(received, query);
    const pass = isShutOut || (answer.verdict === 'denied' && (policy === undefined || answer.policy === policy));
    const by = policy === undefined ? '' : ` by ${policy}`;
    const decided = answer.policy === null ? '' : ` by ${answer.policy}`;
    return result(pass, query, answer, `to be denied${by}`, `is ${answer.verdict}${decided}`);
  },

  toEncrypt(received: unknown, query: RequestQuery): Result {
    const answer = ask(received, query);
    return result(answer.mtls === 'mutual', query, answer, 'to use mTLS', `uses ${answer.mtls}`);
  },

  toAnswer(received: unknown, query: RequestQuery, statuses: Shares): Result {
    const answer = ask(received, query);
    checkSum(statuses);
    const seen = Object.fromEntries(Object.entries(answer.status).map(([status, share]) => [status, share * 100]));
    return result(
      sameShares(seen, statuses),
      query,
      answer,
      `to be answered ${show(statuses)}`,
      `is answered ${show(seen)}`,
    );
  },

  toKeepPromises(received: unknown, ...promises: readonly PromiseInput[]): Result {
    return keepingPromises(received, promises);
  },

  toBeModelled(received: unknown, query: RequestQuery): Result {
    const answer = ask(received, query);
    const count = answer.notModelled.length;
    const inputs = count === 1 ? 'an input that is' : `${count} inputs that are`;
    const found = count === 0 ? 'is modelled in full' : `could be changed by ${inputs} not modelled`;
    return result(count === 0, query, answer, 'to be modelled in full', found);
  },
};

/** Every field of a question, so that a misspelt one is no silent default. */
const queryFields: Readonly<Record<keyof RequestQuery, true>> = {
  from: true,
  to: true,
  via: true,
  method: true,
  path: true,
  headers: true,
  claims: true,
  token: true,
  sourceIp: true,
  clientCertificate: true,
  customDecision: true,
  assume: true,
};

function checkFields(query: RequestQuery | undefined): void {
  if (typeof query !== 'object' || query?.from === undefined || query.to === undefined) {
    throw new TypeError("ask with who and where: { from: 'shop/frontend', to: 'http://reviews:9080/' }");
  }
  const unknown = Object.keys(query).find((key) => !Object.hasOwn(queryFields, key));
  if (unknown !== undefined) {
    const names = Object.keys(queryFields);
    const meant = closestName(unknown, names);
    throw new TypeError(
      `a question has no field '${unknown}'; ${meant === undefined ? `it has ${names.join(', ')}` : `did you mean '${meant}'?`}`,
    );
  }
}

/** Ports that nothing serves are a fair question; names that nothing has are a mistake that would make a denial look right. */
function ask(received: unknown, query: RequestQuery): Answer {
  if (!(received instanceof Mesh)) {
    throw new TypeError('expect a mesh: expect(buildMesh(resources))');
  }
  checkFields(query);
  const problems = queryProblems(received, query).filter(({ code }) => code !== 'QUERY_UNKNOWN_PORT');
  if (problems.length > 0) {
    const hint = problems.some(({ code }) => code === 'QUERY_UNKNOWN_CALLER') ? [describedPod] : [];
    throw new TypeError([...problems.map(formatProblem), ...hint].join('\n'));
  }
  return request(received, query);
}

/** Whether something serves the port: a request to another one fails too, but is not refused. */
function isServed(mesh: unknown, query: RequestQuery): boolean {
  return mesh instanceof Mesh && queryProblems(mesh, query).every(({ code }) => code !== 'QUERY_UNKNOWN_PORT');
}

const describedPod = "a pod that the manifests do not have is written from: { namespace: 'shop', sidecar: false }";

function checkSum(shares: Shares): void {
  const sum = Object.values(shares).reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 100) > tolerance && Object.keys(shares).length > 0) {
    throw new TypeError(`the shares ${show(shares)} add up to ${Number(sum.toFixed(4))} %, not to 100 %`);
  }
}

function sharesOf(answer: Answer, nameOf: (outcome: Answer['outcomes'][number]) => string): Shares {
  const shares: Record<string, number> = {};
  for (const outcome of answer.outcomes) {
    const name = nameOf(outcome);
    shares[name] = (shares[name] ?? 0) + outcome.probability * 100;
  }
  return shares;
}

function sameShares(one: Shares, other: Shares): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => Math.abs((one[name] ?? 0) - (other[name] ?? 0)) <= tolerance);
}

function show(shares: Shares): string {
  const entries = Object.entries(shares).map(
    ([name, share]) => `${name || '(no version)'} ${Number(share.toFixed(4))} %`,
  );
  return entries.length === 0 ? 'nothing' : entries.join(', ');
}

function result(pass: boolean, query: RequestQuery, answer: Answer, wanted: string, found: string): Result {
  const from = typeof query.from === 'string' ? query.from : JSON.stringify(query.from);
  return {
    pass,
    message: () =>
      [
        `expected ${query.method ?? 'GET'} ${query.to} from ${from} ${pass ? 'not ' : ''}${wanted}, but it ${found}`,
        ...answer.trace.map((line) => `  ${line}`),
        ...answer.notModelled.map((input) => `  ${inputWords(input)}`),
      ].join('\n'),
  };
}
