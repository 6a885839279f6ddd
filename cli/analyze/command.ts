import { Command, Option } from 'commander';
import {
  baselineOf,
  compareWithBaseline,
  environmentFindings,
  type FindingSettings,
  isAtLeast,
  type Level,
} from '../../mesh/analysis/index.js';
import { formatAssumption } from '../../mesh/assumption/assumption.js';
import { exitCodes } from '../exit-code.js';
import { readInputs } from '../manifests/read-inputs.js';
import { readSurroundings, type SurroundingsFlags, surroundingsOptions } from '../manifests/surroundings.js';
import { unknownKinds } from '../manifests/unknown-kinds.js';
import { isColoured, writeErrors, writeOutput, writeProblems } from '../output.js';
import { UsageError } from '../usage-error.js';
import { watchFiles } from '../watch.js';
import { readBaseline, writeBaseline } from './baseline.js';
import { formatGitHub } from './format-github.js';
import { formatJson } from './format-json.js';
import { formatSarif } from './format-sarif.js';
import { formatText } from './format-text.js';
import { generalAssumptions, type Located, pressingFindings, type Report } from './report.js';
import { readSettings, type SettingsFlags } from './settings.js';

interface Flags extends SettingsFlags, SurroundingsFlags {
  readonly format: keyof typeof formats;
  readonly failOn: Level;
  readonly namespace: string;
  readonly istioctl: boolean;
  readonly render: boolean;
  readonly watch: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly compareTo: readonly string[];
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
  const command = new Command()
    .description(
      'Finds mistakes in the manifests of a mesh: what `istioctl analyze` finds (codes IST…), and what only a person would (ASM…).',
    )
    .argument(
      '<path...>',
      'files, folders (their .yaml, .yml and .json files at any depth, without hidden ones, node_modules and templates of Helm charts), or - for standard input',
    )
    .addOption(new Option('--format <format>', 'form of the output').choices(Object.keys(formats)).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 for findings of this level or worse')
        .choices(['error', 'warning', 'info'])
        .default('error'),
    )
    .option('-n, --namespace <name>', 'namespace of objects that name none', 'default')
    .option('--render', 'render Helm charts and kustomizations with helm, kustomize or kubectl', false)
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
    .option('--watch', 'analyze again whenever a file changes, until Ctrl-C', false)
    .option('--write-baseline <file>', 'write the findings to a file, to compare later ones with')
    .option('--baseline <file>', 'compare with the findings of such a file: only what is new is shown and counts')
    .addOption(
      repeatable(
        '--compare-to <path>',
        'compare with the findings of the files as they were, in another folder; repeatable',
      ),
    )
    .option('--istioctl', 'report exactly what `istioctl analyze` does, also what nobody needs to act on', false);
  for (const option of surroundingsOptions()) {
    command.addOption(option);
  }
  return command
    .addHelpText(
      'after',
      `
Exit codes:
  0  no finding of the level of --fail-on or worse; compared with earlier ones, no new one
  1  such findings
  2  something could not be read; the rest was analyzed

A settings file:
  levels: {ASM0017: off}
  suppress:
    - {code: ASM0006, object: Gateway shop/public, reason: the WAF limits}
  mesh: asm
  external:
    hosts: [db.example.com]
    gateways: [istio-system/ingress, istio=ingressgateway]
    secrets: [istio-system/tls]
    namespaces: [monitoring]
    injected: [shop]
  complete: true

An object silences its own findings by the annotation galley.istio.io/analyze-suppress: CODE,CODE and says why by
asm-blueprints/suppress-reason; kiali.io/ignore-validations silences what Kiali has a code for. Each code is explained in docs/findings.`,
    )
    .action(async (paths: readonly string[], flags: Flags) => {
      await (flags.watch ? watchFiles(watched(paths, flags), () => run(paths, flags)) : run(paths, flags));
    });
}

/** Every file that an analysis reads. */
function watched(paths: readonly string[], { settings, against = [] }: Flags): readonly string[] {
  return [...paths, ...against, ...(settings === undefined ? [] : [settings])];
}

async function run(paths: readonly string[], flags: Flags): Promise<void> {
  const settings = await readSettings(flags);
  if (flags.baseline !== undefined && flags.compareTo.length > 0) {
    throw new UsageError('--baseline and --compare-to both say what to compare with; give one of them');
  }
  const later = await analyzePaths(paths, flags, settings);
  const earlier = flags.compareTo.length === 0 ? undefined : await analyzePaths(flags.compareTo, flags, settings);
  const known = flags.baseline === undefined ? earlier && baselineOf(earlier.findings) : readBaseline(flags.baseline);
  const report: Report = {
    ...later,
    problems: [...(earlier?.problems ?? []), ...later.problems],
    isComplete: later.isComplete && earlier?.isComplete !== false,
    ...(known === undefined
      ? {}
      : {
          comparison: compareWithBaseline(
            later.findings,
            later.suppressed.map(({ finding }) => finding),
            known,
          ),
        }),
  };
  if (flags.writeBaseline !== undefined) {
    writeBaseline(flags.writeBaseline, baselineOf(later.findings));
  }
  write(report, flags);
}

async function analyzePaths(paths: readonly string[], flags: Flags, settings: FindingSettings): Promise<Report> {
  const inputs = readInputs(paths, flags);
  const { external, existing, isComplete, now, ...surroundings } = readSurroundings(flags, [
    settings.external,
    ...inputs.external,
  ]);
  const found = environmentFindings(
    inputs.resources,
    { ...settings, external },
    {
      ...{ defaultNamespace: flags.namespace, meshConfig: inputs.meshConfig, asIstioctl: flags.istioctl },
      ...(existing === undefined ? {} : { existing }),
      ...(isComplete === undefined ? {} : { isComplete }),
      ...(now === undefined ? {} : { now }),
    },
  );
  const findings = [...found.errors, ...found.warnings];
  const locate = ({ object, field }: Located): number | undefined => inputs.lineOf(object.resource, field);
  const problems = [...inputs.problems, ...surroundings.problems, ...unknownKinds(inputs.resources)];
  const isRead = inputs.isComplete && surroundings.isRead;
  return {
    findings,
    suppressed: found.suppressed,
    assumptions: found.assumptions,
    problems,
    isComplete: isRead,
    locate,
    objects: inputs.resources.length,
    files: inputs.files,
  };
}

function write(report: Report, flags: Flags): void {
  if (flags.format !== 'text') {
    writeProblems(report.problems);
    // The text has them anyway.
    writeErrors(generalAssumptions(report).map((assumption) => `note: ${formatAssumption(assumption)}`));
  }
  writeOutput(formats[flags.format](report));
  const fails = pressingFindings(report).some(({ level }) => isAtLeast(level, flags.failOn));
  process.exitCode = report.isComplete ? (fails ? exitCodes.findings : exitCodes.clean) : exitCodes.unreadable;
}
