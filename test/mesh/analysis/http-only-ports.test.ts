import { expect, test } from '@jest/globals';
import { configurationCheck } from '../../../mesh/analysis/checks/validation/configuration.js';
import { gatewayOf, istioObject, namespaceOf, plainGateway, serviceOf, workloadOf } from '../objects.js';
import { foundBy } from './checks/found.js';

const deny = (selector: string, namespace = 'shop'): string =>
  istioObject(
    'AuthorizationPolicy',
    'deny',
    `{${selector}action: DENY, rules: [{to: [{operation: {methods: [DELETE]}}]}]}`,
    namespace,
  );
const shop = namespaceOf('shop');
const cart = 'selector: {matchLabels: {app: cart}}, ';
const tcp = serviceOf('cart').replace('name: http', 'name: tcp');
const warned = ['IST0133 AuthorizationPolicy shop/deny spec.rules.0'];

test.each([
  ['a Service with HTTP', shop + serviceOf('cart') + workloadOf('cart') + deny(cart), []],
  ['a Service with TCP', shop + tcp + workloadOf('cart') + deny(cart), warned],
  ['no Service', shop + workloadOf('cart') + deny(cart), warned],
  ['no workload', shop + serviceOf('cart') + deny(cart), warned],
  [
    'a namespace with one port of TCP',
    `${shop + serviceOf('cart') + workloadOf('cart') + workloadOf('db')}---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{name: tcp, port: 5432}]}
${deny('')}`,
    warned,
  ],
  [
    'a gateway with HTTP',
    gatewayOf('door', 'shop') + plainGateway('edge', 'door') + deny('selector: {matchLabels: {istio: door}}, '),
    [],
  ],
  [
    'a gateway without servers here',
    gatewayOf('door', 'shop') + deny('selector: {matchLabels: {istio: door}}, '),
    warned,
  ],
])('a DENY rule about HTTP alone, for %s', (_, yaml, expected) => {
  expect(foundBy([configurationCheck], yaml)).toEqual(expected);
});
