import fc from 'fast-check';

/** Parts of configurations that fast-check puts together: matches and actions of routes. */

const paths = ['/', '/a', '/a/', '/a/b', '/ab', '/A', '/c', '/c/d/e'] as const;
export const aPath = fc.constantFrom(...paths);
export const aHeaderName = fc.constantFrom('x-a', 'x-b');
export const aHeaderValue = fc.constantFrom('1', '2', '12');
export const aMethod = fc.constantFrom('GET', 'POST', 'DELETE');

const aText = (values: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  fc.oneof(
    values.map((exact) => ({ exact })),
    values.map((prefix) => ({ prefix })),
    values.map((value) => ({ regex: `${value.replaceAll('/', '[/]')}.?` })),
  );

const some = <T>(value: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq });

/** A record without the members that are undefined. */
export function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const headersOf = fc.dictionary(aHeaderName, fc.oneof(aText(aHeaderValue), fc.constant({})), {
  minKeys: 1,
  maxKeys: 2,
});

const aMatch = fc
  .record({
    uri: some(aText(aPath), 4),
    ignoreUriCase: some(fc.constant(true), 8),
    method: some(aText(aMethod), 6),
    headers: some(headersOf, 3),
    withoutHeaders: some(headersOf, 8),
    queryParams: some(fc.constantFrom({ q: { exact: '1' } }, { q: { regex: '[0-9]+' } }), 8),
    sourceLabels: some(fc.constantFrom({ app: 'client' }, { app: 'nobody' }), 8),
    sourceNamespace: some(fc.constantFrom('shop', 'pay'), 8),
    port: some(fc.constantFrom(80, 9080), 8),
  })
  .map((match) => {
    const { uri, ignoreUriCase, ...rest } = present(match);
    return { ...rest, ...(uri === undefined ? {} : { uri }), ...(uri === undefined ? {} : present({ ignoreUriCase })) };
  })
  .filter((match) => Object.keys(match).length > 0);

const changes = fc
  .record({
    set: some(fc.dictionary(aHeaderName, aHeaderValue, { minKeys: 1, maxKeys: 1 })),
    add: some(fc.dictionary(aHeaderName, aHeaderValue, { minKeys: 1, maxKeys: 1 })),
    remove: some(fc.array(aHeaderName, { minLength: 1, maxLength: 1 })),
  })
  .map((request) => ({ request: present(request) }));

/** Hosts, ports and subsets that routes name, some of which do not exist. */
const aDestination = fc.constantFrom(
  { host: 'hello', subset: 'v1' },
  { host: 'hello', subset: 'v2' },
  { host: 'hello' },
  { host: 'other' },
  { host: 'other', port: { number: 80 } },
  { host: 'bank.pay.svc.cluster.local', port: { number: 80 } },
  { host: 'plain.outside.svc.cluster.local', port: { number: 80 } },
  { host: 'hello', subset: 'v9' },
  { host: 'empty', port: { number: 80 } },
);

const forwarding = fc
  .record({
    destinations: fc.array(fc.record({ destination: aDestination, headers: some(changes, 6) }), {
      minLength: 1,
      maxLength: 3,
    }),
    weights: fc.constantFrom([50, 30, 20], [90, 10, 0], [1, 1, 1]),
    fault: some(
      fc.constantFrom(
        { abort: { percentage: { value: 100 }, httpStatus: 418 } },
        { abort: { percentage: { value: 37.5 }, httpStatus: 503 } },
      ),
      6,
    ),
    rewrite: some(
      fc.constantFrom(
        { uri: '/' },
        { uri: '/c' },
        { authority: 'new.example' },
        { uriRegexRewrite: { match: '^/a/?(.*)', rewrite: '/c/\\1' } },
      ),
      4,
    ),
    headers: some(changes, 4),
    timeout: some(fc.constantFrom('5s', '1s', '800ms'), 5),
    retries: some(
      fc.constantFrom(
        { attempts: 0 },
        { attempts: 2 },
        { attempts: 3, retryOn: '5xx,reset', perTryTimeout: '2s' },
        { attempts: 2, retryOn: '403' },
      ),
      5,
    ),
    mirror: some(fc.constantFrom({ host: 'other' }, { host: 'absent' }), 8),
  })
  .map(({ destinations, weights, ...rest }) => ({
    ...present(rest),
    route: destinations.map((one, index) =>
      destinations.length === 1 ? present(one) : { ...present(one), weight: weights[index] ?? 0 },
    ),
  }));

const answering = fc.constantFrom(
  { directResponse: { status: 201 } },
  { directResponse: { status: 503 } },
  { redirect: { uri: '/x' } },
  { redirect: { authority: 'b.com', redirectCode: 302 } },
  { redirect: { scheme: 'https', redirectCode: 308 } },
);

const anAction: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: forwarding },
  { weight: 1, arbitrary: answering },
);

/** The `http` of a VirtualService; `gateway` leaves out what only sidecars look at. */
export const httpRules: fc.Arbitrary<readonly object[]> = fc
  .tuple(
    fc.array(fc.tuple(fc.array(aMatch, { minLength: 1, maxLength: 2 }), anAction), { minLength: 1, maxLength: 4 }),
    some(anAction, 6),
  )
  .map(([rules, last]) => [
    ...rules.map(([match, action]) => ({ match, ...action })),
    ...(last === undefined ? [] : [last]),
  ]);

/** Rules of an HTTPRoute. */
export const routeRules: fc.Arbitrary<readonly object[]> = fc.array(
  fc
    .record({
      matches: fc.array(
        fc
          .record({
            path: some(
              fc
                .record({ type: fc.constantFrom('PathPrefix', 'Exact'), value: aPath })
                .filter(({ type, value }) => type === 'Exact' || value === '/' || !value.endsWith('/')),
              4,
            ),
            method: some(aMethod, 5),
            headers: some(
              aHeaderName.chain((name) => aHeaderValue.map((value) => [{ name, value }])),
              3,
            ),
            queryParams: some(fc.constant([{ name: 'q', value: '1' }]), 8),
          })
          .map(present),
        { minLength: 1, maxLength: 2 },
      ),
      filters: some(
        fc.constantFrom(
          [
            {
              type: 'RequestHeaderModifier',
              requestHeaderModifier: { set: [{ name: 'x-a', value: '12' }], remove: ['x-b'] },
            },
          ],
          [{ type: 'URLRewrite', urlRewrite: { hostname: 'new.example' } }],
          [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/c/d/e' } } }],
        ),
        3,
      ),
      backendRefs: fc.array(
        fc.constantFrom(
          { name: 'hello', port: 80 },
          { name: 'other', port: 80, weight: 3 },
          { name: 'absent', port: 80 },
          { name: 'empty', port: 80, weight: 0 },
          { name: 'bank', namespace: 'pay', port: 80 },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    })
    .map(present),
  { minLength: 1, maxLength: 3 },
);
