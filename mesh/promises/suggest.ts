import { guardedWorkloads } from '../istio/policy-workloads.js';
import type { Mesh } from '../model/mesh.js';
import type { Workload } from '../model/workload.js';
import { PushContext } from '../proxy/push-context.js';
import { type PromiseInput, toPromises } from './promise.js';
import { type PromiseResult, verify } from './verify.js';

/**
 * A file of promises that a mesh looks like it wants to keep: that namespaces which deny by default let in only callers of the files, that
 * what asks for mTLS gets nothing else, that what verifies tokens lets nothing in without one. Each has what is known of it today above it.
 */
export function suggestPromises(mesh: Mesh): string {
  const inputs = [...closedNamespaces(mesh), ...strictNamespaces(mesh), ...guardedByTokens(mesh)];
  const results = verify(mesh, toPromises({ promises: inputs }));
  const header = [
    '# Promises about every request, which `asm-blueprints verify PATH... --promises FILE` proves.',
    '# Keep what is meant, change what is not; docs/verify.md says what can stand here.',
    inputs.length === 0 ? 'promises: []' : 'promises:',
  ];
  const all = inputs.flatMap((input, index) => [`  # ${stateOf(results[index])}`, ...yamlOf(input)]);
  return [...header, ...all, ''].join('\n');
}

function stateOf(result: PromiseResult | undefined): string {
  const text = result?.result === 'proved' ? 'proved today' : `${result?.result} today: ${result?.reason}`;
  return text.replaceAll(/\s+/g, ' ');
}

function yamlOf({ name, requests, except, expect }: PromiseInput): readonly string[] {
  return [
    `  - name: ${JSON.stringify(name)}`,
    `    requests: ${JSON.stringify(requests ?? {})}`,
    ...(except === undefined ? [] : [`    except: ${JSON.stringify(except)}`]),
    `    expect: ${JSON.stringify(expect)}`,
  ];
}

/** Namespaces with a policy for all of their workloads that allows nothing by itself. */
function closedNamespaces(mesh: Mesh): readonly PromiseInput[] {
  const { rootNamespace } = mesh.config;
  const closed = mesh.authorizationPolicies.filter(
    ({ selector, spec }) =>
      selector === undefined && (spec.action ?? 'ALLOW') === 'ALLOW' && (spec.rules ?? []).length === 0,
  );
  const isEverywhere = closed.some(({ namespace }) => namespace === rootNamespace);
  return namespacesWithServices(mesh)
    .filter((namespace) => isEverywhere || closed.some((policy) => policy.namespace === namespace))
    .map((namespace) => ({
      name: `${namespace} lets in nobody whom these files do not have`,
      requests: { to: namespace },
      except: [{ from: 'workloads' }, { from: 'internet' }],
      expect: 'denied',
    }));
}

/** Namespaces all of whose workloads take mTLS only. */
function strictNamespaces(mesh: Mesh): readonly PromiseInput[] {
  const { peers } = PushContext.of(mesh);
  const isStrict = (workload: Workload): boolean => workload.isInMesh && peers.forPort(workload, 0).mode === 'STRICT';
  return namespacesWithServices(mesh)
    .filter((namespace) => {
      const served = mesh.services
        .filter((service) => service.namespace === namespace)
        .flatMap(({ workloads }) => workloads);
      return served.length > 0 && served.every((workload) => workload.proxy === 'gateway' || isStrict(workload));
    })
    .map((namespace) => ({
      name: `${namespace} is reached over mTLS only`,
      requests: { to: namespace },
      expect: { mtls: 'mutual' },
    }));
}

/** Services whose workloads, or whose gateways, verify tokens. */
function guardedByTokens(mesh: Mesh): readonly PromiseInput[] {
  const guarded = new Set(mesh.requestAuthentications.flatMap((policy) => guardedWorkloads(mesh, policy)));
  const isGateway = [...guarded].some(({ proxy }) => proxy === 'gateway');
  const services = mesh.services.filter(
    ({ registry, workloads }) => registry === 'kubernetes' && workloads.some((workload) => guarded.has(workload)),
  );
  const named = services.filter(({ workloads }) => workloads.every(({ proxy }) => proxy !== 'gateway'));
  return [
    ...(isGateway
      ? [
          {
            name: 'nothing from the Internet gets in without a token',
            requests: { from: 'internet', token: 'none' },
            expect: 'denied',
          } as const,
        ]
      : []),
    ...named.map(({ namespace, name }) => ({
      name: `${namespace}/${name} lets nothing in without a token`,
      requests: { to: `${namespace}/${name}`, token: 'none' as const },
      expect: 'denied' as const,
    })),
  ];
}

function namespacesWithServices(mesh: Mesh): readonly string[] {
  const services = mesh.services.filter(
    ({ registry, workloads }) => registry === 'kubernetes' && workloads.some(({ proxy }) => proxy !== 'gateway'),
  );
  return [...new Set(services.map(({ namespace }) => namespace))].sort();
}
