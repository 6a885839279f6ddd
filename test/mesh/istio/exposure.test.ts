import { describe, expect, test } from '@jest/globals';
import { GatewayExposure } from '../../../mesh/istio/exposure.js';
import { readGatewayServers } from '../../../mesh/istio/gateway-servers.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { gatewayOf, plainGateway, serviceOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

/** The ways from the Internet to the one server, as `service:port`, with `*` where the load balancer ends TLS. */
const entrances = (text: string) => {
  const mesh = buildMesh(resourcesOf(text));
  const [server] = readGatewayServers(mesh);
  return server === undefined
    ? undefined
    : new GatewayExposure(mesh)
        .publicEntrancesOf(server)
        .map(({ service, port, endsTls }) => `${service.object.name}:${port}${endsTls ? '*' : ''}`);
};

describe('a server is public', () => {
  test('when a public Service leads to the port of its number, or to that number at the pods', () => {
    expect(entrances(gatewayOf('door') + plainGateway('g', 'door', '*', 80))).toEqual(['door:80']);
    expect(entrances(gatewayOf('door') + plainGateway('g', 'door', '*', 8080))).toEqual(['door:80']);
  });

  test('not when only a Service inside the cluster leads to its port of the same pods', () => {
    const inner = serviceOf(
      'inner',
      'istio-system',
      '{selector: {istio: door}, ports: [{name: http, port: 80, targetPort: 8081}]}',
    );
    expect(entrances(gatewayOf('door') + inner + plainGateway('g', 'door', '*', 8081))).toEqual([]);
  });

  test.each([
    ['NodePort', '{}'],
    ['ClusterIP', '{}'],
    ['LoadBalancer', '{service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type: intranet}'],
    ['LoadBalancer', '{networking.gke.io/load-balancer-type: Internal}'],
    ['LoadBalancer', '{service.beta.kubernetes.io/aws-load-balancer-scheme: internal}'],
    ['LoadBalancer', '{service.beta.kubernetes.io/azure-load-balancer-internal: "true"}'],
  ])('not by a %s with %s', (type, annotations) => {
    expect(entrances(gatewayOf('door', 'istio-system', type, annotations) + plainGateway('g', 'door'))).toEqual([]);
  });
});

test.each([
  ['{service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port: "https:443,http:80"}', ['door:80']],
  ['{service.beta.kubernetes.io/alibaba-cloud-loadbalancer-protocol-port: "https:80"}', ['door:80*']],
  ['{service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn}', ['door:80*']],
  [
    '{service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn, service.beta.kubernetes.io/aws-load-balancer-ssl-ports: https}',
    ['door:80'],
  ],
])('a load balancer may end TLS: %s', (annotations, expected) => {
  const text = gatewayOf('door', 'istio-system', 'LoadBalancer', annotations) + plainGateway('g', 'door');
  expect(entrances(text)).toEqual(expected);
});
