import { asNumber, type Fields, fieldsListOf, fieldsOf } from '../../../model/index.js';
import type { FieldPath } from '../../../reader/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

/** Settings of a DestinationRule that are accepted but deprecated, or without effect. */
export const destinationRuleWarnings: Check = {
  name: 'destination-rule-warnings',
  types: [istioCodes.IST0133],
  run(mesh, report) {
    for (const { object } of mesh.destinationRules) {
      const warned = new Set<string>();
      for (const [policy, path] of policiesOf(object.rawSpec)) {
        for (const [field, warning] of warningsOf(policy)) {
          if (!warned.has(warning)) {
            warned.add(warning);
            report(istioCodes.IST0133, object, { warning }, [...path, ...field]);
          }
        }
      }
    }
  },
};

type Policy = readonly [policy: Fields, path: FieldPath];

/** The traffic policies of the host, of its ports and of its subsets. */
function policiesOf(spec: Fields): readonly Policy[] {
  return [
    ...withPorts(fieldsOf(spec['trafficPolicy']), ['spec', 'trafficPolicy']),
    ...fieldsListOf(spec['subsets']).flatMap((subset, index) =>
      withPorts(fieldsOf(subset['trafficPolicy']), ['spec', 'subsets', index, 'trafficPolicy']),
    ),
  ];
}

function withPorts(policy: Fields, path: FieldPath): readonly Policy[] {
  return [
    [policy, path],
    ...fieldsListOf(policy['portLevelSettings']).map(
      (settings, index): Policy => [settings, [...path, 'portLevelSettings', index]],
    ),
  ];
}

function* warningsOf(policy: Fields): Generator<readonly [field: FieldPath, warning: string]> {
  const loadBalancer = fieldsOf(policy['loadBalancer']);
  if ((asNumber(fieldsOf(policy['outlierDetection'])['consecutiveErrors']) ?? 0) !== 0) {
    yield [
      ['outlierDetection', 'consecutiveErrors'],
      'consecutiveErrors is deprecated; write consecutive5xxErrors or consecutiveGatewayErrors',
    ];
  }
  if ((asNumber(fieldsOf(loadBalancer['consistentHash'])['minimumRingSize']) ?? 0) !== 0) {
    yield [
      ['loadBalancer', 'consistentHash', 'minimumRingSize'],
      'minimumRingSize is deprecated; write ringHash.minimumRingSize',
    ];
  }
  const failover = fieldsListOf(fieldsOf(loadBalancer['localityLbSetting'])['failover']);
  if (failover.length > 0 && policy['outlierDetection'] === undefined) {
    yield [
      ['loadBalancer', 'localityLbSetting', 'failover'],
      'failover between localities has no effect without outlierDetection',
    ];
  }
}
