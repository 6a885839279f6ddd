import { Command, Option } from 'commander';
import { buildMesh, type Mesh } from '../../mesh/model/index.js';
import { callers, findService, impact, mtls } from '../../mesh/survey/index.js';
import { exitCodes } from '../exit-code.js';
import { parseYaml } from '../manifests/parse-yaml.js';
import { readInputs } from '../manifests/read-inputs.js';
import { UsageError } from '../usage-error.js';

interface Flags {
  readonly format: 'text' | 'json';
  readonly namespace: string;
}

function base(description: string): Command {
  return new Command()
    .description(description)
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('--format <format>', 'form of the output').choices(['text', 'json']).default('text'));
}

function meshOf(paths: readonly string[], flags: Flags): Mesh {
  const inputs = readInputs(paths);
  for (const { place, message, mend, code } of inputs.problems) {
    process.stderr.write(`${place}: ${message}; ${mend} [${code}]\n`);
  }
  process.exitCode = inputs.isComplete ? exitCodes.clean : exitCodes.unreadable;
  return buildMesh(inputs.resources, { defaultNamespace: flags.namespace, parseYaml });
}

function serviceOf(mesh: Mesh, name: string): NonNullable<ReturnType<typeof findService>> {
  const service = findService(mesh, name);
  if (service === undefined) {
    throw new UsageError(`there is no service ${name} in these files; write it as namespace/name`);
  }
  return service;
}

function print(flags: Flags, data: unknown, table: readonly (readonly string[])[]): void {
  if (flags.format === 'json') {
    process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
    return;
  }
  const [head = []] = table;
  const widths = head.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  for (const row of table) {
    const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
}

/** `asm-blueprints callers PATH... --service shop/reviews` */
export function callersCommand(): Command {
  return base('Says who can reach a service, and by which policy.')
    .argument('<service>', 'namespace/name, or the full host')
    .argument('<path...>', 'files, folders, or - for standard input')
    .option('-p, --port <number>', 'port of the Service (default: every port)', Number)
    .option('-X, --method <method>', 'HTTP method', 'GET')
    .option('--path <path>', 'path of the request', '/')
    .action(
      (name: string, paths: readonly string[], flags: Flags & { port?: number; method: string; path: string }) => {
        const mesh = meshOf(paths, flags);
        const { port, method, path } = flags;
        const rows = callers(mesh, serviceOf(mesh, name), { method, path, ...(port === undefined ? {} : { port }) });
        const table = rows.map(({ from, to, verdict, policy, mtls: wire }) => [from, to, verdict, policy ?? '-', wire]);
        print(flags, rows, [['CALLER', 'TO', 'VERDICT', 'POLICY', 'MTLS'], ...table]);
      },
    );
}

/** `asm-blueprints mtls PATH...` */
export function mtlsCommand(): Command {
  return base('Says which workloads take mTLS, and which callers would break under STRICT.')
    .argument('<path...>', 'files, folders, or - for standard input')
    .action((paths: readonly string[], flags: Flags) => {
      const rows = mtls(meshOf(paths, flags));
      const table = rows.map(({ namespace, workload, proxy, mode, policy, breaksUnderStrict }) => [
        namespace,
        workload,
        proxy,
        mode,
        policy || 'default',
        breaksUnderStrict.join(', ') || '-',
      ]);
      print(flags, rows, [['NAMESPACE', 'WORKLOAD', 'PROXY', 'MODE', 'POLICY', 'BREAKS UNDER STRICT'], ...table]);
    });
}

/** `asm-blueprints impact shop/reviews PATH...` */
export function impactCommand(): Command {
  return base('Says who is affected, and through which paths, when a service fails or is slow.')
    .argument('<service>', 'namespace/name, or the full host')
    .argument('<path...>', 'files, folders, or - for standard input')
    .action((name: string, paths: readonly string[], flags: Flags) => {
      const mesh = meshOf(paths, flags);
      const rows = impact(mesh, serviceOf(mesh, name));
      const table = rows.map(({ affected, kind, through }) => [affected, kind, through.join(' -> ')]);
      print(flags, rows, [['AFFECTED', 'KIND', 'THROUGH'], ...table]);
    });
}
