import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatProblem } from '../../mesh/manifest/problem.js';
import { type RequestQuery, request } from '../../mesh/request/index.js';
import { answerAssumptions, answerLines, isUnanswerable, queryProblems } from '../../mesh/survey/index.js';
import { exitCodes } from '../exit-code.js';
import { writeErrors, writeJson, writeLines } from '../output.js';
import { UsageError } from '../usage-error.js';
import { watchFiles } from '../watch.js';
import { addClaim, type Claims } from './claims.js';
import { exitCodeOf, type MeshFlags, meshCommand, readMesh } from './mesh-command.js';

interface Flags extends MeshFlags {
  readonly from: string;
  readonly to: string;
  readonly via?: string;
  readonly cluster?: string;
  readonly method?: string;
  readonly header: Headers;
  readonly claim?: Claims;
  readonly token?: 'valid' | 'invalid' | 'none';
  readonly sourceIp?: string;
  readonly clientCertificate?: true;
  readonly authorizer?: 'allow' | 'deny';
  readonly assume?: NonNullable<RequestQuery['assume']>;
  readonly watch: boolean;
}

/** `asm-blueprints request PATH... --from shop/frontend --to http://reviews:9080/x` */
export function requestCommand(): Command {
  return meshCommand(
    'Says where a request goes, who may send it, and whether it is encrypted, from the manifests of a mesh.',
  )
    .argument('<path...>', 'files, folders (their .yaml, .yml and .json files, at any depth), or - for standard input')
    .requiredOption('--from <caller>', '`namespace/workload`, or `internet`')
    .requiredOption('--to <url>', 'for example http://reviews:9080/path; also https://, tcp://, tls:// and grpc://')
    .option('--via <namespace/service>', 'Service of the gateway that the Internet reaches, where there are several')
    .option(
      '--cluster <name>',
      'cluster of the caller (default: that of its workload, else one that runs the called service)',
    )
    .option('-X, --method <method>', 'HTTP method (default: GET)')
    .addOption(
      new Option('-H, --header <name: value>', 'header to send; repeatable').argParser(addHeader).default({}, 'none'),
    )
    .addOption(
      new Option(
        '--claim <name=value>',
        'claim of a valid token to send; repeatable; a list is name=a,b, a nested claim name[inner]=value',
      ).argParser(addClaim),
    )
    .addOption(new Option('--token <state>', 'kind of token to send').choices(['valid', 'invalid', 'none']))
    .addOption(new Option('--source-ip <address>', 'address of the caller, for policies with ipBlocks'))
    .option('--client-certificate', 'the caller presents a client certificate that the gateway trusts')
    .addOption(
      new Option(
        '--authorizer <decision>',
        'what the external authorizer of a CUSTOM policy says (default: allow)',
      ).choices(['allow', 'deny']),
    )
    .addOption(
      new Option(
        '--assume <workload=state>',
        'what if a workload, or a host outside the mesh, answers with a status (503), `reset`, delay:600ms, or delay:600ms+503; repeatable',
      ).argParser(addState),
    )
    .option('--watch', 'ask again whenever a file changes, until Ctrl-C', false)
    .addHelpText(
      'after',
      `
Exit codes:
  0  the request is allowed
  1  it is denied, or has no route, or its host is not visible
  2  something could not be read, or the command line is wrong
  3  with --strict: something in the manifests that is not modelled could change the answer

A name that the manifests do not have is noted on standard error; the answer is then that for a pod or a host outside them.`,
    )
    .action((paths: readonly string[], flags: Flags) =>
      flags.watch ? watchFiles([...paths, ...(flags.against ?? [])], () => run(paths, flags)) : run(paths, flags),
    );
}

type Headers = NonNullable<RequestQuery['headers']>;

/** A header that is given again is sent several times. */
function addHeader(value: string, headers: Headers): Headers {
  const colon = value.indexOf(':');
  if (colon < 1) {
    throw new InvalidArgumentError('write it as `name: value`.');
  }
  const [name, text] = [value.slice(0, colon).trim().toLowerCase(), value.slice(colon + 1).trim()];
  const known = headers[name];
  return { ...headers, [name]: known === undefined ? text : [known, text].flat() };
}

type States = NonNullable<RequestQuery['assume']>;

function addState(value: string, states: States = {}): States {
  const equals = value.indexOf('=');
  if (equals < 1) {
    throw new InvalidArgumentError('write it as shop/web-v2=503.');
  }
  return { ...states, [value.slice(0, equals).trim()]: value.slice(equals + 1).trim() };
}

function callerOf({ from, cluster }: Flags): RequestQuery['from'] {
  const [namespace = '', workload = '', ...rest] = from.split('/');
  const isName = namespace !== '' && workload !== '' && rest.length === 0;
  return cluster !== undefined && isName ? { namespace, workload, cluster } : from;
}

function run(paths: readonly string[], flags: Flags): void {
  if (flags.from === 'internet' && flags.cluster !== undefined) {
    throw new UsageError('--cluster says where a workload runs, and the Internet is in none; --via names a gateway');
  }
  if (flags.claim !== undefined && flags.token === 'none') {
    throw new UsageError('--claim says what is in a token, and --token none sends none; leave one out');
  }
  const { mesh, isComplete } = readMesh(paths, flags);
  const query: RequestQuery = {
    from: callerOf(flags),
    to: flags.to,
    headers: flags.header,
    ...(flags.via === undefined ? {} : { via: flags.via }),
    ...(flags.method === undefined ? {} : { method: flags.method }),
    ...(flags.claim === undefined ? {} : { claims: flags.claim }),
    ...(flags.token === undefined ? {} : { token: flags.token }),
    ...(flags.sourceIp === undefined ? {} : { sourceIp: flags.sourceIp }),
    ...(flags.clientCertificate === undefined ? {} : { clientCertificate: true }),
    ...(flags.authorizer === undefined ? {} : { customDecision: flags.authorizer }),
    ...(flags.assume === undefined ? {} : { assume: flags.assume }),
  };
  const problems = queryProblems(mesh, query);
  const wrong = problems.filter(isUnanswerable);
  if (wrong.length > 0) {
    throw new UsageError(...wrong.map(formatProblem));
  }
  writeErrors(problems.map((problem) => `note: ${formatProblem(problem)}`));
  const answer = request(mesh, query);
  const assumptions = answerAssumptions(mesh, query, answer);
  if (flags.format === 'json') {
    writeJson({ ...answer.toJSON(), assumptions });
  } else {
    writeLines(answerLines(query, answer, assumptions));
  }
  const isAllowed = answer.verdict === 'allowed';
  const exitCode = isAllowed ? exitCodes.clean : exitCodes.findings;
  process.exitCode = exitCodeOf(flags, isComplete, answer.notModelled, exitCode);
}
