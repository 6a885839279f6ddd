import {
  type ConfigObject,
  fieldsListOf,
  fieldsOf,
  type IstioSpecs,
  type Mesh,
  type MeshService,
  textListOf,
  type Workload,
} from '../../../model/index.js';
import { workloadsOf } from './policy-scope.js';
import { parsePrincipal, parseServiceAccount } from './principals.js';

/** A call that the manifests themselves speak of. */
export interface DeclaredCall {
  readonly caller: Workload;
  readonly callee: Workload;
  /** What says so, for a message. */
  readonly evidence: string;
}

/**
 * The calls that manifests declare: callers that an ALLOW policy names, and hosts of Services in the environment, command and
 * arguments of containers. Each pair once.
 */
export function declaredCalls(mesh: Mesh): readonly DeclaredCall[] {
  const calls = new Map<Workload, Map<Workload, DeclaredCall>>();
  const add = (caller: Workload, callee: Workload, evidence: string): void => {
    const ofCaller = calls.get(caller) ?? new Map<Workload, DeclaredCall>();
    if (caller !== callee && !ofCaller.has(callee)) {
      ofCaller.set(callee, { caller, callee, evidence });
      calls.set(caller, ofCaller);
    }
  };
  addCallsOfPolicies(mesh, add);
  addCallsOfContainers(mesh, add);
  return [...calls.values()].flatMap((ofCaller) => [...ofCaller.values()]);
}

type AddCall = (caller: Workload, callee: Workload, evidence: string) => void;

function addCallsOfPolicies(mesh: Mesh, add: AddCall): void {
  if (mesh.authorizationPolicies.length === 0) {
    return;
  }
  const byAccount = new Map<string, Workload[]>();
  for (const workload of mesh.workloads) {
    const key = `${workload.namespace}/${workload.serviceAccount || 'default'}`;
    byAccount.set(key, [...(byAccount.get(key) ?? []), workload]);
  }
  for (const policy of mesh.authorizationPolicies) {
    const sources = (policy.spec.rules ?? []).flatMap((rule) => (rule.from ?? []).map(({ source }) => source ?? {}));
    if ((policy.spec.action ?? 'ALLOW') !== 'ALLOW') {
      continue;
    }
    const accounts = [
      ...[...sources.flatMap((source) => source.principals ?? []), ...valuesOf(policy, 'source.principal')].map(
        parsePrincipal,
      ),
      ...[
        ...sources.flatMap((source) => source.serviceAccounts ?? []),
        ...valuesOf(policy, 'source.serviceAccount'),
      ].map((account) => parseServiceAccount(account, policy.namespace)),
    ];
    const callers = [
      ...accounts.flatMap((account) => byAccount.get(`${account?.namespace}/${account?.serviceAccount}`) ?? []),
      ...[...sources.flatMap((source) => source.namespaces ?? []), ...valuesOf(policy, 'source.namespace')].flatMap(
        (namespace) => mesh.workloadsIn(namespace),
      ),
    ];
    const evidence = `AuthorizationPolicy ${policy.id} names it`;
    const callees = callers.length === 0 ? [] : workloadsOf(mesh, policy);
    for (const caller of new Set(callers)) {
      for (const callee of callees) {
        add(caller, callee, evidence);
      }
    }
  }
}

/** Values of a condition that the rules of a policy make. */
function valuesOf({ spec }: ConfigObject<IstioSpecs['AuthorizationPolicy']>, key: string): readonly string[] {
  const conditions = (spec.rules ?? []).flatMap((rule) => rule.when ?? []);
  return conditions.filter((condition) => condition.key === key).flatMap(({ values = [] }) => values);
}

function addCallsOfContainers(mesh: Mesh, add: AddCall): void {
  for (const caller of mesh.workloads) {
    for (const { name, text } of textsOfContainers(caller)) {
      for (const service of hostsIn(text, caller, mesh)) {
        for (const callee of service.workloads) {
          add(caller, callee, `${name} of its container has the host \`${service.name}\``);
        }
      }
    }
  }
}

interface ContainerText {
  readonly name: string;
  readonly text: string;
}

function textsOfContainers({ object }: Workload): readonly ContainerText[] {
  const spec = object.rawSpec;
  const template = fieldsOf(spec['jobTemplate'])['spec'] ?? spec;
  const pod = object.kind === 'Pod' ? spec : fieldsOf(fieldsOf(fieldsOf(template)['template'])['spec']);
  return fieldsListOf(pod['containers']).flatMap((container) => [
    ...fieldsListOf(container['env']).flatMap(({ name, value }) =>
      typeof value === 'string' ? [{ name: `variable ${String(name)}`, text: value }] : [],
    ),
    ...[...textListOf(container['command']), ...textListOf(container['args'])].map((text) => ({
      name: 'the command',
      text,
    })),
  ]);
}

/** Hosts in URLs and `host:port` of a text: plain words are left alone, because many a service is called like one. */
const hostPattern =
  /(?:[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?([a-z0-9][a-z0-9.-]*))|(?:^|[\s=,"'])([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*)(?=:\d{2,5}(?:[/\s,"']|$))|([a-z0-9-]+\.[a-z0-9-]+\.svc(?:\.[a-z0-9.-]+)?)/gi;

function hostsIn(text: string, caller: Workload, mesh: Mesh): readonly MeshService[] {
  if (!text.includes(':') && !text.includes('.svc')) {
    return [];
  }
  return [...text.matchAll(hostPattern)].flatMap(([, ofUrl, beforePort, full]) => {
    const host = ofUrl ?? beforePort ?? full ?? '';
    const parts = host.split('.');
    const [name = '', namespace] = parts;
    const isQualified = parts.length === 1 || parts.length === 2 || parts[2] === 'svc';
    const service = isQualified
      ? mesh.serviceFor(`${name}.${namespace ?? caller.namespace}.svc.${mesh.config.clusterDomain}`, caller.namespace)
      : undefined;
    return service?.registry === 'kubernetes' ? [service] : [];
  });
}
