import { call, type DifferentialCase, inside, istio, outside, subsets } from '../case.js';

const sidecar = (spec: string, namespace = 'shop', name = 'default') => istio('Sidecar', name, spec, namespace);
const targets = [
  'http://hello.shop/',
  'http://other.shop/',
  'http://bank.pay/',
  'http://raw.shop:9000/',
  'http://sniffed.shop:7000/',
  'http://plain.outside/',
];
const all = (from = inside) => targets.map((url) => call(from, url));
const entry = (name: string, spec: string) => istio('ServiceEntry', name, spec);
const rule = (name: string, spec: string, namespace = 'shop') => istio('DestinationRule', name, spec, namespace);

/** What callers know: Sidecars, ServiceEntries, DestinationRules of several namespaces. */
export const hostCases: readonly DifferentialCase[] = [
  {
    name: 'a Sidecar for the own namespace, others pass',
    config: sidecar('{egress: [{hosts: ["./*"]}]}'),
    requests: all(),
  },
  {
    name: 'a Sidecar for the own namespace, others refused',
    config: sidecar('{egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
    requests: [...all(), ...all('pay/client')],
  },
  {
    name: 'a Sidecar for one host',
    config: sidecar(
      '{egress: [{hosts: ["./hello.shop.svc.cluster.local", "pay/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}',
    ),
    requests: all(),
  },
  {
    name: 'a Sidecar for some workloads',
    config:
      sidecar(
        '{workloadSelector: {labels: {app: client}}, egress: [{hosts: ["pay/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}',
        'shop',
        'own',
      ) + sidecar('{egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
    requests: all(),
  },
  {
    name: 'a Sidecar of the root namespace',
    config: sidecar('{egress: [{hosts: ["./*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}', 'istio-system'),
    requests: [...all(), ...all('pay/client')],
  },
  {
    name: 'a Sidecar and STRICT',
    config:
      sidecar('{egress: [{hosts: ["pay/*"]}]}') + istio('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}'),
    requests: all(),
  },
  {
    name: 'a Sidecar with a port',
    config: sidecar(
      '{egress: [{port: {number: 9080, name: http, protocol: HTTP}, hosts: ["./hello.shop.svc.cluster.local"]}, {hosts: ["pay/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}',
    ),
    requests: [...all(), call(inside, 'http://hello:9080/')],
  },
  {
    name: 'a route brings its destination into the scope',
    config:
      sidecar('{egress: [{hosts: ["./hello.shop.svc.cluster.local"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}') +
      istio('VirtualService', 'hello', '{hosts: [hello], http: [{route: [{destination: {host: other}}]}]}'),
    requests: all(),
  },
  {
    name: 'a ServiceEntry with a name of the cluster behind it',
    config: entry(
      'ext',
      '{hosts: [api.example.com, "*.wild.example.com"], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, location: MESH_EXTERNAL, endpoints: [{address: plain.outside.svc.cluster.local}]}',
    ),
    requests: [
      call(inside, 'http://other/', { headers: { host: 'api.example.com' } }),
      call(inside, 'http://other/', { headers: { host: 'a.wild.example.com' } }),
      call(inside, 'http://other/', { headers: { host: 'wild.example.com' } }),
      call('pay/client', 'http://hello.shop/', { headers: { host: 'api.example.com' } }),
    ],
  },
  {
    name: 'a ServiceEntry that few see, and one without endpoints',
    config:
      entry(
        'own',
        '{hosts: [own.example.com], exportTo: ["."], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, endpoints: [{address: plain.outside.svc.cluster.local}]}',
      ) +
      entry(
        'nothing',
        '{hosts: [nothing.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: STATIC}',
      ),
    requests: [inside, 'pay/client'].flatMap((from) =>
      ['own.example.com', 'nothing.example.com'].map((host) => call(from, 'http://other.shop/', { headers: { host } })),
    ),
  },
  {
    name: 'DestinationRules of three namespaces',
    config:
      subsets +
      rule('hello', '{host: hello.shop.svc.cluster.local, subsets: [{name: v1, labels: {version: v2}}]}', 'pay') +
      rule('root', '{host: "*.local", subsets: [{name: v1, labels: {version: none}}]}', 'istio-system') +
      istio(
        'VirtualService',
        'hello',
        '{hosts: [hello], http: [{route: [{destination: {host: hello, subset: v1}}]}]}',
      ) +
      istio('VirtualService', 'other', '{hosts: [other], http: [{route: [{destination: {host: other, subset: v1}}]}]}'),
    requests: [inside, 'pay/client'].flatMap((from) =>
      ['hello.shop', 'other.shop'].map((host) => call(from, `http://${host}/`)),
    ),
  },
  {
    name: 'two DestinationRules for one host, and a private one',
    config:
      rule('a', '{host: hello, subsets: [{name: v1, labels: {version: v1}}]}') +
      rule('b', '{host: hello, subsets: [{name: v1, labels: {version: v2}}, {name: v2, labels: {version: v2}}]}') +
      rule('p', '{host: other, exportTo: ["."], subsets: [{name: x, labels: {version: v1}}]}') +
      istio(
        'VirtualService',
        'hello',
        '{hosts: [hello], http: [{match: [{uri: {prefix: /2}}], route: [{destination: {host: hello, subset: v2}}]}, {route: [{destination: {host: hello, subset: v1}}]}]}',
      ) +
      istio('VirtualService', 'other', '{hosts: [other], http: [{route: [{destination: {host: other, subset: x}}]}]}'),
    requests: [inside, 'pay/client'].flatMap((from) =>
      ['hello.shop/', 'hello.shop/2', 'other.shop/'].map((path) => call(from, `http://${path}`)),
    ),
  },
  {
    name: 'TCP routes',
    config:
      subsets +
      istio(
        'VirtualService',
        'raw',
        '{hosts: [raw], tcp: [{match: [{port: 9000, sourceLabels: {app: nobody}}], route: [{destination: {host: bank.pay.svc.cluster.local, port: {number: 80}}}]}, {match: [{port: 9000}], route: [{destination: {host: other, port: {number: 80}}}]}]}',
      ),
    requests: [
      call(inside, 'http://raw:9000/'),
      call('pay/client', 'http://raw.shop:9000/'),
      call(outside, 'http://raw.shop:9000/'),
    ],
  },
  {
    name: 'an ExternalName Service',
    config:
      '---\napiVersion: v1\nkind: Service\nmetadata: {name: alias, namespace: shop}\nspec: {type: ExternalName, externalName: bank.pay.svc.cluster.local, ports: [{name: http, port: 80}]}\n',
    requests: [
      call(inside, 'http://alias/'),
      call(outside, 'http://alias.shop/'),
      call('pay/client', 'http://alias.shop/'),
    ],
  },
];
