/**
 * `npm run smoke`: sends requests through a mesh and measures its answers.
 *
 * Exit codes: 0 everything is as configured, 1 something differs, 2 the test could not be carried out.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ClusterError } from '../cli/smoke/cluster-error.js';
import { NAMESPACE } from '../cli/smoke/fixture.js';
import { Kubectl } from '../cli/smoke/kubectl.js';
import { gone } from '../cli/smoke/mesh.js';
import { smokeJson, smokeReasons, smokeTable } from '../cli/smoke/report.js';
import { CHECKS, runSmoke } from '../cli/smoke/run.js';
import { runCommand } from '../infra/local/machine-check.js';
import { formatProblem, ProblemsError } from '../mesh/index.js';
import { ownBlueprint } from './blueprint.js';
import { isLocal, type LocalEnvironment, readEnvironment } from './environment/index.js';
import { kindName } from './local.js';

interface Options {
  readonly stack: string;
  readonly configFile?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly gatewayPort?: number;
  readonly image?: string;
  readonly port?: number;
  readonly requests: number;
  readonly only?: readonly string[];
  readonly keep?: boolean;
  readonly format: 'text' | 'json';
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('must be a whole number above 0');
  return number;
}

function names(text: string): string[] {
  const unknown = text.split(',').filter((name) => !CHECKS.some((check) => check.name === name));
  const known = CHECKS.map(({ name }) => name).join(', ');
  if (unknown.length > 0) throw new InvalidArgumentError(`no such check: ${unknown.join(', ')}; there are ${known}`);
  return text.split(',');
}

const command = new Command('smoke')
  .description('Sends real requests through a mesh and compares the answers with its configuration.')
  .option('--stack <name>', 'local environment whose cluster is tested', 'local')
  .option('--config-file <file>', 'file of that environment (default: Pulumi.<stack>.yaml)')
  .option('--kubeconfig <file>', 'any other cluster with Istio')
  .option('--context <name>', 'context in the kubeconfig')
  .option('--gateway-port <port>', 'port on 127.0.0.1 that leads to the ingress gateway', positive)
  .option('--image <image>', 'image that answers HTTP with the text of -text')
  .option('--port <port>', 'port on which the image listens', positive)
  .option('--requests <count>', 'requests for each measured share', positive, 1000)
  .option('--only <checks>', 'names of checks, separated by commas', names)
  .option('--keep', 'leave the test service in the cluster')
  .addOption(new Option('--format <format>', 'of the result').choices(['text', 'json']).default('text'))
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

/** The line that says what is going on, for a person at a terminal. */
function progressLine(): { readonly show: (text: string) => void; readonly clear: () => void } {
  if (!process.stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  const started = Date.now();
  const seconds = () => String(Math.round((Date.now() - started) / 1000)).padStart(4);
  return {
    show: (text) => process.stderr.write(`\r\x1b[K${seconds()} s  ${text}`),
    clear: () => process.stderr.write('\r\x1b[K'),
  };
}

/** At the first interrupt the test cleans up and ends; at the second it ends. */
function stopOnInterrupt(kubectl: Kubectl, clear: () => void): void {
  process.once('SIGINT', () => {
    clear();
    process.stderr.write(`Interrupted; removing the namespace ${NAMESPACE}\n`);
    kubectl.close();
    void gone(kubectl).finally(() => process.exit(130));
    process.once('SIGINT', () => process.exit(130));
  });
}

async function main({ format, ...options }: Options): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  const { show, clear } = progressLine();
  try {
    const environment = options.kubeconfig === undefined ? localEnvironment(options) : undefined;
    const local = environment?.settings.local;
    const kubeconfig = environment === undefined ? options.kubeconfig : await kindKubeconfig(environment, folder);
    const gatewayPort = options.gatewayPort ?? local?.ports.http;
    const kubectl = new Kubectl(kubeconfig, options.context);
    stopOnInterrupt(kubectl, clear);
    const results = await runSmoke({
      kubectl,
      echo: {
        image: options.image ?? local?.smoke.image ?? 'hashicorp/http-echo:1.0',
        port: options.port ?? local?.smoke.port ?? 5678,
      },
      ...(gatewayPort === undefined ? {} : { gatewayPort }),
      requests: options.requests,
      ...(options.only === undefined ? {} : { only: options.only }),
      keep: options.keep ?? false,
      progress: show,
    });
    clear();
    process.stdout.write(`${format === 'json' ? smokeJson(results) : smokeTable(results)}\n`);
    const reasons = smokeReasons(results);
    for (const reason of reasons) process.stderr.write(`${reason}\n`);
    return reasons.length === 0 ? 0 : 1;
  } catch (error) {
    clear();
    const lines =
      error instanceof ProblemsError
        ? error.problems.map((problem) => formatProblem(problem))
        : [`The smoke test could not be carried out: ${error instanceof Error ? error.message : error}`];
    for (const line of lines) process.stderr.write(`${line}\n`);
    if (format === 'json') process.stdout.write(`${smokeJson([], lines.join('\n'))}\n`);
    return 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function localEnvironment(options: Pick<Options, 'configFile' | 'stack'>): LocalEnvironment {
  const file = options.configFile ?? `Pulumi.${options.stack}.yaml`;
  const environment = readEnvironment(dirname(file), basename(file), ownBlueprint);
  if (isLocal(environment)) return environment;
  throw new ClusterError(`${file} is no local environment; give the kubeconfig of the cluster with --kubeconfig`);
}

async function kindKubeconfig(environment: LocalEnvironment, folder: string): Promise<string> {
  const { local } = environment.settings;
  const name = kindName(local, local.clusters[0] ?? 'local');
  const result = await runCommand('kind', ['get', 'kubeconfig', '--name', name]);
  if (result.state === 'missing') throw new ClusterError('kind is not on PATH; install it, or give --kubeconfig');
  if (result.state === 'failed') {
    throw new ClusterError(
      `there is no cluster ${name} (${result.message}); run \`pulumi up --stack ${environment.name}\` first`,
    );
  }
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, result.output, { mode: 0o600 });
  return file;
}

process.exitCode = await main(command.parse().opts<Options>());
