import type { FindingSettings } from '../../mesh/analysis/finding-settings.js';
import { findingCodes, type Level, type Suppression } from '../../mesh/analysis/index.js';
import { ManifestSource } from '../../mesh/manifest/index.js';
import { formatProblem } from '../../mesh/manifest/problem.js';
import { asFields, fieldsOf } from '../../mesh/model/narrowing.js';
import { fieldSteps } from '../../mesh/validation/field-path.js';
import { parseYaml } from '../../mesh/yaml/parser.js';
import { readText } from '../manifests/read-text.js';
import { UsageError } from '../usage-error.js';

/** The flags that say what findings are wanted. */
export interface SettingsFlags {
  readonly settings?: string;
  readonly mesh?: 'asm' | 'istio';
  readonly suppress: readonly string[];
  readonly level: readonly string[];
}

/** The settings of the file and the flags together; a flag wins over the file. */
export async function readSettings(flags: SettingsFlags): Promise<FindingSettings> {
  const file = flags.settings === undefined ? undefined : await readSettingsFile(flags.settings);
  const product = flags.mesh ?? file?.product;
  return {
    ...(product === undefined ? {} : { product }),
    levels: { ...file?.levels, ...Object.fromEntries(flags.level.map(parseLevel)) },
    suppressions: [...(file?.suppressions ?? []), ...flags.suppress.map(parseSuppression)],
    external: file?.external ?? {},
    ...(file?.isComplete === undefined ? {} : { isComplete: file.isComplete }),
  };
}

async function readSettingsFile(path: string): Promise<FindingSettings> {
  const { text, problem } = readText(path, path);
  if (text === undefined) {
    throw new UsageError(`the settings file ${path} cannot be read: ${problem?.message}`);
  }
  const { value, mistakes } = parseYaml(text);
  if (mistakes.length > 0) {
    const all = mistakes.map(({ line, message }) => `${path}:${line}: ${message}`);
    throw new UsageError(`the settings file is not valid YAML: ${all.join('; ')}`);
  }
  // The schema library takes longer to load than most files to analyze.
  const { findingSettingsSchema, toFindingSettings } = await import('../../mesh/analysis/finding-settings.js');
  const { reservedKeyProblems } = await import('../../mesh/validation/reserved-keys.js');
  const { schemaProblems } = await import('../../mesh/validation/schema-problems.js');
  const { section, at } = sectionOf(value ?? {});
  const result = findingSettingsSchema.safeParse(withLevelOff(section), { reportInput: true });
  const reserved = reservedKeyProblems(section, 'SETTINGS');
  if (!result.success || reserved.length > 0) {
    const source = new ManifestSource(text);
    const words = { code: 'SETTINGS', page: 'docs/environments.md', schema: findingSettingsSchema };
    const invalid = schemaProblems(result.error?.issues ?? [], words);
    const problems = [...invalid, ...reserved].map((problem) => {
      const line = source.lineOfSetting([...at, ...fieldSteps(problem.place)]);
      return { ...problem, place: [`${path}:${line}`, problem.place].filter(Boolean).join(': ') };
    });
    const [first = '', ...more] = problems.map(formatProblem);
    throw new UsageError(`the settings file is wrong: ${first}`, ...more);
  }
  return toFindingSettings(result.data);
}

/** The level `off`, which without quotes is a boolean in the YAML that everything is read as. */
function withLevelOff(section: unknown): unknown {
  const settings = asFields(section);
  const given = asFields(settings?.['levels']);
  if (given === undefined) {
    return section;
  }
  const levels = Object.entries(given).map(([code, level]) => [code, level === false ? 'off' : level]);
  return { ...settings, levels: Object.fromEntries(levels) };
}

/** The section `findings` as it stands alone, or in an environment file, and where it is. */
function sectionOf(document: unknown): { readonly section: unknown; readonly at: readonly string[] } {
  const config = fieldsOf(document)['config'];
  const key = 'asm-blueprints:findings';
  return config === undefined
    ? { section: document, at: [] }
    : { section: fieldsOf(config)[key] ?? {}, at: ['config', key] };
}

const levels = ['error', 'warning', 'info', 'off'];

function parseLevel(text: string): readonly [string, Level | 'off'] {
  const [code = '', level = ''] = text.split('=');
  if (!findingCodes.has(code) || !levels.includes(level)) {
    throw new UsageError(`--level ${text}: write CODE=LEVEL, with a known code and one of ${levels.join(', ')}`);
  }
  return [code, level as Level | 'off'];
}

function parseSuppression(text: string): Suppression {
  const match = /^([A-Z0-9*]+)(?:=([^:]+))?(?::\s*(.+))?$/.exec(text.trim());
  const [, code, resource, reason] = match ?? [];
  if (code === undefined || !(code.includes('*') || findingCodes.has(code))) {
    throw new UsageError(
      `--suppress ${text}: write CODE=Kind namespace/name: reason, with a known code or a pattern such as IST01*`,
    );
  }
  return {
    code,
    reason: reason ?? 'given on the command line',
    ...(resource === undefined ? {} : { resource: resource.trim() }),
  };
}
