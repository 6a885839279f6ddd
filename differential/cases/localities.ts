import { call, type DifferentialCase, inside, istio } from '../case.js';

/** Ports and endpoints of one host: the two versions of hello far and near, as the caller in `r1/z1` sees them. */
const far = (endpoints: string) =>
  istio(
    'ServiceEntry',
    'api',
    `{hosts: [api.example.com], location: MESH_EXTERNAL, ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS, endpoints: [${endpoints}]}`,
  );
const bank = 'address: bank.pay.svc.cluster.local';
const plain = 'address: plain.outside.svc.cluster.local';
const rule = (policy: string) => istio('DestinationRule', 'api', `{host: api.example.com, trafficPolicy: {${policy}}}`);
const outlier = 'outlierDetection: {consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s}';
const api = call(inside, 'http://other/', { headers: { host: 'api.example.com' } });
const two = far(`{${bank}, locality: r1/z1/s1}, {${plain}, locality: r2/z1/s1}`);

/** Endpoints at several places; the caller runs in `r1/z1/s1`. */
export const localityCases: readonly DifferentialCase[] = [
  { name: 'localities without outlier detection', config: two, requests: [api] },
  { name: 'localities with outlier detection', config: two + rule(outlier), requests: [api] },
  {
    name: 'locality load balancing that is off',
    config: two + rule(`${outlier}, loadBalancer: {localityLbSetting: {enabled: false}}`),
    requests: [api],
  },
  {
    name: 'shares by locality',
    config:
      two +
      rule(
        `${outlier}, loadBalancer: {localityLbSetting: {enabled: true, distribute: [{from: "r1/z1/*", to: {"r1/*": 30, "r2/*": 70}}]}}`,
      ),
    requests: [api],
  },
  {
    name: 'shares of another locality',
    config:
      two +
      rule(
        `${outlier}, loadBalancer: {localityLbSetting: {enabled: true, distribute: [{from: "r9/*", to: {"r1/*": 30, "r2/*": 70}}]}}`,
      ),
    requests: [api],
  },
  {
    name: 'zones of one region',
    config: far(`{${bank}, locality: r1/z2}, {${plain}, locality: r1/z1/s2}`) + rule(outlier),
    requests: [api],
  },
  {
    name: 'a region that takes over',
    config:
      far(`{${bank}, locality: r3/z1}, {${plain}, locality: r2/z1}`) +
      rule(`${outlier}, loadBalancer: {localityLbSetting: {failover: [{from: r1, to: r3}]}}`),
    requests: [api],
  },
  {
    name: 'priority by labels',
    config:
      far(`{${bank}, labels: {version: c1}}, {${plain}, labels: {version: c2}}`) +
      rule(`${outlier}, loadBalancer: {localityLbSetting: {failoverPriority: [version]}}`),
    requests: [api],
  },
  {
    name: 'weights of endpoints',
    config: far(`{${bank}, weight: 3}, {${plain}, weight: 1}`),
    requests: [api],
  },
  {
    name: 'weights of endpoints at several places',
    config: far(`{${bank}, weight: 3, locality: r1/z1/s1}, {${plain}, weight: 1, locality: r2/z1}`),
    requests: [api],
  },
];
