import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { chartObjects } from '../../infra/bridge/chart-objects.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { type CloudEnvironment, isCloud, parseEnvironment, readEnvironment } from '../../stacks/environment/index.js';
import { environmentApp } from '../../stacks/environment-charts.js';
import type { GatewayAddresses } from '../../stacks/gateways.js';
import { nextSteps } from '../../stacks/next-steps.js';
import { resolved } from '../infra/registrations.js';

function environmentWith(observability: object): CloudEnvironment {
  const { settings } = readEnvironment('.', 'Pulumi.prod.yaml', ownBlueprint);
  if (settings.kind === 'local') throw new Error('prod is in the cloud');
  const environment = parseEnvironment(
    'prod',
    {
      kind: 'cloud',
      ownership: settings.ownership,
      region: 'cn-hangzhou',
      network: { zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.1.0/24', podCidr: '10.0.16.0/20' }] },
      clusters: { main: { type: 'existing', id: 'c1' }, other: { type: 'existing', id: 'c2' } },
      scenarios: { ingress: { stage: 'deployed' }, hello: { stage: '50-50' } },
      observability,
    },
    'f',
    ownBlueprint,
  );
  if (!isCloud(environment)) throw new Error('prod is in the cloud');
  return environment;
}

function objectsOf(environment: CloudEnvironment) {
  return chartObjects(environmentApp(environment).charts);
}

describe('dashboards of an environment', () => {
  test('are none without the setting', () => {
    const kinds = objectsOf(environmentWith({})).map(({ chart }) => chart);
    expect(kinds).not.toContain('mesh-dashboards');
  });

  test('are on every cluster, where its own Grafana finds them', () => {
    const objects = objectsOf(environmentWith({ dashboards: { namespace: 'monitoring', folder: 'Mesh' } }));
    const maps = objects.filter(({ chart }) => chart === 'mesh-dashboards');
    expect(new Set(maps.map(({ target }) => target.name))).toEqual(new Set(['main', 'other']));
    expect(maps).toHaveLength(2 * 3);
    for (const { manifest } of maps) {
      expect(manifest.metadata).toMatchObject({
        namespace: 'monitoring',
        labels: { grafana_dashboard: '1' },
        annotations: { grafana_folder: 'Mesh' },
      });
    }
  });

  test('are what to look at next', async () => {
    const environment = environmentWith({ dashboards: true });
    const steps = nextSteps(environment, objectsOf(environment), pulumi.output<GatewayAddresses>({}), undefined);
    const lines = (await resolved(steps)).filter((line) => line.includes('dashboards'));
    expect(lines).toEqual(
      ['main', 'other'].map(
        (cluster) =>
          `kubectl --kubeconfig .kubeconfigs/prod/${cluster}.yaml -n istio-system get configmaps -l app.kubernetes.io/part-of=asm-blueprints-dashboards   # 3 dashboards; docs/dashboards.md says how a Grafana gets them`,
      ),
    );
  });
});
