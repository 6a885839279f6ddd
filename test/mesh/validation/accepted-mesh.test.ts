import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { callers, findService } from '../../../mesh/survey/callers.js';
import { diffMeshes } from '../../../mesh/survey/diff.js';
import { mtls } from '../../../mesh/survey/mtls.js';
import { acceptedMesh, originalMesh, refusedConfiguration } from '../../../mesh/validation/accepted-mesh.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const base = namespaceOf('cave') + serviceOf('bats', 'cave') + workloadOf('bats', 'cave') + workloadOf('owl', 'cave');
const policy = (ports: string) =>
  istioObject('AuthorizationPolicy', 'nights', `{rules: [{to: [{operation: {ports: [${ports}]}}]}]}`, 'cave');
const meshOf = (text: string) => buildMesh(resourcesOf(base + text));
const asked = { from: 'cave/owl', to: 'http://bats/' };

test('a mesh of which nothing is refused is itself', () => {
  const mesh = meshOf(policy('"80"'));
  expect(acceptedMesh(mesh)).toBe(mesh);
  expect(refusedConfiguration(mesh)).toEqual([]);
});

test('what is refused is left out once, and the mesh that it was in is known', () => {
  const mesh = meshOf(policy('81'));
  const accepted = acceptedMesh(mesh);
  expect(refusedConfiguration(mesh).map(({ object }) => object.name)).toEqual(['nights']);
  expect([accepted.objects.length, acceptedMesh(accepted), originalMesh(accepted), acceptedMesh(mesh)]).toEqual([
    mesh.objects.length - 1,
    accepted,
    mesh,
    accepted,
  ]);
});

describe('no answer passes over an object that an API server refuses', () => {
  const refused = {
    object: 'AuthorizationPolicy cave/nights',
    field: 'spec.rules[0].to[0].operation.ports[0]',
    effect: expect.stringContaining('the API server refuses the object, so it is left out'),
  };

  test('request: a policy that would allow one port only allows nothing less without it', () => {
    expect(request(meshOf(policy('"81"')), asked).verdict).toBe('denied');
    const answer = request(meshOf(policy('81')), asked);
    expect([answer.verdict, answer.notModelled]).toEqual(['allowed', [refused]]);
  });

  test('callers, mtls and diff', () => {
    const mesh = meshOf(policy('81'));
    const service = findService(mesh, 'cave/bats');
    expect(service === undefined ? [] : callers(mesh, service)[0]?.notModelled).toEqual([refused]);
    const peer = istioObject('PeerAuthentication', 'wall', '{mtls: {mode: 1}}', 'cave');
    expect(mtls(meshOf(peer))[0]?.notModelled?.[0]?.object).toBe('PeerAuthentication cave/wall');
    const changed = diffMeshes(meshOf(policy('"81"')), mesh);
    expect(changed.map(({ changes, notModelled }) => [changes.verdict?.after, notModelled])).toContainEqual([
      'allowed',
      [refused],
    ]);
  });

  test('one that concerns other pods is not named', () => {
    const other = istioObject(
      'AuthorizationPolicy',
      'nights',
      '{selector: {matchLabels: {app: moth}}, rules: [{to: [{operation: {ports: [81]}}]}]}',
      'cave',
    );
    expect(request(meshOf(other), asked).notModelled).toEqual([]);
  });
});

test('a route that is refused routes nothing', () => {
  const route = (status: string) =>
    istioObject('VirtualService', 'v', `{hosts: [bats], http: [{directResponse: {status: ${status}}}]}`, 'cave');
  expect(request(meshOf(route('418')), asked).status).toEqual({ 418: 1 });
  expect(request(meshOf(route('"418"')), asked).status).toEqual({ 200: 1 });
});
