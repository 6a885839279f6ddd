import { readFileSync } from 'node:fs';
import type { FindingSettings } from '../../mesh/analysis/finding-settings.js';
import { findingCodes, type Level, type Suppression } from '../../mesh/analysis/index.js';
import { parseYaml } from '../manifests/parse-yaml.js';
import { UsageError } from '../usage-error.js';

/** The flags that say what findings are wanted. */
export interface SettingsFlags {
  readonly settings?: string;
  readonly suppress: readonly string[];
  readonly level: readonly string[];
  readonly externalHost: readonly string[];
  readonly externalGateway: readonly string[];
  readonly externalSecret: readonly string[];
  readonly externalNamespace: readonly string[];
}

/** The settings of the file and the flags together; a flag wins over the file. */
export async function readSettings(flags: SettingsFlags): Promise<FindingSettings> {
  const file = flags.settings === undefined ? undefined : await readSettingsFile(flags.settings);
  const { hosts = [], gateways = [], secrets = [], namespaces = [] } = file?.external ?? {};
  return {
    levels: { ...file?.levels, ...Object.fromEntries(flags.level.map(parseLevel)) },
    suppressions: [...(file?.suppressions ?? []), ...flags.suppress.map(parseSuppression)],
    external: {
      hosts: [...hosts, ...flags.externalHost],
      gateways: [...gateways, ...flags.externalGateway],
      secrets: [...secrets, ...flags.externalSecret],
      namespaces: [...namespaces, ...flags.externalNamespace],
    },
  };
}

async function readSettingsFile(path: string): Promise<FindingSettings> {
  let document: unknown;
  try {
    document = parseYaml(readFileSync(path, 'utf8')) ?? {};
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UsageError(`the settings file ${path} cannot be read: ${message}`);
  }
  // The schema library takes longer to load than most files to analyze.
  const { findingSettingsSchema, toFindingSettings } = await import('../../mesh/analysis/finding-settings.js');
  const result = findingSettingsSchema.safeParse(document);
  if (!result.success) {
    const mistakes = result.error.issues.map(({ path: steps, message }) => `${steps.join('.')}: ${message}`);
    throw new UsageError(`the settings file ${path} is wrong: ${mistakes.join('; ')}`);
  }
  return toFindingSettings(result.data);
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
  if (code === undefined) {
    throw new UsageError(`--suppress ${text}: write CODE=Kind namespace/name: reason`);
  }
  return {
    code,
    reason: reason ?? 'given on the command line',
    ...(resource === undefined ? {} : { resource: resource.trim() }),
  };
}
