import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { answerAssumptions, surveyAssumptions } from '../../../mesh/survey/assumptions.js';
import { istioObject, meshConfigOf, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const assumed = (text: string, query: RequestQuery, options: MeshOptions = {}) => {
  const mesh = buildMesh(resourcesOf(text), options);
  return answerAssumptions(mesh, query, request(mesh, query)).map(({ code, settledBy }) => `${code} ${settledBy}`);
};
const cart = serviceOf('cart') + workloadOf('cart');
const web = workloadOf('web', 'lab');
const query = { from: 'lab/web', to: 'http://cart.shop/' };

describe('an answer assumes', () => {
  test('that caller and callee have no proxy, where nothing says so', () => {
    expect(assumed(cart + web, query)).toEqual(['NO_PROXY --inject lab,shop']);
    expect(assumed(namespaceOf('shop') + cart + web, query)).toEqual(['NO_PROXY --inject lab']);
    expect(assumed(namespaceOf('shop') + cart + namespaceOf('lab', '{}') + web, query)).toEqual([]);
    expect(assumed(cart + web, query, { external: { injected: ['lab', 'shop'] } })).toEqual([]);
  });

  test('the same of a pod that is not in the files, unless its proxy is described', () => {
    const strange = { from: 'away/batch', to: 'http://cart.shop/' };
    expect(assumed(namespaceOf('shop') + cart, strange)).toEqual(['NO_PROXY --inject away']);
    const described = { from: { namespace: 'away', sidecar: false }, to: 'http://cart.shop/' };
    expect(assumed(namespaceOf('shop') + cart, described)).toEqual([]);
  });

  test('that a host outside the mesh answers, of which the files know nothing', () => {
    const mesh = namespaceOf('lab') + web;
    const to = (host: string) => ({ from: 'lab/web', to: `http://${host}/` });
    expect(assumed(mesh, to('api.example.org'))).toEqual(['UNKNOWN_HOST --external-host api.example.org']);
    expect(assumed(mesh, to('192.0.2.1'))).toEqual(['UNKNOWN_HOST --external-host 192.0.2.1']);
    expect(assumed(mesh, to('api.example.org'), { external: { hosts: ['*.example.org'] } })).toEqual([]);
    const entry = istioObject(
      'ServiceEntry',
      'e',
      '{hosts: [api.example.org], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
      'lab',
    );
    expect(assumed(mesh + entry, to('api.example.org'))).toEqual([]);
    const route = istioObject(
      'VirtualService',
      'v',
      '{hosts: [api.example.org], http: [{route: [{destination: {host: web}}]}]}',
      'lab',
    );
    expect(assumed(mesh + serviceOf('web', 'lab') + route, to('api.example.org'))).toEqual([]);
  });

  test('nothing of a host that the mesh does not let out', () => {
    const closed = meshConfigOf('{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}') + namespaceOf('lab') + web;
    expect(assumed(closed, { from: 'lab/web', to: 'http://api.example.org/' })).toEqual([]);
  });
});

test('a survey assumes it of all namespaces at once', () => {
  const mesh = buildMesh(resourcesOf(cart + web));
  expect(surveyAssumptions([mesh, mesh]).map(({ settledBy }) => settledBy)).toEqual(['--inject lab,shop']);
});
