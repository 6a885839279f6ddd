import { append } from './labels.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, textListOf } from './narrowing.js';
import type { MeshObject } from './object.js';
import { addressEndpoint, type Endpoint, type ServicePort } from './service.js';

/** What answers for Services without a selector: the addresses that Endpoints and EndpointSlices list. */
export class ListedEndpoints {
  private readonly byService = new Map<string, MeshObject[]>();

  /** `endpoints` and `slices` are the objects of all clusters. */
  constructor(endpoints: readonly MeshObject[], slices: readonly MeshObject[]) {
    for (const object of endpoints) {
      this.add(object, object.name);
    }
    for (const object of slices) {
      this.add(object, object.labels['kubernetes.io/service-name'] ?? '');
    }
  }

  private add(object: MeshObject, service: string): void {
    const key = `${object.resource.target.name}/${object.namespace}/${service}`;
    append(this.byService, key, object);
  }

  /** Those of a Service in a cluster at one of its ports. */
  of(
    service: { readonly name: string; readonly namespace: string },
    cluster: string,
    port: ServicePort,
  ): readonly Endpoint[] {
    const objects = this.byService.get(`${cluster}/${service.namespace}/${service.name}`) ?? [];
    return objects.flatMap((object) => {
      const manifest = object.fields;
      return object.kind === 'EndpointSlice' ? ofSlice(manifest, port) : ofEndpoints(manifest, port);
    });
  }
}

function ofEndpoints(manifest: Fields, port: ServicePort): readonly Endpoint[] {
  return fieldsListOf(manifest['subsets']).flatMap((subset) => {
    const number = numberOf(subset, port);
    const addresses = fieldsListOf(subset['addresses']).map((address) => asText(address['ip']) ?? '');
    return number === undefined ? [] : addresses.map((address) => addressEndpoint(address, number));
  });
}

function ofSlice(manifest: Fields, port: ServicePort): readonly Endpoint[] {
  const number = numberOf(manifest, port);
  const ready = fieldsListOf(manifest['endpoints']).filter(
    (endpoint) => fieldsOf(endpoint['conditions'])['ready'] !== false,
  );
  const addresses = ready.flatMap((endpoint) => textListOf(endpoint['addresses']));
  return number === undefined ? [] : addresses.map((address) => addressEndpoint(address, number));
}

/** Number of the port of the same name. */
function numberOf(holder: Fields, port: ServicePort): number | undefined {
  const own = fieldsListOf(holder['ports']).find((one) => (asText(one['name']) ?? '') === port.name);
  return own === undefined ? undefined : asNumber(own['port']);
}
