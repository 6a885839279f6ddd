import { call, type DifferentialCase, inside, istio, outside } from '../case.js';

const hello = 'http://hello.shop/';
const forHello = 'selector: {matchLabels: {app: hello}}';
const policy = (name: string, spec: string, namespace = 'shop') => istio('AuthorizationPolicy', name, spec, namespace);
const providers = `extensionProviders:
  - name: sample
    envoyExtAuthzHttp: {service: authorizer.outside.svc.cluster.local, port: 9000, includeRequestHeadersInCheck: [x-ext-authz]}
  - name: other
    envoyExtAuthzHttp: {service: authorizer.outside.svc.cluster.local, port: 9000, includeRequestHeadersInCheck: [x-ext-authz]}
`;
const allowed = { headers: { 'x-ext-authz': 'allow' } };
const denied = { customDecision: 'deny' } as const;
const both = (url: string, from = inside) => [call(from, url, allowed), call(from, url, denied)];
const custom = (spec: string, name = 'custom', provider = 'sample') =>
  policy(name, `{action: CUSTOM, provider: {name: ${provider}}, ${spec}}`);

/** Policies that ask an external authorizer. */
export const authorizerCases: readonly DifferentialCase[] = [
  {
    name: 'an external authorizer for some paths',
    meshConfig: providers,
    config: custom(`${forHello}, rules: [{to: [{operation: {paths: ["/headers*"]}}]}]`),
    requests: [
      ...both(`${hello}headers`),
      ...both(`${hello}headers`, outside),
      ...both(`${hello}ip`),
      ...both('http://other.shop/headers'),
      ...both('http://raw.shop:9000/headers'),
    ],
  },
  {
    name: 'an external authorizer beside DENY and ALLOW',
    meshConfig: providers,
    config:
      custom(`${forHello}, rules: [{to: [{operation: {notPaths: [/free]}}]}]`) +
      policy('deny', `{${forHello}, action: DENY, rules: [{to: [{operation: {methods: [DELETE]}}]}]}`) +
      policy('allow', `{${forHello}, rules: [{from: [{source: {namespaces: [shop]}}]}]}`),
    requests: [
      ...both(hello),
      ...both(hello, 'pay/client'),
      call(inside, `${hello}free`, denied),
      call('pay/client', `${hello}free`, denied),
      call(inside, hello, { ...allowed, method: 'DELETE' }),
      call(inside, `${hello}free`, { ...denied, method: 'DELETE' }),
    ],
  },
  {
    name: 'two policies of one external authorizer',
    meshConfig: providers,
    config:
      custom(`${forHello}, rules: [{to: [{operation: {paths: [/a]}}]}]`, 'a') +
      custom(`rules: [{to: [{operation: {paths: [/b]}}]}]`, 'b'),
    requests: ['a', 'b', 'c'].flatMap((path) => both(hello + path)),
  },
  {
    name: 'two external authorizers at one workload',
    meshConfig: providers,
    config:
      custom(`${forHello}, rules: [{to: [{operation: {paths: [/a]}}]}]`, 'a') +
      custom(`${forHello}, rules: [{to: [{operation: {paths: [/b]}}]}]`, 'b', 'other'),
    requests: ['a', 'b', 'c'].flatMap((path) => both(hello + path)),
  },
  {
    name: 'an external authorizer at the gateway',
    meshConfig: providers,
    config:
      istio(
        'Gateway',
        'front',
        '{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}',
      ) +
      istio(
        'VirtualService',
        'all',
        '{hosts: ["*"], gateways: [front], http: [{route: [{destination: {host: hello, port: {number: 80}}}]}]}',
      ) +
      policy(
        'gate',
        '{selector: {matchLabels: {istio: front}}, action: CUSTOM, provider: {name: sample}, rules: [{to: [{operation: {hosts: [a.com]}}]}]}',
        'istio-system',
      ),
    requests: ['a.com', 'b.com'].flatMap((host) => [
      call('internet', `http://${host}/`, { via: 'istio-system/front', ...allowed }),
      call('internet', `http://${host}/`, { via: 'istio-system/front', ...denied }),
    ]),
  },
  {
    name: 'an external authorizer that nothing answers for',
    meshConfig: `extensionProviders:
  - {name: gone, envoyExtAuthzHttp: {service: empty.shop.svc.cluster.local, port: 80}}
  - {name: open, envoyExtAuthzHttp: {service: empty.shop.svc.cluster.local, port: 80, failOpen: true}}
  - {name: status, envoyExtAuthzHttp: {service: empty.shop.svc.cluster.local, port: 80, statusOnError: "503"}}
  - {name: unknown, envoyExtAuthzHttp: {service: nothing.shop.svc.cluster.local, port: 80}}
`,
    config:
      custom(`${forHello}, rules: [{}]`, 'gone', 'gone') +
      custom('selector: {matchLabels: {app: other}}, rules: [{}]', 'open', 'open') +
      custom('selector: {matchLabels: {app: client}}, rules: [{}]', 'status', 'status') +
      policy(
        'unknown',
        '{selector: {matchLabels: {app: bank}}, action: CUSTOM, provider: {name: unknown}, rules: [{}]}',
        'pay',
      ),
    requests: [call(inside, hello), call(inside, 'http://other.shop/'), call(inside, 'http://bank.pay/')],
  },
  {
    name: 'dry runs',
    meshConfig: providers,
    config: [
      policy('deny', `{${forHello}, action: DENY, rules: [{}]}`),
      policy('allow', '{selector: {matchLabels: {app: other}}}'),
      policy('deny', '{selector: {matchLabels: {app: bank}}, action: DENY, rules: [{}]}', 'pay'),
    ]
      .map((text) => text.replace('metadata: {', 'metadata: {annotations: {istio.io/dry-run: "True"}, '))
      .join(''),
    requests: [call(inside, hello), call(inside, 'http://other.shop/'), call(inside, 'http://bank.pay/')],
  },
];
