import { call, type DifferentialCase, inside, istio, outside } from '../case.js';

const hello = 'http://hello.shop/';
const callers = [inside, outside, 'pay/client'];
const policy = (name: string, spec: string, namespace = 'shop') => istio('AuthorizationPolicy', name, spec, namespace);
const forHello = 'selector: {matchLabels: {app: hello}}';
const all = (urls: readonly string[], from = callers) => urls.flatMap((url) => from.map((caller) => call(caller, url)));

/** Policies in the forms that people write them. */
export const callerCases: readonly DifferentialCase[] = [
  {
    name: 'service accounts',
    config: policy('a', `{${forHello}, rules: [{from: [{source: {serviceAccounts: [client, pay/client]}}]}]}`),
    requests: all([hello]),
  },
  {
    name: 'not these principals and namespaces',
    config:
      policy('a', `{${forHello}, rules: [{from: [{source: {notPrincipals: ["cluster.local/ns/shop/sa/client"]}}]}]}`) +
      policy(
        'b',
        '{selector: {matchLabels: {app: other}}, rules: [{from: [{source: {namespaces: ["*"], notNamespaces: [pay]}}]}]}',
      ),
    requests: all([hello, 'http://other.shop/']),
  },
  {
    name: 'a principal from elsewhere and an empty source',
    config:
      policy(
        'a',
        `{${forHello}, rules: [{from: [{source: {principals: ["spiffe://cluster.local/ns/shop/sa/client"]}}]}]}`,
      ) +
      policy(
        'b',
        '{selector: {matchLabels: {app: other}}, rules: [{from: [{source: {principals: ["*/ns/shop/*"]}}]}]}',
      ),
    requests: all([hello, 'http://other.shop/']),
  },
  {
    name: 'addresses',
    config:
      policy('a', `{${forHello}, rules: [{from: [{source: {ipBlocks: ["0.0.0.0/0"]}}]}]}`) +
      policy(
        'b',
        '{selector: {matchLabels: {app: other}}, action: DENY, rules: [{from: [{source: {notIpBlocks: ["0.0.0.0/0"]}}]}]}',
      ),
    requests: all([hello, 'http://other.shop/']),
  },
  {
    name: 'allowed by HTTP rules on TCP ports',
    config: policy(
      'a',
      `{${forHello}, rules: [{to: [{operation: {methods: [GET]}}]}, {from: [{source: {namespaces: [pay]}}]}]}`,
    ),
    requests: all(['http://raw.shop:9000/', hello, 'https://secure.shop/', 'http://sniffed.shop:7000/']),
  },
  {
    name: 'ports in policies',
    config: policy(
      'a',
      `{${forHello}, rules: [{to: [{operation: {ports: ["8443"]}}]}, {to: [{operation: {ports: ["8080"], notMethods: [POST]}}]}]}`,
    ),
    requests: [
      ...all([hello, 'https://secure.shop/', 'http://raw.shop:9000/']),
      call(inside, hello, { method: 'POST' }),
    ],
  },
  {
    name: 'a rule without members, a policy without rules',
    config:
      policy('a', `{${forHello}}`) +
      policy('b', '{selector: {matchLabels: {app: other}}, action: DENY, rules: [{}]}') +
      policy('c', '{selector: {matchLabels: {app: bank}}, action: ALLOW}', 'pay'),
    requests: all([hello, 'http://other.shop/', 'http://bank.pay/']),
  },
  {
    name: 'several members of a rule',
    config: policy(
      'a',
      `{${forHello}, rules: [{from: [{source: {namespaces: [pay]}}, {source: {principals: ["*/sa/client"], notNamespaces: [pay]}}], to: [{operation: {methods: [GET], paths: ["/a*"]}}, {operation: {methods: [POST]}}], when: [{key: "request.headers[x-a]", notValues: ["no"]}, {key: source.namespace, values: [shop, pay]}, {key: destination.port, values: ["8080"]}]}]}`,
    ),
    requests: [
      ...all([`${hello}a`, `${hello}b`]),
      call(inside, `${hello}b`, { method: 'POST' }),
      call(inside, `${hello}a`, { headers: { 'x-a': 'no' } }),
      call('pay/client', `${hello}a`, { headers: { 'x-a': 'yes' } }),
    ],
  },
  {
    name: 'conditions on the destination and the connection',
    config:
      policy(
        'a',
        `{${forHello}, rules: [{when: [{key: source.principal, values: ["cluster.local/ns/shop/sa/client"]}]}, {when: [{key: connection.sni, values: ["outbound_.80_._.hello.shop.svc.cluster.local"]}]}]}`,
      ) +
      policy(
        'b',
        '{selector: {matchLabels: {app: other}}, rules: [{when: [{key: "request.headers[:method]", values: [GET]}]}]}',
      ),
    requests: all([hello, 'http://hello.shop:9080/', 'http://other.shop/']),
  },
  {
    name: 'policies of namespace, root and workload together',
    config:
      policy('root', '{rules: [{from: [{source: {namespaces: [shop]}}]}]}', 'istio-system') +
      policy('ns', '{rules: [{from: [{source: {namespaces: [pay]}}]}]}') +
      policy(
        'work',
        `{${forHello}, action: DENY, rules: [{from: [{source: {namespaces: [pay]}}], to: [{operation: {paths: [/x]}}]}]}`,
      ),
    requests: all([hello, `${hello}x`, 'http://other.shop/', 'http://bank.pay/']),
  },
  {
    name: 'mTLS by namespace and by port, with policies',
    config:
      istio('PeerAuthentication', 'default', '{mtls: {mode: PERMISSIVE}}', 'istio-system') +
      istio(
        'PeerAuthentication',
        'hello',
        `{${forHello}, portLevelMtls: {8080: {mode: DISABLE}, 8443: {mode: STRICT}}}`,
      ) +
      istio(
        'PeerAuthentication',
        'other',
        '{selector: {matchLabels: {app: other}}, mtls: {mode: UNSET}, portLevelMtls: {8080: {mode: STRICT}}}',
      ) +
      policy('a', `{${forHello}, rules: [{from: [{source: {namespaces: [shop]}}]}]}`),
    requests: all([hello, 'https://secure.shop/', 'http://other.shop/', 'http://head.shop:8080/']),
  },
];
