import { expect, test } from '@jest/globals';
import 'asm-blueprints/jest';
import { meshOfScenario } from 'asm-blueprints/stacks';
import { shop } from './shop.js';

const from = 'shop/frontend-v1';
const to = 'http://cart/items';

test('a tenth of the requests reaches version 2 of the cart, then all of them', () => {
  expect(meshOfScenario(shop, 'canary')).toRoute({ from, to }, { v1: 90, v2: 10 });
  expect(meshOfScenario(shop, 'released')).toRoute({ from, to }, { v2: 100 });
});

test('the front end may read and fill the cart, over mTLS; nothing else may', () => {
  const mesh = meshOfScenario(shop, 'canary');
  for (const method of ['GET', 'POST']) {
    expect(mesh).toAllow({ from, to, method });
    expect(mesh).toEncrypt({ from, to, method });
  }
  expect(mesh).toDeny({ from, to, method: 'DELETE' });
  expect(mesh).toDeny({ from: { namespace: 'other', sidecar: true }, to: 'http://cart.shop/items' });
});
