import { call, type DifferentialCase, inside, istio, outside } from '../case.js';

const sidecar = (spec: string, name = 'default', namespace = 'shop') => istio('Sidecar', name, spec, namespace);
const entry = (name: string, spec: string, namespace = 'shop') => istio('ServiceEntry', name, spec, namespace);
const as = (host: string, from = inside, port = '') => call(from, `http://other.shop${port}/`, { headers: { host } });
const plain = 'address: plain.outside.svc.cluster.local';
const http = '{number: 80, name: http, protocol: HTTP}';
const registryOnly = 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}';
const targets = [
  'http://hello.shop/',
  'http://other.shop/',
  'http://bank.pay/',
  'http://plain.outside/',
  'http://raw.shop:9000/',
];

/** Sidecars and ServiceEntries combined with routes, rules and policies. */
export const scopeAndEntryCases: readonly DifferentialCase[] = [
  {
    name: 'a Sidecar of a workload over that of the namespace, by labels',
    config:
      sidecar(`{egress: [{hosts: ["./*"]}], ${registryOnly}}`) +
      sidecar(
        `{workloadSelector: {labels: {app: client, version: c1}}, egress: [{hosts: ["pay/*", "./other.shop.svc.cluster.local"]}], ${registryOnly}}`,
        'client',
      ) +
      sidecar(`{workloadSelector: {labels: {app: nobody}}, egress: [{hosts: ["~/*"]}]}`, 'nobody'),
    requests: targets.map((url) => call(inside, url)),
  },
  {
    name: 'a Sidecar without outboundTrafficPolicy in a mesh that refuses',
    meshConfig: registryOnly,
    config:
      sidecar('{egress: [{hosts: ["./*"]}]}') +
      sidecar('{egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: ALLOW_ANY}}', 'default', 'pay'),
    requests: [inside, 'pay/client'].flatMap((from) => [
      ...targets.map((url) => call(from, url)),
      as('unknown.org', from),
    ]),
  },
  {
    name: 'a Sidecar that hides the VirtualService of another namespace',
    config:
      istio('VirtualService', 'bank', '{hosts: [bank], http: [{directResponse: {status: 201}}]}', 'pay') +
      istio(
        'VirtualService',
        'hello',
        '{hosts: [hello.shop.svc.cluster.local], http: [{directResponse: {status: 202}}]}',
        'pay',
      ) +
      sidecar(`{egress: [{hosts: ["./*", "istio-system/*"]}], ${registryOnly}}`),
    requests: [inside, 'pay/client'].flatMap((from) => [
      call(from, 'http://bank.pay/'),
      call(from, 'http://hello.shop/'),
    ]),
  },
  {
    name: 'a Sidecar for some hosts of another namespace',
    config: sidecar(
      `{egress: [{hosts: ["pay/bank.pay.svc.cluster.local", "outside/*.outside.svc.cluster.local", "*/other.shop.svc.cluster.local"]}], ${registryOnly}}`,
    ),
    requests: targets.map((url) => call(inside, url)),
  },
  {
    name: 'a Sidecar that only takes in',
    config:
      sidecar(
        '{workloadSelector: {labels: {app: other}}, ingress: [{port: {number: 8080, protocol: HTTP, name: http}, defaultEndpoint: "127.0.0.1:8080"}, {port: {number: 9999, protocol: HTTP, name: alt}, defaultEndpoint: "127.0.0.1:8080"}]}',
      ) +
      '---\napiVersion: v1\nkind: Service\nmetadata: {name: alt, namespace: shop}\nspec: {selector: {app: other}, ports: [{name: http, port: 80, targetPort: 9999}]}\n' +
      istio(
        'PeerAuthentication',
        'other',
        '{selector: {matchLabels: {app: other}}, mtls: {mode: STRICT}, portLevelMtls: {9999: {mode: PERMISSIVE}}}',
      ),
    requests: ['http://other.shop/', 'http://alt.shop/'].flatMap((url) =>
      [inside, outside].map((from) => call(from, url)),
    ),
  },
  {
    name: 'ServiceEntries of every resolution',
    config:
      entry(
        'dns',
        `{hosts: [dns.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`,
      ) +
      entry(
        'round',
        `{hosts: [round.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS_ROUND_ROBIN, endpoints: [{${plain}}]}`,
      ) +
      entry('none', `{hosts: [none.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: NONE}`) +
      entry(
        'self',
        `{hosts: [plain.outside.svc.cluster.local.example], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{address: bank.pay.svc.cluster.local}]}`,
      ) +
      entry(
        'internal',
        `{hosts: [internal.example.com], location: MESH_INTERNAL, ports: [${http}], resolution: DNS, endpoints: [{address: bank.pay.svc.cluster.local}]}`,
      ) +
      entry(
        'other-port',
        '{hosts: [port.example.com], location: MESH_EXTERNAL, ports: [{number: 8080, name: http, protocol: HTTP, targetPort: 80}], resolution: DNS, endpoints: [{address: plain.outside.svc.cluster.local}]}',
      ),
    requests: ['dns', 'round', 'none', 'internal', 'port'].flatMap((name) =>
      [inside, 'pay/client'].map((from) => as(`${name}.example.com`, from)),
    ),
  },
  {
    name: 'ServiceEntries with routes, subsets and faults',
    config:
      entry(
        'api',
        `{hosts: [api.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{${plain}, labels: {version: e1}}, {address: bank.pay.svc.cluster.local, labels: {version: e2}}]}`,
      ) +
      istio(
        'DestinationRule',
        'api',
        '{host: api.example.com, subsets: [{name: one, labels: {version: e1}}, {name: two, labels: {version: e2}}]}',
      ) +
      istio(
        'VirtualService',
        'api',
        '{hosts: [api.example.com], http: [{match: [{uri: {prefix: /two}}], route: [{destination: {host: api.example.com, subset: two}}]}, {match: [{uri: {prefix: /split}}], route: [{destination: {host: api.example.com, subset: one}, weight: 20}, {destination: {host: api.example.com, subset: two}, weight: 80}]}, {match: [{uri: {prefix: /fault}}], fault: {abort: {percentage: {value: 25}, httpStatus: 500}}, route: [{destination: {host: api.example.com}}]}, {timeout: 3s, route: [{destination: {host: api.example.com, subset: one}}]}]}',
      ),
    requests: ['two', 'split', 'fault', ''].map((path) =>
      call(inside, `http://other.shop/${path}`, { headers: { host: 'api.example.com' } }),
    ),
  },
  {
    name: 'ServiceEntries exported to some, and refused elsewhere',
    config:
      entry(
        'a',
        `{hosts: [a.example.com], exportTo: ["."], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`,
      ) +
      entry(
        'b',
        `{hosts: [b.example.com], exportTo: [pay], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`,
      ) +
      entry(
        'c',
        `{hosts: [c.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`,
        'pay',
      ) +
      sidecar(`{egress: [{hosts: ["*/*"]}], ${registryOnly}}`) +
      sidecar(`{egress: [{hosts: ["*/*"]}], ${registryOnly}}`, 'default', 'pay'),
    requests: ['a', 'b', 'c', 'd'].flatMap((name) =>
      [inside, 'pay/client'].map((from) => as(`${name}.example.com`, from)),
    ),
  },
  {
    name: 'wildcard ServiceEntries and routes',
    config:
      entry('wild', `{hosts: ["*.example.com"], location: MESH_EXTERNAL, ports: [${http}], resolution: NONE}`) +
      istio(
        'VirtualService',
        'wild',
        '{hosts: ["*.example.com"], http: [{match: [{uri: {prefix: /x}}], directResponse: {status: 201}}, {route: [{destination: {host: plain.outside.svc.cluster.local}}]}]}',
      ) +
      istio('VirtualService', 'api', '{hosts: [api.example.com], http: [{directResponse: {status: 202}}]}') +
      sidecar(`{egress: [{hosts: ["*/*"]}], ${registryOnly}}`),
    requests: ['a.example.com', 'api.example.com', 'x.y.example.com', 'example.com', 'example.org'].map((host) =>
      as(host),
    ),
  },
  {
    name: 'a host of Kubernetes that a ServiceEntry repeats, and two namespaces',
    config:
      entry(
        'same',
        `{hosts: [api.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`,
      ) +
      entry(
        'same',
        `{hosts: [api.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{address: bank.pay.svc.cluster.local}]}`,
        'pay',
      ),
    requests: [inside, 'pay/client'].map((from) => as('api.example.com', from)),
  },
  {
    name: 'plain text to a STRICT server by an entry, and mTLS',
    config:
      istio('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}', 'pay') +
      entry(
        'ext',
        `{hosts: [ext.example.com], location: MESH_EXTERNAL, ports: [${http}], resolution: DNS, endpoints: [{address: bank.pay.svc.cluster.local}]}`,
      ) +
      entry(
        'int',
        `{hosts: [int.example.com], location: MESH_INTERNAL, ports: [${http}], resolution: DNS, endpoints: [{address: bank.pay.svc.cluster.local}]}`,
      ) +
      entry(
        'rule',
        `{hosts: [rule.example.com], location: MESH_INTERNAL, ports: [${http}], resolution: DNS, endpoints: [{address: bank.pay.svc.cluster.local}]}`,
      ) +
      istio('DestinationRule', 'rule', '{host: rule.example.com, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}'),
    requests: ['ext', 'int', 'rule'].map((name) => as(`${name}.example.com`)),
  },
  {
    name: 'a VirtualService for a host that nothing declares',
    config:
      istio(
        'VirtualService',
        'v',
        '{hosts: [virtual.example.com, "*.virtual.org"], http: [{match: [{uri: {prefix: /d}}], directResponse: {status: 201}}, {route: [{destination: {host: hello}}]}]}',
      ) + sidecar(`{egress: [{hosts: ["*/*"]}], ${registryOnly}}`),
    requests: [
      ...['virtual.example.com', 'a.virtual.org', 'virtual.org'].map((host) => as(host)),
      call(inside, 'http://hello:9080/', { headers: { host: 'virtual.example.com' } }),
      call(inside, 'http://other.shop/d', { headers: { host: 'virtual.example.com' } }),
      as('virtual.example.com', 'pay/client'),
    ],
  },
];
