import { istioKinds as istioRows } from '../../kinds/istio.js';
import { type FieldCoverage, modelled, noEffect, notModelled, telemetry } from '../coverage.js';
import {
  foreignIngressHosts,
  gatewayPods,
  gatewaysOfClass,
  hostsIn,
  madeGateway,
  namesake,
  ownHost,
  ownNamespace,
  ownPods,
  parents,
  patchedProxies,
  policedPods,
  type ReachOf,
  routedHosts,
  selectedPods,
  selectedProxies,
  wholeMesh,
} from '../reach.js';
import { asmKinds } from './asm.js';
import { destinationRule } from './destination-rule.js';
import { envoyFilter, proxyConfig, telemetryKind, unknownToModel, wasmPlugin } from './extensions.js';
import { experimentalSpecs, gatewayApiSpecs } from './gateway-api.js';
import { gateway, sidecar } from './gateways-and-sidecars.js';
import { serviceEntry, workloadEntry, workloadGroup } from './hosts-and-workloads.js';
import { kubernetesKinds } from './kubernetes.js';
import { workloadSpecs } from './pods.js';
import { authorizationPolicy, peerAuthentication, requestAuthentication } from './security.js';
import { virtualService } from './virtual-service.js';

/** How the objects of a kind are taken. */
export interface KindCoverage {
  /** The fields of the object beside `apiVersion`, `kind`, `metadata` and `status`. */
  readonly fields: FieldCoverage;
  /** What an object of the kind acts on. */
  readonly reach: ReachOf;
}

const ofSpec = (spec: FieldCoverage, reach: ReachOf): KindCoverage => ({ fields: { spec }, reach });

const istioKinds: Readonly<Record<string, KindCoverage>> = {
  'networking.istio.io/VirtualService': ofSpec(virtualService, hostsIn('hosts')),
  'networking.istio.io/DestinationRule': ofSpec(destinationRule, hostsIn('host')),
  'networking.istio.io/Gateway': ofSpec(gateway, gatewayPods),
  'networking.istio.io/ServiceEntry': ofSpec(serviceEntry, hostsIn('hosts', 'addresses')),
  'networking.istio.io/Sidecar': ofSpec(sidecar, selectedPods),
  'networking.istio.io/EnvoyFilter': ofSpec(envoyFilter, patchedProxies),
  'networking.istio.io/WorkloadEntry': ofSpec(workloadEntry, ownPods),
  'networking.istio.io/WorkloadGroup': ofSpec(workloadGroup, ownNamespace),
  'networking.istio.io/ProxyConfig': ofSpec(proxyConfig, selectedPods),
  'security.istio.io/PeerAuthentication': ofSpec(peerAuthentication, selectedPods),
  'security.istio.io/RequestAuthentication': ofSpec(requestAuthentication, selectedPods),
  'security.istio.io/AuthorizationPolicy': ofSpec(authorizationPolicy, selectedPods),
  'telemetry.istio.io/Telemetry': ofSpec(telemetryKind, selectedPods),
  'extensions.istio.io/WasmPlugin': ofSpec(wasmPlugin, selectedProxies),
};

/** What kinds of the Gateway API act on; those that are not named act on the gateways and hosts of their parents. */
const gatewayApiReaches: Readonly<Record<string, ReachOf>> = {
  Gateway: madeGateway,
  GatewayClass: gatewaysOfClass,
  ListenerSet: parents,
  BackendTLSPolicy: selectedPods,
};

const kubernetesReaches: Readonly<Record<string, ReachOf>> = {
  '/Service': ownHost,
  '/Namespace': namesake,
  '/Endpoints': ownHost,
  'networking.k8s.io/NetworkPolicy': policedPods,
  'networking.k8s.io/Ingress': foreignIngressHosts,
};

const canary = notModelled(
  'Flagger makes Services, DestinationRules and a VirtualService of it, and takes over the pods of its target',
);

/** Every kind that is taken, by `group/Kind`. */
export const kindCoverages: ReadonlyMap<string, KindCoverage> = new Map<string, KindCoverage>([
  // A kind of Istio that has a row and no entry here is one that the model does not know.
  ...istioRows.map(({ group, kind }) => [`${group}/${kind}`, ofSpec(unknownToModel, selectedProxies)] as const),
  ...Object.entries(istioKinds),
  ...Object.entries(gatewayApiSpecs).map(
    ([kind, spec]) =>
      [`gateway.networking.k8s.io/${kind}`, ofSpec(spec, gatewayApiReaches[kind] ?? routedHosts)] as const,
  ),
  ...Object.entries(experimentalSpecs).map(
    ([kind, spec]) => [`gateway.networking.x-k8s.io/${kind}`, ofSpec(spec, selectedPods)] as const,
  ),
  ...Object.entries(asmKinds).map(([kind, coverage]) => [`istio.alibabacloud.com/${kind}`, coverage] as const),
  ...Object.entries(workloadSpecs).map(([kind, spec]) => [kind, ofSpec(spec, ownPods)] as const),
  ...Object.entries(kubernetesKinds).map(
    ([kind, fields]) => [kind, { fields, reach: kubernetesReaches[kind] ?? ownNamespace }] as const,
  ),
  ['monitoring.coreos.com/PrometheusRule', ofSpec(telemetry, ownNamespace)],
  ['core.oam.dev/Application', ofSpec(modelled, wholeMesh)],
  ['flagger.app/Canary', ofSpec(canary, ownNamespace)],
  ...['AnalysisTemplate', 'ClusterAnalysisTemplate'].map(
    (kind) => [`argoproj.io/${kind}`, ofSpec(noEffect('measures of a rollout'), ownNamespace)] as const,
  ),
]);
