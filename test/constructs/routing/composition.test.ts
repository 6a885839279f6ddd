import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  IngressBinding,
  type MeshChart,
  MeshService,
  type RouteRule,
  type TextMatch,
} from '../../../constructs/index.js';
import { render, type Spec } from '../rendered.js';

const VERSIONS = ['v1', 'v2', 'v3'];

const weights = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  .map(([low, high]) => ({ v1: low, v2: high - low, v3: 100 - high }));
const version = fc.constantFrom(...VERSIONS);
const duration = fc.integer({ min: 1, max: 200_000_000 }).map((ms) => Duration.millis(ms));
const percentage = fc.integer({ min: 0, max: 100 });
const headerName = fc.constantFrom('x-user', 'X-Exp', 'end-user', 'x-id');
const value = fc.constantFrom('a', 'b.c', 'on', '1+1');
const path = fc.constantFrom('/', '/a', '/a/b', '/api', '/api/v1', '/login');
const text: fc.Arbitrary<TextMatch> = fc.oneof(
  path,
  path.map((exact) => ({ exact })),
  path.map((prefix) => ({ prefix })),
);
const regex = fc.constantFrom('/a/.*', '(?i)/api', '/[a-z]+').map((one) => ({ regex: one }));

const match = (form: Form) =>
  fc
    .record(
      {
        // Whether a regular expression lies within an exposed prefix cannot be told, so it is refused there.
        uri: form.paths ? text : fc.oneof(text, regex),
        headers: fc.dictionary(
          headerName,
          fc.oneof(
            value,
            value.map((prefix) => ({ prefix })),
          ),
          { minKeys: 1, maxKeys: 1 },
        ),
        cookies: fc.dictionary(fc.constantFrom('user', 's.id'), value, { minKeys: 1, maxKeys: 1 }),
        method: fc.constantFrom('GET', 'POST'),
        queryParams: fc.dictionary(
          headerName,
          fc.oneof(
            value,
            value.map((one) => ({ regex: one })),
          ),
          { minKeys: 1 },
        ),
        ...(form.istio && !form.wildcard ? { sourceLabels: fc.constant({ app: 'web' }) } : {}),
      },
      { requiredKeys: [] },
    )
    .filter((one) => Object.keys(one).length > 0);

const headers = fc.record(
  {
    set: fc.dictionary(headerName, value, { minKeys: 1 }),
    add: fc.constant({ 'x-a': '1' }),
    remove: fc.constant(['x-b']),
  },
  { requiredKeys: ['set'] },
);
const behaviour = (form: Form) =>
  fc.record(
    {
      timeout: duration,
      mirror: fc.record({ version, percentage }, { requiredKeys: ['version'] }),
      requestHeaders: headers,
      responseHeaders: headers,
      rewrite: fc.constantFrom(
        { uri: '/' },
        { uri: '/new', authority: 'b.example.com' },
        { authority: 'b.example.com' },
      ),
      ...(form.istio
        ? {
            retries: fc.record({ attempts: fc.integer({ min: 1, max: 5 }), perTryTimeout: duration }),
            fault: fc.record({
              abort: fc.record({ httpStatus: fc.integer({ min: 200, max: 599 }), percentage }),
              delay: fc.record({ fixedDelay: duration }),
            }),
          }
        : {}),
    },
    { requiredKeys: [] },
  );
const rule = (form: Form): fc.Arbitrary<RouteRule> =>
  fc
    .tuple(
      behaviour(form),
      fc.array(match(form), { minLength: 1, maxLength: 3 }),
      fc.option(weights, { nil: undefined }),
    )
    .map(([said, matches, shares]) => ({ ...said, match: matches, weights: shares }));
const policy = fc.record(
  {
    connectionPool: fc.constant({ maxConnections: 10, connectTimeout: Duration.seconds(1), http2MaxRequests: 5 }),
    outlierDetection: fc.constant({ consecutive5xxErrors: 5, interval: Duration.millis(123_456) }),
    loadBalancing: fc.constantFrom('ROUND_ROBIN' as const, { consistentHash: { cookie: 'user' } }),
    tls: fc.constant({ mode: 'ISTIO_MUTUAL' as const }),
  },
  { requiredKeys: [] },
);
const exposure = (form: Form) =>
  fc.record({
    gateway: fc.constantFrom('edge', 'public'),
    hosts: form.wildcard
      ? fc.constantFrom(['*'], ['*', 'a.example.com'], ['b.example.com'])
      : fc.constantFrom(['a.example.com'], ['*.example.com'], ['a.example.com', 'b.example.com']),
    paths: form.paths
      ? fc.option(fc.array(text, { minLength: 1, maxLength: 3 }), { nil: undefined })
      : fc.constant(undefined),
    port: fc.constantFrom(undefined, 80),
  });

interface Form {
  readonly istio: boolean;
  readonly paths: boolean;
  readonly wildcard: boolean;
}

const form = (istio: boolean): fc.Arbitrary<Form> =>
  fc.record({ istio: fc.constant(istio), paths: fc.boolean(), wildcard: fc.boolean() });

const declaration = (istio: boolean) =>
  form(istio).chain((chosen) =>
    fc.record({
      form: fc.constant(chosen),
      weights: fc.option(weights, { nil: undefined }),
      rules: fc.array(rule(chosen), { maxLength: 3 }),
      behaviour: fc.option(behaviour(chosen), { nil: undefined }),
      policy: fc.option(policy, { nil: undefined }),
      versionPolicies: fc.dictionary(version, policy, { maxKeys: 2 }),
      exposures: fc.array(exposure(chosen), { minLength: chosen.wildcard ? 1 : 0, maxLength: 3 }),
      ports: fc.constantFrom(
        [{ number: 80, targetPort: 8080 }],
        [{ number: 80 }, { number: 8080 }],
        [{ number: 80 }, { number: 90, protocol: 'grpc' as const }, { number: 91, protocol: 'tcp' as const }],
      ),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    }),
  );
type Declaration = typeof declaration extends (istio: boolean) => fc.Arbitrary<infer T> ? T : never;

function declare(chart: MeshChart, one: Declaration, order: readonly number[]): void {
  const versions = Object.fromEntries(VERSIONS.map((name) => [name, { image: `shop/${name}` }]));
  const routeForm = one.form.istio ? ('VirtualService' as const) : ('HTTPRoute' as const);
  const service = new MeshService(chart, 'shop', { ports: one.ports, versions, routeForm });
  const gatewayForm = one.form.istio ? ('Istio' as const) : ('GatewayApi' as const);
  const steps = [
    () => one.weights && service.splitTraffic(one.weights),
    () => one.rules.map((each) => service.route(each)),
    () => one.behaviour && service.behave(one.behaviour),
    () => {
      if (one.policy) service.limit(one.policy);
      for (const [name, each] of Object.entries(one.versionPolicies)) service.limit(each, name);
    },
    () => {
      for (const { gateway, ...props } of one.exposures) {
        service.expose(new IngressBinding(gateway, 'istio-system', { form: gatewayForm }), props);
      }
    },
  ];
  for (const index of order) steps[index]?.();
}

const sumOf = (list: readonly { weight?: number }[]) => list.reduce((sum, { weight = 0 }) => sum + weight, 0);

describe('everything said of one service', () => {
  test('ends in one VirtualService and one DestinationRule that agree', () => {
    fc.assert(
      fc.property(declaration(true), (one) => {
        const rendered = render((chart) => declare(chart, one, one.order));
        expect(rendered.problems).toEqual([]);
        const said = one.weights ?? one.behaviour ?? one.rules[0] ?? one.exposures[0];
        const virtualServices = rendered.manifests.filter(({ kind }) => kind === 'VirtualService');
        expect(virtualServices).toHaveLength(said === undefined ? 0 : 1);
        const subsets = new Set(rendered.only('DestinationRule').spec.subsets.map(({ name }: Spec) => name));
        for (const { spec } of virtualServices as Spec[]) {
          for (const http of spec.http) {
            const destinations = http.route.map(({ destination }: Spec) => destination);
            if (http.route.length > 1) expect(sumOf(http.route)).toBe(100);
            for (const { host, subset } of [...destinations, ...(http.mirror ? [http.mirror] : [])]) {
              expect(host).toBe('shop');
              if (subset !== undefined) expect(subsets).toContain(subset);
            }
            // An entry without a condition would take what the rules after it are for.
            for (const entry of http.match ?? []) expect(Object.keys(entry)).not.toHaveLength(0);
          }
          expect(spec.hosts.includes('*') && (spec.gateways ?? ['mesh']).includes('mesh')).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('ends in one HTTPRoute for each parent, whose backends are Services of the chart', () => {
    fc.assert(
      fc.property(declaration(false), (one) => {
        const rendered = render((chart) => declare(chart, one, one.order));
        expect(rendered.problems).toEqual([]);
        const services = new Map(
          rendered.manifests
            .filter(({ kind }) => kind === 'Service')
            .map((service) => [service.metadata.name, (service as Spec).spec.ports.map(({ port }: Spec) => port)]),
        );
        const routes = rendered.manifests.filter(({ kind }) => kind === 'HTTPRoute') as Spec[];
        const ofMesh = routes.filter(({ spec }) => spec.parentRefs[0].kind === 'Service');
        expect(ofMesh.length).toBeLessThanOrEqual(1);
        expect(routes.length - ofMesh.length).toBe(one.exposures.length);
        for (const { spec } of routes) {
          expect(spec.parentRefs).toHaveLength(1);
          for (const { backendRefs, filters = [], matches = [{}] } of spec.rules) {
            if (backendRefs.length > 1) expect(sumOf(backendRefs)).toBe(100);
            for (const { name, port } of backendRefs) expect(services.get(name)).toContain(port);
            const replaced = filters.filter(({ urlRewrite }: Spec) => urlRewrite?.path?.type === 'ReplacePrefixMatch');
            if (replaced.length > 0) expect(matches).toHaveLength(1);
          }
        }
        const hosts = rendered.manifests
          .filter(({ kind }) => kind === 'DestinationRule')
          .map((rule: Spec) => rule.spec.host);
        expect(new Set(hosts).size).toBe(hosts.length);
        for (const host of hosts) expect([...services.keys()]).toContain(host);
      }),
      { numRuns: 60 },
    );
  });

  test('comes to the same bytes in whatever order it is said', () => {
    fc.assert(
      fc.property(fc.boolean().chain(declaration), (one) => {
        const inOrder = render((chart) => declare(chart, one, [0, 1, 2, 3, 4])).manifests;
        const shuffled = render((chart) => declare(chart, one, one.order)).manifests;
        expect(JSON.stringify(shuffled)).toBe(JSON.stringify(inOrder));
      }),
      { numRuns: 30 },
    );
  });
});
