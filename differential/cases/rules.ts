import { call, type DifferentialCase, inside, istio } from '../case.js';

const vs = (spec: string, name = 'hello') => istio('VirtualService', name, spec);
const rule = (name: string, spec: string, namespace = 'shop') => istio('DestinationRule', name, spec, namespace);
const strict = istio('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}');
const hello = 'http://hello.shop/';
const two = 'subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]';
const byPath = vs(
  '{hosts: [hello], http: [{match: [{uri: {prefix: /1}}], route: [{destination: {host: hello, subset: v1}}]}, {match: [{uri: {prefix: /2}}], route: [{destination: {host: hello, subset: v2}}]}, {route: [{destination: {host: hello}}]}]}',
);
const paths = (from = inside) => ['1', '2', ''].map((path) => call(from, hello + path));

/** What DestinationRules say about TLS, subsets and load balancing. */
export const ruleCases: readonly DifferentialCase[] = [
  {
    name: 'TLS of a subset, over that of the host',
    config:
      strict +
      byPath +
      rule(
        'hello',
        '{host: hello, trafficPolicy: {tls: {mode: DISABLE}}, subsets: [{name: v1, labels: {version: v1}, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}, {name: v2, labels: {version: v2}, trafficPolicy: {loadBalancer: {simple: RANDOM}}}]}',
      ),
    requests: [...paths(), ...paths('pay/client')],
  },
  {
    name: 'TLS of a port, with subsets',
    config:
      strict +
      byPath +
      rule(
        'hello',
        '{host: hello, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]}, subsets: [{name: v1, labels: {version: v1}, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: ISTIO_MUTUAL}}]}}, {name: v2, labels: {version: v2}}]}',
      ),
    requests: [...paths(), call(inside, 'http://hello:9080/1'), call(inside, 'http://hello:9080/')],
  },
  {
    name: 'a rule for some callers',
    config:
      strict +
      byPath +
      rule('all', `{host: hello, ${two}}`) +
      rule(
        'some',
        '{host: hello, workloadSelector: {matchLabels: {app: client}}, trafficPolicy: {tls: {mode: DISABLE}}, subsets: [{name: v1, labels: {version: v2}}]}',
      ),
    requests: [...paths(), ...paths('pay/client')],
  },
  {
    name: 'a wildcard rule and one for the host',
    config:
      byPath +
      rule(
        'wild',
        '{host: "*.shop.svc.cluster.local", trafficPolicy: {tls: {mode: DISABLE}}, subsets: [{name: v2, labels: {version: v2}}]}',
      ) +
      rule('hello', '{host: hello, subsets: [{name: v1, labels: {version: v1}}]}') +
      strict,
    requests: [...paths(), call(inside, 'http://other.shop/'), call('pay/client', 'http://other.shop/')],
  },
  {
    name: 'rules exported to some namespaces',
    config:
      byPath +
      rule('hello', `{host: hello, exportTo: [pay], ${two}}`) +
      rule('root', '{host: "*.shop.svc.cluster.local", subsets: [{name: v1, labels: {version: v2}}]}', 'istio-system'),
    requests: [...paths(), ...paths('pay/client')],
  },
  {
    name: 'rules with short names from elsewhere',
    config:
      byPath +
      rule('hello', '{host: hello.shop, subsets: [{name: v1, labels: {version: v1}}]}') +
      rule('far', `{host: hello.shop.svc.cluster.local, ${two}}`, 'pay'),
    requests: [...paths(), ...paths('pay/client')],
  },
  {
    name: 'subsets that select nothing, or everything',
    config:
      rule(
        'hello',
        '{host: hello, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v9}}, {name: any}]}',
      ) +
      vs(
        '{hosts: [hello], http: [{match: [{uri: {prefix: /2}}], retries: {attempts: 3, retryOn: "5xx"}, route: [{destination: {host: hello, subset: v2}}]}, {match: [{uri: {prefix: /any}}], route: [{destination: {host: hello, subset: any}}]}, {match: [{uri: {prefix: /mix}}], route: [{destination: {host: hello, subset: v1}, weight: 3}, {destination: {host: hello, subset: v2}, weight: 1}]}, {route: [{destination: {host: hello, subset: v1}}]}]}',
      ),
    requests: ['2', 'any', 'mix', ''].map((path) => call(inside, hello + path)),
  },
  {
    name: 'limits, outlier detection and balancing of one request at a time',
    config:
      byPath +
      rule(
        'hello',
        `{host: hello, trafficPolicy: {connectionPool: {tcp: {maxConnections: 100}, http: {http1MaxPendingRequests: 100, maxRequestsPerConnection: 1, idleTimeout: 10s}}, outlierDetection: {consecutive5xxErrors: 5}, loadBalancer: {simple: ROUND_ROBIN}}, ${two}}`,
      ),
    requests: paths(),
  },
  {
    name: 'PASSTHROUGH',
    config: rule('hello', '{host: hello, trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}}') + strict,
    requests: [call(inside, hello), call('pay/client', hello)],
  },
  {
    name: 'plain text to some workloads that refuse it, with and without retries',
    config:
      istio('PeerAuthentication', 'v1', '{selector: {matchLabels: {version: v1, app: hello}}, mtls: {mode: STRICT}}') +
      rule('hello', '{host: hello, trafficPolicy: {tls: {mode: DISABLE}}}') +
      vs(
        '{hosts: [hello], http: [{match: [{uri: {prefix: /none}}], retries: {attempts: 0}, route: [{destination: {host: hello}}]}, {match: [{uri: {prefix: /reset}}], retries: {attempts: 1, retryOn: reset}, route: [{destination: {host: hello}}]}, {match: [{uri: {prefix: /5xx}}], retries: {attempts: 3, retryOn: 5xx}, route: [{destination: {host: hello}}]}, {match: [{uri: {prefix: /code}}], retries: {attempts: 1, retryOn: "503"}, route: [{destination: {host: hello}}]}, {route: [{destination: {host: hello}}]}]}',
      ),
    requests: ['reset', '5xx'].map((path) => call(inside, hello + path)),
  },
  {
    name: 'denied by some workloads, with retries',
    config:
      istio(
        'AuthorizationPolicy',
        'v1',
        '{selector: {matchLabels: {version: v1, app: hello}}, action: DENY, rules: [{}]}',
      ) +
      vs(
        '{hosts: [hello], http: [{match: [{uri: {prefix: /retry}}], retries: {attempts: 2, retryOn: "403"}, route: [{destination: {host: hello}}]}, {route: [{destination: {host: hello}}]}]}',
      ),
    requests: ['retry'].map((path) => call(inside, hello + path)),
  },
];
