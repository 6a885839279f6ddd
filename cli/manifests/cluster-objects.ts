import { execFileSync } from 'node:child_process';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { readWithinLimit } from '../limits/work-limit.js';
import { UsageError } from '../usage-error.js';

/** What a cluster has. */
export interface ClusterObjects {
  readonly resources: readonly Resource[];
  /** Its Secrets as `namespace/name`: what they hold is not asked for. */
  readonly secrets: readonly string[];
  readonly problems: readonly Problem[];
}

/** The kinds that manifests refer to, as `kubectl api-resources -o name` names them. */
const wantedKinds: ReadonlySet<string> = new Set([
  ...['namespaces', 'services', 'serviceaccounts', 'pods', 'configmaps', 'endpoints', 'replicationcontrollers'],
  ...[
    'deployments.apps',
    'statefulsets.apps',
    'daemonsets.apps',
    'jobs.batch',
    'cronjobs.batch',
    'rollouts.argoproj.io',
  ],
  ...['clonesets.apps.kruise.io', 'statefulsets.apps.kruise.io', 'daemonsets.apps.kruise.io'],
  ...['ingresses.networking.k8s.io', 'ingressclasses.networking.k8s.io', 'endpointslices.discovery.k8s.io'],
]);

/** Groups of which every kind is asked for. */
const wantedGroups =
  /\.(?:networking\.istio\.io|security\.istio\.io|telemetry\.istio\.io|extensions\.istio\.io|gateway\.networking\.k8s\.io|istio\.alibabacloud\.com)$/;

/** Longest time, in milliseconds, for one answer of a cluster. */
const patience = 120_000;

/** The largest answer, in bytes, that is read. */
const mostBytes = 512 * 1024 * 1024;

/**
 * The objects of the cluster of a context, as kubectl gives them. Only reads.
 *
 * @throws UsageError when there is no kubectl, or it does not answer
 */
export function readCluster(context: string): ClusterObjects {
  const names = kubectl(context, ['api-resources', '--verbs=list', '-o', 'name'])
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => wantedKinds.has(name) || wantedGroups.test(name));
  const list = names.length === 0 ? '' : kubectl(context, ['get', names.join(','), '-A', '-o', 'json']);
  const columns = 'custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name';
  const secrets = kubectl(context, ['get', 'secrets', '-A', '--no-headers', '-o', columns]);
  const { resources, problems } = readWithinLimit(list, `context ${context}`);
  return {
    resources,
    problems,
    secrets: secrets
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([namespace, name]) => (namespace === undefined || name === undefined ? [] : [`${namespace}/${name}`])),
  };
}

function kubectl(context: string, args: readonly string[]): string {
  try {
    return execFileSync('kubectl', ['--context', context, ...args], {
      encoding: 'utf8',
      env: process.env,
      maxBuffer: mostBytes,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patience,
    });
  } catch (error) {
    const { code, stderr = '' } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    const reason = code === 'ENOENT' ? 'there is no kubectl on the PATH' : stderr.trim() || String(error);
    throw new UsageError(`--context ${context}: ${reason}; --against takes the output of kubectl get as a file`);
  }
}
