import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { MeshChart, MeshService } from '../../constructs/index.js';
import { chartObjects } from '../../infra/bridge/chart-objects.js';
import type { AddOnContext } from '../../stacks/add-on.js';
import { objectiveAlerts } from '../../stacks/add-ons/objective-alerts.js';
import { parseEnvironment } from '../../stacks/environment/index.js';
import { environmentApp } from '../../stacks/environment-charts.js';
import { scenario, z } from '../../stacks/index.js';
import { registrations } from '../infra/registrations.js';

const promised = scenario({
  name: 'promised',
  description: 'A cart that promises something.',
  stages: [{ name: 'only', description: 'The only one.' }],
  settings: z.strictObject({}),
  chart: (scope, mesh) => {
    const chart = new MeshChart(scope, 'promised', { ...mesh, namespace: 'shop' });
    const cart = new MeshService(chart, 'cart', {
      ports: { number: 80 },
      versions: { v1: { image: 'example/cart:1' } },
    });
    cart.objective({ availability: 99.9 });
    return chart;
  },
});

function environmentWith(observability: object) {
  return parseEnvironment(
    'prod',
    {
      kind: 'cloud',
      ownership: { owner: 'sre@example.com', costCenter: 'c', dataClassification: 'internal' },
      region: 'cn-hangzhou',
      network: { zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.1.0/24', podCidr: '10.0.16.0/20' }] },
      clusters: { main: { type: 'existing', id: 'c1' }, other: { type: 'existing', id: 'c2' } },
      scenarios: { promised: { stage: 'only' } },
      observability,
    },
    'f',
    { scenarios: [promised] },
  );
}

/** Names of the alert rules that the add-on makes. */
async function rulesWith(observability: object): Promise<unknown[]> {
  const environment = environmentWith(observability);
  const clusters = ['main', 'other'].map((name) => ({ name, clusterId: pulumi.output(`${name}-id`) }));
  const context = { environment, clusters } as unknown as AddOnContext;
  const { made } = await registrations(() => objectiveAlerts(context));
  return made.flatMap(({ type, inputs }) =>
    type === 'alicloud:arms/prometheusAlertRule:PrometheusAlertRule'
      ? [[inputs['clusterId'], inputs['prometheusAlertRuleName'], inputs['dispatchRuleId']]]
      : [],
  );
}

function prometheusRules(observability: object) {
  return chartObjects(environmentApp(environmentWith(observability)).charts)
    .filter(({ manifest }) => manifest.kind === 'PrometheusRule')
    .map(({ manifest, target }) => [target.name, manifest.metadata.name, manifest.metadata.labels?.['release']]);
}

describe('the objectives of an environment', () => {
  test('alert in the managed Prometheus of every cluster', async () => {
    expect(await rulesWith({ alerts: { notificationPolicy: '42' } })).toEqual([
      ['main-id', 'prod-main shop/cart availability page', '42'],
      ['main-id', 'prod-main shop/cart availability ticket', '42'],
      ['other-id', 'prod-other shop/cart availability page', '42'],
      ['other-id', 'prod-other shop/cart availability ticket', '42'],
    ]);
  });

  test.each([{ metrics: false }, { alerts: { arms: false } }])('do not alert there with %j', async (observability) => {
    expect(await rulesWith(observability)).toEqual([]);
  });

  test('are objects of prometheus-operator only where it is asked for', () => {
    expect(prometheusRules({})).toEqual([]);
    expect(prometheusRules({ alerts: { prometheusRules: { labels: { release: 'monitoring' } } } })).toEqual([
      ['main', 'objective-cart', 'monitoring'],
      ['other', 'objective-cart', 'monitoring'],
    ]);
  });
});
