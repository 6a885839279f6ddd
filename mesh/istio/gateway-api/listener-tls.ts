import type { Mesh } from '../../model/mesh.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf } from '../../model/narrowing.js';
import type { MeshObject } from '../../model/object.js';
import { portOfListener } from './attached-listeners.js';
import { isGranted } from './reference-grants.js';

const terminateMode = 'gateway.istio.io/tls-terminate-mode';
const modesByOption: ReadonlySet<string> = new Set(['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL']);

/**
 * The TLS mode of a listener, in the words of Istio's Gateway; undefined for one that cannot be served: a certificate or a CA that may not
 * be referred to, or a reference of another kind (Istio, `buildTLS`). Secrets that the manifests do not have are taken to be there.
 */
export function listenerTlsMode(
  mesh: Mesh,
  listener: Fields,
  owner: MeshObject,
  gateway: MeshObject,
): string | undefined {
  const tls = fieldsOf(listener['tls']);
  const option = asText(fieldsOf(tls['options'])[terminateMode]) ?? '';
  if (tls['mode'] === 'Passthrough') {
    return isAutoPassthrough(listener, gateway) ? 'AUTO_PASSTHROUGH' : 'PASSTHROUGH';
  }
  if (option === 'ISTIO_MUTUAL' || option === 'ISTIO_SIMPLE') {
    return option === 'ISTIO_MUTUAL' ? option : 'SIMPLE';
  }
  const references = fieldsListOf(tls['certificateRefs']);
  const usable = references.filter((reference) => isUsable(mesh, reference, owner, ['Secret']));
  if (references.length > 2 || (references.length > 0 && usable.length === 0)) {
    return undefined;
  }
  const own = modesByOption.has(option) ? option : 'SIMPLE';
  return modeByValidation(mesh, validationFor(gateway, portOfListener(listener)), owner, own, option);
}

/** The mode that the validation of client certificates makes of a listener's own; undefined when its CA cannot be used. */
function modeByValidation(
  mesh: Mesh,
  validation: Fields,
  owner: MeshObject,
  own: string,
  option: string,
): string | undefined {
  const authorities = fieldsListOf(validation['caCertificateRefs']);
  const [authority] = authorities;
  if (authority === undefined) {
    return own;
  }
  if (authorities.length > 1 || !isUsable(mesh, authority, owner, ['ConfigMap', 'Secret'])) {
    return undefined;
  }
  const byOption = option === 'MUTUAL' || option === 'OPTIONAL_MUTUAL' ? option : undefined;
  return byOption ?? (validation['mode'] === 'AllowInsecureFallback' ? 'OPTIONAL_MUTUAL' : 'MUTUAL');
}

/** How a Gateway validates clients at a port: as it says for the port, else as it says for all. */
function validationFor(gateway: MeshObject, port: number): Fields {
  const { perPort, default: general } = fieldsOf(fieldsOf(gateway.spec['tls'])['frontend']);
  const own = fieldsListOf(perPort).find((one) => asNumber(one['port']) === port);
  return fieldsOf(fieldsOf(own === undefined ? general : own['tls'])['validation']);
}

function isUsable(mesh: Mesh, reference: Fields, owner: MeshObject, kinds: readonly string[]): boolean {
  const kind = asText(reference['kind']) ?? 'Secret';
  const namespace = asText(reference['namespace']) ?? owner.namespace;
  const name = asText(reference['name']) ?? '';
  const isCore = ['', 'core'].includes(asText(reference['group']) ?? '');
  return (
    isCore &&
    kinds.includes(kind) &&
    (namespace === owner.namespace || isGranted(mesh, owner, { kind, name, namespace }))
  );
}

/** Whether TLS to other networks passes by its server name: a listener for it, or the port of a Gateway for another network. */
function isAutoPassthrough(listener: Fields, gateway: MeshObject): boolean {
  const options = fieldsOf(fieldsOf(listener['tls'])['options']);
  if (options['gateway.istio.io/listener-protocol'] === 'auto-passthrough') {
    return true;
  }
  const wanted = gateway.labels['networking.istio.io/gatewayPort'] ?? '15443';
  return gateway.labels['topology.istio.io/network'] !== undefined && String(portOfListener(listener)) === wanted;
}
