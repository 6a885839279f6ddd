import fc from 'fast-check';
import { type DifferentialCase, gatewayApi, inside, istio, outside } from '../case.js';
import {
  authorizationPolicy,
  credentials,
  destinationRule,
  headers,
  ofNamespace,
  ofWorkload,
  sidecar,
} from '../generated-policies.js';
import { aMethod, aPath, httpRules, routeRules } from '../generated-routes.js';
import { keySet } from '../tokens.js';

const maybe = (chance: number, text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.nat(99).chain((number) => (number < chance ? text : fc.constant('')));
const object = (kind: string, name: string, spec: fc.Arbitrary<unknown>, namespace = 'shop'): fc.Arbitrary<string> =>
  spec.map((one) => istio(kind, name, JSON.stringify(one), namespace));
const front = istio(
  'Gateway',
  'front',
  '{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}',
);
const jwt = (selector: string, namespace: string) =>
  istio(
    'RequestAuthentication',
    'jwt',
    `{selector: {matchLabels: ${selector}}, jwtRules: [{issuer: me, jwks: '${keySet}', forwardOriginalToken: true}]}`,
    namespace,
  );

const aConfig = fc
  .tuple(
    object('DestinationRule', 'hello', destinationRule),
    fc.oneof(
      {
        weight: 3,
        arbitrary: object(
          'VirtualService',
          'hello',
          httpRules.map((http) => ({ hosts: ['hello'], http })),
        ),
      },
      {
        weight: 1,
        arbitrary: routeRules.map((rules) =>
          gatewayApi(
            'HTTPRoute',
            'hello',
            JSON.stringify({ parentRefs: [{ group: '', kind: 'Service', name: 'hello' }], rules }),
          ),
        ),
      },
      { weight: 1, arbitrary: fc.constant('') },
    ),
    object(
      'VirtualService',
      'gate',
      httpRules.map((http) => ({ hosts: ['a.com', '*.b.com'], gateways: ['front'], http })),
    ),
    maybe(40, object('PeerAuthentication', 'default', ofNamespace)),
    maybe(30, object('PeerAuthentication', 'hello', ofWorkload)),
    maybe(60, object('AuthorizationPolicy', 'one', authorizationPolicy({ app: 'hello' }))),
    maybe(40, object('AuthorizationPolicy', 'two', authorizationPolicy({ app: 'hello' }))),
    maybe(25, object('AuthorizationPolicy', 'gate', authorizationPolicy({ istio: 'front' }), 'istio-system')),
    maybe(25, object('Sidecar', 'default', sidecar)),
    maybe(50, fc.constant(jwt('{app: hello}', 'shop'))),
    maybe(30, fc.constant(jwt('{istio: front}', 'istio-system'))),
  )
  .map((texts) => front + texts.join(''));

const aRequest = fc
  .record({
    from: fc.constantFrom(inside, inside, inside, outside, 'pay/client', 'internet', 'internet'),
    host: fc.constantFrom(
      'hello.shop',
      'hello.shop',
      'hello.shop',
      'hello.shop:9080',
      'other.shop',
      'bank.pay',
      'raw.shop:9000',
    ),
    gatewayHost: fc.constantFrom('a.com', 'x.b.com', 'c.com'),
    path: aPath,
    query: fc.constantFrom('', '', '', '?q=1', '?q=x'),
    method: fc.oneof({ weight: 3, arbitrary: fc.constant('GET') }, { weight: 1, arbitrary: aMethod }),
    headers,
    credentials,
  })
  .map(({ from, host, gatewayHost, path, query, method, headers: sent, credentials: token }) => {
    const isOutside = from === 'internet';
    return {
      from,
      to: `http://${isOutside ? gatewayHost : host}${path}${query}`,
      ...(isOutside ? { via: 'istio-system/front' } : {}),
      ...(method === 'GET' ? {} : { method }),
      ...(Object.keys(sent).length === 0 ? {} : { headers: sent }),
      ...token,
    };
  });

/** The configuration and the requests of a seed; the same for the same seed. */
function generatedCase(seed: number): DifferentialCase {
  const [config = ''] = fc.sample(aConfig, { seed, numRuns: 1 });
  return { name: `generated ${seed}`, config, requests: fc.sample(aRequest, { seed, numRuns: 14 }) };
}

/** Seeds of the generated cases, `from-to`. */
const [first = 1, last = 12] = (process.env['DIFFERENTIAL_SEEDS'] ?? '1-12').split('-').map(Number);

/** Random combinations of routes, rules, TLS modes, policies, tokens and scopes. */
export const generatedCases: readonly DifferentialCase[] = Array.from({ length: last - first + 1 }, (_, index) =>
  generatedCase(first + index),
);
