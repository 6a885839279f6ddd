import { describe, expect, test } from '@jest/globals';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { fieldPath } from '../../../mesh/validation/field-path.js';
import { validateConfiguration } from '../../../mesh/validation/validate.js';

/** `level path` of every problem of one object, given by kind and spec. */
function problemsOf(apiVersion: string, kind: string, spec: string, metadata = ''): readonly string[] {
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: one, namespace: shop${metadata}}\nspec: ${spec}\n`;
  const { resources, problems } = readManifests(text, 'one.yaml');
  expect(problems).toEqual([]);
  return resources.flatMap(({ manifest }) =>
    validateConfiguration(manifest, 'shop').map(({ level, path }) => `${level} ${fieldPath(path)}`),
  );
}

const network = 'networking.istio.io/v1';
const security = 'security.istio.io/v1';

/** One valid object of each kind. */
const valid: readonly (readonly [apiVersion: string, kind: string, spec: string])[] = [
  [
    network,
    'VirtualService',
    '{hosts: [a], http: [{match: [{uri: {regex: "/(?i)x+"}}], timeout: 2s, route: [{destination: {host: a, port: {number: 80}}}]}]}',
  ],
  [
    network,
    'DestinationRule',
    '{host: a, trafficPolicy: {connectionPool: {tcp: {maxConnections: 3}}}, subsets: [{name: v1, labels: {version: v1}}]}',
  ],
  [
    network,
    'Gateway',
    '{selector: {istio: i}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*.example.com"], tls: {mode: SIMPLE, credentialName: c}}]}',
  ],
  [
    network,
    'ServiceEntry',
    '{hosts: [a.example.com], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS, exportTo: ["."]}',
  ],
  [
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    '{rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301}}]}]}',
  ],
  [network, 'Sidecar', '{egress: [{hosts: ["./*", "istio-system/*"]}]}'],
  [network, 'WorkloadEntry', '{address: 10.0.0.1, ports: {http: 8080}}'],
  [network, 'WorkloadGroup', '{template: {serviceAccount: a}, probe: {httpGet: {port: 80}}}'],
  ['networking.istio.io/v1beta1', 'ProxyConfig', '{concurrency: 2}'],
  [
    security,
    'PeerAuthentication',
    '{selector: {matchLabels: {app: a}}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: DISABLE}}}',
  ],
  [security, 'RequestAuthentication', '{jwtRules: [{issuer: i, jwksUri: "https://example.com/keys"}]}'],
  [
    security,
    'AuthorizationPolicy',
    '{rules: [{from: [{source: {principals: ["*"]}}], to: [{operation: {paths: ["/a/{*}/b"]}}], when: [{key: "request.headers[x]", values: [a]}]}]}',
  ],
  [
    'telemetry.istio.io/v1',
    'Telemetry',
    '{accessLogging: [{providers: [{name: envoy}]}], tracing: [{customTags: {a: {literal: {value: b}}}}]}',
  ],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin', '{url: oci://example.com/plugin:1}'],
];

/** Objects with one mistake each, and where it is. */
const invalid: readonly (readonly [kind: string, spec: string, ...problems: string[]])[] = [
  [
    'VirtualService',
    '{hosts: [a], http: [{route: [{destination: {host: a}, weigth: 20}]}]}',
    'error spec.http[0].route[0].weigth',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{timeout: 5, route: [{destination: {host: a}}]}]}',
    'error spec.http[0].timeout',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{timeout: 5d, route: [{destination: {host: a}}]}]}',
    'error spec.http[0].timeout',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{timeout: 1500us, route: [{destination: {host: a}}]}]}',
    'error spec.http[0].timeout',
  ],
  ['VirtualService', '{hosts: ["*"], http: [{route: [{destination: {host: a}}]}]}', 'error spec.hosts[0]'],
  [
    'VirtualService',
    '{hosts: ["*.a.com", b.a.com], http: [{route: [{destination: {host: a}}]}]}',
    'error spec.hosts[1]',
  ],
  ['VirtualService', '{hosts: [a]}', 'error spec'],
  [
    'VirtualService',
    '{hosts: [a], http: [{route: [{destination: {host: a}}], redirect: {uri: /x}}]}',
    'error spec.http[0].route',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{match: [{uri: {regex: "(?=a)"}}], route: [{destination: {host: a}}]}]}',
    'error spec.http[0].match[0].uri.regex',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{match: [{uri: {regex: a, prefix: b}}], route: [{destination: {host: a}}]}]}',
    'error spec.http[0].match[0].uri',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{route: [{destination: {host: a}, weight: 0}, {destination: {host: b}, weight: 0}]}]}',
    'error spec.http[0].route',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{route: [{destination: {host: a, port: {number: 70000}}}]}]}',
    'error spec.http[0].route[0].destination.port.number',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{fault: {abort: {httpStatus: 99, percentage: {value: 10}}}, route: [{destination: {host: a}}]}]}',
    'error spec.http[0].fault.abort.httpStatus',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{retries: {attempts: 2, retryOn: "5xx,sometimes"}, route: [{destination: {host: a}}]}]}',
    'error spec.http[0].retries.retryOn',
  ],
  [
    'VirtualService',
    '{hosts: [a], http: [{headers: {request: {set: {x: "100%"}}}, route: [{destination: {host: a}}]}]}',
    'error spec.http[0].headers.request.set.x',
  ],
  [
    'VirtualService',
    '{hosts: [a], gateways: [a.b.c], http: [{route: [{destination: {host: a}}]}]}',
    'warning spec.gateways[0]',
  ],
  [
    'VirtualService',
    '{hosts: [a], exportTo: [".", shop], http: [{route: [{destination: {host: a}}]}]}',
    'error spec.exportTo[1]',
  ],
  ['DestinationRule', '{host: a, subsets: [{name: v1}, {name: v1}]}', 'error spec.subsets[1].name'],
  ['DestinationRule', '{host: a, trafficPolicy: {}}', 'error spec.trafficPolicy'],
  [
    'DestinationRule',
    '{host: a, trafficPolicy: {loadBalancer: {simple: RANDOM, consistentHash: {useSourceIp: true}}}}',
    'error spec.trafficPolicy.loadBalancer',
  ],
  [
    'DestinationRule',
    '{host: a, trafficPolicy: {tls: {mode: MUTUAL, privateKey: /k}}}',
    'error spec.trafficPolicy.tls.clientCertificate',
  ],
  ['DestinationRule', '{host: a, trafficPolicy: {tls: {mode: FOO}}}', 'error spec.trafficPolicy.tls.mode'],
  [
    'DestinationRule',
    '{host: a, trafficPolicy: {outlierDetection: {consecutiveErrors: 3}}}',
    'warning spec.trafficPolicy.outlierDetection.consecutiveErrors',
  ],
  [
    'DestinationRule',
    '{host: a, trafficPolicy: {outlierDetection: {maxEjectionPercent: 101}}}',
    'error spec.trafficPolicy.outlierDetection.maxEjectionPercent',
  ],
  [
    'Gateway',
    '{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [short]}]}',
    'error spec.servers[0].hosts[0]',
  ],
  [
    'Gateway',
    '{servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*"]}]}',
    'error spec.servers[0]',
  ],
  [
    'Gateway',
    '{servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*"], tls: {mode: SIMPLE}}]}',
    'error spec.servers[0].tls.serverCertificate',
    'error spec.servers[0].tls.privateKey',
  ],
  [
    'ServiceEntry',
    '{hosts: ["*"], ports: [{number: 80, name: http, protocol: HTTP}], resolution: NONE}',
    'error spec.hosts[0]',
  ],
  [
    'ServiceEntry',
    '{hosts: ["*.a.com"], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
    'error spec.hosts[0]',
  ],
  [
    'ServiceEntry',
    '{hosts: [a.com, b.com], ports: [{number: 80, name: tcp, protocol: TCP}], resolution: DNS}',
    'error spec.ports[0]',
  ],
  ['Sidecar', '{egress: [{hosts: [a.com]}]}', 'error spec.egress[0].hosts[0]'],
  ['Sidecar', '{workloadSelector: {labels: {a: b}}}', 'error spec'],
  ['WorkloadEntry', '{address: "not an address"}', 'error spec.address'],
];

describe('validation', () => {
  test.each(valid)('%s %s takes a valid object', (apiVersion, kind, spec) => {
    expect(problemsOf(apiVersion, kind, spec)).toEqual([]);
  });

  test.each(invalid)('%s %s', (kind, spec, ...expected) => {
    expect(problemsOf(network, kind, spec)).toEqual(expected);
  });

  test.each([
    ['PeerAuthentication', '{portLevelMtls: {8080: {mode: STRICT}}}', ['error spec']],
    ['AuthorizationPolicy', '{action: DENY}', ['error spec']],
    [
      'AuthorizationPolicy',
      '{rules: [{when: [{key: request.path, values: [a]}]}]}',
      ['error spec.rules[0].when[0].key'],
    ],
    [
      'AuthorizationPolicy',
      '{rules: [{from: [{source: {ipBlocks: [1.2.3]}}]}]}',
      ['error spec.rules[0].from[0].source.ipBlocks[0]'],
    ],
    [
      'AuthorizationPolicy',
      '{action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}',
      ['warning spec.rules[0]'],
    ],
    ['RequestAuthentication', '{jwtRules: [{issuer: i, jwks: "{"}]}', ['error spec.jwtRules[0].jwks']],
  ])('%s %s', (kind, spec, expected) => {
    expect(problemsOf(security, kind, spec)).toEqual(expected);
  });

  test('a version that Istio does not serve, labels that are no texts, reserved annotations', () => {
    expect(problemsOf('networking.istio.io/v2', 'DestinationRule', '{host: a}')).toEqual(['error apiVersion']);
    expect(problemsOf(network, 'DestinationRule', '{host: a}', ', labels: {version: 1}')).toEqual([
      'error metadata.labels.version',
    ]);
    const annotation = ', annotations: {istio.io/dry-run: "true"}';
    expect(problemsOf(network, 'DestinationRule', '{host: a}', annotation)).toEqual([
      'error metadata.annotations.istio.io/dry-run',
    ]);
  });

  test('every EnvoyFilter is warned of', () => {
    const spec = '{configPatches: [{applyTo: CLUSTER, match: {listener: {}}, patch: {operation: MERGE, value: {}}}]}';
    expect(problemsOf('networking.istio.io/v1alpha3', 'EnvoyFilter', spec)).toEqual([
      'warning spec',
      'error spec.configPatches[0].match.listener',
    ]);
  });

  test('unknown kinds are not its business', () => {
    expect(validateConfiguration({ apiVersion: 'example.com/v1', kind: 'Service', spec: 1 }, 'shop')).toEqual([]);
    expect(validateConfiguration(undefined, 'shop')).toEqual([]);
  });
});
