import { call, type DifferentialCase, inside, istio } from '../case.js';
import { keySet } from '../tokens.js';

const hello = 'http://hello.shop/';
const forHello = 'selector: {matchLabels: {app: hello}}';
const jwt = (spec: string, name = 'jwt', namespace = 'shop') => istio('RequestAuthentication', name, spec, namespace);
const policy = (name: string, spec: string, namespace = 'shop') => istio('AuthorizationPolicy', name, spec, namespace);
const to = (path: string, extra = {}) =>
  call('internet', `http://a.com/${path}`, { via: 'istio-system/front', ...extra });
const front = istio(
  'Gateway',
  'front',
  '{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}',
);
const me = { iss: 'me', sub: 'joe' };
const forFront = 'selector: {matchLabels: {istio: front}}';

/** Tokens: who verifies them, and what routes and policies read in them. */
export const tokenCases: readonly DifferentialCase[] = [
  {
    name: 'routes by claims at a gateway',
    config:
      front +
      jwt(`{${forFront}, jwtRules: [{issuer: me, jwks: '${keySet}'}]}`, 'jwt', 'istio-system') +
      istio(
        'VirtualService',
        'a',
        `{hosts: ["*"], gateways: [front], http: [
          {match: [{headers: {"@request.auth.claims.role": {exact: admin}}}], directResponse: {status: 201}},
          {match: [{headers: {"@request.auth.claims[a][b]": {prefix: x}}}], directResponse: {status: 202}},
          {match: [{headers: {"@request.auth.claims.groups": {exact: dev}}}], directResponse: {status: 203}},
          {match: [{headers: {"@request.auth.claims.deep.er": {regex: "y+"}}}], directResponse: {status: 206}},
          {match: [{headers: {"@request.auth.claims.scope": {exact: read}}}], directResponse: {status: 207}},
          {match: [{headers: {"@request.auth.claims.level": {exact: "3"}}}], directResponse: {status: 208}},
          {match: [{headers: {"@request.auth.claims.sub": {exact: joe}}, withoutHeaders: {"@request.auth.claims.guest": {exact: "yes"}}}], directResponse: {status: 226}},
          {match: [{uri: {prefix: /without}, withoutHeaders: {"@request.auth.claims.role": {exact: admin}}}], directResponse: {status: 410}},
          {directResponse: {status: 204}}]}`,
      ),
    requests: [
      to(''),
      to('', { token: 'invalid' }),
      to('', { claims: { ...me, iss: 'other' } }),
      to('', { claims: { ...me, role: 'admin' } }),
      to('', { claims: { ...me, role: 'user' } }),
      to('', { claims: { ...me, a: { b: 'xyz' } } }),
      to('', { claims: { ...me, groups: ['dev', 'ops'] } }),
      to('', { claims: { ...me, deep: { er: 'yyy' } } }),
      to('', { claims: { ...me, deep: { er: 'yyyz' } } }),
      to('', { claims: { ...me, scope: 'read write' } }),
      to('', { claims: { ...me, level: 3 } }),
      to('', { claims: { ...me, level: '3' } }),
      to('', { claims: { ...me, guest: 'yes' } }),
      to('without'),
      to('without', { claims: { iss: 'me', sub: 'ann', role: 'admin' } }),
      to('without', { claims: { iss: 'me', sub: 'ann' } }),
    ],
  },
  {
    name: 'a token at the gateway and behind it',
    config:
      front +
      jwt(`{${forFront}, jwtRules: [{issuer: me, jwks: '${keySet}'}]}`, 'gw', 'istio-system') +
      jwt(`{${forHello}, jwtRules: [{issuer: me, jwks: '${keySet}'}]}`, 'app') +
      policy('need', `{${forHello}, rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]}`) +
      istio(
        'VirtualService',
        'a',
        '{hosts: ["*"], gateways: [front], http: [{route: [{destination: {host: hello, port: {number: 80}}}]}]}',
      ),
    requests: [
      to(''),
      to('', { claims: me }),
      to('', { token: 'invalid' }),
      call(inside, hello, { claims: me }),
      call(inside, hello),
    ],
  },
  {
    name: 'a token that the gateway passes on',
    config:
      front +
      jwt(
        `{${forFront}, jwtRules: [{issuer: me, jwks: '${keySet}', forwardOriginalToken: true}]}`,
        'gw',
        'istio-system',
      ) +
      jwt(`{${forHello}, jwtRules: [{issuer: me, jwks: '${keySet}'}]}`, 'app') +
      policy('need', `{${forHello}, rules: [{from: [{source: {requestPrincipals: ["me/*"]}}]}]}`) +
      policy(
        'gate',
        `{${forFront}, action: DENY, rules: [{from: [{source: {notRequestPrincipals: ["*"]}}], to: [{operation: {notPaths: [/open]}}]}]}`,
        'istio-system',
      ) +
      istio(
        'VirtualService',
        'a',
        '{hosts: ["*"], gateways: [front], http: [{match: [{uri: {exact: /open}}], directResponse: {status: 201}}, {route: [{destination: {host: hello, port: {number: 80}}}]}]}',
      ),
    requests: [
      to(''),
      to('open'),
      to('', { claims: me }),
      to('', { token: 'invalid' }),
      to('open', { token: 'invalid' }),
    ],
  },
  {
    name: 'several issuers, and claims in policies',
    config:
      jwt(
        `{${forHello}, jwtRules: [{issuer: me, jwks: '${keySet}'}, {issuer: you, audiences: [x, z], jwks: '${keySet}'}]}`,
      ) +
      policy(
        'a',
        `{${forHello}, rules: [
          {to: [{operation: {paths: [/you]}}], from: [{source: {requestPrincipals: ["you/*"]}}]},
          {to: [{operation: {paths: [/suffix]}}], from: [{source: {requestPrincipals: ["*/ann"]}}]},
          {to: [{operation: {paths: [/nested]}}], when: [{key: "request.auth.claims[a][b]", values: ["x*"]}]},
          {to: [{operation: {paths: [/aud]}}], when: [{key: request.auth.audiences, values: [x]}]},
          {to: [{operation: {paths: [/azp]}}], when: [{key: request.auth.presenter, values: [web]}]},
          {to: [{operation: {paths: [/iss]}}], when: [{key: "request.auth.claims[iss]", values: [me]}]},
          {to: [{operation: {paths: [/not]}}], when: [{key: "request.auth.claims[role]", notValues: [guest]}]},
          {to: [{operation: {paths: [/principal]}}], when: [{key: request.auth.principal, values: [me/joe]}]},
          {to: [{operation: {paths: [/none]}}], from: [{source: {notRequestPrincipals: ["*"]}}]},
          {to: [{operation: {paths: [/flag]}}], when: [{key: "request.auth.claims[flag]", values: ["true"]}]},
          {to: [{operation: {paths: [/any]}}], when: [{key: "request.auth.claims[role]", values: ["*"]}]}]}`,
      ),
    requests: [
      ...['you', 'suffix', 'nested', 'aud', 'azp', 'iss', 'not', 'principal', 'none', 'flag', 'any'].flatMap((path) => [
        call(inside, hello + path),
        call(inside, hello + path, { claims: me }),
        call(inside, hello + path, {
          claims: { iss: 'you', sub: 'ann', aud: ['x'], azp: 'web', a: { b: 'xy' }, role: 'guest', flag: true },
        }),
      ]),
      call(inside, `${hello}you`, { claims: { iss: 'you', sub: 'ann', aud: 'w' } }),
      call(inside, `${hello}you`, { claims: { iss: 'you', aud: 'z' } }),
    ],
  },
  {
    name: 'a token elsewhere than in the usual header',
    config:
      jwt(
        `{${forHello}, jwtRules: [{issuer: me, jwks: '${keySet}', fromHeaders: [{name: x-token, prefix: "Token "}], fromParams: [t]}]}`,
      ) +
      policy(
        'need',
        `{${forHello}, rules: [{to: [{operation: {paths: [/open]}}]}, {from: [{source: {requestPrincipals: ["*"]}}]}]}`,
      ),
    requests: [
      call(inside, hello),
      call(inside, hello, { claims: me }),
      call(inside, `${hello}open`, { token: 'invalid' }),
    ],
  },
  {
    name: 'token rules of namespace and root',
    config:
      jwt(`{jwtRules: [{issuer: me, jwks: '${keySet}'}]}`, 'root', 'istio-system') +
      jwt(`{jwtRules: [{issuer: you, jwks: '${keySet}'}]}`, 'ns') +
      policy('need', `{${forHello}, rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]}`),
    requests: [
      call(inside, hello),
      call(inside, hello, { claims: me }),
      call(inside, hello, { claims: { iss: 'you', sub: 'a' } }),
      call(inside, hello, { claims: { iss: 'they', sub: 'a' } }),
      call(inside, 'http://bank.pay/', { claims: { iss: 'you', sub: 'a' } }),
    ],
  },
];
