import { describe, expect, test } from '@jest/globals';
import { rolloutChecks } from '../../../../mesh/analysis/checks/rollouts/index.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { foundBy } from './found.js';

const byRule =
  'virtualService: {name: cart, routes: [primary]}, destinationRule: {name: cart, canarySubsetName: canary, stableSubsetName: stable}';
const rollout = (istio = byRule, rest = '', canary = '', name = 'cart') => `
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: c, image: i}]}}
  strategy: {canary: {${canary}trafficRouting: {${rest}istio: {${istio}}}}}
`;
const to = (subset: string, weight: number, host = 'cart') =>
  `{destination: {host: ${host}, subset: ${subset}}, weight: ${weight}}`;
const route = (destinations: string, name = 'primary') => `{name: ${name}, route: [${destinations}]}`;
const usual = route(`${to('stable', 100)}, ${to('canary', 0)}`);
const virtualService = (http = usual) => istioObject('VirtualService', 'cart', `{hosts: [cart], http: [${http}]}`);
const rule = (more = '') =>
  istioObject(
    'DestinationRule',
    'cart',
    `{host: cart, subsets: [{name: canary, labels: {app: cart}}, {name: stable, labels: {app: cart}}${more}]}`,
  );
const shop = namespaceOf('shop') + serviceOf('cart');
const found = (yaml: string) => foundBy(rolloutChecks, shop + yaml);
const istio = 'Rollout shop/cart spec.strategy.canary.trafficRouting.istio';
const canary = 'Rollout shop/cart spec.strategy.canary';

test('a Rollout that finds all it needs', () => {
  expect(found(rollout() + virtualService() + rule())).toEqual([]);
});

describe('what a Rollout names', () => {
  test.each([
    ['a VirtualService', rollout() + rule(), [`IST0101 ${istio}.virtualService.name`]],
    [
      'a route',
      rollout(byRule.replace('primary', 'first')) + virtualService() + rule(),
      [`IST0101 ${istio}.virtualService.routes.0`],
    ],
    ['a DestinationRule', rollout() + virtualService(), [`IST0101 ${istio}.destinationRule.name`]],
    [
      'a subset',
      rollout(byRule.replace('canarySubsetName: canary', 'canarySubsetName: next')) +
        virtualService(route(`${to('stable', 100)}, ${to('next', 0)}`)) +
        istioObject('DestinationRule', 'cart', '{host: cart, subsets: [{name: stable, labels: {app: cart}}]}'),
      [`IST0101 ${istio}.destinationRule.canarySubsetName`],
    ],
    [
      'a Service',
      rollout('virtualService: {name: cart}', '', 'canaryService: next, stableService: now, ') +
        serviceOf('now') +
        virtualService(`{route: [{destination: {host: now}, weight: 100}, {destination: {host: next}, weight: 0}]}`),
      [`IST0101 ${canary}.canaryService`],
    ],
  ])('%s that does not exist', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });

  test('templates, where the files have others', () => {
    const analysis = rollout(byRule, '', 'analysis: {templates: [{templateName: rate}]}, ') + virtualService() + rule();
    const template = (name: string) =>
      `---\napiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: ${name}, namespace: shop}\nspec: {metrics: []}\n`;
    expect(found(analysis)).toEqual([]);
    expect(found(analysis + template('rate'))).toEqual([]);
    expect(found(analysis + template('other'))).toEqual([`IST0101 ${canary}.analysis.templates.0`]);
  });
});

describe('what the controller deletes or overwrites', () => {
  const at = 'VirtualService shop/cart spec.http';
  test.each([
    [
      'another destination',
      rollout() + virtualService(route(`${to('stable', 80)}, ${to('canary', 0)}, ${to('old', 20)}`)) + rule(),
      [`ASM0033 ${at}.0.route.2`],
    ],
    [
      'another destination that is named',
      rollout(byRule.replace('stable}', 'stable, additionalSubsetNames: [old]}')) +
        virtualService(route(`${to('stable', 80)}, ${to('canary', 0)}, ${to('old', 20)}`)) +
        rule(),
      [],
    ],
    [
      'weights',
      rollout() + virtualService(route(`${to('stable', 90)}, ${to('canary', 10)}`)) + rule(),
      [`ASM0033 ${at}.0.route`],
    ],
    [
      'a route by the name of one that it manages',
      rollout(byRule, 'managedRoutes: [{name: vip}], ') +
        virtualService(`${route(to('canary', 100), 'vip')}, ${usual}`) +
        rule(),
      [`ASM0033 ${at}.0`],
    ],
    [
      'another subset',
      rollout() + virtualService() + rule(', {name: old, labels: {app: cart}}'),
      ['ASM0033 DestinationRule shop/cart spec.subsets'],
    ],
    [
      'what another Rollout writes',
      rollout() + rollout(byRule, '', '', 'other') + virtualService() + rule(),
      ['ASM0033 Rollout shop/other'],
    ],
  ])('%s', (_, yaml, expected) => {
    expect([...new Set(found(yaml))]).toEqual(expected);
  });
});

describe('how a Rollout is written', () => {
  const both = byRule.replace('virtualService:', 'virtualServices: [{name: cart, routes: [primary]}], virtualService:');
  const open = byRule.replace(', routes: [primary]', '');
  const base = virtualService() + rule();
  test.each([
    ['both ways of naming VirtualServices', rollout(both) + base, [`ASM0034 ${istio}`]],
    [
      'none of them',
      rollout('destinationRule: {name: cart, canarySubsetName: canary, stableSubsetName: stable}') + base,
      [`ASM0034 ${istio}`],
    ],
    [
      'two routes and none named',
      rollout(open) + virtualService(`${usual}, ${route(to('stable', 100), 'b')}`) + rule(),
      [`ASM0034 ${istio}.virtualService`],
    ],
    ['one route and none named', rollout(open) + base, []],
    [
      'a mirror route that is not managed',
      rollout(
        byRule,
        'managedRoutes: [{name: a}], ',
        'steps: [{setMirrorRoute: {name: b}}, {setHeaderRoute: {name: a}}], ',
      ) + base,
      [`ASM0034 ${canary}.steps.0.setMirrorRoute`],
    ],
    [
      'old pods that go at once',
      rollout(byRule, '', 'scaleDownDelaySeconds: 1, ') + base,
      [`ASM0034 ${canary}.scaleDownDelaySeconds`],
    ],
    [
      'a pause without the stable version',
      rollout(byRule, '', 'dynamicStableScale: true, steps: [{setWeight: 100}, {pause: {}}], ') + base,
      [`ASM0034 ${canary}.steps.0`],
    ],
    [
      'two Services without a third',
      rollout('virtualService: {name: cart}', '', 'canaryService: next, stableService: now, ').replaceAll(
        'app: cart',
        'app: pay',
      ) +
        serviceOf('now') +
        serviceOf('next') +
        virtualService('{route: [{destination: {host: now}, weight: 100}, {destination: {host: next}, weight: 0}]}'),
      [`ASM0034 ${canary}.stableService`],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });

  test('conditions of an analysis', () => {
    const template = (condition: string) =>
      found(
        `---\napiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: t, namespace: shop}\nspec: {metrics: [{name: m, successCondition: "${condition}", provider: {prometheus: {query: q}}}]}\n`,
      );
    expect(template('result[0] < 0.05')).toEqual(['ASM0034 AnalysisTemplate shop/t spec.metrics.0.successCondition']);
    expect(template('len(result) == 0 || result[0] < 0.05')).toEqual([]);
  });
});

describe('a Canary of Flagger', () => {
  const flagger = (target = 'web') => `
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: web, namespace: shop}
spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}, service: {port: 80}}
`;
  test.each([
    ['alone', workloadOf('web') + flagger(), []],
    ['beside a Service of its name', workloadOf('web') + flagger() + serviceOf('web'), ['ASM0033 Service shop/web']],
    [
      'beside a VirtualService of its name',
      workloadOf('web') +
        flagger() +
        istioObject('VirtualService', 'web', '{hosts: [web], http: [{route: [{destination: {host: web}}]}]}'),
      ['ASM0033 VirtualService shop/web'],
    ],
    [
      'with settings for its host',
      workloadOf('web') +
        flagger() +
        istioObject('DestinationRule', 'settings', '{host: web, trafficPolicy: {outlierDetection: {}}}'),
      ['ASM0033 DestinationRule shop/settings spec.host'],
    ],
    ['for what does not exist', workloadOf('web') + flagger('other'), ['IST0101 Canary shop/web spec.targetRef']],
  ])('%s', (_, yaml, expected) => {
    expect(found(yaml)).toEqual(expected);
  });
});
