import { call, type DifferentialCase, inside, istio, outside } from '../case.js';
import { keySet } from '../tokens.js';

const hello = 'http://hello.shop/';
const callers = [inside, outside, 'pay/client'];
const policy = (name: string, spec: string, namespace = 'shop') => istio('AuthorizationPolicy', name, spec, namespace);
const peer = (name: string, spec: string, namespace = 'shop') => istio('PeerAuthentication', name, spec, namespace);
const rule = (name: string, spec: string, namespace = 'shop') => istio('DestinationRule', name, spec, namespace);
const forHello = 'selector: {matchLabels: {app: hello}}';
const all = (urls: readonly string[], from = callers) => urls.flatMap((url) => from.map((caller) => call(caller, url)));

const joe = { iss: 'me', sub: 'joe', aud: 'shop', groups: ['dev', 'admin'], scope: 'read write' };

/** Who may call, and over what. */
export const securityCases: readonly DifferentialCase[] = [
  {
    name: 'STRICT for a namespace',
    config: peer('default', '{mtls: {mode: STRICT}}'),
    requests: all([
      hello,
      'http://other.shop/',
      'http://bank.pay/',
      'http://raw.shop:9000/',
      'http://sniffed.shop:7000/',
      'http://head.shop:8080/',
    ]),
  },
  {
    name: 'STRICT for the mesh, DISABLE for a workload',
    config:
      peer('default', '{mtls: {mode: STRICT}}', 'istio-system') + peer('hello', `{${forHello}, mtls: {mode: DISABLE}}`),
    requests: all([hello, 'http://other.shop/', 'http://bank.pay/', 'http://plain.outside/']),
  },
  {
    name: 'a port of its own',
    config:
      peer('hello', `{${forHello}, mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: PERMISSIVE}}}`) +
      peer('other', '{selector: {matchLabels: {app: other}}, portLevelMtls: {8080: {mode: STRICT}}}'),
    requests: all([hello, 'http://other.shop/']),
  },
  { name: 'DISABLE for a namespace', config: peer('default', '{mtls: {mode: DISABLE}}'), requests: all([hello]) },
  {
    name: 'plain text to STRICT',
    config:
      peer('default', '{mtls: {mode: STRICT}}') + rule('hello', '{host: hello, trafficPolicy: {tls: {mode: DISABLE}}}'),
    requests: all([hello, 'http://raw.shop:9000/']),
  },
  {
    name: 'mTLS to a workload without a sidecar',
    config: rule('plain', '{host: plain.outside.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}'),
    requests: all(['http://plain.outside/']),
  },
  {
    name: 'TLS of the own kind to plain servers',
    config:
      rule('hello', '{host: hello, trafficPolicy: {tls: {mode: SIMPLE}}}') +
      rule('plain', '{host: plain.outside.svc.cluster.local, trafficPolicy: {tls: {mode: SIMPLE}}}'),
    requests: all([hello, 'http://plain.outside/']),
  },
  {
    name: 'port settings replace those of the host',
    config:
      peer('default', '{mtls: {mode: STRICT}}') +
      rule(
        'hello',
        '{host: hello, trafficPolicy: {tls: {mode: DISABLE}, portLevelSettings: [{port: {number: 9080}, loadBalancer: {simple: RANDOM}}]}}',
      ),
    requests: all([hello, 'http://hello.shop:9080/'], [inside]),
  },
  {
    name: 'nothing is allowed',
    config: policy('none', '{}'),
    requests: all([
      hello,
      'http://other.shop/',
      'http://raw.shop:9000/',
      'http://sniffed.shop:7000/',
      'http://bank.pay/',
    ]),
  },
  { name: 'everything is allowed', config: policy('all', '{rules: [{}]}'), requests: all([hello]) },
  {
    name: 'principals',
    config: policy(
      'p',
      `{${forHello}, rules: [{from: [{source: {principals: ["cluster.local/ns/shop/sa/client"]}}]}]}`,
    ),
    requests: all([hello, 'http://other.shop/']),
  },
  {
    name: 'namespaces',
    config:
      policy('p', `{${forHello}, rules: [{from: [{source: {namespaces: ["pa*"]}}]}]}`) +
      policy(
        'q',
        '{selector: {matchLabels: {app: other}}, action: DENY, rules: [{from: [{source: {notNamespaces: [shop]}}]}]}',
      ),
    requests: all([hello, 'http://other.shop/']),
  },
  {
    name: 'principals with wildcards',
    config:
      policy('p', `{${forHello}, rules: [{from: [{source: {principals: ["*/sa/client"]}}]}]}`) +
      policy('q', '{selector: {matchLabels: {app: other}}, rules: [{from: [{source: {principals: ["*"]}}]}]}'),
    requests: all([hello, 'http://other.shop/']),
  },
  {
    name: 'paths and methods',
    config: policy(
      'p',
      `{${forHello}, rules: [
      {to: [{operation: {paths: [/exact, "/pre*", "*/suffix", "/t/{*}/x", "/u/{**}"]}}]},
      {to: [{operation: {methods: [PUT, DELETE], notPaths: [/closed]}}]},
      {to: [{operation: {hosts: [Hello.Shop.SVC]}}]},
      {to: [{operation: {paths: [/host], hosts: ["other*"]}}]}]}`,
    ),
    requests: [
      ...[
        'exact',
        'exact/',
        'prefix',
        'a/suffix',
        'suffix/b',
        't/1/x',
        't/1/2/x',
        'u/1/2',
        'exact?x=1',
        'a/../exact',
        '%65xact',
        '',
      ].map((path) => call(inside, hello + path)),
      ...['PUT', 'DELETE', 'POST'].map((method) => call(inside, `${hello}m`, { method })),
      call(inside, `${hello}closed`, { method: 'PUT' }),
      call(inside, 'http://hello.shop.svc/any'),
      call(outside, 'http://hello.shop.svc/any'),
      call(inside, 'http://hello.shop.svc:9080/any'),
    ],
  },
  {
    name: 'DENY before ALLOW, headers and ports',
    config:
      policy(
        'd',
        `{${forHello}, action: DENY, rules: [{when: [{key: "request.headers[x-bad]", values: ["*"]}]}, {to: [{operation: {ports: ["8080"], paths: [/port]}}]}, {to: [{operation: {ports: ["80"], paths: [/eighty]}}]}]}`,
      ) +
      policy(
        'a',
        `{${forHello}, rules: [{when: [{key: "request.headers[x-ok]", values: ["y*"], notValues: ["yes!"]}]}]}`,
      ),
    requests: [
      call(inside, hello),
      call(inside, hello, { headers: { 'x-ok': 'yes' } }),
      call(inside, hello, { headers: { 'x-ok': 'yes!' } }),
      call(inside, hello, { headers: { 'x-ok': 'yes', 'x-bad': '1' } }),
      call(inside, `${hello}port`, { headers: { 'x-ok': 'yes' } }),
      call(inside, `${hello}eighty`, { headers: { 'x-ok': 'yes' } }),
      call(outside, hello, { headers: { 'x-ok': 'yes' } }),
    ],
  },
  {
    name: 'HTTP rules on a TCP port',
    config: policy(
      'd',
      `{${forHello}, action: DENY, rules: [{to: [{operation: {methods: [DELETE], ports: ["8080"]}}]}]}`,
    ),
    requests: [...all(['http://raw.shop:9000/', hello]), call(inside, hello, { method: 'DELETE' })],
  },
  {
    name: 'a CUSTOM policy without provider',
    config: policy(
      'c',
      `{${forHello}, action: CUSTOM, provider: {name: absent}, rules: [{to: [{operation: {paths: ["/x*"]}}]}]}`,
    ),
    requests: [call(inside, hello), call(inside, `${hello}x`)],
  },
  {
    name: 'policies of the root namespace, audit and dry run',
    config:
      policy('root', '{action: DENY, rules: [{to: [{operation: {paths: [/root]}}]}]}', 'istio-system') +
      policy('audit', '{action: AUDIT, rules: [{}]}'),
    requests: all([hello, `${hello}root`, 'http://bank.pay/root', 'http://plain.outside/root']),
  },
  {
    name: 'tokens',
    config:
      istio(
        'RequestAuthentication',
        'jwt',
        `{${forHello}, jwtRules: [{issuer: me, audiences: [shop], jwks: '${keySet}'}]}`,
      ) +
      policy(
        'a',
        `{${forHello}, rules: [
        {to: [{operation: {paths: [/open]}}]},
        {to: [{operation: {paths: [/any]}}], from: [{source: {requestPrincipals: ["*"]}}]},
        {to: [{operation: {paths: [/joe]}}], from: [{source: {requestPrincipals: ["me/joe"]}}]},
        {to: [{operation: {paths: [/group]}}], when: [{key: "request.auth.claims[groups]", values: [admin]}]},
        {to: [{operation: {paths: [/scope]}}], when: [{key: "request.auth.claims[scope]", values: [write]}]}]}`,
      ),
    requests: [
      ...['open', 'any'].flatMap((path) => [
        call(inside, hello + path),
        call(inside, hello + path, { token: 'invalid' }),
        call(inside, hello + path, { claims: joe }),
        call(inside, hello + path, { claims: { ...joe, iss: 'somebody' } }),
        call(inside, hello + path, { claims: { ...joe, aud: 'other' } }),
      ]),
      ...['joe', 'group', 'scope'].flatMap((path) => [
        call(inside, hello + path, { claims: joe }),
        call(inside, hello + path, { claims: { iss: 'me', sub: 'ann', aud: ['shop', 'x'] } }),
      ]),
      call(outside, `${hello}any`, { claims: joe }),
      call(outside, `${hello}any`, { token: 'invalid' }),
    ],
  },
];
