import { isDeepStrictEqual } from 'node:util';
import { guardedWorkloads } from '../istio/policy-workloads.js';
import type { HttpRule } from '../istio/route-source.js';
import type { Mesh } from '../model/mesh.js';
import { type Fields, fieldsListOf, fieldsOf } from '../model/narrowing.js';
import { PushContext } from '../proxy/push-context.js';
import { findRule, type TestedRequest } from './find-rule.js';
import type { RouteTest } from './route-test.js';

/** A request that does not do what its test says. */
export interface RouteFailure {
  readonly request: TestedRequest;
  /** The rule that it follows, such as `VirtualService shop/web http[0]`; null for none. */
  readonly route: string | null;
  /** What is otherwise than the test says, in words. */
  readonly why: string;
}

/** What a test comes to. */
export interface RouteTestResult {
  readonly description: string;
  /** Number of requests. */
  readonly requests: number;
  readonly failures: readonly RouteFailure[];
}

/** What tests look at, and what no test looks at. */
export interface RouteCoverage {
  readonly rules: number;
  /** Rules that no request of a test follows, by their names. */
  readonly untestedRules: readonly string[];
  readonly policies: number;
  /** AuthorizationPolicies and RequestAuthentications for workloads that no request of a test reaches, as `Kind namespace/name`. */
  readonly untestedPolicies: readonly string[];
}

/** Runs tests of routes against a mesh. Deterministic. */
export function runRouteTests(
  mesh: Mesh,
  tests: readonly RouteTest[],
): { readonly results: readonly RouteTestResult[]; readonly coverage: RouteCoverage } {
  const { sources } = PushContext.of(mesh);
  const followed = new Set<HttpRule>();
  const results = tests.map((test): RouteTestResult => {
    const requests = requestsOf(test);
    const failures = requests.flatMap((request) => {
      const rule = findRule(sources, request);
      if (rule !== undefined) {
        followed.add(rule);
      }
      const why = failureOf(mesh, test, rule);
      return why === undefined ? [] : [{ request, route: rule?.label ?? null, why }];
    });
    return { description: test.description, requests: requests.length, failures };
  });
  return {
    results,
    coverage: coverageOf(
      mesh,
      sources.flatMap(({ http }) => http),
      followed,
    ),
  };
}

/** Every combination of what the lists of a test have. */
function requestsOf({ request: { authority, method, uri, scheme, headers } }: RouteTest): readonly TestedRequest[] {
  return authority.flatMap((host) =>
    method.flatMap((verb) =>
      uri.flatMap((path) => scheme.map((one) => ({ method: verb, scheme: one, authority: host, uri: path, headers }))),
    ),
  );
}

/** What is otherwise than a test wants; undefined for nothing. */
function failureOf(mesh: Mesh, test: RouteTest, rule: HttpRule | undefined): string | undefined {
  const differences = differencesOf(mesh, test, rule);
  if (test.wantMatch) {
    return differences.length === 0 ? undefined : differences.join('; ');
  }
  return differences.length === 0 ? 'it is as the test says that it must not be' : undefined;
}

function differencesOf(mesh: Mesh, test: RouteTest, rule: HttpRule | undefined): readonly string[] {
  const written = writtenRule(rule);
  const differences: string[] = [];
  const compare = (what: string, wanted: unknown, found: unknown): void => {
    if (!isDeepStrictEqual(wanted, found)) {
      differences.push(`${what} is ${textOf(found)}, not ${textOf(wanted)}`);
    }
  };
  const namespace = rule?.object.namespace ?? '';
  if (test.route !== undefined || !['redirect', 'rewrite', 'fault', 'headers', 'delegate'].some((key) => key in test)) {
    const wanted = (test.route ?? []).map(({ destination: { host, subset, port }, weight }) =>
      destinationText({ host: mesh.resolve(host, namespace), subset: subset ?? '', port: port?.number }, weight),
    );
    const found = (rule?.destinations ?? []).map(({ host, subset, port, weight }) =>
      destinationText({ host, subset, port }, weight),
    );
    compare('the route', withOneWeight(wanted), withOneWeight(found));
  }
  for (const key of ['redirect', 'rewrite', 'fault', 'headers'] as const) {
    if (test[key] !== undefined) {
      compare(`the ${key}`, test[key], written[key]);
    }
  }
  if (test.delegate !== undefined) {
    const { name, namespace: wanted } = test.delegate;
    const object = rule?.object;
    const found = object === undefined ? undefined : { name: object.name, namespace: object.namespace };
    compare('the delegate', { name, namespace: wanted ?? found?.namespace }, found);
  }
  return differences;
}

interface Destination {
  readonly host: string;
  readonly subset: string;
  readonly port: number | undefined;
}

function destinationText({ host, subset, port }: Destination, weight: number | undefined): readonly [string, number] {
  return [`${host}${port === undefined ? '' : `:${port}`}${subset === '' ? '' : ` subset ${subset}`}`, weight ?? 0];
}

/** Destinations in words: a single one gets everything, whatever its weight. */
function withOneWeight(destinations: readonly (readonly [string, number])[]): readonly string[] {
  return destinations.map(([text, weight]) => (destinations.length === 1 ? text : `${text} ${weight}`));
}

function textOf(value: unknown): string {
  return value === undefined || (Array.isArray(value) && value.length === 0)
    ? 'none'
    : Array.isArray(value)
      ? value.join(', ')
      : JSON.stringify(value);
}

/** A rule of a VirtualService as it is written; empty for others. */
function writtenRule(rule: HttpRule | undefined): Fields {
  const own = rule?.label.split(' > ').at(-1) ?? '';
  const index = /http\[(\d+)\](?: ".*")?$/.exec(own)?.[1];
  return fieldsOf(index === undefined ? undefined : fieldsListOf(rule?.object.spec['http'])[Number(index)]);
}

function coverageOf(mesh: Mesh, rules: readonly HttpRule[], followed: ReadonlySet<HttpRule>): RouteCoverage {
  const labels = [...new Set(rules.map(({ label }) => label))];
  const tested = new Set([...followed].map(({ label }) => label));
  const reached = new Set(
    [...followed].flatMap(({ destinations }) =>
      destinations.flatMap(({ host }) => mesh.servicesAt(host).flatMap(({ workloads }) => workloads)),
    ),
  );
  const policies = [...mesh.authorizationPolicies, ...mesh.requestAuthentications];
  return {
    rules: labels.length,
    untestedRules: labels.filter((label) => !tested.has(label)).sort(),
    policies: policies.length,
    untestedPolicies: policies
      .filter((policy) => !guardedWorkloads(mesh, policy).some((workload) => reached.has(workload)))
      .map(({ kind, id }) => `${kind} ${id}`)
      .sort(),
  };
}
