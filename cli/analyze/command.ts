import { Command, Option } from 'commander';
import { environmentFindings, isAtLeast, type Level } from '../../mesh/analysis/index.js';
import type { ExternalFacts } from '../../mesh/model/index.js';
import { exitCodes } from '../exit-code.js';
import { parseYaml } from '../manifests/parse-yaml.js';
import { readInputs } from '../manifests/read-inputs.js';
import { unknownKinds } from '../manifests/unknown-kinds.js';
import { isColoured, writeProblems } from '../output.js';
import { formatGitHub } from './format-github.js';
import { formatJson } from './format-json.js';
import { formatSarif } from './format-sarif.js';
import { formatText } from './format-text.js';
import type { Located, Report } from './report.js';
import { readSettings, type SettingsFlags } from './settings.js';

interface Flags extends SettingsFlags {
  readonly format: keyof typeof formats;
  readonly failOn: Level;
  readonly namespace: string;
}

const formats = {
  text: (report: Report) => formatText(report, isColoured()),
  json: formatJson,
  sarif: formatSarif,
  github: formatGitHub,
} as const;
const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** `asm-blueprints analyze PATH...` */
export function analyzeCommand(): Command {
  const repeatable = (flags: string, text: string): Option =>
    new Option(flags, text).argParser(collect).default([], 'none');
  return new Command()
    .description(
      'Finds mistakes in the manifests of a mesh: what `istioctl analyze` finds (codes IST…), and what only a person would (ASM…).',
    )
    .argument(
      '<path...>',
      'files, folders (their .yaml, .yml and .json files at any depth, without hidden folders and node_modules), or - for standard input',
    )
    .addOption(new Option('--format <format>', 'form of the output').choices(Object.keys(formats)).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 for findings of this level or worse')
        .choices(['error', 'warning', 'info'])
        .default('error'),
    )
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option('--settings <file>', 'YAML file with levels, suppress, mesh and external')
    .addOption(
      new Option(
        '--mesh <product>',
        'whose control plane reads the configuration: that of Alibaba Cloud Service Mesh has fields that Istio refuses',
      )
        .choices(['asm', 'istio'])
        .default(undefined, 'asm where an object is of a kind of ASM or goes to an ASM instance'),
    )
    .addOption(
      repeatable('--suppress <what>', 'silence `CODE=Kind namespace/name: reason`; * stands for any text; repeatable'),
    )
    .addOption(repeatable('--level <code=level>', 'set a code to error, warning, info or off; repeatable'))
    .addOption(repeatable('--external-host <host>', 'host that exists outside the files; repeatable'))
    .addOption(repeatable('--external-gateway <namespace/name>', 'gateway that exists outside the files; repeatable'))
    .addOption(repeatable('--external-secret <namespace/name>', 'Secret that exists outside the files; repeatable'))
    .addOption(repeatable('--external-namespace <name>', 'namespace that exists outside the files; repeatable'))
    .addHelpText(
      'after',
      `
Exit codes:
  0  no finding of the level of --fail-on or worse
  1  such findings
  2  something could not be read; the rest was analyzed

A settings file:
  levels: {ASM0017: off}
  suppress:
    - {code: ASM0006, object: Gateway shop/public, reason: the WAF limits}
  mesh: asm
  external:
    hosts: [db.example.com]
    gateways: [istio-system/ingress]
    secrets: [istio-system/tls]
    namespaces: [monitoring]

An object silences its own findings by the annotation galley.istio.io/analyze-suppress: CODE,CODE and says why by
asm-blueprints/suppress-reason. Each code is explained in docs/findings.`,
    )
    .action(async (paths: readonly string[], flags: Flags) => {
      await run(paths, flags);
    });
}

async function run(paths: readonly string[], flags: Flags): Promise<void> {
  const settings = await readSettings(flags);
  const inputs = readInputs(paths);
  const external = mergeFacts([settings.external, ...inputs.external]);
  const found = environmentFindings(
    inputs.resources,
    { ...settings, external },
    { defaultNamespace: flags.namespace, parseYaml, meshConfig: inputs.meshConfig },
  );
  const findings = [...found.errors, ...found.warnings];
  const locate = ({ object, field }: Located): number | undefined => inputs.lineOf(object.resource, field);
  const problems = [...inputs.problems, ...unknownKinds(inputs.resources)];
  const report: Report = {
    findings,
    suppressed: found.suppressed,
    assumptions: found.assumptions,
    problems,
    isComplete: inputs.isComplete,
    locate,
    objects: inputs.resources.length,
    files: inputs.files,
  };
  if (flags.format !== 'text') {
    writeProblems(problems);
  }
  process.stdout.write(formats[flags.format](report));
  const fails = findings.some(({ level }) => isAtLeast(level, flags.failOn));
  process.exitCode = inputs.isComplete ? (fails ? exitCodes.findings : exitCodes.clean) : exitCodes.unreadable;
}

function mergeFacts(facts: readonly ExternalFacts[]): ExternalFacts {
  const all = (key: keyof ExternalFacts): readonly string[] => [...new Set(facts.flatMap((some) => some[key] ?? []))];
  return { hosts: all('hosts'), gateways: all('gateways'), secrets: all('secrets'), namespaces: all('namespaces') };
}
