import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { resourcesOf } from '../resources.js';

const pod = (name: string, annotations = {}) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: mill }
spec: { template: { metadata: { labels: { app: ${name} }, annotations: ${JSON.stringify(annotations)} }, spec: { containers: [{ name: c, image: i }] } } }`;
const capture = {
  'proxy.istio.io/config': 'proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" }',
};
const entry = (host: string, port: string, rest = 'resolution: DNS', meta = '') => `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: e${host.replaceAll(/\W/g, '-')}, namespace: mill${meta} }
spec: { hosts: ["${host}"], ports: [${port}], ${rest} }`;
const tcp = (number: number) => `{ name: p${number}, number: ${number}, protocol: TCP }`;
const base = `
apiVersion: v1
kind: Namespace
metadata: { name: mill, labels: { istio-injection: enabled } }${pod('plain')}${pod('dns', capture)}`;
const ask = (text: string, from: string, to: string) => {
  const answer = request(buildMesh(resourcesOf(base + text)), { from: `mill/${from}`, to });
  return [Object.keys(answer.status).join(), Object.keys(answer.outcomes).join() && answer.outcomes[0]?.host];
};

describe('hosts of TCP without addresses, on one port', () => {
  const two = entry('one.example.net', tcp(5432)) + entry('two.example.net', tcp(5432));
  test('are told apart by the addresses that istiod allocates (istio.io, "DNS Proxying")', () => {
    expect(ask(two, 'dns', 'tcp://one.example.net:5432')).toEqual(['connected', 'one.example.net']);
    expect(ask(two, 'dns', 'tcp://two.example.net:5432')).toEqual(['connected', 'two.example.net']);
    expect(ask(two, 'dns', 'tcp://three.example.net:5432')).toEqual(['connected', 'three.example.net']);
  });
  test('are not without DNS capture: the first takes all connections to the port', () => {
    expect(ask(two, 'plain', 'tcp://two.example.net:5432')).toEqual(['connected', 'one.example.net']);
    expect(ask(two, 'plain', 'tcp://three.example.net:5432')).toEqual(['connected', 'one.example.net']);
  });
  test.each([
    ['the label says not to', 'resolution: DNS', ', labels: { networking.istio.io/enable-autoallocate-ip: "false" }'],
    ['the resolution is NONE', 'resolution: NONE', ''],
  ])('get none where %s', (_, rest, meta) => {
    const one = entry('one.example.net', tcp(5432), rest, meta);
    expect(ask(one, 'dns', 'tcp://other.example.net:5432')).toEqual(['connected', 'one.example.net']);
  });
  test('another port of the host leads nowhere: the allocated address is routed nowhere', () => {
    expect(ask(two, 'dns', 'tcp://one.example.net:9')).toEqual(['reset', 'one.example.net']);
    expect(ask(two, 'plain', 'tcp://one.example.net:9')).toEqual(['connected', 'one.example.net']);
  });
});

describe('names that the sidecar answers itself', () => {
  const wild = entry(
    '*.db.example.net',
    tcp(3306),
    'addresses: [192.0.2.7], resolution: STATIC, endpoints: [{ address: 192.0.2.9 }]',
  );
  test('have the addresses of the entry, wildcards at any depth too (Istio, LookupHost)', () => {
    expect(ask(wild, 'dns', 'tcp://a.b.db.example.net:3306')).toEqual(['connected', '*.db.example.net']);
    expect(ask(wild, 'plain', 'tcp://a.b.db.example.net:3306')).toEqual(['connected', 'a.b.db.example.net']);
    expect(ask(wild, 'plain', 'tcp://192.0.2.7:3306')).toEqual(['connected', '*.db.example.net']);
  });
  test('have none for blocks, which take connections by their address', () => {
    const block = entry('block.example.net', tcp(3306), 'addresses: [198.51.100.0/24], resolution: NONE');
    expect(ask(block, 'dns', 'tcp://198.51.100.20:3306')).toEqual(['connected', 'block.example.net']);
    expect(ask(block, 'dns', 'tcp://198.51.101.20:3306')).toEqual(['connected', '198.51.101.20']);
  });
  test('a port that the pod keeps from its sidecar leads nowhere', () => {
    const excluded = pod('out', { ...capture, 'traffic.sidecar.istio.io/excludeOutboundPorts': '5432' });
    const one = entry('one.example.net', tcp(5432));
    expect(ask(excluded + one, 'out', 'tcp://one.example.net:5432')[0]).toBe('reset');
  });
});
