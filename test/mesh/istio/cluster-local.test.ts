import { expect, test } from '@jest/globals';
import { ClusterLocalHosts } from '../../../mesh/istio/cluster-local.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { meshConfigOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const settings =
  '{serviceSettings: [{settings: {clusterLocal: true}, hosts: ["*.shop.svc.cluster.local"]}, {settings: {clusterLocal: false}, hosts: [cart.shop.svc.cluster.local, "*.kube-system.svc.cluster.local"]}]}';
const hosts = (text: string) => new ClusterLocalHosts(buildMesh(resourcesOf(text)));

test.each([
  ['web.shop.svc.cluster.local', true],
  // The most specific setting decides.
  ['cart.shop.svc.cluster.local', false],
  // One that is set wins over the default.
  ['dns.kube-system.svc.cluster.local', false],
  ['web.lab.svc.cluster.local', false],
])('%s with settings: %s', (host, isLocal) => {
  expect(hosts(meshConfigOf(settings)).isLocal(host)).toBe(isLocal);
});

test.each([
  'dns.kube-system.svc.cluster.local',
  'kubernetes.default.svc.cluster.local',
  'istiod.istio-system.svc.cluster.local',
])('%s by default', (host) => {
  expect(hosts('').isLocal(host)).toBe(true);
});
