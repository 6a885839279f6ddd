import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import type { Problem } from '../../mesh/index.js';
import { missingCharts } from './istio-charts.js';

/** What the local stack needs of the machine. */
export interface MachineNeeds {
  /** Names of the kind clusters; ports that they hold themselves are free. */
  readonly clusters: readonly string[];
  /** Ports of 127.0.0.1 by the setting that names them. */
  readonly ports: Readonly<Record<string, number>>;
  /** Folder with Istio's charts, if they do not come from a repository. */
  readonly istioFolder?: string;
}

/** Oldest kind that is known to work: the first whose nodes run Kubernetes 1.31 and later without workarounds. */
export const OLDEST_KIND = '0.24.0';

/** Oldest Pulumi that is known to work: objects of a cluster that was made anew need replacement triggers. */
export const OLDEST_PULUMI = '3.214.0';

/** Memory that a cluster with Istio and a few services needs, in bytes. */
const CLUSTER_MEMORY = 2 * 1024 ** 3;

/** How commands are run; tests put their own in its place. */
export type RunCommand = (command: string, args: readonly string[]) => Promise<CommandResult>;

/** What came of a command. */
export type CommandResult =
  | { readonly state: 'missing' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'done'; readonly output: string };

/**
 * Everything that the machine lacks for the local stack: one problem each, with how to get it.
 *
 * Changes nothing; run it before anything is registered with Pulumi.
 */
export async function machineProblems(needs: MachineNeeds, run: RunCommand = runCommand): Promise<Problem[]> {
  const docker = await dockerProblems(run);
  const tools = await Promise.all([kindProblems(run), kubectlProblems(run), pulumiProblems(run)]);
  const memory = docker.length === 0 ? await memoryProblems(needs.clusters.length, run) : [];
  const held = docker.length === 0 ? await portsOfClusters(needs.clusters, run) : new Set<number>();
  const ports = await portProblems(needs.ports, held);
  return [...docker, ...tools.flat(), ...memory, ...ports, ...chartProblems(needs.istioFolder)];
}

async function dockerProblems(run: RunCommand): Promise<Problem[]> {
  const result = await run('docker', ['version', '--format', '{{.Server.Version}}']);
  if (result.state === 'missing') {
    return [missing('docker', 'Docker Engine or Docker Desktop: https://docs.docker.com/get-docker/')];
  }
  if (result.state === 'done') return [];
  return [
    {
      code: 'LOCAL_DOCKER',
      place: 'docker',
      message: `does not answer (${result.message})`,
      fix: 'start Docker Desktop or the docker service, and see that your user may use it',
    },
  ];
}

/** Docker Desktop's machine may have less memory than this one. */
async function memoryProblems(clusters: number, run: RunCommand): Promise<Problem[]> {
  const result = await run('docker', ['info', '--format', '{{.MemTotal}}']);
  const total = result.state === 'done' ? Number(result.output) : Number.NaN;
  const needed = clusters * CLUSTER_MEMORY;
  if (Number.isNaN(total) || total === 0 || total >= needed) return [];
  const gib = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
  return [
    {
      code: 'LOCAL_MEMORY',
      place: 'docker',
      message: `has ${gib(total)} of memory; ${clusters === 1 ? 'a cluster needs' : `${clusters} clusters need`} ${gib(needed)}`,
      fix: "give it more, in Docker Desktop's settings under Resources, or name fewer clusters in local.clusters",
    },
  ];
}

function kindProblems(run: RunCommand): Promise<Problem[]> {
  const install = `kind ${OLDEST_KIND} or later: https://kind.sigs.k8s.io/docs/user/quick-start/#installation`;
  return versionProblems(run, 'kind', OLDEST_KIND, install);
}

/** Pulumi is there, since it runs this program; it may be on no PATH, or a build without a version. */
async function pulumiProblems(run: RunCommand): Promise<Problem[]> {
  const result = await run('pulumi', ['version']);
  if (result.state !== 'done' || !/\d+\.\d+\.\d+/.test(result.output)) return [];
  const install = `Pulumi ${OLDEST_PULUMI} or later: https://www.pulumi.com/docs/install/`;
  return versionProblems(run, 'pulumi', OLDEST_PULUMI, install);
}

/** Whether a tool that tells its version with `<tool> version` is there and new enough. */
async function versionProblems(run: RunCommand, tool: string, oldest: string, install: string): Promise<Problem[]> {
  const result = await run(tool, ['version']);
  if (result.state === 'missing') return [missing(tool, install)];
  const found = result.state === 'done' ? /v?(\d+\.\d+\.\d+)/.exec(result.output)?.[1] : undefined;
  if (found !== undefined && !isOlder(found, oldest)) return [];
  const message = found === undefined ? 'does not tell its version' : `is version ${found}, which is too old`;
  return [{ code: 'LOCAL_TOOL_VERSION', place: tool, message, fix: `install ${install}` }];
}

async function kubectlProblems(run: RunCommand): Promise<Problem[]> {
  const result = await run('kubectl', ['version', '--client']);
  return result.state === 'missing' ? [missing('kubectl', 'kubectl: https://kubernetes.io/docs/tasks/tools/')] : [];
}

function missing(tool: string, install: string): Problem {
  return { code: 'LOCAL_TOOL_MISSING', place: tool, message: 'is not on PATH', fix: `install ${install}` };
}

/** Whether one version of three numbers comes before another. */
export function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  for (const [index, wanted] of (right ?? []).entries()) {
    const part = left?.[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}

/** The ports of the machine that lead to clusters of these names. */
async function portsOfClusters(clusters: readonly string[], run: RunCommand): Promise<Set<number>> {
  const ports = new Set<number>();
  for (const cluster of clusters) {
    const filter = `label=io.x-k8s.kind.cluster=${cluster}`;
    const result = await run('docker', ['ps', '--filter', filter, '--format', '{{.Ports}}']);
    if (result.state !== 'done') continue;
    for (const match of result.output.matchAll(/:(\d+)->/g)) ports.add(Number(match[1]));
  }
  return ports;
}

async function portProblems(ports: Readonly<Record<string, number>>, held: ReadonlySet<number>): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [setting, port] of Object.entries(ports)) {
    if (held.has(port) || (await isFree(port))) continue;
    problems.push({
      code: 'LOCAL_PORT_IN_USE',
      place: `port ${port}`,
      message: 'is in use on 127.0.0.1 by another program',
      fix: `stop that program, or give another port in ${setting}`,
    });
  }
  return problems;
}

/** Whether nobody listens on a port of 127.0.0.1; one that only an administrator may open counts as free. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}

function chartProblems(folder: string | undefined): Problem[] {
  if (folder === undefined) return [];
  return missingCharts(folder).map((path) => ({
    code: 'LOCAL_ISTIO_CHARTS',
    place: path,
    message: 'holds no Helm chart of Istio',
    fix: 'give the folder manifests/charts of an Istio release, or leave the folder out to use the repository',
  }));
}

/** Runs a command and keeps the last line of what it complains about. */
export const runCommand: RunCommand = (command, args) =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: 30_000 }, (error, stdout, stderr) => {
      if (error === null) return resolve({ state: 'done', output: stdout });
      if (error.code === 'ENOENT') return resolve({ state: 'missing' });
      const told = stderr.trim().split('\n').at(-1) ?? '';
      resolve({ state: 'failed', message: told === '' ? error.message : told });
    });
  });
