import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { resourcesOf } from '../resources.js';

const namespace = (name: string) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio-injection: enabled } }`;
const entry = (name: string, ports: string, rest = 'resolution: DNS', meta = '') => `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: lab${meta} }
spec: { hosts: [api.example.net], ports: [${ports}], location: MESH_EXTERNAL, ${rest} }`;
const http = '{ name: http, number: 80, protocol: HTTP }';
const tls = '{ name: tls, number: 443, protocol: TLS }';
const at = (time: string) => `, creationTimestamp: "2026-03-0${time}T00:00:00Z"`;
const ask = (text: string, to: string) =>
  request(buildMesh(resourcesOf(namespace('lab') + text)), { from: 'lab/tool', to });
const statuses = (text: string) =>
  ['http://api.example.net/', 'https://api.example.net/'].map((to) => Object.keys(ask(text, to).status).join());

describe('two ServiceEntries of one host and namespace (Istio, appendSidecarServices)', () => {
  test('that differ in their ports only are one', () => {
    expect(statuses(entry('a', http) + entry('b', tls))).toEqual(['200', '200']);
  });
  test.each([
    ['in resolution', 'resolution: NONE'],
    ['in kinds of DNS', 'resolution: DNS_ROUND_ROBIN'],
    ['in whom they are exported to', 'resolution: DNS, exportTo: ["."]'],
  ])(
    'that differ %s are not: the older one counts, ports of the other have no cluster (503 NC, reset measured)',
    (_, rest) => {
      expect(statuses(entry('a', http, undefined, at('1')) + entry('b', tls, rest, at('2')))).toEqual(['200', 'reset']);
      expect(statuses(entry('a', http, undefined, at('2')) + entry('b', tls, rest, at('1')))).toEqual(['503', '200']);
    },
  );
  test('whose labels differ are not', () => {
    expect(statuses(entry('a', http) + entry('b', tls, undefined, ', labels: { team: x }'))).toEqual(['200', 'reset']);
  });
  test('the reason names both', () => {
    const both = entry('a', tls) + entry('b', http, 'resolution: NONE');
    expect(ask(both, 'http://api.example.net/').trace.join('\n')).toContain(
      'lab/a comes before lab/b, which has port 80 of api.example.net, and is not merged with it',
    );
  });
  test('an answer says that it depends on their age, when the manifests do not say it', () => {
    const notes = (text: string) => ask(text, 'http://api.example.net/').notModelled.map(({ field }) => field);
    const none = 'resolution: NONE';
    expect(notes(entry('a', http) + entry('b', tls, none))).toEqual(['metadata.creationTimestamp']);
    expect(notes(entry('a', http, undefined, at('1')) + entry('b', tls, none, at('2')))).toEqual([]);
    expect(notes(entry('a', http) + entry('b', tls))).toEqual([]);
    expect(notes(entry('a', http) + entry('b', http, none))).toEqual([]);
  });
});

test('of one host in two namespaces the own one counts, then the first', () => {
  const far = entry('far', tls).replace('namespace: lab', 'namespace: far');
  expect(statuses(namespace('far') + far + entry('near', http))).toEqual(['200', '200']);
  const statusAt443 = ask(namespace('far') + far + entry('near', http), 'https://api.example.net/');
  expect(statusAt443.listener).not.toBe('0.0.0.0_443');
});
