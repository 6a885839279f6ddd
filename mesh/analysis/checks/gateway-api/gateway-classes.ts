import { misspelt } from '../../../assumption/misspelt.js';
import { asText, builtInGatewayClasses } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/**
 * Whether the GatewayClass of a Gateway exists. A class that the files do not have may be of another controller, so only one that is written
 * nearly as one of Istio's or of the files is a mistake, and any other where the files have all there is.
 */
export const gatewayClasses: Check = {
  name: 'gateway-classes',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    const known = [...builtInGatewayClasses, ...mesh.gatewayApi('GatewayClass').map(({ name }) => name)];
    for (const { object } of mesh.gatewayApi('Gateway')) {
      const name = asText(object.spec['gatewayClassName']) ?? '';
      const meant = known.includes(name) ? undefined : misspelt(name, known);
      const isMissing =
        !known.includes(name) && (mesh.isComplete === true || mesh.gatewayApi('GatewayClass').length > 0);
      if (name !== '' && (meant !== undefined || isMissing)) {
        const why = 'Istio has no such class, and neither do these files';
        const values = {
          thing: `GatewayClass ${name}`,
          effect: 'nothing serves the Gateway',
          why: meant === undefined ? why : `${why}; did you mean ${meant}?`,
        };
        const level = meant === undefined && mesh.isComplete !== true ? { level: 'warning' as const } : {};
        report(istioCodes.IST0101, object, values, ['spec', 'gatewayClassName'], { isOwn: true, ...level });
      }
    }
  },
};
