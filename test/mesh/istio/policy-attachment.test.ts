import { describe, expect, test } from '@jest/globals';
import { isForAll, isForWorkload, targetsOf } from '../../../mesh/istio/policy-attachment.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayApiObject, namespaceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const gateway = (name: string, className: string, protocol: string, port: number) =>
  gatewayApiObject(
    'Gateway',
    name,
    `{gatewayClassName: ${className}, listeners: [{name: l, port: ${port}, protocol: ${protocol}}]}`,
  );
const { workloads } = buildMesh(
  resourcesOf(
    namespaceOf('shop') +
      workloadOf('cart') +
      gateway('gate', 'istio', 'HTTP', 80) +
      gateway('way', 'istio-waypoint', 'HBONE', 15008),
  ),
);
/** Which of the workloads a policy is for. */
const guarded = (spec: object, namespace = 'shop', selector?: Record<string, string>, services = [cartService]) =>
  workloads
    .filter((workload) => isForWorkload({ namespace, selector, spec }, workload, 'istio-system', services))
    .map(({ labels }) => labels['gateway.networking.k8s.io/gateway-name'] ?? labels['app']);
const cartService = { name: 'cart', namespace: 'shop', isKubernetes: true };
const targets = (...targetRefs: object[]) => ({ targetRefs });
const gatewayKind = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };
const service = { group: '', kind: 'Service', name: 'cart' };
const entry = { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'cart' };
const waypoints = { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' };

describe('a policy is for', () => {
  test.each<[string, object, string, Record<string, string> | undefined, readonly string[]]>([
    ['all but waypoints of its namespace', {}, 'shop', undefined, ['cart', 'gate']],
    ['all but waypoints of every namespace from the root', {}, 'istio-system', undefined, ['cart', 'gate']],
    ['nothing of another namespace', {}, 'lab', undefined, []],
    ['what it selects', {}, 'shop', { app: 'cart' }, ['cart']],
    ['the gateway that it names', targets({ ...gatewayKind, name: 'gate' }), 'shop', undefined, ['gate']],
    ['the waypoint that it names', targets({ ...gatewayKind, name: 'way' }), 'shop', undefined, ['way']],
    ['no gateway of another namespace', targets({ ...gatewayKind, name: 'gate' }), 'istio-system', undefined, []],
    ['the waypoint in front of a Service', targets(service), 'shop', undefined, ['way']],
    ['not for a ServiceEntry of the name', targets(entry), 'shop', undefined, []],
    ['waypoints of the class, from the root', targets(waypoints), 'istio-system', undefined, ['way']],
    ['not so from elsewhere', targets(waypoints), 'shop', undefined, []],
    [
      'the one of its targets that is there',
      targets({ ...gatewayKind, name: 'x' }, service),
      'shop',
      undefined,
      ['way'],
    ],
  ])('%s', (_, spec, namespace, selector, expected) => {
    expect([...guarded(spec, namespace, selector)].sort()).toEqual(expected);
  });

  test('the waypoint in front of a ServiceEntry', () => {
    expect(guarded(targets(entry), 'shop', undefined, [{ ...cartService, isKubernetes: false }])).toEqual(['way']);
  });
});

test.each([
  [{}, []],
  [{ targetRef: { name: 'a' } }, [{ name: 'a' }]],
  [{ targetRef: { name: 'a' }, targetRefs: [{ name: 'b' }] }, [{ name: 'b' }]],
  [{ targetRef: { name: 'a' }, targetRefs: [] }, [{ name: 'a' }]],
  [{ targetRefs: 'b' }, []],
])('targets of %j', (spec, expected) => {
  expect(targetsOf(spec)).toEqual(expected);
});

test.each([
  [undefined, {}, true],
  [{}, {}, true],
  [{ app: 'cart' }, {}, false],
  [undefined, targets(service), false],
])('with the selector %j and %j it is for all: %s', (selector, spec, expected) => {
  expect(isForAll({ namespace: 'shop', selector, spec })).toBe(expected);
});
