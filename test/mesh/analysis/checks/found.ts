import { analyze } from '../../../../mesh/analysis/analyze.js';
import type { Check } from '../../../../mesh/analysis/check.js';
import { describeResource } from '../../../../mesh/analysis/finding.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import type { MeshOptions } from '../../../../mesh/model/options.js';
import { resourcesOf } from '../../resources.js';

/** What checks find in a YAML text: `CODE Kind namespace/name field`, and `assumed` after what is only assumed. */
export function foundBy(checks: readonly Check[], yaml: string, options: MeshOptions = {}): readonly string[] {
  const { findings } = analyze(buildMesh(resourcesOf(yaml), options), { checks });
  return findings.map(({ code, resource, field, assumption }) =>
    [code, describeResource(resource), field.join('.'), ...(assumption === undefined ? [] : ['assumed'])]
      .filter((part) => part !== '')
      .join(' '),
  );
}

/** An object of the Gateway API in flow YAML. */
export const gatewayApiObject = (kind: string, name: string, spec: string, namespace = 'shop'): string => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;
