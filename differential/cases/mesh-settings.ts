import { call, type DifferentialCase, inside, istio, outside, subsets } from '../case.js';

const hello = 'http://hello.shop/';
const as = (host: string, from = inside) => call(from, 'http://other.shop/', { headers: { host } });
const forHello = 'selector: {matchLabels: {app: hello}}';

/** Settings of the whole mesh. */
export const meshSettingCases: readonly DifferentialCase[] = [
  {
    name: 'a mesh that refuses unknown hosts',
    meshConfig: 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
    config: istio('Sidecar', 'default', '{outboundTrafficPolicy: {mode: ALLOW_ANY}}', 'pay'),
    requests: [
      as('unknown.org'),
      as('unknown.org', 'pay/client'),
      as('bank.pay'),
      call(inside, hello),
      call(outside, hello),
      call(inside, 'http://sniffed.shop:7000/'),
    ],
  },
  {
    name: 'routes and rules that are private by default',
    meshConfig: 'defaultVirtualServiceExportTo: ["."]\ndefaultDestinationRuleExportTo: ["."]',
    config:
      subsets +
      istio(
        'VirtualService',
        'hello',
        '{hosts: [hello], http: [{route: [{destination: {host: hello, subset: v2}}]}]}',
      ) +
      istio('VirtualService', 'other', '{hosts: [other], exportTo: ["*"], http: [{directResponse: {status: 201}}]}'),
    requests: [inside, 'pay/client'].flatMap((from) => [call(from, hello), call(from, 'http://other.shop/')]),
  },
  {
    name: 'services that are private by default',
    meshConfig: 'defaultServiceExportTo: ["."]\noutboundTrafficPolicy: {mode: REGISTRY_ONLY}',
    config: '',
    requests: [inside, 'pay/client'].flatMap((from) => [call(from, hello), call(from, 'http://bank.pay/')]),
  },
  {
    name: 'auto mTLS that is off',
    meshConfig: 'enableAutoMtls: false',
    config:
      istio('PeerAuthentication', 'strict', `{${forHello}, mtls: {mode: STRICT}}`) +
      istio(
        'DestinationRule',
        'bank',
        '{host: bank.pay.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}',
      ),
    requests: [call(inside, hello), call(inside, 'http://other.shop/'), call(inside, 'http://bank.pay/')],
  },
  ...['NONE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'].map((normalization) => ({
    name: `paths with normalization ${normalization}`,
    meshConfig: `pathNormalization: {normalization: ${normalization}}`,
    config: istio(
      'AuthorizationPolicy',
      'deny',
      `{${forHello}, action: DENY, rules: [{to: [{operation: {paths: [/a/b, "/c/*"]}}]}]}`,
    ),
    requests: ['a/b', 'a//b', 'a%2fb', 'a/./b', 'x/../a/b', 'c/', '/c/d', 'C/d', '%61/b', 'a%5cb'].map((path) =>
      call(inside, hello + path),
    ),
  })),
  {
    name: 'trust domain aliases',
    meshConfig: 'trustDomainAliases: [old.domain]',
    config: istio(
      'AuthorizationPolicy',
      'allow',
      `{${forHello}, rules: [{from: [{source: {principals: ["old.domain/ns/shop/sa/client"]}}]}]}`,
    ),
    requests: [inside, 'pay/client', outside].map((from) => call(from, hello)),
  },
  {
    name: 'retries of the whole mesh',
    meshConfig: 'defaultHttpRetryPolicy: {attempts: 0}',
    config: istio('VirtualService', 'hello', '{hosts: [hello], http: [{route: [{destination: {host: empty}}]}]}'),
    requests: [call(inside, hello)],
  },
];
