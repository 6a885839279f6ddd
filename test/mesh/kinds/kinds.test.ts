import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ApiObject } from 'cdk8s';
import { analyze } from '../../../mesh/analysis/analyze.js';
import {
  allKinds,
  creationRankOf,
  fleetKinds,
  isConfiguration,
  kindOf,
  kindsOfGroup,
} from '../../../mesh/kinds/index.js';
import { PHASES } from '../../../mesh/kinds/phases.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { fieldPath } from '../../../mesh/validation/field-path.js';
import { validateConfiguration } from '../../../mesh/validation/validate.js';
import { render } from '../../constructs/rendered.js';

describe('rows', () => {
  test('are unique, and each has a version', () => {
    const names = allKinds.map(({ group, kind }) => `${group}/${kind}`);
    expect(new Set(names).size).toBe(names.length);
    expect(allKinds.filter(({ versions, plural }) => versions.length === 0 || !/^[a-z]+$/.test(plural))).toEqual([]);
  });

  test('say where the objects of a kind are, and when they are made', () => {
    expect(kindOf('', 'Namespace')).toMatchObject({ scope: 'cluster', plane: 'every', phase: 'foundation' });
    expect(kindOf('networking.istio.io', 'Gateway')).toMatchObject({
      scope: 'namespace',
      plane: 'mesh',
      fleet: 'propagates',
    });
    expect(kindOf('security.istio.io', 'PeerAuthentication')?.fleet).toBeUndefined();
    expect(kindOf('istio.alibabacloud.com', 'ASMSwimLaneGroup')).toMatchObject({ scope: 'cluster', plane: 'mesh' });
    expect(kindOf('apps', 'Deployment')).toMatchObject({ plane: 'data-plane', podTemplate: ['template'] });
    expect(kindOf('apps', 'Gateway')).toBeUndefined();
    expect(kindsOfGroup('policy').map(({ kind }) => kind)).toEqual(['PodDisruptionBudget']);
    expect(fleetKinds).toEqual([
      'DestinationRule',
      'EnvoyFilter',
      'Gateway',
      'ServiceEntry',
      'Sidecar',
      'VirtualService',
      'WorkloadEntry',
      'WorkloadGroup',
    ]);
  });

  test('a later phase comes later, and an unknown kind after the known workloads', () => {
    for (const row of allKinds) {
      expect(Math.floor(creationRankOf(row) / 100)).toBe(PHASES.indexOf(row.phase));
    }
    expect(creationRankOf(undefined)).toBeGreaterThan(creationRankOf(kindOf('apps', 'Deployment')));
    expect(creationRankOf(undefined)).toBeLessThan(creationRankOf(kindOf('networking.istio.io', 'Gateway')));
  });

  test('only the kinds of Istio and of the Gateway API configure the mesh', () => {
    expect(isConfiguration(kindOf('extensions.istio.io', 'TrafficExtension'))).toBe(true);
    expect(isConfiguration(kindOf('gateway.networking.k8s.io', 'UDPRoute'))).toBe(true);
    expect(isConfiguration(kindOf('istio.alibabacloud.com', 'IstioGateway'))).toBe(false);
    expect(isConfiguration(undefined)).toBe(false);
  });
});

test('a kind of Istio is named in two files: its row, and its table of fields', () => {
  const folders = ['mesh', 'constructs', 'infra', 'cli', 'stacks', 'charts'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const naming = files.filter((file) => readFileSync(file, 'utf8').includes('TrafficExtension'));
  expect(naming.sort()).toEqual(['mesh/kinds/istio.ts', 'mesh/validation/schema/istio-fields.ts']);
});

describe('a construct and a file with the same mistake', () => {
  test.each([
    ['v1', 'Service', { ports: [{ port: 0 }] }],
    ['v1', 'Service', { prots: [{ port: 80 }] }],
    ['apps/v1', 'Deployment', { selector: {}, template: { spec: { containers: [{ name: 'a', image: 'a' }] } } }],
    ['networking.istio.io/v1', 'VirtualService', { hosts: ['a'], http: [{ timeout: '5', rout: [] }] }],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ filters: [{ type: 'URLRewrite' }] }] }],
    ['istio.alibabacloud.com/v1beta1', 'ASMCredential', { type: 'ssl' }],
  ])('get the same messages: %s %s %j', (apiVersion, kind, spec) => {
    const manifest = { apiVersion, kind, metadata: { name: 'one', namespace: 'shop' }, spec };
    const { problems } = render((chart) => {
      new ApiObject(chart, 'raw', manifest);
    });
    const { resources } = readManifests(JSON.stringify(manifest), 'one.json');
    const { findings } = analyze(buildMesh(resources));
    const refused = findings.filter(({ code }) => code === 'IST0106' || code === 'ASM0018');
    expect(refused.length).toBeGreaterThan(0);
    expect(problems).toHaveLength(refused.length);
    for (const { message } of refused) {
      expect(problems.join('\n')).toContain(message.split('; ')[0]);
    }
    const paths = validateConfiguration(manifest, 'shop').map(({ path }) => fieldPath(path));
    expect(refused.map(({ field }) => fieldPath(field)).sort()).toEqual(paths.sort());
  });
});
