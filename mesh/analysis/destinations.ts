import type { IstioSpecs } from '../kinds/index.js';
import type { ConfigObject } from '../model/index.js';
import type { FieldPath } from '../yaml/positions.js';

type VirtualService = ConfigObject<IstioSpecs['VirtualService']>;

/** A place to which a VirtualService sends requests or copies of them. */
export interface WrittenDestination {
  readonly host: string;
  /** Empty when none is named. */
  readonly subset: string;
  readonly port: number | undefined;
  readonly isMirror: boolean;
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** Where the destination stands in the object. */
  readonly field: FieldPath;
}

interface Destination {
  readonly host?: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

/** Every destination of a VirtualService, in the order of its routes. */
export function destinationsOf({ spec }: VirtualService): readonly WrittenDestination[] {
  const found: WrittenDestination[] = [];
  const add = (destination: Destination | undefined, protocol: 'http' | 'tls' | 'tcp', field: FieldPath): void => {
    if (destination?.host !== undefined && destination.host !== '') {
      const { host, subset = '', port } = destination;
      const isMirror = field.includes('mirror') || field.includes('mirrors');
      found.push({ host, subset, port: port?.number || undefined, isMirror, protocol, field });
    }
  };
  spec.http?.forEach((http, rule) => {
    http.route?.forEach((route, index) => {
      add(route.destination, 'http', ['spec', 'http', rule, 'route', index, 'destination']);
    });
    add(http.mirror, 'http', ['spec', 'http', rule, 'mirror']);
    http.mirrors?.forEach((mirror, index) => {
      add(mirror.destination, 'http', ['spec', 'http', rule, 'mirrors', index, 'destination']);
    });
  });
  for (const protocol of ['tls', 'tcp'] as const) {
    spec[protocol]?.forEach((rule, ruleIndex) => {
      rule.route?.forEach((route, index) => {
        add(route.destination, protocol, ['spec', protocol, ruleIndex, 'route', index, 'destination']);
      });
    });
  }
  return found;
}
