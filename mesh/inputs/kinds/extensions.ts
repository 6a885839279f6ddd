import { type FieldCoverage, modelled, notModelled, resources, telemetry } from '../coverage.js';
import { proxyEnvironment } from './proxy-settings.js';

const inAnyWay = 'requests may be routed, changed or answered by it in any way';
const patches = notModelled(`the configuration of proxies is patched: ${inAnyWay}`);

/** `spec` of an EnvoyFilter. */
export const envoyFilter: FieldCoverage = {
  configPatches: patches,
  priority: patches,
  workloadSelector: modelled,
  targetRefs: modelled,
};

/** `spec` of a WasmPlugin. */
export const wasmPlugin: FieldCoverage = notModelled(`a plugin runs in the proxy: ${inAnyWay}`);

/** `spec` of a kind of Istio that the model does not know. */
export const unknownToModel: FieldCoverage = notModelled(`what the kind does to proxies is not modelled: ${inAnyWay}`);

/** `spec` of a Telemetry. */
export const telemetryKind: FieldCoverage = telemetry;

/** `spec` of a ProxyConfig. */
export const proxyConfig: FieldCoverage = {
  selector: modelled,
  concurrency: resources,
  image: resources,
  environmentVariables: proxyEnvironment,
};
