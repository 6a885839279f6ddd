import { describe, expect, test } from '@jest/globals';
import { chartObjects } from '../../infra/bridge/chart-objects.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { isLocal, type LocalEnvironment, parseEnvironment, readEnvironment } from '../../stacks/environment/index.js';
import { environmentApp } from '../../stacks/environment-charts.js';
import { checkEnvironment } from '../../stacks/environment-check.js';
import { observabilitySteps } from '../../stacks/local-observability.js';
import { sourceNeeds } from '../../stacks/local-sources.js';

function environmentWith(local: object): LocalEnvironment {
  const { settings } = readEnvironment('.', 'Pulumi.local.yaml', ownBlueprint);
  const environment = parseEnvironment(
    'local',
    {
      kind: 'local',
      ownership: settings.ownership,
      scenarios: {
        ingress: { serviceType: 'NodePort', replicas: 1 },
        hello: { stage: '90-10', host: 'hello.example.com' },
      },
      local,
    },
    'f',
    ownBlueprint,
  );
  if (!isLocal(environment)) throw new Error('local is on this machine');
  return environment;
}

interface Pod {
  readonly template: {
    readonly spec: {
      readonly volumes: readonly {
        readonly projected: { readonly sources: readonly { readonly configMap: { readonly name: string } }[] };
      }[];
    };
  };
}

const namesOf = (environment: LocalEnvironment) =>
  chartObjects(environmentApp(environment).charts)
    .filter(({ chart }) => chart === 'observability')
    .map(({ manifest }) => `${manifest.kind} ${manifest.metadata.name}`);

describe('what a learner sees on this machine', () => {
  test('is nothing without the setting', () => {
    expect(namesOf(environmentWith({}))).toEqual([]);
    expect(observabilitySteps(environmentWith({}), 'kind-asm-local')).toEqual([]);
  });

  test('is Prometheus, with the rights to find pods and kubelets', () => {
    const environment = environmentWith({ prometheus: true });
    expect(namesOf(environment).sort()).toEqual([
      'ClusterRole asm-blueprints-prometheus',
      'ClusterRoleBinding asm-blueprints-prometheus',
      'ConfigMap prometheus',
      'Deployment prometheus',
      'Namespace observability',
      'Service prometheus',
      'ServiceAccount prometheus',
    ]);
    expect(observabilitySteps(environment, 'kind-asm-local')).toEqual([
      'kubectl --context kind-asm-local -n observability port-forward service/prometheus 9090   # then http://127.0.0.1:9090/',
    ]);
  });

  test('is Grafana beside it, whose dashboards are all there', () => {
    const environment = environmentWith({ prometheus: { image: 'prometheus:own' }, grafana: { image: 'grafana:own' } });
    const objects = chartObjects(environmentApp(environment).charts).map(({ manifest }) => manifest);
    const maps = new Set(objects.flatMap(({ kind, metadata }) => (kind === 'ConfigMap' ? [metadata.name] : [])));
    const pods = objects.filter(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === 'observability',
    );
    const mounted = pods.flatMap(({ spec }) =>
      (spec as Pod).template.spec.volumes.flatMap(({ projected }) => projected.sources),
    );
    expect(mounted.length).toBeGreaterThan(5);
    expect(mounted.filter(({ configMap }) => !maps.has(configMap.name))).toEqual([]);
    expect([...maps].filter((name) => name.startsWith('asm-service-'))).toHaveLength(1);
    expect(observabilitySteps(environment, 'c')).toHaveLength(2);
  });

  test('breaks no rule of the analysis, and its images are looked for beforehand', () => {
    const environment = environmentWith({ prometheus: { image: 'prometheus:own' }, grafana: true });
    const { problems, notes, resources } = checkEnvironment(environment);
    expect(problems).toEqual([]);
    expect(notes.filter(({ text }) => text.includes('observability'))).toEqual([]);
    expect(Object.keys(sourceNeeds(environment, resources).pulled)).toEqual(
      expect.arrayContaining(['prometheus:own', 'grafana/grafana:12.1.0']),
    );
  });

  test('is never a Grafana without data', () => {
    expect(() => environmentWith({ grafana: true })).toThrow('must not be on without prometheus');
  });
});
