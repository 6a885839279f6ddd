import { describe, expect, test } from '@jest/globals';
import { access } from '../../../../mesh/kubernetes/rbac/access.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { asm, resourcesOf } from '../../resources.js';

const role = (kind: string, where: string, name: string, rules: string, extra = ''): string => `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: ${name}${where === '' ? '' : `, namespace: ${where}`}${extra}}
rules: ${rules}
`;
const binding = (kind: string, where: string, name: string, roleRef: string, subjects: string): string => `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: ${name}${where === '' ? '' : `, namespace: ${where}`}}
roleRef: {apiGroup: rbac.authorization.k8s.io, ${roleRef}}
subjects: [${subjects}]
`;
const bot = '{kind: ServiceAccount, name: bot, namespace: ci}';
const routes = '[{apiGroups: [networking.istio.io], resources: [virtualservices], verbs: [get, patch]}]';

function rowsOf(text: string): readonly string[] {
  return access(buildMesh(resourcesOf(text))).map(
    ({ subject, capability, namespaces, resources, path }) =>
      `${subject} ${capability} in ${namespaces.join(',') || 'every'}: ${resources.join(',')} by ${path.join(' > ')}`,
  );
}

describe('rights that a subject has itself', () => {
  test('a RoleBinding gives what its Role says, in its namespace', () => {
    const text =
      role('Role', 'prod', 'route', routes) + binding('RoleBinding', 'prod', 'bots', 'kind: Role, name: route', bot);
    expect(rowsOf(text)).toEqual([
      'ServiceAccount ci/bot change-routes in prod: virtualservices by RoleBinding prod/bots > Role prod/route',
    ]);
  });

  test('a RoleBinding to a ClusterRole stays in its namespace, a ClusterRoleBinding does not', () => {
    const text =
      role('ClusterRole', '', 'route', routes) +
      binding('RoleBinding', 'prod', 'bots', 'kind: ClusterRole, name: route', bot) +
      binding('ClusterRoleBinding', '', 'all', 'kind: ClusterRole, name: route', '{kind: Group, name: ops}');
    expect(rowsOf(text)).toEqual([
      'Group ops change-routes in every: virtualservices by ClusterRoleBinding all > ClusterRole route',
      'ServiceAccount ci/bot change-routes in prod: virtualservices by RoleBinding prod/bots > ClusterRole route',
    ]);
  });

  test('reading is not writing, and another resource is not the one', () => {
    const rules = '[{apiGroups: [networking.istio.io], resources: [virtualservices], verbs: [get, list, watch]}]';
    const text = role('Role', 'prod', 'r', rules) + binding('RoleBinding', 'prod', 'b', 'kind: Role, name: r', bot);
    expect(rowsOf(text)).toEqual([]);
  });

  test('create with names is no right to create, patch is one to patch these', () => {
    const rules = (verb: string): string =>
      `[{apiGroups: [security.istio.io], resources: [authorizationpolicies], resourceNames: [a], verbs: [${verb}]}]`;
    const text = (verb: string): string =>
      role('Role', 'p', 'r', rules(verb)) + binding('RoleBinding', 'p', 'b', 'kind: Role, name: r', bot);
    expect(rowsOf(text('patch'))).toHaveLength(1);
    expect(rowsOf(text('patch'))[0]).toContain('change-policies in p');
  });

  test('wildcards of verbs, groups, resources and subresources', () => {
    const rules = '[{apiGroups: ["*"], resources: ["*/exec"], verbs: ["*"]}]';
    const gateway = `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: gw, namespace: edge}
spec:
  selector: {matchLabels: {istio: gw}}
  template:
    metadata: {labels: {istio: gw, sidecar.istio.io/inject: "true"}, annotations: {inject.istio.io/templates: gateway}}
    spec: {containers: [{name: istio-proxy, image: auto}]}
`;
    const inNamespace = (namespace: string): string =>
      role('Role', namespace, 'r', rules) + binding('RoleBinding', namespace, 'b', 'kind: Role, name: r', bot);
    expect(rowsOf(gateway + inNamespace('edge'))).toEqual([
      'ServiceAccount ci/bot exec-gateway in edge: pods/exec by RoleBinding edge/b > Role edge/r',
    ]);
    expect(rowsOf(gateway + inNamespace('shop'))).toEqual([]);
  });

  test('`edit` has Secrets and shells but nothing of Istio, unless a labelled ClusterRole adds it', () => {
    const edit = binding('RoleBinding', 'shop', 'devs', 'kind: ClusterRole, name: edit', '{kind: Group, name: devs}');
    const added = role(
      'ClusterRole',
      '',
      'more',
      routes,
      ', labels: {rbac.authorization.k8s.io/aggregate-to-edit: "true"}',
    );
    const kinds = (text: string): readonly string[] =>
      access(buildMesh(resourcesOf(text))).map(({ capability }) => capability);
    expect(kinds(edit)).toEqual(['change-routes', 'change-policies', 'read-secrets', 'change-secrets']);
    expect(access(buildMesh(resourcesOf(edit)))[0]?.resources).toEqual(['ingresses']);
    expect(access(buildMesh(resourcesOf(edit + added)))[0]?.resources).toEqual(['ingresses', 'virtualservices']);
  });

  test('a ClusterRole that aggregates has the rules that it collects, not its own', () => {
    const aggregate = `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sum}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: "yes"}}]}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
`;
    const text =
      aggregate +
      role('ClusterRole', '', 'part', routes, ', labels: {part: "yes"}') +
      binding('ClusterRoleBinding', '', 'b', 'kind: ClusterRole, name: sum', bot);
    expect(access(buildMesh(resourcesOf(text))).map(({ capability }) => capability)).toEqual(['change-routes']);
  });

  test('an account has the rights of the groups that every account is in', () => {
    const text =
      role('ClusterRole', '', 'route', routes) +
      role('Role', 'ci', 'none', '[]') +
      binding('RoleBinding', 'ci', 'known', 'kind: Role, name: none', bot) +
      binding(
        'ClusterRoleBinding',
        '',
        'all',
        'kind: ClusterRole, name: route',
        '{kind: Group, name: "system:serviceaccounts:ci"}',
      );
    expect(rowsOf(text).map((row) => row.split(' change')[0])).toEqual([
      'Group system:serviceaccounts:ci',
      'ServiceAccount ci/bot',
    ]);
  });
});

describe('rights by way of another account', () => {
  const admin =
    role('ClusterRole', '', 'route', routes) +
    binding(
      'ClusterRoleBinding',
      '',
      'deployer',
      'kind: ClusterRole, name: route',
      '{kind: ServiceAccount, name: deployer, namespace: ci}',
    );
  const dev = (rules: string, namespace = 'ci'): string =>
    role('Role', namespace, 'dev', rules) +
    binding('RoleBinding', namespace, 'devs', 'kind: Role, name: dev', '{kind: User, name: ann}');
  const pathOf = (text: string): readonly string[] | undefined =>
    access(buildMesh(resourcesOf(text))).find(({ subject }) => subject === 'User ann')?.path;

  test.each([
    ['runs pods as', '[{apiGroups: [apps], resources: [deployments], verbs: [create]}]'],
    ['makes tokens of', '[{apiGroups: [""], resources: ["serviceaccounts/token"], verbs: [create]}]'],
    [
      'impersonates',
      '[{apiGroups: [""], resources: [serviceaccounts], resourceNames: [deployer], verbs: [impersonate]}]',
    ],
  ])('who %s an account has its rights', (words, rules) => {
    expect(pathOf(admin + dev(rules))).toEqual([
      'RoleBinding ci/devs',
      'Role ci/dev',
      `${words} ServiceAccount ci/deployer`,
      'ClusterRoleBinding deployer',
      'ClusterRole route',
    ]);
  });

  test('pods of another namespace do not run as the account', () => {
    expect(pathOf(admin + dev('[{apiGroups: [""], resources: [pods], verbs: [create]}]', 'shop'))).toBeUndefined();
  });

  test('two API servers have rights of their own', () => {
    const one = resourcesOf(
      role('Role', 'p', 'r', routes) + binding('RoleBinding', 'p', 'b', 'kind: Role, name: r', bot),
      asm,
    );
    const rows = access(
      buildMesh([...one, ...resourcesOf(binding('RoleBinding', 'p', 'b', 'kind: Role, name: r', bot))]),
    );
    expect(rows.map(({ target }) => target)).toEqual(['asm']);
  });
});
