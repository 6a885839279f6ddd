import { guardedWorkloads } from '../istio/policy-workloads.js';
import type { IstioSpecs } from '../kinds/index.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { type Probe, valueOfPattern } from './probe.js';
import type { Asker, Representatives } from './representatives.js';

/** Requests that a policy decides about. */
export interface PolicyQuestion {
  readonly workloads: readonly Workload[];
  /** Those that the policy names; empty when it names nobody. */
  readonly askers: readonly Asker[];
  readonly probe: Probe;
}

type Rule = NonNullable<IstioSpecs['AuthorizationPolicy']['rules']>[number];
type Fields = Readonly<Record<string, readonly string[] | undefined>>;

/** For each rule of each policy, a request that it would match; for each RequestAuthentication, its tokens and a wrong one. */
export function policyQuestions(mesh: Mesh, representatives: Representatives): readonly PolicyQuestion[] {
  const questions: PolicyQuestion[] = [];
  const [issuer] = mesh.requestAuthentications.flatMap(({ spec }) => (spec.jwtRules ?? []).map((rule) => rule.issuer));
  for (const policy of mesh.authorizationPolicies) {
    const { namespace, spec } = policy;
    const workloads = guardedWorkloads(mesh, policy);
    for (const rule of spec.rules ?? []) {
      const askers = askersOf(rule, namespace, representatives, mesh);
      for (const probe of probesOf(rule, issuer)) {
        questions.push({ workloads, askers, probe });
      }
    }
  }
  for (const authentication of mesh.requestAuthentications) {
    const { spec } = authentication;
    const workloads = guardedWorkloads(mesh, authentication);
    questions.push({ workloads, askers: [], probe: { token: 'invalid' } });
    for (const rule of spec.jwtRules ?? []) {
      if (rule.issuer !== undefined) {
        questions.push({ workloads, askers: [], probe: { claims: { iss: rule.issuer, sub: 'x' } } });
      }
    }
  }
  return questions;
}

function askersOf(rule: Rule, namespace: string, representatives: Representatives, mesh: Mesh): readonly Asker[] {
  const named = new Set<Asker>();
  const add = (found: readonly Asker[]): void => {
    for (const asker of found) named.add(asker);
  };
  const account = (text: string): string => {
    const [space, name] = text.includes('/') ? text.split('/') : [namespace, text];
    return `${mesh.config.trustDomain}/ns/${space}/sa/${name}`;
  };
  for (const { source } of rule.from ?? []) {
    const fields = (source ?? {}) as Fields;
    for (const prefix of ['', 'not']) {
      const values = (name: string): readonly string[] =>
        fields[prefix === '' ? name : `not${name[0]?.toUpperCase()}${name.slice(1)}`] ?? [];
      for (const principal of values('principals')) add(representatives.ofPrincipal(principal));
      for (const one of values('serviceAccounts')) add(representatives.ofPrincipal(account(one)));
      for (const one of values('namespaces')) add(representatives.ofNamespace(one));
    }
  }
  for (const { key, values = [], notValues = [] } of rule.when ?? []) {
    for (const value of [...values, ...notValues]) {
      if (key === 'source.principal') add(representatives.ofPrincipal(value));
      if (key === 'source.namespace') add(representatives.ofNamespace(value));
    }
  }
  return [...named];
}

/** The requests of a rule: every path with the first method, and every method with the first path. */
function probesOf(rule: Rule, issuer: string | undefined): readonly Probe[] {
  const common = { ...credentialsOf(rule, issuer), ...headersOf(rule) };
  const probes: Probe[] = [];
  for (const { operation } of rule.to?.length ? rule.to : [{ operation: {} }]) {
    const fields = (operation ?? {}) as Fields;
    const paths = [...(fields['paths'] ?? []), ...(fields['notPaths'] ?? [])].map(pathOf);
    const methods = [...(fields['methods'] ?? []), ...(fields['notMethods'] ?? [])];
    const pairs = [
      [paths[0], methods[0]],
      ...paths.slice(1).map((path) => [path, methods[0]]),
      ...methods.slice(1).map((method) => [paths[0], method]),
    ];
    for (const [path, method] of pairs) {
      probes.push({
        ...(path === undefined || path === '/' ? {} : { path }),
        ...(method === undefined || method === '*' || method === 'GET' ? {} : { method }),
        ...common,
      });
    }
  }
  return probes;
}

function pathOf(pattern: string): string {
  const path = pattern === '*' ? '/' : valueOfPattern(pattern);
  return path.startsWith('/') ? path : `/${path}`;
}

/** A token with the claims that the rule asks for, and its issuer or else this one. */
function credentialsOf(rule: Rule, issuer: string | undefined): Probe {
  const claims: Record<string, unknown> = {};
  for (const { source } of rule.from ?? []) {
    const [principal] = ((source ?? {}) as Fields)['requestPrincipals'] ?? [];
    if (principal !== undefined) {
      const slash = principal.lastIndexOf('/');
      claims['iss'] = slash < 0 ? principal : valueOfPattern(principal.slice(0, slash));
      claims['sub'] = slash < 0 ? 'x' : valueOfPattern(principal.slice(slash + 1));
    }
  }
  for (const { key, values } of rule.when ?? []) {
    const path = /^request\.auth\.claims((?:\[[^\]]+\])+)$/.exec(key)?.[1]?.slice(1, -1).split('][');
    const value = values?.[0];
    if (path !== undefined && value !== undefined) {
      setClaim(claims, path, valueOfPattern(value));
    }
  }
  return Object.keys(claims).length === 0
    ? {}
    : { claims: { ...(issuer === undefined ? {} : { iss: issuer }), sub: 'x', ...claims } };
}

function setClaim(claims: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    claims[name] = value;
    return;
  }
  const inner = (claims[name] ?? {}) as Record<string, unknown>;
  claims[name] = inner;
  setClaim(inner, rest, value);
}

function headersOf(rule: Rule): Probe {
  const headers = (rule.when ?? []).flatMap(({ key, values }) => {
    const name = /^request\.headers\[([^\]]+)\]$/.exec(key)?.[1];
    const value = values?.[0];
    return name === undefined || value === undefined ? [] : [[name, valueOfPattern(value)] as const];
  });
  return headers.length === 0 ? {} : { headers: Object.fromEntries(headers) };
}
