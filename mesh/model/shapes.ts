import { labels, object, selector, targets, workloadSelector } from './common-shapes.js';
import { destinationRule } from './destination-rule-shape.js';
import { asFlag as flag, list, mapOf, asNumber as number, type Reader, record, asText as text } from './narrowing.js';
import { gateway, serviceEntry, sidecar, workloadEntry } from './proxy-shapes.js';
import { authorizationPolicy, peerAuthentication, requestAuthentication } from './security-shapes.js';
import { virtualService } from './virtual-service-shape.js';

/**
 * The shapes of the `spec` of each kind of configuration: field names and types as in the reference of the Istio APIs
 * (https://istio.io/latest/docs/reference/config/) and of the Gateway API (https://gateway-api.sigs.k8s.io/reference/spec/).
 * They let the rest of the program read a spec by its type without checking each field again.
 */

const providers = list(record({ name: text }));
const telemetry = record({
  selector,
  ...targets,
  tracing: list(
    record({
      match: object,
      providers,
      randomSamplingPercentage: number,
      disableSpanReporting: flag,
      customTags: mapOf(object),
    }),
  ),
  metrics: list(record({ providers, overrides: list(object), reportingInterval: text })),
  accessLogging: list(record({ match: object, providers, disabled: flag, filter: record({ expression: text }) })),
});

const envoyFilter = record({
  workloadSelector,
  ...targets,
  configPatches: list(record({ applyTo: text, match: object, patch: object })),
  priority: number,
});

const wasmPlugin = record({
  selector,
  ...targets,
  url: text,
  phase: text,
  priority: number,
  match: list(object),
});
const proxyConfig = record({ selector, concurrency: number, environmentVariables: labels, image: object });
const workloadGroup = record({
  metadata: record({ labels, annotations: labels }),
  template: workloadEntry,
  probe: object,
});

/** Readers of the `spec` of Istio kinds, by kind. */
export const istioShapes: Readonly<Record<string, Reader<unknown>>> = {
  VirtualService: virtualService,
  DestinationRule: destinationRule,
  Gateway: gateway,
  ServiceEntry: serviceEntry,
  Sidecar: sidecar,
  PeerAuthentication: peerAuthentication,
  AuthorizationPolicy: authorizationPolicy,
  RequestAuthentication: requestAuthentication,
  Telemetry: telemetry,
  EnvoyFilter: envoyFilter,
  WasmPlugin: wasmPlugin,
  ProxyConfig: proxyConfig,
  WorkloadEntry: workloadEntry,
  WorkloadGroup: workloadGroup,
};
