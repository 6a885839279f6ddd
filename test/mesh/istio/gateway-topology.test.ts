import { expect, test } from '@jest/globals';
import { trustedProxiesOf } from '../../../mesh/istio/gateway-topology.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayOf, meshConfigOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const topology = (proxies: string) => `{gatewayTopology: {numTrustedProxies: ${proxies}}}`;

test.each([
  ['none by default', '{}', '', 0],
  ['those of the mesh', `{defaultConfig: ${topology('2')}}`, '', 2],
  ['those of its pods in their place', `{defaultConfig: ${topology('2')}}`, topology('1'), 1],
  ['none for what is not a number', '{}', topology('many'), 0],
])('a gateway trusts %s', (_, settings, config, expected) => {
  const pods = gatewayOf('door').replace(
    'annotations: {inject',
    `annotations: {proxy.istio.io/config: '${config}', inject`,
  );
  const mesh = buildMesh(resourcesOf(meshConfigOf(settings) + pods));
  expect(mesh.workloads.map((workload) => trustedProxiesOf(workload, mesh))).toEqual([expected]);
});
