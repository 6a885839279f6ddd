import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { istioObject, meshConfigOf, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { cluster, resourcesOf } from '../resources.js';

const idle = (name: string) =>
  workloadOf(name, 'reef').replace('spec:\n  selector', 'spec:\n  replicas: 0\n  selector');
const base = namespaceOf('reef') + serviceOf('eel', 'reef') + workloadOf('ray', 'reef');
const failure = (text: string) =>
  request(buildMesh(resourcesOf(base + text)), { from: 'reef/ray', to: 'http://eel/' }).outcomes[0]?.failure;
const subset = istioObject(
  'DestinationRule',
  'eel',
  '{host: eel, subsets: [{name: live, labels: {app: eel}}, {name: old, labels: {version: v0}}]}',
  'reef',
);
const to = (name: string) =>
  istioObject(
    'VirtualService',
    'eel',
    `{hosts: [eel], http: [{route: [{destination: {host: eel, subset: ${name}}}]}]}`,
    'reef',
  );

describe('why a cluster has no endpoint', () => {
  test('nothing is selected, or everything is scaled to 0', () => {
    expect(failure('')).toBe('eel.reef.svc.cluster.local has no endpoint');
    expect(failure(idle('eel'))).toBe('eel.reef.svc.cluster.local has no endpoint: Deployment reef/eel has 0 replicas');
  });

  test('the same for a subset, apart from labels that nothing has', () => {
    expect(failure(idle('eel') + subset + to('live'))).toBe(
      'subset live of eel.reef.svc.cluster.local has no endpoint: Deployment reef/eel has 0 replicas',
    );
    expect(failure(idle('eel') + subset + to('old'))).toBe(
      'no endpoint of eel.reef.svc.cluster.local has the labels of subset old',
    );
  });
});

describe('hosts that are served inside each cluster only', () => {
  const settings = (hosts: string) =>
    meshConfigOf(`{serviceSettings: [{settings: {clusterLocal: true}, hosts: [${hosts}]}]}`);
  const served = (config: string, from: string) => {
    const files = (name: string) => resourcesOf(base + workloadOf('eel', 'reef') + config, cluster(name));
    const answer = request(buildMesh([...files('north'), ...files('south')]), {
      from: { namespace: 'reef', workload: 'ray', cluster: from },
      to: 'http://eel/',
    });
    return answer.outcomes.map((outcome) => outcome.cluster).sort();
  };
  test('have the endpoints of the cluster of the caller', () => {
    const local = settings('"*.reef.svc.cluster.local"');
    expect([served(local, 'north'), served(local, 'south')]).toEqual([['north'], ['south']]);
  });

  test('others have those of all', () => {
    expect(served(settings('"*.sea.svc.cluster.local"'), 'north')).toEqual(['north', 'south']);
  });
});
