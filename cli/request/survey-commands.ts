import { type Command, InvalidArgumentError, Option } from 'commander';
import { usualLimit } from '../../mesh/exploration/explore-all.js';
import { distinctInputs, inputWords, type ModelledInPart } from '../../mesh/inputs/unmodelled-inputs.js';
import type { Mesh, MeshService } from '../../mesh/model/index.js';
import {
  accessMap,
  type CallGuard,
  callers,
  findService,
  impact,
  mtls,
  surveyAssumptions,
} from '../../mesh/survey/index.js';
import { closestName } from '../../mesh/validation/closest-name.js';
import { exitCodes } from '../exit-code.js';
import { writeLines } from '../output.js';
import { printTable } from '../table.js';
import { UsageError } from '../usage-error.js';
import { accessLine, completenessWords } from '../verify/map-command.js';
import { exitCodeOf, type MeshFlags, meshCommand, readMesh, writeAssumptions } from './mesh-command.js';
import { nameAndPaths } from './name-and-paths.js';

const exitHelp = `
Exit codes:
  0  answered
  2  something could not be read, there is no such service, or the command line is wrong
  3  with --strict: something in the manifests that is not modelled could change the answer`;

function httpPath(text: string): string {
  if (!text.startsWith('/')) {
    throw new InvalidArgumentError('a path begins with /.');
  }
  return text;
}

function serviceOf(mesh: Mesh, name: string): NonNullable<ReturnType<typeof findService>> {
  const service = findService(mesh, name);
  if (service !== undefined) {
    return service;
  }
  const all = mesh.services.map((one) => ({ short: one.name, full: `${one.namespace}/${one.name}` }));
  const same = all.filter(({ short }) => short === name).map(({ full }) => full);
  if (same.length > 0) {
    throw new UsageError(`several services are named ${name}; write ${same.join(' or ')}`);
  }
  const meant = closestName(
    name,
    all.map(({ full }) => full),
  );
  const hint = meant === undefined ? 'write it as namespace/name' : `did you mean ${meant}?`;
  throw new UsageError(`there is no service ${name} in these files; ${hint}`);
}

/** Prints rows, then what is not modelled and could change any of them, and sets the exit code. */
function answer(
  flags: MeshFlags,
  { mesh, isComplete }: ReturnType<typeof readMesh>,
  rows: readonly ModelledInPart[],
  table: readonly (readonly string[])[],
  whenEmpty: string,
): void {
  const notModelled = distinctInputs(rows.flatMap((row) => row.notModelled ?? []));
  process.exitCode = exitCodeOf(flags, isComplete, notModelled, exitCodes.clean);
  printTable(flags.format, rows, table, whenEmpty);
  writeAssumptions(flags, surveyAssumptions([mesh]));
  if (flags.format === 'text') {
    writeLines(notModelled.map(inputWords));
  }
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new InvalidArgumentError('give a number from 1 to 65535.');
  }
  return port;
}

/** `asm-blueprints callers shop/reviews PATH...` */
export function callersCommand(): Command {
  return meshCommand('Says who can reach a service, and by which policy.')
    .argument('<service>', 'namespace/name, or the full host')
    .argument('<path...>', 'files, folders, or - for standard input; they may come first')
    .addOption(new Option('-p, --port <number>', 'port of the Service (default: every port)').argParser(portNumber))
    .option('-X, --method <method>', 'HTTP method (default: GET)')
    .addOption(
      new Option('--path <path>', 'path of the request (default: /, and what routes match for the Internet)').argParser(
        httpPath,
      ),
    )
    .addHelpText('after', exitHelp)
    .action(
      (
        first: string,
        others: readonly string[],
        flags: MeshFlags & { port?: number; method?: string; path?: string },
      ) => {
        const { name, paths } = nameAndPaths(first, others);
        const read = readMesh(paths, flags);
        const { mesh } = read;
        const service = serviceOf(mesh, name);
        const { port, method, path } = flags;
        if (port !== undefined && service.port(port) === undefined) {
          const known = service.ports.map(({ number }) => number).join(', ');
          throw new UsageError(`${name} has no port ${port}; it has ${known || 'none'}`);
        }
        const options = { ...(port && { port }), ...(method && { method }), ...(path && { path }) };
        const rows = callers(mesh, service, options);
        const table = rows.map(({ from, to, verdict, policy, mtls: wire }) => [
          from === 'outside' ? 'any pod without a proxy' : from,
          to,
          verdict,
          policy ?? '-',
          wire,
        ]);
        const head = ['CALLER', 'TO', 'VERDICT', 'POLICY', 'MTLS'];
        answer(flags, read, rows, [head, ...table], `${name} has no port that requests reach`);
        if (flags.format === 'text' && Object.keys(options).length === 0) {
          writeAccess(mesh, service);
        }
      },
    );
}

/** Everybody who gets through to a service, and with which requests: the table above asks for one request each. */
function writeAccess(mesh: Mesh, service: MeshService): void {
  const map = accessMap(mesh, usualLimit, service);
  const lines = map.rows.map(accessLine);
  writeLines(['', 'Requests that get through:', ...(lines.length === 0 ? ['none'] : lines), completenessWords(map)]);
}

/** `asm-blueprints mtls PATH...` */
export function mtlsCommand(): Command {
  return meshCommand('Says which workloads take mTLS, and which callers would break under STRICT.')
    .argument('<path...>', 'files, folders, or - for standard input')
    .addHelpText('after', exitHelp.replace(' there is no such service,', ''))
    .action((paths: readonly string[], flags: MeshFlags) => {
      const read = readMesh(paths, flags);
      const { mesh } = read;
      const rows = mtls(mesh);
      const table = rows.map(({ namespace, workload, proxy, mode, ports, policy, breaksUnderStrict }) => [
        namespace,
        workload,
        proxy,
        [mode, ...Object.entries(ports).map(([port, other]) => `${port}: ${other}`)].join(', '),
        policy || '-',
        breaksUnderStrict.join(', ') || '-',
      ]);
      const head = ['NAMESPACE', 'WORKLOAD', 'PROXY', 'MODE', 'POLICY', 'BREAKS UNDER STRICT'];
      answer(flags, read, rows, [head, ...table], 'there are no workloads in these files');
    });
}

/** `asm-blueprints impact shop/reviews PATH...` */
export function impactCommand(): Command {
  return meshCommand('Says who is affected, and through which paths, when a service fails or is slow.')
    .argument('<service>', 'namespace/name, or the full host')
    .argument('<path...>', 'files, folders, or - for standard input; they may come first')
    .addHelpText('after', exitHelp)
    .action((first: string, others: readonly string[], flags: MeshFlags) => {
      const { name, paths } = nameAndPaths(first, others);
      const read = readMesh(paths, flags);
      const { mesh } = read;
      const rows = impact(mesh, serviceOf(mesh, name));
      const table = rows.map(({ affected, kind, through, guard }) => [
        affected,
        kind,
        [...through].reverse().join(' -> '),
        whenItFails(guard),
        whenItIsSlow(guard),
      ]);
      const head = ['AFFECTED', 'BY', 'THROUGH', 'WHEN IT FAILS', 'WHEN IT IS SLOW'];
      const nobody = `nobody: no call to ${name} is declared, and no route or gateway leads there ('callers' lists who may call it)`;
      answer(flags, read, rows, [head, ...table], nobody);
    });
}

function whenItFails({ attempts }: CallGuard): string {
  return attempts === null ? 'as the proxy retries by default' : attempts === 0 ? 'no retry' : `${attempts} retries`;
}

function whenItIsSlow({ timeout }: CallGuard): string {
  return timeout === null ? 'waits' : `gives up after ${timeout}`;
}
