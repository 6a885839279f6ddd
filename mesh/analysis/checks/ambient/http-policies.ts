import { looksAtHttp, looksAtHttpSource } from '../../../istio/http-conditions.js';
import { type TargetedPolicy, targetsOf } from '../../../istio/policy-attachment.js';
import { guardedWorkloads, placesOfPolicy } from '../../../istio/policy-workloads.js';
import { type Fields, fieldsListOf, fieldsOf, type Mesh, type MeshObject } from '../../../model/index.js';
import { isCaptured } from '../../ambient-pods.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';

interface HttpPolicy extends TargetedPolicy {
  readonly object: MeshObject;
}

/**
 * Whether policies for HTTP reach pods in ambient mode: ztunnel reads no HTTP, and a waypoint follows only what targets it or a Service behind it
 * (https://istio.io/latest/docs/ambient/usage/l7-features/).
 */
export const ambientHttpPolicies: Check = {
  name: 'http-policies',
  types: [asmCodes.ASM0031],
  run(mesh, report) {
    if (!mesh.workloads.some(isCaptured)) {
      return;
    }
    for (const { what, policies } of httpPolicies(mesh)) {
      for (const policy of policies) {
        checkPolicy(mesh, what, policy, report);
      }
    }
  },
};

function* httpPolicies(mesh: Mesh): Iterable<{ readonly what: string; readonly policies: readonly HttpPolicy[] }> {
  yield {
    what: 'the condition on HTTP',
    policies: mesh.authorizationPolicies
      .filter(({ object }) =>
        fieldsListOf(object.spec['rules']).some((rule) => looksAtHttp(rule) || looksAtHttpSource(rule)),
      )
      .map(asPolicy),
  };
  yield { what: 'the check of tokens', policies: mesh.requestAuthentications.map(asPolicy) };
  yield { what: 'the plugin', policies: mesh.istio('WasmPlugin').map(asPolicy) };
  yield {
    what: 'telemetry of HTTP',
    policies: mesh
      .istio('Telemetry')
      .filter(({ object }) => isAboutHttp(object.spec))
      .map(asPolicy),
  };
}

function asPolicy({ namespace, selector, object }: Omit<HttpPolicy, 'spec'>): HttpPolicy {
  return { namespace, selector, object, spec: object.spec };
}

/** Traces, logs of requests, and changes of metrics; what ztunnel writes by itself is neither. */
function isAboutHttp(spec: Fields): boolean {
  const overrides = fieldsListOf(spec['metrics']).some((one) => fieldsListOf(one['overrides']).length > 0);
  return fieldsListOf(spec['tracing']).length > 0 || fieldsListOf(spec['accessLogging']).length > 0 || overrides;
}

function checkPolicy(mesh: Mesh, what: string, policy: HttpPolicy, report: Report): void {
  const targets = targetsOf(policy.spec);
  const captured = guardedWorkloads(mesh, policy).filter(isCaptured);
  if (captured.length === 0) {
    return;
  }
  const places = placesOfPolicy(mesh, policy).filter(({ proxy }) => proxy.proxy !== 'none');
  const isForWholeMesh = targets.length === 0 && policy.namespace === mesh.config.rootNamespace;
  // What is for the namespace, and acts on the sidecars or gateways that it also has, is meant for those.
  if (places.length > 0 || isForWholeMesh) {
    return;
  }
  const [first] = captured;
  const field = targets.length > 0 ? [] : policy.selector === undefined ? [] : ['spec', 'selector'];
  const pods = `the pods of ${first?.kind} ${first?.namespace}/${first?.name}`;
  const atZtunnel =
    policy.object.kind === 'AuthorizationPolicy'
      ? ', so that an ALLOW rule with it lets no request in and a DENY rule denies more'
      : '';
  const values =
    targets.length === 0
      ? {
          what,
          why: `ztunnel, which takes the connections of ${pods}, reads no HTTP${atZtunnel}, and a waypoint does not follow selectors`,
          fix: 'name the Service, or the waypoint, in targetRefs, and give the Service a waypoint',
        }
      : {
          what,
          why: `${String(fieldsOf(targets[0])['kind'])} ${policy.namespace}/${targets[0]?.name}, which it targets, has no waypoint, and ztunnel reads no HTTP`,
          fix: 'deploy a waypoint, and set the label istio.io/use-waypoint on the Service or its namespace',
        };
  report(asmCodes.ASM0031, policy.object, values, field);
}
