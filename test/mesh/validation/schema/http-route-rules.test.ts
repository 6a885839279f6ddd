import { describe } from '@jest/globals';
import { testRefusals } from '../refusals.js';

const rule = (fields: string): string => `spec: {parentRefs: [{name: g}], rules: [{${fields}}]}`;
const filters = (...list: readonly string[]): string => rule(`filters: [${list.join(', ')}]`);
const at = 'spec.rules[0]';
const set = '{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: a, value: b}]}}';
const redirect = (fields: string): string => `{type: RequestRedirect, requestRedirect: {${fields}}}`;
const rewrite = (fields: string): string => `{type: URLRewrite, urlRewrite: {${fields}}}`;

describe('an HTTPRoute', () => {
  testRefusals(
    ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
    [
      [rule('backendRefs: [{name: web, port: 80}], timeouts: {request: 10s, backendRequest: 2s}')],
      [rule('matches: [{path: {type: RegularExpression, value: "a.*"}, headers: [{name: a, value: b}]}]')],
      [filters(set, redirect('statusCode: 308'))],
      ['spec: {hostname: [a.example.com]}', 'spec.hostname'],
      ['spec: {hostnames: [10.0.0.1.]}', 'spec.hostnames[0]'],
      ['spec: {parentRefs: [{name: g}, {name: g}]}', 'spec.parentRefs[1]'],
      ['spec: {parentRefs: [{name: g, sectionName: a}, {name: g}]}', 'spec.parentRefs[1]'],
      ['spec: {parentRefs: [{name: g, sectionName: a}, {name: g, sectionName: b}]}'],
      ['spec: {rules: [{name: a}, {name: a}]}', 'spec.rules[1]'],
      [rule('backendRefs: [{name: web}]'), `${at}.backendRefs[0].port`],
      [rule('backendRefs: [{name: web, kind: Bucket, group: example.com}]')],
      [rule('backendRefs: [{name: web, port: 80, weight: -1}]'), `${at}.backendRefs[0].weight`],
      [rule('timeouts: {request: 1s, backendRequest: 2s}'), `${at}.timeouts.backendRequest`],
      [rule('timeouts: {request: 1.5s}'), `${at}.timeouts.request`],
      [rule('retry: {codes: [99]}'), `${at}.retry.codes[0]`],
    ],
  );
});

describe('a match', () => {
  const match = (fields: string): string => rule(`matches: [{${fields}}]`);
  const first = `${at}.matches[0]`;
  testRefusals(
    ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
    [
      [match('path: {type: Exact, value: /a%20b}')],
      [match('path: {type: Prefix, value: /a}'), `${first}.path.type`],
      [match('path: {value: a}'), `${first}.path.value`],
      [match('path: {value: /a//b}'), `${first}.path.value`],
      [match('path: {value: /a/..}'), `${first}.path.value`],
      [match('path: {value: "/a b"}'), `${first}.path.value`],
      [match('path: {value: "/a#b"}'), `${first}.path.value`],
      [match('headers: [{name: a, value: b}, {name: a, value: c}]'), `${first}.headers[1]`],
      [match('headers: [{name: "a b", value: b}]'), `${first}.headers[0].name`],
      [match('headers: [{name: a}]'), `${first}.headers[0].value`],
      [match('queryParams: [{name: a, value: b}, {name: a, value: c}]'), `${first}.queryParams[1]`],
      [match('method: get'), `${first}.method`],
    ],
  );
});

describe('filters', () => {
  testRefusals(
    ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
    [
      [filters('{type: RequestHeaderModifier}'), `${at}.filters[0]`],
      [filters('{type: Mirror}'), `${at}.filters[0].type`],
      [
        filters('{type: RequestMirror, requestMirror: {backendRef: {name: a, port: 80}}, cors: {}}'),
        `${at}.filters[0].cors`,
      ],
      [filters(set, set), `${at}.filters[1]`],
      [filters(redirect(''), rewrite('')), `${at}.filters`],
      [
        filters('{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: a}]}}'),
        `${at}.filters[0].requestHeaderModifier.set[0].value`,
      ],
      [filters('{type: RequestMirror, requestMirror: {}}'), `${at}.filters[0].requestMirror.backendRef`],
      [
        filters(
          '{type: RequestMirror, requestMirror: {backendRef: {name: a, port: 80}, percent: 1, fraction: {numerator: 1}}}',
        ),
        `${at}.filters[0].requestMirror`,
      ],
      [
        filters('{type: RequestMirror, requestMirror: {backendRef: {name: a, port: 80}, fraction: {numerator: 200}}}'),
        `${at}.filters[0].requestMirror.fraction.numerator`,
      ],
      [filters(redirect('statusCode: 200')), `${at}.filters[0].requestRedirect.statusCode`],
      [filters(redirect('scheme: ftp')), `${at}.filters[0].requestRedirect.scheme`],
      [filters(redirect('path: {type: ReplaceFullPath}')), `${at}.filters[0].requestRedirect.path`],
      [
        filters(rewrite('path: {type: ReplaceFullPath, replaceFullPath: /a, replacePrefixMatch: /b}')),
        `${at}.filters[0].urlRewrite.path.replacePrefixMatch`,
      ],
      [
        rule(
          `matches: [{path: {type: Exact, value: /a}}], filters: [${rewrite('path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}')}]`,
        ),
        `${at}.matches`,
      ],
      [
        rule(
          `matches: [{path: {value: /a}}], filters: [${rewrite('path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}')}]`,
        ),
      ],
      [rule(`filters: [${redirect('')}], backendRefs: [{name: web, port: 80}]`), `${at}.backendRefs`],
      [
        filters('{type: CORS, cors: {allowOrigins: ["*", "https://a.example.com"]}}'),
        `${at}.filters[0].cors.allowOrigins`,
      ],
    ],
  );
});
