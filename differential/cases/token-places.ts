import { call, type DifferentialCase, inside, istio } from '../case.js';
import { keySet, tokenWith } from '../tokens.js';

const hello = 'http://hello.shop/';
const forHello = 'selector: {matchLabels: {app: hello}}';
const jwt = (spec: string, name = 'jwt', namespace = 'shop') => istio('RequestAuthentication', name, spec, namespace);
const policy = (name: string, spec: string, namespace = 'shop') => istio('AuthorizationPolicy', name, spec, namespace);
const me = { iss: 'me', sub: 'joe' };
const rule = (extra = '') => `{issuer: me, jwks: '${keySet}'${extra}}`;
const need = policy('need', `{${forHello}, rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]}`);
const preflight = {
  method: 'OPTIONS',
  headers: { origin: 'https://a.com', 'access-control-request-method': 'GET' },
};
const front = istio(
  'Gateway',
  'front',
  '{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}',
);
const to = (path: string, extra = {}) =>
  call('internet', `http://a.com/${path}`, { via: 'istio-system/front', ...extra });
const bearer = (claims: Readonly<Record<string, unknown>>) => `Bearer ${tokenWith(claims)}`;

/** Tokens as headers, parameters and cookies carry them, and what proxies make of their claims. */
export const tokenPlaceCases: readonly DifferentialCase[] = [
  {
    name: 'headers that carry tokens',
    config: jwt(`{${forHello}, jwtRules: [${rule()}]}`) + need,
    requests: [
      call(inside, hello, { headers: { Authorization: bearer(me) } }),
      call(inside, hello, { headers: { Authorization: bearer({ ...me, iss: 'other' }) } }),
      call(inside, hello, { headers: { Authorization: 'Bearer deadbeef' } }),
      call(inside, hello, { headers: { Authorization: 'Basic YTpi' } }),
      call(inside, hello, { headers: { Authorization: bearer({ ...me, exp: 1000 }) } }),
      call(inside, `${hello}?access_token=${tokenWith(me)}`),
      call(inside, `${hello}?access_token=x`),
    ],
  },
  {
    name: 'tokens in headers of other names, parameters and cookies',
    config:
      jwt(
        `{${forHello}, jwtRules: [${rule(', fromHeaders: [{name: x-token, prefix: "Token "}, {name: x-bare}], fromParams: [t], fromCookies: [session]')}]}`,
      ) + need,
    requests: [
      call(inside, hello, { headers: { 'x-token': `Token ${tokenWith(me)}` } }),
      call(inside, hello, { headers: { 'x-token': tokenWith(me) } }),
      call(inside, hello, { headers: { 'x-bare': tokenWith(me) } }),
      call(inside, hello, { headers: { 'x-bare': 'nonsense' } }),
      call(inside, `${hello}?a=b&t=${tokenWith(me)}`),
      call(inside, hello, { headers: { cookie: `a=b; session=${tokenWith(me)}` } }),
      call(inside, hello, { headers: { authorization: bearer(me) } }),
    ],
  },
  {
    name: 'rules for several places',
    config:
      jwt(`{${forHello}, jwtRules: [${rule()}, {issuer: you, jwks: '${keySet}', fromHeaders: [{name: x-you}]}]}`) +
      policy(
        'need',
        `{${forHello}, rules: [{from: [{source: {requestPrincipals: ["me/*"]}}], to: [{operation: {paths: [/me]}}]}, {from: [{source: {requestPrincipals: ["you/*"]}}], to: [{operation: {paths: [/you]}}]}]}`,
      ),
    requests: ['me', 'you'].flatMap((path) => [
      call(inside, hello + path, { claims: me }),
      call(inside, hello + path, { headers: { 'x-you': tokenWith({ iss: 'you', sub: 'ann' }) } }),
      call(inside, hello + path, { claims: me, headers: { 'x-you': tokenWith({ iss: 'you', sub: 'ann' }) } }),
      call(inside, hello + path, { claims: me, headers: { 'x-you': 'x' } }),
      call(inside, hello + path, {
        token: 'invalid',
        headers: { 'x-you': tokenWith({ iss: 'you', sub: 'ann' }) },
      }),
      call(inside, hello + path, { token: 'invalid' }),
    ]),
  },
  {
    name: 'preflights and tokens',
    config:
      jwt(`{${forHello}, jwtRules: [${rule()}]}`) +
      policy(
        'need',
        `{${forHello}, rules: [{from: [{source: {requestPrincipals: ["*"]}}]}, {to: [{operation: {methods: [OPTIONS]}}]}]}`,
      ),
    requests: [
      call(inside, hello, { ...preflight, token: 'invalid' }),
      call(inside, hello, { method: 'OPTIONS', token: 'invalid' }),
      call(inside, hello, preflight),
    ],
  },
  {
    name: 'preflights, tokens and policies',
    config: jwt(`{${forHello}, jwtRules: [${rule()}]}`) + need,
    requests: [call(inside, hello, { ...preflight, claims: me }), call(inside, hello, { claims: me })],
  },
  {
    name: 'preflights at a gateway with tokens and CORS',
    config:
      front +
      jwt(`{selector: {matchLabels: {istio: front}}, jwtRules: [${rule()}]}`, 'jwt', 'istio-system') +
      istio(
        'VirtualService',
        'a',
        '{hosts: ["*"], gateways: [front], http: [{match: [{uri: {prefix: /cors}}], corsPolicy: {allowOrigins: [{exact: "https://a.com"}]}, route: [{destination: {host: hello, port: {number: 80}}}]}, {match: [{headers: {"@request.auth.claims.sub": {exact: joe}}}], directResponse: {status: 201}}, {directResponse: {status: 202}}]}',
      ),
    requests: [
      to('cors', { ...preflight, token: 'invalid' }),
      to('cors', { token: 'invalid' }),
      to('', { ...preflight, claims: me }),
      to('', { claims: me }),
    ],
  },
  {
    name: 'claims as headers',
    config:
      front +
      jwt(
        `{selector: {matchLabels: {istio: front}}, jwtRules: [${rule(', outputPayloadToHeader: x-payload, outputClaimToHeaders: [{header: x-sub, claim: sub}, {header: x-deep, claim: a.b}, {header: x-flag, claim: flag}, {header: x-number, claim: number}]')}]}`,
        'jwt',
        'istio-system',
      ) +
      istio(
        'VirtualService',
        'a',
        `{hosts: ["*"], gateways: [front], http: [
          {match: [{uri: {prefix: /sub}, headers: {x-sub: {exact: joe}}}], directResponse: {status: 201}},
          {match: [{uri: {prefix: /deep}, headers: {x-deep: {exact: c}}}], directResponse: {status: 202}},
          {match: [{uri: {prefix: /flag}, headers: {x-flag: {exact: "true"}}}], directResponse: {status: 203}},
          {match: [{uri: {prefix: /number}, headers: {x-number: {exact: "7"}}}], directResponse: {status: 206}},
          {match: [{uri: {prefix: /payload}, headers: {x-payload: {}}}], directResponse: {status: 207}},
          {match: [{uri: {prefix: /authorization}, headers: {authorization: {}}}], directResponse: {status: 208}},
          {match: [{uri: {prefix: /app}}], route: [{destination: {host: hello, port: {number: 80}}}]},
          {directResponse: {status: 204}}]}`,
      ) +
      policy(
        'gate',
        '{selector: {matchLabels: {istio: front}}, action: DENY, rules: [{to: [{operation: {paths: [/guarded]}}], when: [{key: "request.headers[x-sub]", values: [joe]}]}]}',
        'istio-system',
      ) +
      policy('app', `{${forHello}, action: DENY, rules: [{when: [{key: "request.headers[x-sub]", values: [joe]}]}]}`),
    requests: ['guarded', 'app', 'sub', 'deep', 'flag', 'number', 'payload', 'authorization'].flatMap((path) => [
      to(path, { claims: { ...me, a: { b: 'c' }, flag: true, number: 7 } }),
      to(path, { headers: { 'x-sub': 'joe', 'x-payload': 'x' } }),
    ]),
  },
  {
    name: 'principals of tokens',
    config:
      jwt(
        `{${forHello}, jwtRules: [{issuer: "https://issuer.example", jwks: '${keySet}'}, {issuer: "https://issuer.example/realm", jwks: '${keySet}'}]}`,
      ) +
      policy(
        'need',
        `{${forHello}, rules: [
          {from: [{source: {requestPrincipals: ["https://issuer.example/*"]}}], to: [{operation: {paths: [/issuer]}}]},
          {from: [{source: {requestPrincipals: ["https://issuer*"]}}], to: [{operation: {paths: [/prefix]}}]},
          {from: [{source: {requestPrincipals: ["*/joe"]}}], to: [{operation: {paths: [/subject]}}]},
          {from: [{source: {requestPrincipals: ["*joe"]}}], to: [{operation: {paths: [/suffix]}}]},
          {from: [{source: {requestPrincipals: ["https://issuer.example/realm/joe"]}}], to: [{operation: {paths: [/exact]}}]},
          {from: [{source: {requestPrincipals: ["https://issuer.example/jo*"]}}], to: [{operation: {paths: [/start]}}]},
          {from: [{source: {notRequestPrincipals: ["https://issuer.example/joe"]}}], to: [{operation: {paths: [/not]}}]}]}`,
      ),
    requests: ['issuer', 'prefix', 'subject', 'suffix', 'exact', 'start', 'not'].flatMap((path) =>
      ['https://issuer.example', 'https://issuer.example/realm'].flatMap((iss) =>
        ['joe', 'mejoe'].map((sub) => call(inside, hello + path, { claims: { iss, sub } })),
      ),
    ),
  },
];
