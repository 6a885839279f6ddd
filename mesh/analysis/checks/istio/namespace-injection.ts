import { meshObjectIn } from '../../../assumption/membership.js';
import { injectorName, injectsByDefault } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/**
 * Whether the labels of each namespace say, and say once, how its pods become part of the mesh. Namespaces of the ASM
 * instance hold configuration only, so nothing is injected there.
 */
export const namespaceInjection: Check = {
  name: 'namespace-injection',
  types: [istioCodes.IST0102, istioCodes.IST0123, istioCodes.IST0148],
  run(mesh, report) {
    const isDefault = mesh.objectsOf('', 'ConfigMap').some(injectsByDefault);
    for (const object of mesh.objectsOf('', 'Namespace')) {
      const { name, labels, resource } = object;
      if (name === mesh.config.rootNamespace || resource.target.role === 'mesh') {
        continue;
      }
      const injection = labels['istio-injection'] ?? '';
      const ways = [
        ...(injection === 'enabled' ? ['istio-injection'] : []),
        ...(labels['istio.io/rev'] === undefined ? [] : ['istio.io/rev']),
        ...(labels['istio.io/dataplane-mode'] === undefined ? [] : ['istio.io/dataplane-mode']),
      ];
      const isAmbient = labels['istio.io/dataplane-mode'] === 'ambient';
      if (injection === '' && labels['istio.io/rev'] === undefined && !isAmbient) {
        if (isDefault) {
          report(istioCodes.IST0148, object, { settings: injectorName }, ['metadata', 'labels']);
          continue;
        }
        const needing = meshObjectIn(mesh, name);
        const though =
          needing === undefined ? '' : `, though ${needing.kind} ${name}/${needing.name} only acts on pods with one`;
        report(istioCodes.IST0102, object, { though }, ['metadata', 'labels']);
      } else if (ways.length > 1 && (injection === '' || injection === 'enabled')) {
        report(istioCodes.IST0123, object, { labels: ways.join(' and ') }, ['metadata', 'labels', ways[0] ?? '']);
      }
    }
  },
};
