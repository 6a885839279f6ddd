import { expect, test } from '@jest/globals';
import { gatewaysOf, isForMesh } from '../../../mesh/istio/virtual-service-gateways.js';

test.each([
  [undefined, ['mesh'], true],
  [[], ['mesh'], true],
  [['mesh', 'door'], ['mesh', 'shop/door'], true],
  [['edge/door', './gate'], ['edge/door', 'shop/gate'], false],
  // The form of old versions, which Istio still takes.
  [['door.edge.svc.cluster.local'], ['edge/door'], false],
])('%j', (gateways, names, isInside) => {
  expect([gatewaysOf({ gateways }, 'shop'), isForMesh({ gateways })]).toEqual([names, isInside]);
});
