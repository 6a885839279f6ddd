import { istioGroups } from '../model/config-object.js';
import { type ConfigurationProblem, Field } from './field.js';
import { checkAuthorizationPolicy } from './kinds/authorization-policy.js';
import { checkDestinationRule } from './kinds/destination-rule.js';
import { checkEnvoyFilter } from './kinds/envoy-filter.js';
import { checkGateway } from './kinds/gateway.js';
import { checkPeerAuthentication } from './kinds/peer-authentication.js';
import { checkProxyConfig } from './kinds/proxy-config.js';
import { checkRequestAuthentication } from './kinds/request-authentication.js';
import { checkServiceEntry } from './kinds/service-entry.js';
import { checkSidecar } from './kinds/sidecar.js';
import { checkTelemetry } from './kinds/telemetry.js';
import { checkVirtualService } from './kinds/virtual-service.js';
import { checkWasmPlugin } from './kinds/wasm-plugin.js';
import { checkWorkloadEntry } from './kinds/workload-entry.js';
import { checkWorkloadGroup } from './kinds/workload-group.js';
import { mergeProblems } from './merge-problems.js';
import { checkMetadata } from './metadata.js';
import { checkStructure, hasFieldTable } from './schema/structure.js';

type KindRules = (spec: Field, namespace: string, object: Field) => void;

const rulesByKind: Readonly<Record<keyof typeof istioGroups, KindRules>> = {
  VirtualService: checkVirtualService,
  DestinationRule: checkDestinationRule,
  Gateway: checkGateway,
  ServiceEntry: checkServiceEntry,
  Sidecar: checkSidecar,
  EnvoyFilter: checkEnvoyFilter,
  WorkloadEntry: checkWorkloadEntry,
  WorkloadGroup: checkWorkloadGroup,
  ProxyConfig: checkProxyConfig,
  PeerAuthentication: checkPeerAuthentication,
  RequestAuthentication: checkRequestAuthentication,
  AuthorizationPolicy: checkAuthorizationPolicy,
  Telemetry: checkTelemetry,
  WasmPlugin: checkWasmPlugin,
};

/**
 * Checks an Istio object the way the API server and Istio's validation webhook would: the CRD of its kind first, then the rules
 * that Istio has beyond it. Objects of other kinds have no problems. Never throws.
 *
 * @param manifest the object as it was written
 * @param namespace the namespace that it is in, for values that are relative to it
 */
export function validateConfiguration(manifest: unknown, namespace: string): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const object = Field.of(manifest, problems);
  const apiVersion = object.at('apiVersion').text;
  const kind = object.at('kind').text;
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  let ofCrd: readonly ConfigurationProblem[] = [];
  if (Object.hasOwn(istioGroups, kind) && istioGroups[kind as keyof typeof istioGroups] === group) {
    if (!hasFieldTable(apiVersion, kind)) {
      object.at('apiVersion').error(`Istio serves no ${kind} in version ${apiVersion.slice(group.length + 1)}`);
      return problems;
    }
    const isTyped = checkMetadata(object, kind);
    const isStructured = checkStructure(object, apiVersion, kind);
    ofCrd = problems.splice(0);
    if (isTyped && isStructured) {
      rulesByKind[kind as keyof typeof istioGroups](object.at('spec'), namespace, object);
    }
  } else if (hasFieldTable(apiVersion, kind)) {
    checkStructure(object, apiVersion, kind);
  }
  return mergeProblems(ofCrd, problems);
}
