import { call, type DifferentialCase, inside, istio, outside, subsets } from '../case.js';
import { serverSecret } from '../certificate.js';

const vs = (name: string, spec: string, namespace = 'shop') => istio('VirtualService', name, spec, namespace);
const rule = (name: string, spec: string) => istio('DestinationRule', name, spec);
const server = (name: string, hosts: string, tls: string, protocol = 'HTTPS') =>
  `{port: {number: 443, name: ${name}, protocol: ${protocol}}, hosts: ${hosts}, tls: ${tls}}`;
const gateway = (...servers: readonly string[]) =>
  istio('Gateway', 'front', `{selector: {istio: front}, servers: [${servers.join(', ')}]}`);
const simple = `{mode: SIMPLE, credentialName: ${serverSecret}}`;
const to = (url: string, extra = {}) => call('internet', url, { via: 'istio-system/front', ...extra });
const answers = (host: string, status: number) =>
  vs(
    host.replaceAll('*', 'any').replaceAll('.', '-'),
    `{hosts: ["${host}"], gateways: [front], http: [{directResponse: {status: ${status}}}]}`,
  );

/** TLS at gateways, routes by server name, TLS that workloads speak themselves. */
export const tlsCases: readonly DifferentialCase[] = [
  {
    name: 'TLS at the gateway, one server',
    config: gateway(server('https', '[a.com, "*.b.com"]', simple)) + answers('a.com', 201) + answers('x.b.com', 202),
    requests: [
      ...['a.com', 'x.b.com', 'y.b.com', 'c.com', 'b.com'].map((host) => to(`https://${host}/`)),
      to('https://a.com/', { headers: { host: 'x.b.com' } }),
      to('https://a.com/', { headers: { host: 'c.com' } }),
      to('http://a.com:443/'),
    ],
  },
  {
    name: 'TLS at the gateway, two servers on a port',
    config:
      gateway(server('one', '[a.com]', simple), server('two', '["*.b.com"]', simple)) +
      answers('a.com', 201) +
      answers('*.b.com', 202),
    requests: [
      ...['a.com', 'x.b.com', 'c.com'].map((host) => to(`https://${host}/`)),
      to('https://a.com/', { headers: { host: 'x.b.com' } }),
      to('https://x.b.com/', { headers: { host: 'a.com' } }),
    ],
  },
  {
    name: 'TLS at the gateway for all hosts',
    config:
      subsets +
      gateway(server('https', '["*"]', simple)) +
      vs(
        'all',
        '{hosts: ["*"], gateways: [front], http: [{match: [{scheme: {exact: https}, uri: {prefix: /s}}], directResponse: {status: 201}}, {route: [{destination: {host: hello, subset: v1}, weight: 25}, {destination: {host: hello, subset: v2}, weight: 75}]}]}',
      ),
    requests: [to('https://a.com/'), to('https://a.com/s'), to('https://b.com/')],
  },
  {
    name: 'redirect to TLS, and TLS',
    config:
      gateway(
        '{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.com], tls: {httpsRedirect: true}}',
        server('https', '[a.com]', simple),
      ) + answers('a.com', 201),
    requests: [to('http://a.com/'), to('https://a.com/'), to('http://b.com/'), to('https://b.com/')],
  },
  {
    name: 'certificates of clients',
    config:
      gateway(
        server('mutual', '[a.com]', `{mode: MUTUAL, credentialName: ${serverSecret}}`),
        server('optional', '[b.com]', `{mode: OPTIONAL_MUTUAL, credentialName: ${serverSecret}}`),
      ) +
      answers('a.com', 201) +
      answers('b.com', 202),
    requests: ['a.com', 'b.com'].flatMap((host) => [
      to(`https://${host}/`),
      to(`https://${host}/`, { clientCertificate: true }),
    ]),
  },
  {
    name: 'TLS through the gateway by server name',
    config:
      gateway(
        server('pass', '[a.com, b.com, d.com]', '{mode: PASSTHROUGH}', 'TLS'),
        server('https', '[c.com]', simple),
      ) +
      answers('c.com', 203) +
      vs(
        'pass',
        '{hosts: [a.com, b.com], gateways: [front], tls: [{match: [{port: 443, sniHosts: [a.com]}], route: [{destination: {host: secure, port: {number: 443}}}]}, {match: [{sniHosts: [b.com]}], route: [{destination: {host: plain.outside.svc.cluster.local, port: {number: 443}}}]}]}',
      ),
    requests: ['a.com', 'b.com', 'c.com', 'd.com', 'e.com'].map((host) => to(`https://${host}/`)),
  },
  {
    name: 'TLS that ends at the gateway, without HTTP',
    config:
      gateway(server('tls', '[a.com]', simple, 'TLS')) +
      vs(
        'tcp',
        '{hosts: [a.com], gateways: [front], tcp: [{match: [{port: 443}], route: [{destination: {host: raw, port: {number: 9000}}}]}]}',
      ),
    requests: [to('https://a.com/'), to('https://b.com/')],
  },
  {
    name: 'TCP at the gateway',
    config:
      istio(
        'Gateway',
        'front',
        '{selector: {istio: front}, servers: [{port: {number: 8081, name: tcp, protocol: TCP}, hosts: ["*"]}]}',
      ) +
      subsets +
      vs(
        'tcp',
        '{hosts: ["*"], gateways: [front], tcp: [{route: [{destination: {host: raw, port: {number: 9000}}, weight: 100}]}]}',
      ),
    requests: [to('http://a.com:8081/'), to('http://a.com/')],
  },
  {
    name: 'policies on TLS at the gateway',
    config:
      gateway(server('https', '["*"]', simple), server('pass', '[p.com]', '{mode: PASSTHROUGH}', 'TLS')) +
      vs('all', '{hosts: ["*"], gateways: [front], http: [{directResponse: {status: 201}}]}') +
      vs(
        'pass',
        '{hosts: [p.com], gateways: [front], tls: [{match: [{sniHosts: [p.com]}], route: [{destination: {host: secure, port: {number: 443}}}]}]}',
      ) +
      istio(
        'AuthorizationPolicy',
        'gw',
        '{selector: {matchLabels: {istio: front}}, action: DENY, rules: [{when: [{key: connection.sni, values: [b.com, p.com]}]}, {to: [{operation: {hosts: [c.com]}}]}, {to: [{operation: {ports: ["8443"], paths: [/pod]}}]}, {to: [{operation: {ports: ["443"], paths: [/service]}}]}]}',
        'istio-system',
      ),
    requests: [
      ...['a.com', 'b.com', 'c.com', 'p.com', 'a.com/pod', 'a.com/service'].map((rest) =>
        to(`https://${rest.includes('/') ? rest : `${rest}/`}`),
      ),
      to('https://a.com/', { headers: { host: 'b.com' } }),
    ],
  },
  {
    name: 'TLS of the callers',
    config: '',
    requests: ['https://secure.shop/', 'https://plain.outside/'].flatMap((url) =>
      [inside, outside, 'pay/client'].map((from) => call(from, url)),
    ),
  },
  {
    name: 'TLS of the callers, and STRICT',
    config: istio('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}'),
    requests: [inside, outside, 'pay/client'].map((from) => call(from, 'https://secure.shop/')),
  },
  {
    name: 'routes by server name in the mesh',
    config: vs(
      'secure',
      '{hosts: [secure.shop.svc.cluster.local, secure.shop], tls: [{match: [{port: 443, sniHosts: [secure.shop.svc.cluster.local]}], route: [{destination: {host: plain.outside.svc.cluster.local, port: {number: 443}}}]}, {match: [{sniHosts: [secure.shop], sourceLabels: {app: nobody}}], route: [{destination: {host: other, port: {number: 80}}}]}]}',
    ),
    requests: ['https://secure.shop.svc.cluster.local/', 'https://secure.shop/', 'https://secure.shop.svc/'].flatMap(
      (url) => [inside, outside, 'pay/client'].map((from) => call(from, url)),
    ),
  },
  {
    name: 'policies on TLS of the callers',
    config: istio(
      'AuthorizationPolicy',
      'tls',
      '{selector: {matchLabels: {app: hello}}, action: DENY, rules: [{from: [{source: {principals: ["cluster.local/ns/pay/sa/client"]}}]}, {to: [{operation: {methods: [PUT]}}]}]}',
    ),
    requests: [inside, outside, 'pay/client'].flatMap((from) => [
      call(from, 'https://secure.shop/'),
      call(from, 'http://hello.shop/'),
    ]),
  },
  {
    name: 'TLS that the proxy begins',
    config: rule(
      'plain',
      '{host: plain.outside.svc.cluster.local, trafficPolicy: {portLevelSettings: [{port: {number: 8443}, tls: {mode: SIMPLE, insecureSkipVerify: true}}]}}',
    ),
    requests: ['http://plain.outside:8443/', 'http://plain.outside/'].map((url) => call(inside, url)),
  },
  ...[
    { name: 'a server name', hosts: '[api.example.com]', sni: 'sni: api.example.com' },
    { name: 'no server name', hosts: '[api.example.com]', sni: '' },
    { name: 'no server name, for all hosts', hosts: '["*"]', sni: '' },
  ].map(({ name, hosts, sni }) => ({
    name: `mTLS to an egress gateway with ${name}`,
    config:
      gateway(server('mutual', hosts, '{mode: ISTIO_MUTUAL}')) +
      rule(
        'egress',
        `{host: front.istio-system.svc.cluster.local, trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: ISTIO_MUTUAL, ${sni}}}]}}`,
      ) +
      istio(
        'ServiceEntry',
        'api',
        '{hosts: [api.example.com], location: MESH_EXTERNAL, ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, endpoints: [{address: plain.outside.svc.cluster.local}]}',
      ) +
      vs(
        'api',
        '{hosts: [api.example.com], gateways: [mesh, front], http: [{match: [{gateways: [mesh]}], route: [{destination: {host: front.istio-system.svc.cluster.local, port: {number: 443}}}]}, {match: [{gateways: [front]}], route: [{destination: {host: api.example.com, port: {number: 80}}}]}]}',
      ) +
      istio(
        'AuthorizationPolicy',
        'egress',
        '{selector: {matchLabels: {istio: front}}, rules: [{from: [{source: {principals: ["cluster.local/ns/shop/sa/client"]}}]}]}',
        'istio-system',
      ),
    requests: [inside, 'pay/client'].map((from) =>
      call(from, 'http://other.shop/', { headers: { host: 'api.example.com' } }),
    ),
  })),
];
