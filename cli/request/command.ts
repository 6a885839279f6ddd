import { Command, InvalidArgumentError, Option } from 'commander';
import { buildMesh } from '../../mesh/model/index.js';
import { type RequestQuery, request } from '../../mesh/request/index.js';
import { exitCodes } from '../exit-code.js';
import { parseYaml } from '../manifests/parse-yaml.js';
import { readInputs } from '../manifests/read-inputs.js';
import { writeProblems } from '../output.js';
import { formatAnswer } from './format-answer.js';

interface Flags {
  readonly from: string;
  readonly to: string;
  readonly via?: string;
  readonly method?: string;
  readonly header: Readonly<Record<string, string>>;
  readonly claim?: Readonly<Record<string, unknown>>;
  readonly token?: 'valid' | 'invalid' | 'none';
  readonly sourceIp?: string;
  readonly format: 'text' | 'json';
  readonly namespace: string;
}

/** `asm-blueprints request PATH... --from shop/frontend --to http://reviews:9080/x` */
export function requestCommand(): Command {
  return new Command()
    .description(
      'Says where a request goes, who may send it, and whether it is encrypted, from the manifests of a mesh.',
    )
    .argument('<path...>', 'files, folders (their .yaml, .yml and .json files, at any depth), or - for standard input')
    .requiredOption('--from <caller>', '`namespace/workload`, or `internet`')
    .requiredOption('--to <url>', 'for example http://reviews:9080/path; also https://, tcp://, tls:// and grpc://')
    .option('--via <namespace/service>', 'Service of the gateway that the Internet reaches, where there are several')
    .option('-X, --method <method>', 'HTTP method (default: GET)')
    .addOption(
      new Option('-H, --header <name: value>', 'header to send; repeatable').argParser(addHeader).default({}, 'none'),
    )
    .addOption(new Option('--claim <name=value>', 'claim of a valid token to send; repeatable').argParser(addClaim))
    .addOption(new Option('--token <state>', 'kind of token to send').choices(['valid', 'invalid', 'none']))
    .option('--source-ip <address>', 'address of the caller, for policies with ipBlocks')
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .addOption(new Option('--format <format>', 'form of the output').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes:
  0  the request is allowed
  1  it is denied, or has no route, or its host is not visible
  2  something could not be read`,
    )
    .action((paths: readonly string[], flags: Flags) => run(paths, flags));
}

function addHeader(value: string, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const colon = value.indexOf(':');
  if (colon < 1) {
    throw new InvalidArgumentError('write it as `name: value`.');
  }
  return { ...headers, [value.slice(0, colon).trim()]: value.slice(colon + 1).trim() };
}

function addClaim(
  value: string,
  claims: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  const equals = value.indexOf('=');
  if (equals < 1) {
    throw new InvalidArgumentError('write it as `name=value`; a list is `name=a,b`.');
  }
  const text = value.slice(equals + 1);
  return { ...claims, [value.slice(0, equals)]: text.includes(',') ? text.split(',') : text };
}

function run(paths: readonly string[], flags: Flags): void {
  const inputs = readInputs(paths);
  writeProblems(inputs.problems);
  const mesh = buildMesh(inputs.resources, { defaultNamespace: flags.namespace, parseYaml });
  const query: RequestQuery = {
    from: flags.from,
    to: flags.to,
    headers: flags.header,
    ...(flags.via === undefined ? {} : { via: flags.via }),
    ...(flags.method === undefined ? {} : { method: flags.method }),
    ...(flags.claim === undefined ? {} : { claims: flags.claim }),
    ...(flags.token === undefined ? {} : { token: flags.token }),
    ...(flags.sourceIp === undefined ? {} : { sourceIp: flags.sourceIp }),
  };
  const answer = request(mesh, query);
  process.stdout.write(flags.format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : formatAnswer(query, answer));
  const isAllowed = answer.verdict === 'allowed';
  process.exitCode = !inputs.isComplete ? exitCodes.unreadable : isAllowed ? exitCodes.clean : exitCodes.findings;
}
