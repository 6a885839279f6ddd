import type { ConfigObject, IstioSpecs } from '../../../model/index.js';
import type { FieldPath } from '../../../reader/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

type TrafficPolicy = NonNullable<ConfigObject<IstioSpecs['DestinationRule']>['spec']['trafficPolicy']>;
type PortPolicy = Pick<TrafficPolicy, 'outlierDetection' | 'loadBalancer'>;

/** Settings of a DestinationRule that are accepted but deprecated, or without effect. */
export const destinationRuleWarnings: Check = {
  name: 'destination-rule-warnings',
  types: [istioCodes.IST0133],
  run(mesh, report) {
    for (const { object, spec } of mesh.destinationRules) {
      const warned = new Set<string>();
      const check = (policy: TrafficPolicy | undefined, path: FieldPath): void => {
        const places: readonly (readonly [PortPolicy | undefined, FieldPath])[] = [
          [policy, path],
          ...(policy?.portLevelSettings ?? []).map(
            (settings, index) => [settings, [...path, 'portLevelSettings', index]] as const,
          ),
        ];
        for (const [place, at] of places) {
          for (const [field, warning] of warningsOf(place)) {
            if (!warned.has(warning)) {
              warned.add(warning);
              report(istioCodes.IST0133, object, { warning }, [...at, ...field]);
            }
          }
        }
      };
      check(spec.trafficPolicy, ['spec', 'trafficPolicy']);
      spec.subsets?.forEach(({ trafficPolicy }, index) => {
        check(trafficPolicy, ['spec', 'subsets', index, 'trafficPolicy']);
      });
    }
  },
};

function* warningsOf(policy: PortPolicy | undefined): Generator<readonly [field: FieldPath, warning: string]> {
  if ((policy?.outlierDetection?.consecutiveErrors ?? 0) !== 0) {
    yield [
      ['outlierDetection', 'consecutiveErrors'],
      'consecutiveErrors is deprecated; write consecutive5xxErrors or consecutiveGatewayErrors',
    ];
  }
  const { consistentHash, localityLbSetting } = policy?.loadBalancer ?? {};
  if (Number(consistentHash?.['minimumRingSize'] ?? 0) !== 0) {
    yield [
      ['loadBalancer', 'consistentHash', 'minimumRingSize'],
      'minimumRingSize is deprecated; write ringHash.minimumRingSize',
    ];
  }
  if ((localityLbSetting?.failover ?? []).length > 0 && policy?.outlierDetection === undefined) {
    yield [
      ['loadBalancer', 'localityLbSetting', 'failover'],
      'failover between localities has no effect without outlierDetection',
    ];
  }
}
