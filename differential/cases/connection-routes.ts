import { call, type DifferentialCase, gatewayApi, inside, istio, outside } from '../case.js';
import { serverSecret } from '../certificate.js';
import { listeners, toGateway } from '../kubernetes-gateway.js';

const via = { via: 'istio-system/front' };
const to = (url: string, extra = {}) => call('internet', url, { ...via, ...extra });
const anywhere = 'allowedRoutes: {namespaces: {from: All}}';
const secure = '[{name: secure, port: 443}]';

/** TLSRoutes and TCPRoutes, and TCP routes of VirtualServices. */
export const connectionRouteCases: readonly DifferentialCase[] = [
  {
    name: 'TLSRoutes of a listener that passes TLS through',
    config:
      listeners(`[{name: tls, port: 443, protocol: TLS, tls: {mode: Passthrough}, ${anywhere}}]`) +
      gatewayApi('TLSRoute', 'a', `{${toGateway}, hostnames: [a.com, "*.b.com"], rules: [{backendRefs: ${secure}}]}`) +
      gatewayApi(
        'TLSRoute',
        'far',
        `{${toGateway}, hostnames: [far.com], rules: [{backendRefs: [{name: plain, namespace: outside, port: 443}]}]}`,
      ) +
      gatewayApi(
        'TLSRoute',
        'zero',
        `{${toGateway}, hostnames: [zero.com], rules: [{backendRefs: [{name: secure, port: 443, weight: 0}]}]}`,
      ) +
      gatewayApi(
        'TLSRoute',
        'gone',
        `{${toGateway}, hostnames: [gone.com], rules: [{backendRefs: [{name: absent, port: 443}]}]}`,
      ),
    requests: ['a.com', 'x.b.com', 'b.com', 'far.com', 'zero.com', 'gone.com', 'c.com'].map((host) =>
      to(`https://${host}/`),
    ),
  },
  {
    name: 'TLSRoutes with a grant, and a listener with a hostname',
    config:
      listeners(
        `[{name: b, hostname: "*.b.com", port: 443, protocol: TLS, tls: {mode: Passthrough}, ${anywhere}}, {name: a, hostname: a.com, port: 443, protocol: TLS, tls: {mode: Passthrough}, ${anywhere}}]`,
      ) +
      gatewayApi('TLSRoute', 'wide', `{${toGateway}, hostnames: ["*.com"], rules: [{backendRefs: ${secure}}]}`) +
      gatewayApi(
        'TLSRoute',
        'far',
        `{${toGateway}, hostnames: [far.b.com], rules: [{backendRefs: [{name: plain, namespace: outside, port: 443}]}]}`,
      ) +
      gatewayApi(
        'ReferenceGrant',
        'g',
        '{from: [{group: gateway.networking.k8s.io, kind: TLSRoute, namespace: shop}], to: [{group: "", kind: Service}]}',
        'outside',
      ),
    requests: ['a.com', 'x.b.com', 'far.b.com', 'c.com'].map((host) => to(`https://${host}/`)),
  },
  {
    name: 'TLS that ends at a listener',
    config:
      listeners(
        `[{name: https, hostname: a.com, port: 443, protocol: HTTPS, tls: {mode: Terminate, certificateRefs: [{name: ${serverSecret}}]}, ${anywhere}}, {name: tls, hostname: t.com, port: 443, protocol: TLS, tls: {mode: Terminate, certificateRefs: [{name: ${serverSecret}}]}, ${anywhere}}]`,
      ) +
      gatewayApi(
        'HTTPRoute',
        'h',
        `{${toGateway}, rules: [{matches: [{path: {value: /x}}], filters: [{type: RequestRedirect, requestRedirect: {hostname: x.com}}]}, {matches: [{headers: [{name: x-forwarded-proto, value: https}]}], backendRefs: [{name: hello, port: 80}]}]}`,
      ) +
      gatewayApi(
        'TLSRoute',
        't',
        `{${toGateway}, hostnames: [t.com], rules: [{backendRefs: [{name: raw, port: 9000}]}]}`,
      ),
    requests: [to('https://a.com/'), to('https://a.com/x'), to('https://t.com/'), to('https://c.com/')],
  },
  {
    name: 'TLSRoutes in the mesh',
    config: gatewayApi(
      'TLSRoute',
      'own',
      '{parentRefs: [{group: "", kind: Service, name: secure}], hostnames: [secure.shop], rules: [{backendRefs: [{name: plain, namespace: outside, port: 443}]}]}',
    ),
    requests: ['secure.shop', 'secure.shop.svc.cluster.local'].flatMap((host) =>
      [inside, 'pay/client', outside].map((from) => call(from, `https://${host}/`)),
    ),
  },
  {
    name: 'TCPRoutes at a gateway and in the mesh',
    config:
      listeners(`[{name: tcp, port: 8081, protocol: TCP, ${anywhere}}]`) +
      gatewayApi(
        'TCPRoute',
        'gate',
        `{${toGateway}, rules: [{backendRefs: [{name: raw, port: 9000, weight: 1}, {name: other, port: 80, weight: 1}]}]}`,
      ) +
      gatewayApi(
        'TCPRoute',
        'mesh',
        '{parentRefs: [{group: "", kind: Service, name: raw, port: 9000}], rules: [{backendRefs: [{name: other, port: 80}]}]}',
      ),
    requests: [
      to('http://a.com:8081/'),
      ...[inside, 'pay/client', outside].map((from) => call(from, 'http://raw.shop:9000/')),
    ],
  },
  {
    name: 'a TCPRoute without weight, and one without grant',
    config:
      listeners(`[{name: tcp, port: 8081, protocol: TCP, ${anywhere}}]`) +
      gatewayApi(
        'TCPRoute',
        'gate',
        `{${toGateway}, rules: [{backendRefs: [{name: plain, namespace: outside, port: 80}]}]}`,
      ) +
      gatewayApi(
        'TCPRoute',
        'mesh',
        '{parentRefs: [{group: "", kind: Service, name: raw}], rules: [{backendRefs: [{name: other, port: 80, weight: 0}]}]}',
      ),
    requests: [to('http://a.com:8081/'), call(inside, 'http://raw.shop:9000/')],
  },
  {
    name: 'TCP of a VirtualService at a gateway with other hosts',
    config:
      istio(
        'Gateway',
        'front',
        '{selector: {istio: front}, servers: [{port: {number: 8081, name: tcp, protocol: TCP}, hosts: [a.com]}]}',
      ) +
      istio(
        'VirtualService',
        'a-other',
        '{hosts: [b.com], gateways: [front], tcp: [{route: [{destination: {host: other, port: {number: 80}}}]}]}',
      ) +
      istio(
        'VirtualService',
        'b-own',
        '{hosts: [a.com], gateways: [front], tcp: [{match: [{port: 9999}], route: [{destination: {host: other, port: {number: 80}}}]}, {match: [{port: 8081, sourceLabels: {app: nobody}}], route: [{destination: {host: raw, port: {number: 9000}}}]}]}',
      ),
    requests: [to('http://a.com:8081/')],
  },
  {
    name: 'weights of TCP routes',
    config:
      istio(
        'DestinationRule',
        'raw',
        '{host: raw, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}',
      ) +
      istio(
        'VirtualService',
        'raw',
        '{hosts: [raw], tcp: [{match: [{port: 9000}], route: [{destination: {host: raw, port: {number: 9000}, subset: v1}, weight: 80}, {destination: {host: raw, port: {number: 9000}, subset: v2}, weight: 20}]}]}',
      ),
    requests: [inside, 'pay/client'].map((from) => call(from, 'http://raw.shop:9000/')),
  },
];
