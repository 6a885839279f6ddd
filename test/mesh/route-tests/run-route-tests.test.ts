import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { readRouteTests } from '../../../mesh/route-tests/read-route-tests.js';
import { runRouteTests } from '../../../mesh/route-tests/run-route-tests.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const mesh = buildMesh(
  resourcesOf(
    namespaceOf('shop') +
      serviceOf('users') +
      workloadOf('users') +
      serviceOf('old') +
      workloadOf('old') +
      istioObject(
        'VirtualService',
        'door',
        `{hosts: [shop.example.com, '*.shop.example.com'], gateways: [edge], http: [
          {name: a, match: [{uri: {regex: '/users(/.*)?'}, headers: {x-type: {exact: qa}}}, {queryParams: {v: {exact: '2'}}}], rewrite: {uri: /u}, route: [{destination: {host: users, port: {number: 80}}}]},
          {match: [{uri: {prefix: /moved}}], redirect: {uri: /new}},
          {match: [{uri: {prefix: /split}}], rewrite: {uri: /}, route: [{destination: {host: users, subset: v2}, weight: 10}, {destination: {host: old}, weight: 90}]},
          {match: [{uri: {prefix: /team}}], delegate: {name: team}},
          {match: [{scheme: {exact: https}}], fault: {abort: {httpStatus: 403}}, route: [{destination: {host: old}}]},
          {route: [{destination: {host: old}, weight: 100}]}]}`,
      ) +
      istioObject(
        'VirtualService',
        'team',
        '{http: [{match: [{uri: {prefix: /team/a}}], route: [{destination: {host: users}}]}]}',
      ) +
      istioObject(
        'VirtualService',
        'exact',
        '{hosts: [b.shop.example.com], http: [{route: [{destination: {host: users}}]}]}',
      ) +
      istioObject('AuthorizationPolicy', 'users', '{selector: {matchLabels: {app: users}}, rules: [{}]}') +
      istioObject('AuthorizationPolicy', 'other', '{selector: {matchLabels: {app: other}}, rules: [{}]}'),
  ),
);

/** What is otherwise than a test says, by request. */
function failures(request: string, wanted: string, wantMatch = true): readonly string[] {
  const yaml = `testCases: [{description: d, wantMatch: ${wantMatch}, request: ${request}${wanted === '' ? '' : `, ${wanted}`}}]`;
  const { tests, problems } = readRouteTests(yaml, 'tests.yaml');
  expect(problems).toEqual([]);
  return runRouteTests(mesh, tests).results.flatMap((result) =>
    result.failures.map(({ request: { method, uri }, route, why }) => `${method} ${uri} ${route}: ${why}`),
  );
}
const users = 'route: [{destination: {host: users}}]';
const users80 = 'route: [{destination: {host: users.shop.svc.cluster.local, port: {number: 80}}}]';
const old = 'route: [{destination: {host: old}}]';

test.each([
  [
    'a header',
    '{authority: [shop.example.com], method: [GET, POST], uri: [/users, /users/1], headers: {X-Type: qa}}',
    users80,
  ],
  ['a query', "{authority: [shop.example.com], uri: ['/?v=2']}", users80],
  ['no header', '{authority: [shop.example.com], uri: [/users]}', old],
  [
    'a path that is longer than the expression',
    '{authority: [shop.example.com], uri: [/users2], headers: {x-type: qa}}',
    old,
  ],
  ['a redirect', '{authority: [shop.example.com], uri: [/moved/a]}', 'redirect: {uri: /new}'],
  ['a redirect, which has no destination', '{authority: [shop.example.com], uri: [/moved/a]}', 'route: []'],
  [
    'weights and a rewrite',
    '{authority: [shop.example.com], uri: [/split]}',
    'rewrite: {uri: /}, route: [{destination: {host: users, subset: v2}, weight: 10}, {destination: {host: old}, weight: 90}]',
  ],
  ['a delegate', '{authority: [shop.example.com], uri: [/team/a]}', `delegate: {name: team}, ${users}`],
  ['a scheme', '{authority: [shop.example.com], scheme: [https]}', 'fault: {abort: {httpStatus: 403}}'],
  ['a wildcard', '{authority: [a.shop.example.com]}', old],
  ['a host that is more specific than a wildcard', '{authority: [b.shop.example.com]}', users],
  ['a host with a port', "{authority: ['b.shop.example.com:8080']}", users],
  ['a host that nothing routes', '{authority: [c.example.com]}', ''],
])('follows %s', (_, request, wanted) => {
  expect(failures(request, wanted)).toEqual([]);
  expect(failures(request, wanted, false)).not.toEqual([]);
});

test('says what is otherwise', () => {
  expect(failures('{authority: [shop.example.com], uri: [/, /moved]}', users)).toEqual([
    'GET / VirtualService shop/door http[5]: the route is old.shop.svc.cluster.local, not users.shop.svc.cluster.local',
    'GET /moved VirtualService shop/door http[1]: the route is none, not users.shop.svc.cluster.local',
  ]);
  expect(failures('{authority: [shop.example.com]}', old, false)).toEqual([
    'GET / VirtualService shop/door http[5]: it is as the test says that it must not be',
  ]);
});

test('names the routes and policies that no test looks at', () => {
  const { tests } = readRouteTests(
    `testCases: [{description: d, wantMatch: true, request: {authority: [b.shop.example.com]}, ${users}}]`,
    't.yaml',
  );
  const { coverage } = runRouteTests(mesh, tests);
  expect(coverage.rules).toBe(coverage.untestedRules.length + 1);
  expect(coverage.untestedRules).toContain('VirtualService shop/door http[0] "a"');
  expect(coverage.untestedRules).not.toContain('VirtualService shop/exact http[0]');
  expect([coverage.policies, coverage.untestedPolicies]).toEqual([2, ['AuthorizationPolicy shop/other']]);
});

test('a file that is wrong is refused, with every mistake and its line', () => {
  const { tests, problems } = readRouteTests(
    'testCases:\n  - description: d\n    request: {authority: []}\n',
    't.yaml',
  );
  expect(tests).toEqual([]);
  expect(problems.map(({ code, place }) => `${code} ${place}`)).toEqual([
    expect.stringMatching(/^ROUTE_TESTS_INVALID t\.yaml:\d: testCases\[0\]\.wantMatch/),
    expect.stringMatching(/^ROUTE_TESTS_INVALID t\.yaml:3: testCases\[0\]\.request\.authority/),
  ]);
  expect(readRouteTests('a: [', 't.yaml').problems[0]?.code).toBe('ROUTE_TESTS_YAML');
});
