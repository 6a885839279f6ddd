import type { Mesh } from '../model/index.js';
import { destinationsOf } from './destinations.js';

/** The subsets that VirtualServices send requests or copies to. */
export class RoutedSubsets {
  private readonly named = new Set<string>();

  constructor(mesh: Mesh) {
    for (const virtualService of mesh.virtualServices) {
      for (const { host, subset } of destinationsOf(virtualService)) {
        if (subset !== '') {
          this.named.add(`${mesh.resolve(host, virtualService.namespace)} ${subset}`);
        }
      }
    }
  }

  /** Whether some route names a subset of a host, which is given in full. */
  has(host: string, subset: string): boolean {
    return this.named.has(`${host} ${subset}`);
  }
}
