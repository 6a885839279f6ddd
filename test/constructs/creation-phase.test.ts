import { describe, expect, test } from '@jest/globals';
import { creationRank, PHASES, phaseOf } from '../../constructs/index.js';
import { creationOrder } from '../../infra/bridge/index.js';
import type { Manifest } from '../../mesh/manifest/resource.js';

const manifest = (kind: string, apiVersion: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: kind.toLowerCase(), namespace: 'shop' },
});

/** One object of every phase, from the last to the first. */
const OBJECTS = [
  manifest('VirtualService', 'networking.istio.io/v1'),
  manifest('DestinationRule', 'networking.istio.io/v1'),
  manifest('Gateway', 'networking.istio.io/v1'),
  manifest('Rollout', 'argoproj.io/v1alpha1'),
  manifest('Deployment', 'apps/v1'),
  manifest('Service', 'v1'),
  manifest('AuthorizationPolicy', 'security.istio.io/v1'),
  manifest('RequestAuthentication', 'security.istio.io/v1'),
  manifest('ServiceAccount', 'v1'),
  manifest('Namespace', 'v1'),
];

describe('the order of creation', () => {
  test('a route comes after what it names, and a policy before what it guards', () => {
    const sorted = [...OBJECTS].sort((a, b) => creationRank(a) - creationRank(b));
    expect(sorted.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ServiceAccount',
      'RequestAuthentication',
      'AuthorizationPolicy',
      'Service',
      'Deployment',
      'Rollout',
      'Gateway',
      'DestinationRule',
      'VirtualService',
    ]);
  });

  test('files and deployments have the same', () => {
    const { ordered = [] } = creationOrder(
      OBJECTS.map((object) => ({ manifest: object, target: 'local', path: object.kind, charts: ['shop'], after: [] })),
    );
    const phases = ordered.map(({ object }) => PHASES.indexOf(phaseOf(object.manifest)));
    expect(phases).toEqual([...phases].sort((a, b) => a - b));
    for (const { object, dependencies } of ordered) {
      for (const index of dependencies) {
        const earlier = ordered[index]?.object.manifest;
        expect(earlier && creationRank(earlier)).toBeLessThan(creationRank(object.manifest));
      }
    }
  });

  test('an Application is bound to workloads with KubeVela, and one of its own with Argo CD', () => {
    expect(phaseOf(manifest('Application', 'core.oam.dev/v1beta1'))).toBe('gateway');
    expect(phaseOf(manifest('Application', 'argoproj.io/v1alpha1'))).toBe('workload');
  });
});
