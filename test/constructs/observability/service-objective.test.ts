import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import {
  MeshChart,
  type MeshChartProps,
  MeshService,
  type MeshServicePort,
  objectivesUnder,
  synthesize,
} from '../../../constructs/index.js';

function shop(props: MeshChartProps = {}, port: MeshServicePort = { number: 80 }) {
  const chart = new MeshChart(new App(), 'shop', { namespace: 'shop', ...props });
  return { chart, cart: new MeshService(chart, 'cart', { ports: port, versions: { v1: { image: 'cart:1' } } }) };
}

function rules(chart: MeshChart) {
  return synthesize(chart).objects.flatMap(({ manifest }) => (manifest.kind === 'PrometheusRule' ? [manifest] : []));
}

describe('the objective of a service', () => {
  test('is a PrometheusRule beside it, with the labels that the Prometheus selects by', () => {
    const { chart, cart } = shop({ prometheusRules: { labels: { release: 'monitoring' } } });
    cart.objective({ availability: 99.9, latency: { p95: 300 } });
    expect(rules(chart)).toMatchObject([
      {
        apiVersion: 'monitoring.coreos.com/v1',
        metadata: { name: 'objective-cart', namespace: 'shop', labels: { release: 'monitoring' } },
        spec: { groups: [{ name: 'objective shop/cart availability' }, { name: 'objective shop/cart latency-p95' }] },
      },
    ]);
  });

  test('makes no object where the clusters do not know the kind, and has alerts all the same', () => {
    const { chart, cart } = shop({ prometheusRules: false });
    cart.objective({ availability: 99.9 });
    expect(rules(chart)).toEqual([]);
    expect(objectivesUnder(chart).flatMap(({ alerts }) => alerts.map(({ severity }) => severity))).toEqual([
      'page',
      'ticket',
    ]);
  });

  test('is refused at its construct', () => {
    const { chart, cart } = shop();
    cart.objective({ availability: 0.999 });
    expect(synthesize(chart).problems).toMatchObject([
      {
        place: 'shop/cart/objective',
        message: 'objective.availability is 0.999',
        fix: 'give a percentage, such as 99.9',
      },
    ]);
    expect(objectivesUnder(chart).flatMap(({ alerts }) => alerts)).toEqual([]);
  });

  test('is refused of a service without requests, and when it is said twice', () => {
    const { chart, cart } = shop({}, { number: 6379, protocol: 'redis' });
    cart.objective({ availability: 99 }).objective({ latency: { p95: 300 } });
    expect(synthesize(chart).problems.map(({ message }) => message)).toEqual([
      'the objective of cart is said twice',
      'an objective is about requests, and no port of the service is HTTP',
    ]);
  });
});
