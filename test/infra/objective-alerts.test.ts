import { describe, expect, test } from '@jest/globals';
import { ObjectiveAlerts } from '../../infra/objective-alerts.js';
import { alertsOf, measuredDirectly } from '../../observability/objectives/alerts.js';
import { indicatorsOf } from '../../observability/objectives/indicators.js';
import { observedService } from '../observability/observed-service.js';
import { refused, registrations } from './registrations.js';

const service = observedService('cart');
const objective = { availability: 99.9, latency: { p95: 300 } } as const;
const alerts = indicatorsOf(service, objective).flatMap((indicator) =>
  alertsOf(service, objective, indicator, measuredDirectly(indicator)),
);

const RULE = 'alicloud:arms/prometheusAlertRule:PrometheusAlertRule';

describe('ObjectiveAlerts', () => {
  test('makes a rule for each alert, which needs no recorded series', async () => {
    const { made } = await registrations(() => new ObjectiveAlerts('prod-main', { clusterId: 'c1', alerts }));
    const rules = made.filter(({ type }) => type === RULE).map(({ inputs }) => inputs);
    expect(rules.map((rule) => rule['prometheusAlertRuleName'])).toEqual([
      'prod-main shop/cart availability page',
      'prod-main shop/cart availability ticket',
      'prod-main shop/cart latency-p95 page',
      'prod-main shop/cart latency-p95 ticket',
    ]);
    for (const rule of rules) {
      expect(rule).toMatchObject({ clusterId: 'c1', duration: '1', notifyType: 'ALERT_MANAGER' });
      expect(rule['expression']).not.toContain('service:objective');
      expect(rule['labels']).toContainEqual({ name: 'destination_service_name', value: 'cart' });
      expect(rule['annotations']).toContainEqual({ name: 'runbook_url', value: expect.stringContaining('/runbooks/') });
    }
  });

  test('tells those whom a notification policy names', async () => {
    const args = { clusterId: 'c1', alerts: alerts.slice(0, 1), notificationPolicyId: '42' };
    const { made } = await registrations(() => new ObjectiveAlerts('prod-main', args));
    expect(made.find(({ type }) => type === RULE)?.inputs).toMatchObject({
      notifyType: 'DISPATCH_RULE',
      dispatchRuleId: '42',
    });
  });

  test('refuses what it could not tell apart, and a missing cluster', () => {
    expect(
      refused(() => new ObjectiveAlerts('a', { clusterId: 'c1', alerts: [...alerts, ...alerts.slice(0, 1)] })),
    ).toEqual(['ARG_TWICE alerts']);
    expect(refused(() => new ObjectiveAlerts('a', { alerts } as never))).toEqual(['ARG_MISSING clusterId']);
  });
});
