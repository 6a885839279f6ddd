import { expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { findService } from '../../../mesh/survey/callers.js';
import { impact } from '../../../mesh/survey/impact.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart') + workloadOf('web');
const affected = (text: string) => {
  const mesh = buildMesh(resourcesOf(shop + text));
  const cart = findService(mesh, 'shop/cart');
  return cart === undefined ? [] : impact(mesh, cart).map((row) => `${row.affected} ${row.through.join('>')}`);
};
const policy = (source: string) =>
  istioObject(
    'AuthorizationPolicy',
    'p',
    `{selector: {matchLabels: {app: cart}}, rules: [{from: [{source: {${source}}}]}]}`,
  );
const url = (host: string) => ({ pod: `, env: [{name: TO, value: 'http://${host}/'}]` });

test('those whom a policy names are affected, those of a namespace that it lets in only may be', () => {
  expect(affected(policy('serviceAccounts: [web]'))).toEqual(['shop/web shop/cart']);
  expect(affected(policy('namespaces: [shop]'))).toEqual([]);
});

test('a declared caller goes by the name that is declared, and once', () => {
  const calls = '[{"from":"shop/frontend","to":"shop/cart","principal":"cluster.local/ns/shop/sa/web"}]';
  const declared = policy('serviceAccounts: [web]').replace(
    'namespace: shop}',
    `namespace: shop, annotations: {asm-blueprints/calls: '${calls}'}}`,
  );
  expect(affected(declared)).toEqual(['shop/frontend shop/cart']);
});

test('who calls an affected one is affected too', () => {
  const middle = serviceOf('desk') + workloadOf('desk', 'shop', url('cart'));
  expect(affected(middle + workloadOf('till', 'shop', url('desk')))).toEqual([
    'shop/desk shop/cart',
    'shop/till shop/cart>shop/desk',
  ]);
});
