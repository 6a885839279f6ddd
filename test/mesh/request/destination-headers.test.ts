import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { diffMeshes } from '../../../mesh/survey/diff.js';
import { gatewayApiObject, istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const base =
  namespaceOf('mill') +
  ['flour', 'bran', 'miller'].map((name) => serviceOf(name, 'mill') + workloadOf(name, 'mill')).join('');
const meshOf = (text: string) => buildMesh(resourcesOf(base + text));
const asked = { from: 'mill/miller', to: 'http://flour/' };
const sent = (text: string) =>
  request(meshOf(text), asked).outcomes.map(({ workload, headers }) => [workload, headers?.request?.set ?? null]);
const byWeight = (destinations: string) =>
  istioObject('VirtualService', 'flour', `{hosts: [flour], http: [{route: [${destinations}]}]}`, 'mill');
const to = (host: string, weight: number, headers = '') =>
  `{destination: {host: ${host}}, weight: ${weight}${headers === '' ? '' : `, headers: {request: {set: {x-grain: ${headers}}}}`}}`;

describe('an answer says what single destinations change about headers', () => {
  test('of a VirtualService', () => {
    expect(sent(byWeight(`${to('flour', 60, 'fine')}, ${to('bran', 40)}`))).toEqual([
      ['flour', { 'x-grain': 'fine' }],
      ['bran', null],
    ]);
  });

  test('of a route of the Gateway API, in the mesh too', () => {
    const backend = (name: string, value: string) =>
      `{name: ${name}, port: 80, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: X-Grain, value: ${value}}]}}]}`;
    const route = gatewayApiObject(
      'HTTPRoute',
      'flour',
      `{parentRefs: [{group: "", kind: Service, name: flour}], rules: [{backendRefs: [${backend('flour', 'fine')}, ${backend('bran', 'coarse')}]}]}`,
      'mill',
    );
    expect(sent(route)).toEqual([
      ['flour', { 'x-grain': 'fine' }],
      ['bran', { 'x-grain': 'coarse' }],
    ]);
  });

  test('two destinations that differ in them only are two outcomes', () => {
    expect(sent(byWeight(`${to('flour', 1, 'a')}, ${to('flour', 1, 'b')}`))).toEqual([
      ['flour', { 'x-grain': 'a' }],
      ['flour', { 'x-grain': 'b' }],
    ]);
  });
});

test('a difference in them only is a difference', () => {
  const [before, after] = ['a', 'b'].map((value) => meshOf(byWeight(to('flour', 1, value))));
  const changed = before === undefined || after === undefined ? [] : diffMeshes(before, after);
  expect(changed.map(({ changes }) => Object.keys(changes))).toContainEqual(['destinationHeaders']);
});
