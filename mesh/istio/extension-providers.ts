import type { Mesh } from '../model/mesh.js';
import { asFlag, asNumber, asText, fieldsListOf, fieldsOf } from '../model/narrowing.js';

/** An external authorizer that CUSTOM policies may ask. */
export interface ExternalAuthorizer {
  /** Whether it can be asked about connections that are no HTTP: those that speak gRPC. */
  readonly takesTcp: boolean;
  /** What happens in its place when nothing answers for it; undefined when something does. */
  readonly absence: 'allow' | { readonly status: string } | undefined;
}

/**
 * The extension providers of the MeshConfig that are authorizers, by name; undefined for one that Istio refuses, whose policies deny
 * (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider).
 */
export function readExternalAuthorizers(mesh: Mesh): ReadonlyMap<string, ExternalAuthorizer | undefined> {
  const described = fieldsListOf(mesh.config.raw['extensionProviders']);
  const authorizers = new Map<string, ExternalAuthorizer | undefined>();
  for (const name of mesh.config.extensionProviders) {
    const provider = described.find((one) => asText(one['name']) === name);
    authorizers.set(name, provider === undefined ? nameOnly : readProvider(mesh, provider));
  }
  return authorizers;
}

/** A provider of which only the name is known is taken for one that works. */
const nameOnly: ExternalAuthorizer = { takesTcp: false, absence: undefined };

function readProvider(mesh: Mesh, provider: Readonly<Record<string, unknown>>): ExternalAuthorizer | undefined {
  const grpc = provider['envoyExtAuthzGrpc'];
  const settings = fieldsOf(grpc ?? provider['envoyExtAuthzHttp']);
  const name = asText(settings['service']) ?? '';
  const slash = name.indexOf('/');
  const services = mesh
    .servicesAt(name.slice(slash + 1).toLowerCase())
    .filter(({ registry, namespace }) => registry !== 'external' && (slash < 0 || namespace === name.slice(0, slash)));
  const [service] = services;
  const port = asNumber(settings['port']);
  if (service === undefined || services.length > 1 || port === undefined) {
    return undefined;
  }
  const answers =
    service.port(port) !== undefined && (service.resolution === 'none' || service.endpoints(port).length > 0);
  const status = asText(settings['statusOnError']) ?? '403';
  return {
    takesTcp: grpc !== undefined,
    absence: answers ? undefined : asFlag(settings['failOpen']) === true ? 'allow' : { status },
  };
}
