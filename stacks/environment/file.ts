import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import { ManifestSource, type Problem, ProblemsError } from '../../mesh/index.js';
import { fieldSteps } from '../../mesh/validation/field-path.js';
import { configKeys } from './config-keys.js';
import { type Environment, parseEnvironment } from './environment.js';
import { withoutSecrets } from './secrets.js';
import { checkSwitches, type Switches } from './switches.js';

const FILE = /^Pulumi\.([A-Za-z0-9_.-]+)\.ya?ml$/;

/**
 * Reads every `Pulumi.<env>.yaml` of a folder, in the order of their names.
 *
 * @throws ProblemsError with the problems of all files at once.
 */
export function readEnvironments(folder: string, switches: Switches): Environment[] {
  checkSwitches(switches);
  const problems: Problem[] = [];
  const environments: Environment[] = [];
  const names = new Map<string, string>();
  for (const file of filesOf(folder)) {
    const name = environmentName(file);
    const first = names.get(name.toLowerCase());
    names.set(name.toLowerCase(), first ?? file);
    try {
      if (first !== undefined) throw new ProblemsError(`${file} cannot be read:`, [sameName(file, first)]);
      environments.push(readEnvironment(folder, file, switches));
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (environments.length === 0 && problems.length === 0) {
    problems.push({
      code: 'ENV_NONE',
      place: folder,
      message: 'there is no environment',
      fix: 'add a Pulumi.<env>.yaml beside Pulumi.yaml',
    });
  }
  if (problems.length > 0) throw new ProblemsError('The environments cannot be read:', problems);
  return environments;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort();
}

function environmentName(file: string): string {
  return FILE.exec(file)?.[1] ?? file;
}

/** The name is a folder in the output, and file systems of some machines do not tell upper from lower case. */
function sameName(file: string, first: string): Problem {
  const message = `names the same environment as ${first}`;
  return { code: 'ENV_DUPLICATE', place: file, message, fix: 'remove one of them, or give it another name' };
}

/** Reads one environment file. @throws ProblemsError with all of its problems. */
export function readEnvironment(folder: string, file: string, switches: Switches): Environment {
  const name = environmentName(file);
  let document: unknown;
  let text = '';
  try {
    text = readFileSync(join(folder, file), 'utf8');
    document = load(text, { filename: file });
  } catch (error) {
    throw new ProblemsError(`${file} cannot be read:`, [unreadable(folder, file, error)]);
  }
  const config = isMapping(document) ? document['config'] : undefined;
  if (!isMapping(config)) {
    const problem = {
      place: file,
      message: 'there is no mapping `config`',
      fix: 'write the settings under `config:`',
    };
    throw new ProblemsError(`${file} is not a valid environment:`, [{ code: 'ENV_NO_CONFIG', ...problem }]);
  }
  const { ours, others } = configKeys(config);
  const { raw, secrets } = withoutSecrets(ours);
  const source = new ManifestSource(text);
  const lineOf = (path: string): number => source.lineOfSetting(['config', ...fieldSteps(path)]);
  const project = projectName(folder);
  return parseEnvironment(name, raw, file, switches, { lineOf, secrets, others, ...(project && { project }) });
}

/** Name of the Pulumi project of a folder; `undefined` where none can be read. */
function projectName(folder: string): string | undefined {
  try {
    const document = load(readFileSync(join(folder, 'Pulumi.yaml'), 'utf8'));
    return isMapping(document) && typeof document['name'] === 'string' ? document['name'] : undefined;
  } catch {
    return undefined;
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What to do about a mistake of YAML. */
function yamlFix(reason: string): string {
  if (/duplicated mapping key/.test(reason)) return 'keep one of the keys of this name';
  if (/tab characters/.test(reason)) return 'indent with spaces';
  if (/input is empty/.test(reason)) return 'write the settings under `config:`';
  return 'write valid YAML';
}

function unreadable(folder: string, file: string, error: unknown): Problem {
  if (error instanceof YAMLException) {
    const line = error.mark?.line;
    return {
      code: 'ENV_YAML',
      place: line === undefined ? file : `${file}:${line + 1}`,
      message: error.reason,
      fix: yamlFix(error.reason),
    };
  }
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    const known = filesOf(folder).map(environmentName).join(', ');
    const fix = known === '' ? 'add one beside Pulumi.yaml' : `environments are ${known}`;
    return { code: 'ENV_UNREADABLE', place: file, message: 'there is no such file', fix };
  }
  return { code: 'ENV_UNREADABLE', place: file, message: String(error), fix: 'make the file readable' };
}
