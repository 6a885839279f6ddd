import type { Mesh, MeshObject } from '../../model/index.js';
import { fieldsListOf, fieldsOf, textListOf } from '../../model/index.js';
import { type RequestQuery, request } from '../../request/index.js';
import { readTarget } from '../../request/query.js';
import { asmCodes } from '../asm-codes.js';
import type { Report } from '../check.js';
import { type Asked, type Observer, requestWords } from './asked.js';
import type { Places } from './places.js';

/** A request that a rule denies, and the same written otherwise, which it lets through. */
interface Passage {
  readonly policy: MeshObject;
  readonly rule: number;
  readonly denied: RequestQuery;
  /** How the others are written. */
  readonly passed: readonly string[];
  readonly list: 'hosts' | 'paths';
}

/**
 * DENY policies that a request passes by when it names the port beside the host, ends its path with a slash or writes it in another case
 * (https://istio.io/latest/docs/ops/best-practices/security/#writing-host-match-policies).
 */
export class DenyPassedBy implements Observer {
  private readonly found = new Map<string, Passage>();
  private readonly tried = new Set<string>();

  constructor(
    private readonly mesh: Mesh,
    private readonly places: Places,
  ) {}

  see({ query, answer }: Asked): void {
    const policy = answer.verdict === 'denied' ? this.places.authorizationPolicy(answer.policy) : undefined;
    if (policy?.spec['action'] !== 'DENY' || answer.status['403'] === undefined) {
      return;
    }
    const path = (query.path ?? readTarget(query.to).path).split('?')[0] ?? '/';
    for (const [rule, { to }] of fieldsListOf(policy.spec['rules']).entries()) {
      for (const operation of fieldsListOf(to).map((one) => fieldsOf(one['operation']))) {
        const key = `${policy.namespace}/${policy.name} ${rule}`;
        if (textListOf(operation['paths']).includes(path) && path !== '/') {
          this.try(`${key} ${path}`, { policy, rule, denied: query, list: 'paths' }, pathsLike(query, path));
        }
        const { host, port } = readTarget(query.to);
        if (textListOf(operation['hosts']).some((one) => one.toLowerCase() === host)) {
          const again = { ...query, headers: { ...query.headers, host: `${host}:${port}` } };
          this.try(`${key} ${host}`, { policy, rule, denied: query, list: 'hosts' }, [[`${host}:${port}`, again]]);
        }
      }
    }
  }

  report(report: Report): void {
    for (const { policy, rule, denied, passed, list } of this.found.values()) {
      const values = {
        rule,
        denied: requestWords(denied),
        passed: passed.join(' or '),
        fix:
          list === 'hosts'
            ? 'deny the host with any port too, as `host:*`'
            : 'deny the path with whatever follows, as `/path*`, or allow what is wanted instead',
      };
      const level = list === 'hosts' ? undefined : ('info' as const);
      report(asmCodes.ASM0029, policy, values, ['spec', 'rules', rule], { level });
    }
  }

  private try(
    key: string,
    passage: Omit<Passage, 'passed'>,
    variants: readonly (readonly [written: string, query: RequestQuery])[],
  ): void {
    const place = `${passage.policy.namespace}/${passage.policy.name} ${passage.rule} ${passage.list}`;
    if (this.tried.has(key) || this.found.has(place)) {
      return;
    }
    this.tried.add(key);
    const passed = variants.flatMap(([written, query]) => {
      const { verdict, notModelled } = request(this.mesh, query);
      return verdict === 'allowed' && notModelled.length === 0 ? [written] : [];
    });
    if (passed.length > 0) {
      this.found.set(place, { ...passage, passed });
    }
  }
}

function pathsLike(query: RequestQuery, path: string): readonly (readonly [string, RequestQuery])[] {
  const others = [path.endsWith('/') ? path.slice(0, -1) : `${path}/`, path.toUpperCase()];
  return others.filter((other) => other !== path).map((other) => [other, { ...query, path: other }] as const);
}
