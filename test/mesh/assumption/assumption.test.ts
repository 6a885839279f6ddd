import { expect, test } from '@jest/globals';
import { assume, eachOnce, formatAssumption, labelWords } from '../../../mesh/assumption/assumption.js';

test('is one line that says what settles it', () => {
  expect(formatAssumption(assume.gatewayPods({ istio: 'ingressgateway' }))).toBe(
    'assumed: the gateway pods labelled istio: ingressgateway exist, in none of these files; pass --external-gateway istio=ingressgateway to settle it',
  );
});

test('is made once', () => {
  const [one, other] = [assume.secret('edge/a'), assume.secret('edge/b')];
  expect(eachOnce([one, other, assume.secret('edge/a')])).toEqual([one, other]);
});

test('labels are in order', () => {
  expect(labelWords({ version: 'v1', app: 'cart' })).toBe('app: cart, version: v1');
  expect(assume.pods('shop', {}).statement).toBe('pods run in namespace shop, in none of these files');
});
