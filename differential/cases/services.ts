import { call, type DifferentialCase, inside, istio, outside, subsets } from '../case.js';

const service = (name: string, spec: string, extra = '') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop${extra}}\nspec: ${spec}\n`;
const callers = [inside, outside, 'pay/client'];
const all = (urls: readonly string[], from = callers) => urls.flatMap((url) => from.map((caller) => call(caller, url)));
const strict = istio('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}');
const http = '{name: http, port: 80, targetPort: 8080}';

/** Services of Kubernetes in less usual forms. */
export const serviceCases: readonly DifferentialCase[] = [
  {
    name: 'target ports by name and by default',
    config:
      service('unnamed', '{selector: {app: hello}, ports: [{name: http, port: 80, targetPort: nothing}]}') +
      service('same', '{selector: {app: hello}, ports: [{name: http, port: 8080}]}'),
    requests: all(['http://unnamed.shop/', 'http://same.shop:8080/']),
  },
  {
    name: 'a headless Service with subsets and routes',
    config:
      service('heads', `{clusterIP: None, selector: {app: hello}, ports: [{name: http, port: 8080}]}`) +
      istio(
        'DestinationRule',
        'heads',
        '{host: heads, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}',
      ) +
      istio(
        'VirtualService',
        'heads',
        '{hosts: [heads], http: [{match: [{uri: {prefix: /v1}}], route: [{destination: {host: heads, subset: v1}}]}, {match: [{uri: {prefix: /no}}], directResponse: {status: 201}}, {route: [{destination: {host: heads}}]}]}',
      ),
    requests: ['no', ''].map((path) => call(inside, `http://heads:8080/${path}`)),
  },
  {
    name: 'a headless Service without sidecars, and STRICT',
    config: strict + service('heads', '{clusterIP: None, selector: {app: hello}, ports: [{name: http, port: 8080}]}'),
    requests: all(['http://heads.shop:8080/']),
  },
  {
    name: 'a headless Service with TCP',
    config: service('heads', '{clusterIP: None, selector: {app: other}, ports: [{name: tcp, port: 8080}]}'),
    requests: all(['http://heads.shop:8080/']),
  },
  {
    name: 'ExternalName Services of the mesh and outside, with routes',
    config:
      service(
        'alias',
        '{type: ExternalName, externalName: other.shop.svc.cluster.local, ports: [{name: http, port: 80}]}',
      ) +
      service(
        'out',
        '{type: ExternalName, externalName: plain.outside.svc.cluster.local, ports: [{name: http, port: 80}]}',
      ) +
      service('bare', '{type: ExternalName, externalName: plain.outside.svc.cluster.local}') +
      istio(
        'VirtualService',
        'alias',
        '{hosts: [alias], http: [{match: [{uri: {prefix: /x}}], directResponse: {status: 201}}, {route: [{destination: {host: alias}}]}]}',
      ) +
      istio(
        'VirtualService',
        'other',
        '{hosts: [other], http: [{match: [{uri: {prefix: /y}}], directResponse: {status: 202}}, {route: [{destination: {host: other}}]}]}',
      ),
    requests: all(
      ['http://alias.shop/', 'http://alias.shop/x', 'http://alias.shop/y', 'http://out.shop/', 'http://bare.shop/'],
      [inside, 'pay/client'],
    ),
  },
  {
    name: 'a route to an ExternalName Service',
    config:
      service(
        'alias',
        '{type: ExternalName, externalName: other.shop.svc.cluster.local, ports: [{name: http, port: 80}]}',
      ) + istio('VirtualService', 'hello', '{hosts: [hello], http: [{route: [{destination: {host: alias}}]}]}'),
    requests: [call(inside, 'http://hello/')],
  },
  {
    name: 'a Service without selector',
    config:
      service('manual', '{ports: [{name: http, port: 80, targetPort: 8080}]}') +
      service('fixed', `{clusterIP: 10.96.77.7, selector: {app: other}, ports: [${http}]}`) +
      '---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: manual, namespace: shop}\nsubsets: [{addresses: [{ip: 10.96.77.7}], ports: [{name: http, port: 80}]}]\n' +
      service('nowhere', '{ports: [{name: http, port: 80, targetPort: 8080}]}'),
    requests: all(['http://manual.shop/', 'http://nowhere.shop/'], [inside, 'pay/client']),
  },
  {
    name: 'a Service without selector, with EndpointSlices',
    config:
      service('manual', '{ports: [{name: http, port: 80, targetPort: 8080}]}') +
      service('fixed', `{clusterIP: 10.96.77.7, selector: {app: other}, ports: [${http}]}`) +
      '---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: manual-1, namespace: shop, labels: {kubernetes.io/service-name: manual}}\naddressType: IPv4\nports: [{name: http, port: 80}]\nendpoints: [{addresses: [10.96.77.7]}]\n',
    requests: [call(inside, 'http://manual/')],
  },
  {
    name: 'several Services of the same pods',
    config:
      strict +
      subsets +
      service('twin', '{selector: {app: hello, version: v2}, ports: [{name: tcp-twin, port: 80, targetPort: 8080}]}') +
      service(
        'third',
        '{selector: {app: hello}, ports: [{name: http, port: 81, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]}',
      ) +
      istio(
        'VirtualService',
        'third',
        '{hosts: [third], http: [{match: [{port: 81}], route: [{destination: {host: hello, subset: v1, port: {number: 80}}}]}]}',
      ),
    requests: all(['http://twin.shop/', 'http://third.shop:81/', 'https://third.shop/']),
  },
  {
    name: 'ports of protocols by name and appProtocol, with routes and policies',
    config:
      service(
        'many',
        '{selector: {app: hello}, ports: [{name: grpc, port: 81, targetPort: 8080}, {name: http2, port: 82, targetPort: 8080}, {name: tcp, port: 83, targetPort: 8080}, {name: x, port: 84, targetPort: 8080, appProtocol: kubernetes.io/h2c}, {name: mysql, port: 85, targetPort: 8080}, {name: mongo, port: 86, targetPort: 8080}, {name: tls, port: 87, targetPort: 8443}, {name: why, port: 3306, targetPort: 8080}]}',
      ) +
      istio(
        'VirtualService',
        'many',
        '{hosts: [many], http: [{match: [{uri: {prefix: /x}}], directResponse: {status: 201}}, {route: [{destination: {host: many}}]}]}',
      ),
    requests: [81, 82, 83, 84, 85, 3306].flatMap((port) => [
      call(inside, `http://many.shop:${port}/`),
      call(inside, `http://many.shop:${port}/x`),
    ]),
  },
  {
    name: 'HTTP/2 to servers by rule',
    config:
      istio(
        'DestinationRule',
        'hello',
        '{host: hello, trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}}',
      ) +
      istio(
        'DestinationRule',
        'plain',
        '{host: plain.outside.svc.cluster.local, trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}}',
      ),
    requests: [call(inside, 'http://hello.shop/'), call(inside, 'http://plain.outside/')],
  },
  {
    name: 'names in every form',
    config: istio(
      'VirtualService',
      'hello',
      '{hosts: [hello.shop.svc.cluster.local], http: [{directResponse: {status: 201}}]}',
    ),
    requests: [
      ...[
        'hello',
        'hello.shop',
        'hello.shop.svc',
        'hello.shop.svc.cluster.local',
        'hello.shop.svc.cluster.local.',
      ].flatMap((host) => [call(inside, `http://${host}/`), call(inside, `http://${host}:9080/`)]),
      ...['hello', 'hello.shop', 'HELLO.SHOP', 'hello.shop.svc.cluster', 'hello.pay'].map((host) =>
        call(inside, 'http://other.shop/', { headers: { host } }),
      ),
      ...['hello', 'hello.shop', 'hello.shop:80', 'hello.shop:1234'].map((host) =>
        call('pay/client', 'http://bank.pay/', { headers: { host } }),
      ),
    ],
  },
];
