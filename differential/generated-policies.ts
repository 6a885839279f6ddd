import fc from 'fast-check';
import { aHeaderName, aHeaderValue, aMethod, aPath, present } from './generated-routes.js';

/** Parts of configurations that fast-check puts together: policies, TLS modes and scopes. */

const some = <T>(value: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq });
const few = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.array(value, { minLength: 1, maxLength: 2 });
const filled = <T extends object>(value: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  value.map(present).filter((one) => Object.keys(one).length > 0);

const aPrincipal = fc.constantFrom(
  'cluster.local/ns/shop/sa/client',
  'cluster.local/ns/pay/sa/client',
  '*/sa/client',
  'cluster.local/ns/istio-system/*',
  '*',
);
const aNamespace = fc.constantFrom('shop', 'pay', 'istio-system', 'outside', 's*');
const aPattern = fc.oneof(
  aPath,
  aPath.map((path) => `${path}*`),
  fc.constantFrom('*/d/e', '/c/{*}/e', '/{**}/b', '*'),
);

const aSource = filled(
  fc.record({
    principals: some(few(aPrincipal), 3),
    notPrincipals: some(few(aPrincipal), 6),
    namespaces: some(few(aNamespace), 3),
    notNamespaces: some(few(aNamespace), 6),
    requestPrincipals: some(fc.constantFrom(['*'], ['me/joe'], ['you/*']), 5),
    notRequestPrincipals: some(fc.constantFrom(['*'], ['me/*']), 8),
  }),
);
const anOperation = filled(
  fc.record({
    methods: some(few(aMethod), 3),
    notMethods: some(few(aMethod), 6),
    paths: some(few(aPattern), 2),
    notPaths: some(few(aPattern), 6),
    hosts: some(fc.constantFrom(['hello.shop'], ['*.shop', 'a.com'], ['new.example']), 6),
    notHosts: some(fc.constantFrom(['hello.shop'], ['hello*']), 8),
    ports: some(fc.constantFrom(['8080'], ['80'], ['8080', '8443']), 6),
    notPorts: some(fc.constantFrom(['8080'], ['8443']), 8),
  }),
);
const aCondition = fc
  .tuple(
    fc.oneof(
      aHeaderName.map((name) => ({ key: `request.headers[${name}]`, values: ['1', '2*', '*'] })),
      fc.constantFrom(
        { key: 'source.namespace', values: ['shop', 'pay'] },
        { key: 'destination.port', values: ['8080', '8443'] },
        { key: 'request.auth.claims[role]', values: ['admin', 'a*'] },
        { key: 'source.principal', values: ['*/sa/client', '*/sa/other'] },
        { key: 'connection.sni', values: ['outbound*', 'a.com'] },
      ),
    ),
    fc.nat(2),
    fc.boolean(),
  )
  .map(([{ key, values }, index, isNot]) => {
    const chosen = [values[index % values.length] ?? ''];
    return isNot ? { key, notValues: chosen } : { key, values: chosen };
  });

const aRule = fc
  .record({
    from: some(few(aSource.map((source) => ({ source }))), 2),
    to: some(few(anOperation.map((operation) => ({ operation }))), 2),
    when: some(few(aCondition), 4),
  })
  .map(present);

/** The spec of an AuthorizationPolicy for pods with these labels. */
export const authorizationPolicy = (labels: object): fc.Arbitrary<object> =>
  fc.record({
    selector: fc.constant({ matchLabels: labels }),
    action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY', 'AUDIT'),
    rules: few(aRule),
  });

const aMode = fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');

/** Specs of PeerAuthentications: of the namespace and of one workload. */
export const ofNamespace = aMode.map((mode) => ({ mtls: { mode } }));
export const ofWorkload = fc.tuple(aMode, some(aMode)).map(([mode, port]) => ({
  selector: { matchLabels: { app: 'hello' } },
  mtls: { mode },
  ...(port === undefined ? {} : { portLevelMtls: { 8080: { mode: port } } }),
}));

const tls = fc.constantFrom<object>({ mode: 'DISABLE' }, { mode: 'ISTIO_MUTUAL' });

/** The spec of a DestinationRule with the subsets v1 and v2. */
export const destinationRule = fc
  .record({ tls: some(tls, 5), port: some(tls, 8), subset: some(tls, 8) })
  .map((chosen) => {
    const policy = present({
      tls: chosen.tls,
      portLevelSettings: chosen.port === undefined ? undefined : [{ port: { number: 80 }, tls: chosen.port }],
    });
    return {
      host: 'hello',
      ...(Object.keys(policy).length === 0 ? {} : { trafficPolicy: policy }),
      subsets: [
        {
          name: 'v1',
          labels: { version: 'v1' },
          ...(chosen.subset === undefined ? {} : { trafficPolicy: { tls: chosen.subset } }),
        },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    };
  });

/** The spec of a Sidecar. */
export const sidecar = fc.record({
  egress: fc.constantFrom(
    [{ hosts: ['./*'] }],
    [{ hosts: ['./*', 'pay/*'] }],
    [{ hosts: ['*/hello.shop.svc.cluster.local', 'outside/*'] }],
    [{ hosts: ['*/*'] }],
  ),
  outboundTrafficPolicy: fc.constantFrom({ mode: 'REGISTRY_ONLY' }, { mode: 'ALLOW_ANY' }),
});

/** Claims of tokens, and headers, that requests carry. */
export const credentials = fc.constantFrom<object>(
  {},
  {},
  { claims: { iss: 'me', sub: 'joe', role: 'admin' } },
  { claims: { iss: 'you', sub: 'ann' } },
  { token: 'invalid' },
);
export const headers = fc.dictionary(aHeaderName, aHeaderValue, { maxKeys: 2 });
