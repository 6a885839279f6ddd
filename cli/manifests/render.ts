import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Problem } from '../../mesh/manifest/problem.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { asText, fieldsOf } from '../../mesh/model/narrowing.js';
import { parseYaml } from '../../mesh/yaml/parser.js';
import { readWithinLimit } from '../limits/work-limit.js';

/** What a program made of a chart or a kustomization. */
export interface Rendered {
  readonly resources: readonly Resource[];
  readonly problems: readonly Problem[];
}

/** Time in milliseconds that a program has, and bytes that it may print. */
export const programLimits = { timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };

/** How a Helm chart is rendered. */
export interface ChartSettings {
  /** Files with values; a later one wins over an earlier one. @default those of the chart alone */
  readonly values?: readonly string[];
  /** Namespace that it is installed in. @default default */
  readonly namespace?: string;
}

/** Renders a Helm chart, a folder or an archive. Objects are said to be of the templates that they come from. */
export function renderChart(folder: string, { values = [], namespace = 'default' }: ChartSettings = {}): Rendered {
  const settings = values.flatMap((file) => ['--values', resolve(file)]);
  const output = run(folder, [['helm', 'template', 'release', resolve(folder), '--namespace', namespace, ...settings]]);
  return 'problem' in output
    ? { resources: [], problems: [output.problem] }
    : together(output.text.split(/^(?=---$)/m).map((part) => readRendered(part, templateOf(part, folder))));
}

/** Builds a kustomization. Objects are said to be of the files that they come from, where the kustomization asks for that. */
export function renderKustomization(folder: string): Rendered {
  const output = run(folder, [
    ['kustomize', 'build', resolve(folder)],
    ['kubectl', 'kustomize', resolve(folder)],
  ]);
  if ('problem' in output) {
    return { resources: [], problems: [output.problem] };
  }
  const { resources, problems } = readRendered(output.text, folder);
  return { resources: resources.map((resource) => ({ ...resource, path: originOf(resource, folder) })), problems };
}

type Output = { readonly text: string } | { readonly problem: Problem };

/** Runs the first of some commands that is on the PATH. */
function run(folder: string, commands: readonly (readonly [string, ...string[]])[]): Output {
  const failed = (message: string, fix: string): Output => ({
    problem: { code: 'INPUT_RENDER', place: folder, message, fix },
  });
  for (const [program, ...args] of commands) {
    const { error, status, stdout, stderr } = spawnSync(program, args, {
      ...programLimits,
      env: process.env,
      encoding: 'utf8',
    });
    const { code } = (error ?? {}) as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      continue;
    }
    if (error !== undefined || status !== 0) {
      const why = stderr?.trim().split('\n').at(-1) || error?.message || `exit code ${status}`;
      return failed(`${program} cannot render it: ${why}`, `try \`${[program, ...args].join(' ')}\``);
    }
    return { text: stdout };
  }
  const names = commands.map(([program]) => program).join(' nor ');
  const are = commands.length === 1 ? 'is not' : 'is';
  return failed(
    `it cannot be rendered: ${commands.length === 1 ? '' : 'neither '}${names} ${are} on the PATH`,
    'install it, or give what it renders',
  );
}

/** Lines of what was rendered are those of no file, so none is said. */
function readRendered(text: string, path: string): Rendered {
  const { resources, problems } = readWithinLimit(text, path);
  return {
    resources: resources.map(({ line: _line, column: _column, ...resource }) => resource),
    problems: problems.map((problem) => ({ ...problem, place: path })),
  };
}

function together(parts: readonly Rendered[]): Rendered {
  return {
    resources: parts.flatMap(({ resources }) => resources),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** The template that a part of Helm's output comes from: `# Source: chart/templates/web.yaml`. */
function templateOf(part: string, folder: string): string {
  const source = /^# Source: [^/\n]+\/(.+)$/m.exec(part)?.[1];
  return source === undefined ? folder : join(folder, source);
}

/** The file that an object of a kustomization comes from (`buildMetadata: [originAnnotations]`). */
function originOf({ manifest }: Resource, folder: string): string {
  const origin = asText(fieldsOf(manifest.metadata.annotations)['config.kubernetes.io/origin']);
  const path = origin === undefined ? undefined : asText(fieldsOf(parseYaml(origin).value)['path']);
  return path === undefined ? folder : join(folder, path);
}
