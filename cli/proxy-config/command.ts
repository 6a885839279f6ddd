import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { inputWords, type ProxyConfig, podOf, proxyConfig, UnmodelledInputs } from '../../mesh/index.js';
import type { Mesh } from '../../mesh/model/index.js';
import type { Workload } from '../../mesh/model/workload.js';
import { closestName } from '../../mesh/validation/closest-name.js';
import { exitCodes } from '../exit-code.js';
import { writeJson, writeLines } from '../output.js';
import { exitCodeOf, type MeshFlags, meshCommand, readMesh } from '../request/mesh-command.js';
import { nameAndPaths } from '../request/name-and-paths.js';
import { UsageError } from '../usage-error.js';
import { type ConfigKind, configKinds, proxyConfigLines } from './tables.js';

interface Flags extends MeshFlags {
  readonly cluster?: string;
}

/** `asm-blueprints proxy-config shop/frontend [listeners|routes|clusters|endpoints] PATH...` */
export function proxyConfigCommand(): Command {
  return meshCommand('Says what the control plane will send to a proxy: its listeners, routes, clusters and endpoints.')
    .argument('<workload>', '`namespace/name` of a workload with a sidecar, of a gateway or of a waypoint')
    .argument(
      '<kind and paths...>',
      '`listeners`, `routes`, `clusters` or `endpoints` (default: all of them), and files, folders, or - for standard input',
    )
    .option('--cluster <name>', 'cluster of the workload, where several have one of this name')
    .addHelpText(
      'after',
      `
Exit codes:
  0  answered
  2  something could not be read, there is no such workload, it has no proxy, or the command line is wrong
  3  with --strict: something in the manifests that is not modelled could change the configuration

JSON has the form of \`istioctl proxy-config … -o json\`.`,
    )
    .action((name: string, words: readonly string[], flags: Flags) => run(name, words, flags));
}

function run(first: string, words: readonly string[], flags: Flags): void {
  // The kind is one of the words that does not name a file; it may stand anywhere.
  const kind = configKinds.find((one) => [first, ...words].includes(one) && !existsSync(one));
  const [start = '', ...others] = [first, ...words].filter((word) => word !== kind);
  const { name, paths } = nameAndPaths(start, others);
  if (paths.length === 0) {
    throw new UsageError('name the files or folders of the mesh, or - for standard input');
  }
  const { mesh, isComplete } = readMesh(paths, flags);
  const workload = workloadOf(mesh, name, flags.cluster);
  const config = proxyConfig(mesh, workload);
  if (config === undefined) {
    const reason = workload.isAmbient
      ? 'ztunnel captures it, and its node has the configuration'
      : 'it is outside the mesh';
    throw new UsageError(`${name} has no proxy of its own: ${reason}`);
  }
  const shown: readonly ConfigKind[] = kind === undefined ? configKinds : [kind];
  const notModelled = UnmodelledInputs.of(mesh).touching(() => pathOf(workload, config));
  if (flags.format === 'json') {
    writeJson(kind === undefined ? config : config[kind]);
  } else {
    writeLines([...proxyConfigLines(config, shown), ...notModelled.map(inputWords)]);
  }
  process.exitCode = exitCodeOf(flags, isComplete, notModelled, exitCodes.clean);
}

/** What a configuration touches: the pods of the workload, and every host that it knows. */
function pathOf(workload: Workload, { clusters }: ProxyConfig) {
  const hosts = clusters.flatMap(({ name }) => String(name).split('|')[3] ?? []);
  return {
    pods: [podOf(workload, 'both')],
    hosts: [...new Set(hosts)],
    namespaces: [],
    isFailing: true,
    isAddressKnown: false,
  };
}

function workloadOf(mesh: Mesh, name: string, cluster: string | undefined): Workload {
  const named = mesh.workloads.filter((one) => `${one.namespace}/${one.name}` === name);
  const [workload, another] = named.filter((one) => cluster === undefined || one.cluster === cluster);
  if (another !== undefined) {
    const clusters = named.map((one) => one.cluster).join(', ');
    throw new UsageError(`several clusters have a workload ${name}: add --cluster with one of ${clusters}`);
  }
  if (workload !== undefined) {
    return workload;
  }
  const names = mesh.workloads.map((one) => `${one.namespace}/${one.name}`);
  const meant = closestName(name, names);
  const hint = meant === undefined ? 'write it as namespace/name' : `did you mean ${meant}?`;
  throw new UsageError(`there is no workload ${name}${cluster === undefined ? '' : ` in ${cluster}`}; ${hint}`);
}
