import { expect, test } from '@jest/globals';
import { effectChecks } from '../../../../mesh/analysis/checks/effects/index.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../../objects.js';
import { foundBy } from './found.js';

const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart');
const route = (...destinations: readonly string[]) =>
  istioObject(
    'VirtualService',
    'v',
    `{hosts: [cart], http: [{route: [${destinations.map((one) => `{destination: {${one}}, weight: 50}`).join(', ')}], mirrors: [{destination: {host: cart}}]}]}`,
  );
const sidecar = (policy: string) => istioObject('Sidecar', 's', `{egress: [{hosts: ["./*"]}]${policy}}`);
const waypoint = '{istio.io/use-waypoint: waypoint, istio-injection: enabled}';
const labels = 'metadata.labels.istio.io/use-waypoint';

test.each([
  ['two hosts', shop + route('host: cart', 'host: carts'), []],
  ['two subsets', shop + route('host: cart, subset: v1', 'host: cart, subset: v2'), []],
  ['two ports', shop + route('host: cart, port: {number: 80}', 'host: cart, port: {number: 81}'), []],
  ['a copy as a mirror', shop + route('host: cart'), []],
  [
    'one destination twice',
    shop + route('host: cart, subset: v1', 'host: cart.shop.svc.cluster.local, subset: v1'),
    ['ASM0035 VirtualService shop/v spec.http.0.route.1.destination'],
  ],
  ['no outboundTrafficPolicy', shop + sidecar(''), []],
  ['one with a mode', shop + sidecar(', outboundTrafficPolicy: {mode: REGISTRY_ONLY}'), []],
  [
    'one without a mode',
    shop + sidecar(', outboundTrafficPolicy: {}'),
    ['ASM0035 Sidecar shop/s spec.outboundTrafficPolicy'],
  ],
  [
    'a waypoint for sidecars',
    namespaceOf('lab', waypoint) + workloadOf('a', 'lab'),
    [`ASM0035 Namespace lab ${labels}`],
  ],
  [
    'a waypoint beside clients in ambient mode',
    namespaceOf('lab', waypoint) +
      workloadOf('a', 'lab') +
      namespaceOf('new', '{istio.io/dataplane-mode: ambient}') +
      workloadOf('b', 'new'),
    [],
  ],
  [
    'no waypoint on purpose',
    namespaceOf('lab', waypoint.replace('waypoint: waypoint', 'waypoint: none')) + workloadOf('a', 'lab'),
    [],
  ],
  ['a waypoint for pods in other files', namespaceOf('lab', waypoint), []],
])('%s', (_, yaml, expected) => {
  expect(foundBy(effectChecks, yaml)).toEqual(expected);
});
