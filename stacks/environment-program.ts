import * as pulumi from '@pulumi/pulumi';
import { formatProblem, ProblemsError } from '../mesh/index.js';
import type { Blueprint } from './blueprint.js';
import {
  CONFIG_NAMESPACE,
  configKeys,
  type Environment,
  isCloud,
  isLocal,
  parseEnvironment,
} from './environment/index.js';
import { checkEnvironment, type EnvironmentCheck } from './environment-check.js';
import { exportedState } from './stack-state.js';
import { trafficPreview } from './traffic-preview.js';

/** The environment of the stack that Pulumi runs, from its configuration. @throws ProblemsError */
function stackEnvironment(blueprint: Blueprint): Environment {
  const { ours, others } = configKeys(pulumi.runtime.allConfig());
  const raw = Object.fromEntries(Object.entries(ours).map(([key, value]) => [key, structured(String(value))]));
  const stack = pulumi.getStack();
  const secrets = new Set(Object.keys(ours).filter((key) => isSecret(`${CONFIG_NAMESPACE}:${key}`)));
  const source = { secrets, others, project: pulumi.getProject() };
  return parseEnvironment(stack, raw, `Pulumi.${stack}.yaml`, blueprint, source);
}

/** Whether a key of the configuration is a secret of the stack. Pulumi exports the function without its type. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { readonly isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) === true;
}

/** Pulumi hands over maps and lists as JSON text, and everything else as text. */
function structured(value: string): unknown {
  try {
    return /^[[{]/.test(value) ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

/** Findings as the engine shows them. @throws ProblemsError with those that stop the update */
async function report({ notes, problems }: EnvironmentCheck): Promise<void> {
  for (const { level, text } of notes) await (level === 'info' ? pulumi.log.info(text) : pulumi.log.warn(text));
  if (problems.length > 0) throw new ProblemsError('The charts cannot be deployed:', problems);
}

async function declare(blueprint: Blueprint): Promise<Record<string, unknown>> {
  const environment = stackEnvironment(blueprint);
  const exported = exportedState(pulumi.getStack());
  const checked = async (): Promise<EnvironmentCheck> => {
    const check = checkEnvironment(environment);
    await report(check);
    if (pulumi.runtime.isDryRun()) await pulumi.log.info(await trafficPreview(environment, check.resources, exported));
    return check;
  };
  // An environment on this machine needs nothing of the cloud, and the other way round.
  if (isLocal(environment)) {
    const { localProgram } = await import('./local-program.js');
    return localProgram(environment, blueprint, checked, exported);
  }
  if (isCloud(environment)) {
    const { cloudProgram } = await import('./cloud-program.js');
    return cloudProgram(environment, blueprint, checked, exported);
  }
  throw new pulumi.RunError(`there is no program for environments of kind ${environment.settings.kind}`);
}

/** Declares the stack; returns its outputs. A person gets the problems as lines, not as a stack trace. */
export async function environmentProgram(blueprint: Blueprint): Promise<Record<string, unknown>> {
  try {
    return await declare(blueprint);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    const lines = error.problems.map((problem) => `  ${formatProblem(problem)}`);
    throw new pulumi.RunError([error.message.split('\n')[0], ...lines].join('\n'));
  }
}
