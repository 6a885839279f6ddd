import { call, type DifferentialCase, inside, istio, outside } from '../case.js';

const entry = (name: string, spec: string, namespace = 'shop') => istio('ServiceEntry', name, spec, namespace);
const as = (host: string, from = inside) => call(from, 'http://other.shop/', { headers: { host } });
const plain = 'address: plain.outside.svc.cluster.local';
const http = '{number: 80, name: http, protocol: HTTP}';
const registryOnly = istio(
  'Sidecar',
  'default',
  '{egress: [{hosts: ["*/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}',
);

/** Hosts beside the Services of Kubernetes. */
export const entryCases: readonly DifferentialCase[] = [
  {
    name: 'a ServiceEntry that selects pods',
    config: entry(
      'sel',
      `{hosts: [sel.example.com], location: MESH_INTERNAL, ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}], resolution: STATIC, workloadSelector: {labels: {app: hello}}}`,
    ),
    requests: [as('sel.example.com'), as('sel.example.com', 'pay/client')],
  },
  {
    name: 'a ServiceEntry that selects pods, with subsets and STRICT',
    config:
      entry(
        'sel',
        `{hosts: [sel.example.com], location: MESH_INTERNAL, ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}], resolution: STATIC, workloadSelector: {labels: {app: hello}}}`,
      ) +
      istio('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}') +
      istio('DestinationRule', 'sel', '{host: sel.example.com, subsets: [{name: v2, labels: {version: v2}}]}') +
      istio(
        'VirtualService',
        'sel',
        '{hosts: [sel.example.com], http: [{match: [{uri: {prefix: /v2}}], route: [{destination: {host: sel.example.com, subset: v2}}]}, {route: [{destination: {host: sel.example.com}}]}]}',
      ),
    requests: [as('sel.example.com'), call(inside, 'http://other.shop/v2', { headers: { host: 'sel.example.com' } })],
  },
  {
    name: 'two ServiceEntries for one host',
    config:
      entry('a', `{hosts: [two.example.com], ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`) +
      entry(
        'b',
        `{hosts: [two.example.com], ports: [${http}], resolution: DNS, endpoints: [{address: bank.pay.svc.cluster.local}]}`,
      ),
    requests: [as('two.example.com')],
  },
  {
    name: 'a ServiceEntry for a host of Kubernetes',
    config: entry(
      'own',
      `{hosts: [other.shop.svc.cluster.local], ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`,
    ),
    requests: [call(inside, 'http://other.shop/'), call('pay/client', 'http://other.shop/')],
  },
  {
    name: 'a port that leads to another',
    config: entry(
      'alt',
      `{hosts: [alt.example.com], ports: [{number: 80, name: http, protocol: HTTP, targetPort: 9080}], resolution: DNS, endpoints: [{address: hello.shop.svc.cluster.local}, {${plain}, ports: {http: 80}}]}`,
    ),
    requests: [as('alt.example.com')],
  },
  {
    name: 'wildcards and what is more exact',
    config:
      entry('wild', `{hosts: ["*.example.com"], ports: [${http}], resolution: NONE, location: MESH_EXTERNAL}`) +
      entry('exact', `{hosts: [api.example.com], ports: [${http}], resolution: DNS, endpoints: [{${plain}}]}`) +
      registryOnly,
    requests: ['api.example.com', 'unknown.org'].map((host) => as(host)),
  },
  {
    name: 'only what is registered',
    config: registryOnly,
    requests: [
      as('unknown.org'),
      as('hello'),
      as('bank.pay'),
      call(inside, 'http://plain.outside/'),
      call(inside, 'https://plain.outside/'),
      call(inside, 'http://sniffed:7000/'),
    ],
  },
  {
    name: 'TLS begun for a host outside',
    config:
      entry(
        'tls',
        `{hosts: [tls.example.com], ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8443}, {number: 443, name: https, protocol: HTTPS}], resolution: DNS, endpoints: [{${plain}}]}`,
      ) +
      istio(
        'DestinationRule',
        'tls',
        '{host: tls.example.com, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE, insecureSkipVerify: true}}]}}',
      ),
    requests: [as('tls.example.com'), as('tls.example.com', 'pay/client')],
  },
  {
    name: 'a WorkloadEntry of a ServiceEntry',
    config:
      entry(
        'we',
        `{hosts: [we.example.com], location: MESH_INTERNAL, ports: [${http}], resolution: DNS, workloadSelector: {labels: {app: legacy}}}`,
      ) +
      istio('WorkloadEntry', 'one', `{${plain}, labels: {app: legacy, version: v1}}`) +
      istio('WorkloadEntry', 'two', '{address: bank.pay.svc.cluster.local, labels: {app: legacy, version: v1}}') +
      istio('WorkloadEntry', 'three', '{address: hello.shop.svc.cluster.local, labels: {app: else}}'),
    requests: [as('we.example.com')],
  },
  {
    name: 'Services that few see',
    config: `---
apiVersion: v1
kind: Service
metadata: {name: hidden, namespace: shop, annotations: {networking.istio.io/exportTo: "."}}
spec: {selector: {app: hello}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: nobody, namespace: shop, annotations: {networking.istio.io/exportTo: "~"}}
spec: {selector: {app: hello}, ports: [{name: http, port: 80, targetPort: 8080}]}
`,
    requests: ['hidden', 'nobody'].flatMap((name) =>
      [inside, outside, 'pay/client'].map((from) => call(from, `http://${name}.shop/`)),
    ),
  },
  {
    name: 'protocols by name, appProtocol and number',
    config:
      `---
apiVersion: v1
kind: Service
metadata: {name: many, namespace: shop}
spec:
  selector: {app: hello}
  ports:
    - {name: app, port: 81, targetPort: 8080, appProtocol: http}
    - {name: tcp-app, port: 82, targetPort: 8080, appProtocol: http}
    - {name: grpc-web-x, port: 83, targetPort: 8080}
    - {name: redis, port: 84, targetPort: 8080}
    - {name: HTTP-Upper, port: 85, targetPort: 8080}
    - {name: web, port: 86, targetPort: 8080}
    - {name: udp, port: 87, targetPort: 8080}
`.replaceAll('HTTP-Upper', 'http2x') +
      istio('VirtualService', 'many', '{hosts: [many], http: [{directResponse: {status: 201}}]}'),
    requests: [81, 82, 83, 84, 85, 86, 87].map((port) => call(inside, `http://many:${port}/`)),
  },
];
