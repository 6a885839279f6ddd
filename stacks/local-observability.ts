import { createHash } from 'node:crypto';
import type { App } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  DataPlaneMode,
  KubeClusterRole,
  KubeClusterRoleBinding,
  KubeConfigMap,
  KubeDeployment,
  KubeService,
  KubeServiceAccount,
  MeshChart,
  MeshDashboards,
  MeshNamespace,
  objectivesUnder,
} from '../constructs/index.js';
import { scrapeConfig } from '../observability/scrape-config.js';
import type { LocalEnvironment } from './environment/index.js';

/** Namespace of Prometheus and Grafana on this machine. */
export const OBSERVABILITY_NAMESPACE = 'observability';

/** Ports that they listen on. */
const PROMETHEUS_PORT = 9090;
const GRAFANA_PORT = 3000;

/** Adds Prometheus, and Grafana with the dashboards of everything that the charts declare, where the settings ask for them. */
export function addLocalObservability(app: App, environment: LocalEnvironment): void {
  const { prometheus, grafana } = environment.settings.local;
  if (prometheus === false) return;
  const chart = new MeshChart(app, 'observability', { ...environment.mesh, namespace: OBSERVABILITY_NAMESPACE });
  // What scrapes proxies needs none itself.
  new MeshNamespace(chart, OBSERVABILITY_NAMESPACE, { dataPlaneMode: DataPlaneMode.none() });
  const [cluster = 'local'] = environment.settings.local.clusters;
  addPrometheus(chart, cluster, prometheus.image);
  if (grafana !== false) addGrafana(chart, cluster, grafana.image);
}

function addPrometheus(chart: MeshChart, cluster: string, image: string): void {
  const groups = objectivesUnder(chart.node.root as Construct).flatMap((objective) => objective.groups);
  const clusters = [cluster];
  const account = { clusters, metadata: { name: 'prometheus' } };
  new KubeServiceAccount(chart, 'prometheus-account', account);
  new KubeClusterRole(chart, 'prometheus-role', {
    clusters,
    metadata: { name: 'asm-blueprints-prometheus' },
    rules: [
      { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ],
  });
  new KubeClusterRoleBinding(chart, 'prometheus-binding', {
    clusters,
    metadata: { name: 'asm-blueprints-prometheus' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'asm-blueprints-prometheus' },
    subjects: [{ kind: 'ServiceAccount', name: 'prometheus', namespace: OBSERVABILITY_NAMESPACE }],
  });
  // JSON is YAML.
  const files = {
    'prometheus.yml': json(scrapeConfig(['/etc/prometheus/rules.yml'])),
    'rules.yml': json({ groups }),
  };
  new KubeConfigMap(chart, 'prometheus-config', { clusters, metadata: { name: 'prometheus' }, data: files });
  addProgram(chart, 'prometheus', {
    cluster,
    image,
    port: PROMETHEUS_PORT,
    account: 'prometheus',
    // It reads its files when it starts.
    annotations: { 'asm-blueprints/files': createHash('sha256').update(json(files)).digest('hex').slice(0, 16) },
    volumes: [{ name: 'config', mountPath: '/etc/prometheus', configMaps: ['prometheus'] }],
  });
}

function addGrafana(chart: MeshChart, cluster: string, image: string): void {
  const clusters = [cluster];
  const dashboards = new MeshDashboards(chart, 'dashboards', { clusters, envoyCounters: true });
  new KubeConfigMap(chart, 'grafana-sources', {
    clusters,
    metadata: { name: 'grafana-sources' },
    data: {
      'sources.yaml': json({
        apiVersion: 1,
        datasources: [
          {
            name: 'Prometheus',
            type: 'prometheus',
            access: 'proxy',
            url: `http://prometheus.${OBSERVABILITY_NAMESPACE}:${PROMETHEUS_PORT}`,
            isDefault: true,
          },
        ],
      }),
    },
  });
  new KubeConfigMap(chart, 'grafana-providers', {
    clusters,
    metadata: { name: 'grafana-providers' },
    data: {
      'providers.yaml': json({
        apiVersion: 1,
        providers: [{ name: 'asm-blueprints', type: 'file', options: { path: '/var/lib/grafana/dashboards' } }],
      }),
    },
  });
  addProgram(chart, 'grafana', {
    cluster,
    image,
    port: GRAFANA_PORT,
    // Reached only through a port-forward of this machine; it lets people look, and change nothing.
    env: {
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    },
    volumes: [
      { name: 'sources', mountPath: '/etc/grafana/provisioning/datasources', configMaps: ['grafana-sources'] },
      { name: 'providers', mountPath: '/etc/grafana/provisioning/dashboards', configMaps: ['grafana-providers'] },
      { name: 'dashboards', mountPath: '/var/lib/grafana/dashboards', configMaps: dashboards.uids },
    ],
  });
}

/** A program of one pod, its configuration and its port. */
interface Program {
  readonly cluster: string;
  readonly image: string;
  readonly port: number;
  readonly account?: string;
  /** Of the pod, which is replaced when they change. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly volumes: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly configMaps: readonly string[];
  }[];
}

function addProgram(chart: MeshChart, name: string, program: Program): void {
  const clusters = [program.cluster];
  const labels = { app: name };
  new KubeDeployment(chart, name, {
    clusters,
    metadata: { name, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: program.annotations },
        spec: {
          serviceAccountName: program.account,
          automountServiceAccountToken: program.account !== undefined,
          containers: [
            {
              name,
              image: program.image,
              ports: [{ name: 'http', containerPort: program.port }],
              env: Object.entries(program.env ?? {}).map(([key, value]) => ({ name: key, value })),
              resources: { requests: { cpu: '20m', memory: '100Mi' } },
              volumeMounts: program.volumes.map(({ name: volume, mountPath }) => ({ name: volume, mountPath })),
            },
          ],
          volumes: program.volumes.map(({ name: volume, configMaps }) => ({
            name: volume,
            projected: { sources: configMaps.map((map) => ({ configMap: { name: map } })) },
          })),
        },
      },
    },
  });
  new KubeService(chart, `${name}-service`, {
    clusters,
    metadata: { name, labels },
    spec: { selector: labels, ports: [{ name: 'http', port: program.port, targetPort: program.port }] },
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The commands after which a browser shows them. */
export function observabilitySteps({ settings: { local } }: LocalEnvironment, context: string): string[] {
  const open = (name: string, port: number) =>
    `kubectl --context ${context} -n ${OBSERVABILITY_NAMESPACE} port-forward service/${name} ${port}   # then http://127.0.0.1:${port}/`;
  return [
    ...(local.prometheus === false ? [] : [open('prometheus', PROMETHEUS_PORT)]),
    ...(local.prometheus === false || local.grafana === false ? [] : [open('grafana', GRAFANA_PORT)]),
  ];
}
