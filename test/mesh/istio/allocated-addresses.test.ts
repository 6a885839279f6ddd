import { describe, expect, test } from '@jest/globals';
import { allocatedAddress, capturesAmbientDns, capturesDns } from '../../../mesh/istio/allocated-addresses.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, meshConfigOf, serviceOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const meshOf = (text: string) => buildMesh(resourcesOf(text));
const host = 'db.example.net';

describe('the address that istiod allocates to a host', () => {
  const entry = (spec: string, labels = '') =>
    istioObject(
      'ServiceEntry',
      'db',
      `{hosts: ["${host}"], ports: [{number: 80, name: http, protocol: HTTP}], ${spec}}`,
    ).replace('{name: db', `{name: db, labels: {${labels}}`);
  const optOut = (value: string) => `networking.istio.io/enable-autoallocate-ip: "${value}"`;
  const standIn = `<address of ${host}>`;
  test.each([
    ['stands for what the status does not say', entry('resolution: DNS'), standIn],
    [
      'is that of the status, by host',
      `${entry('resolution: DNS')}status: {addresses: [{host: other, value: 240.240.0.1}, {host: ${host}, value: 240.240.0.9}]}\n`,
      '240.240.0.9',
    ],
    ['is not there beside addresses', entry('resolution: DNS, addresses: [192.0.2.1]'), undefined],
    ['is not there without resolution', entry('resolution: NONE'), undefined],
    ['is not there for wildcards', entry('resolution: DNS').replace(host, '*.example.net'), undefined],
    ['is not there with the label', entry('resolution: DNS', optOut('False')), undefined],
    ['is there with another value of the label', entry('resolution: DNS', optOut('0')), standIn],
    ['is not there for Services', serviceOf('db'), undefined],
  ])('%s', (_, text, expected) => {
    expect(meshOf(text).services.map(allocatedAddress)).toEqual([expected]);
  });
});

test.each([
  ['{}', '', false],
  ['{defaultConfig: {proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}}}', '', true],
  ['{}', '{proxyMetadata: {ISTIO_META_DNS_CAPTURE: "1"}}', true],
  ['{}', '{proxyMetadata: {ISTIO_META_DNS_CAPTURE: "yes"}}', false],
  [
    '{defaultConfig: {proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}}}',
    '{proxyMetadata: {ISTIO_META_DNS_CAPTURE: "false"}}',
    false,
  ],
])('a sidecar answers DNS with settings %s and annotation "%s": %s', (settings, config, expected) => {
  const pod = { namespace: 'shop', labels: {}, annotations: { 'proxy.istio.io/config': config } };
  expect(capturesDns(pod, meshOf(meshConfigOf(settings)))).toBe(expected);
});

test.each([
  [undefined, true],
  ['true', true],
  ['false', false],
  ['no', true],
])('ztunnel answers DNS of a pod with dns-capture %s: %s', (value, expected) => {
  expect(
    capturesAmbientDns({ annotations: value === undefined ? {} : { 'ambient.istio.io/dns-capture': value } }),
  ).toBe(expected);
});
