import { describe, expect, test } from '@jest/globals';
import { formatAssumption } from '../../../mesh/assumption/assumption.js';
import { assumeNoProxy, isUndecided, meshObjectIn, undecidedNamespaces } from '../../../mesh/assumption/membership.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, namespaceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const meshOf = (text: string, injected: readonly string[] = []) =>
  buildMesh(resourcesOf(text), { external: { injected } });

describe('whether a workload is in the mesh is open', () => {
  const decided = (text: string, injected: readonly string[] = []) => {
    const mesh = meshOf(text, injected);
    const [workload] = mesh.workloads;
    return workload === undefined ? undefined : !isUndecided(mesh, workload);
  };
  test.each([
    ['when no file has its Namespace', workloadOf('web'), false],
    ['not with the Namespace, whatever its labels', namespaceOf('shop', '{}') + workloadOf('web'), true],
    [
      'not when its pods ask for a proxy',
      workloadOf('web', 'shop', { labels: ', sidecar.istio.io/inject: "true"' }),
      true,
    ],
    ['not when they ask for none', workloadOf('web', 'shop', { labels: ', sidecar.istio.io/inject: "false"' }), true],
    [
      'not when ambient mode captures them',
      workloadOf('web', 'shop', { labels: ', istio.io/dataplane-mode: ambient' }),
      true,
    ],
    ['not in the root namespace', workloadOf('web', 'istio-system'), true],
    ['not in a namespace of Kubernetes', workloadOf('web', 'kube-system'), true],
  ])('%s', (_, text, isDecided) => {
    expect(decided(text)).toBe(isDecided);
  });

  test('not when the user says that its namespace is injected', () => {
    expect(decided(workloadOf('web'), ['shop'])).toBe(true);
    const mesh = meshOf(
      workloadOf('web') + namespaceOf('closed', '{istio-injection: disabled}') + workloadOf('web', 'closed'),
      ['shop', 'closed'],
    );
    // A label in the files says more than the command line.
    expect(mesh.workloads.map(({ namespace, proxy }) => `${namespace} ${proxy}`)).toEqual([
      'closed none',
      'shop sidecar',
    ]);
  });
});

test('namespaces are named once, with an object that needs a proxy', () => {
  const policy = istioObject('AuthorizationPolicy', 'p', '{}', 'b');
  const mesh = meshOf(workloadOf('web', 'b') + workloadOf('db', 'b') + workloadOf('web', 'a') + policy);
  expect(undecidedNamespaces(mesh)).toEqual(['a', 'b']);
  expect(formatAssumption(assumeNoProxy(mesh, ['a', 'b']))).toBe(
    'assumed: the pods of the namespaces a and b have no proxy, since nothing in these files puts them into a mesh, though AuthorizationPolicy b/p has no effect on pods without one; pass --inject a,b to settle it',
  );
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(assumeNoProxy(mesh, many).statement).toContain('the namespaces a, b, c, d, e and 2 more have');
});

test('what is for gateways needs no proxy beside the workloads', () => {
  const ofGateway = istioObject('VirtualService', 'v', '{hosts: [a.example.com], gateways: [g], http: []}');
  const target = istioObject(
    'AuthorizationPolicy',
    'p',
    '{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: g}]}',
  );
  expect(meshObjectIn(meshOf(ofGateway + target), 'shop')).toBeUndefined();
  expect(meshObjectIn(meshOf(ofGateway.replace('gateways: [g], ', '')), 'shop')?.name).toBe('v');
});
