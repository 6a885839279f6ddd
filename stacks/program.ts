import * as pulumi from '@pulumi/pulumi';
import {
  checkSources,
  DEFAULT_GATEWAY_API,
  machineProblems,
  readGatewayApi,
  usersOfGatewayApi,
} from '../infra/index.js';
import { formatProblem, ProblemsError, type Resource } from '../mesh/index.js';
import { checkAccount, UNREACHABLE } from './account-check/index.js';
import { cloudStack } from './cloud.js';
import { credentialProblems } from './credentials.js';
import { collectDeclared } from './declared-resources.js';
import { DestroyGuard } from './destroy-guard.js';
import {
  type CloudSettings,
  CONFIG_NAMESPACE,
  type Environment,
  isCloud,
  isLocal,
  type LocalEnvironment,
  parseEnvironment,
} from './environment/index.js';
import { checkEnvironment } from './environment-check.js';
import { adoptInterrupted } from './interrupted/adopt.js';
import { forgetInterruptedReleases } from './interrupted/helm-releases.js';
import { kindName, localStack, machineNeeds } from './local.js';
import { sourceNeeds } from './local-sources.js';
import { type ExportState, exportedState, stackState } from './stack-state.js';
import { trafficPreview } from './traffic-preview.js';

/** The environment of the stack that Pulumi runs, from its configuration. @throws ProblemsError */
function stackEnvironment(): Environment {
  const prefix = `${CONFIG_NAMESPACE}:`;
  const raw = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), structured(value)]);
  const stack = pulumi.getStack();
  const secrets = new Set(raw.flatMap(([key]) => (isSecret(`${prefix}${key}`) ? [String(key)] : [])));
  return parseEnvironment(stack, Object.fromEntries(raw), `Pulumi.${stack}.yaml`, { secrets });
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

/** Looks whether images and charts are to be had, before anything is declared. */
async function prepareSources(environment: LocalEnvironment, resources: readonly Resource[]): Promise<void> {
  const { problems, notes } = await checkSources(sourceNeeds(environment, resources));
  for (const note of notes) await pulumi.log.warn(note);
  if (problems.length > 0) throw new ProblemsError('What the local stack needs is not to be had:', problems);
}

/** Lets Helm go on where a killed update has left releases unfinished. */
async function continueInterrupted({ settings: { local } }: LocalEnvironment, exported: ExportState): Promise<void> {
  const clusters = Object.fromEntries(local.clusters.map((cluster) => [cluster, kindName(local, cluster)]));
  const { pendingCreates } = await stackState(exported);
  for (const { cluster, name } of await forgetInterruptedReleases(clusters, pendingCreates)) {
    await pulumi.log.info(`an interrupted update has left the release ${name} on ${cluster}; it is installed anew`);
  }
}

/** Asks the account before anything is declared, and takes over what a killed update left in it. */
async function prepareAccount(settings: CloudSettings, exported: ExportState): Promise<void> {
  const config = pulumi.runtime.allConfig();
  const missing = credentialProblems(config, process.env);
  if (missing.length > 0) throw new ProblemsError('The cloud cannot be reached:', missing);
  const { types, pendingCreates } = await stackState(exported);
  const begun = [...types, ...pendingCreates.map(({ type }) => type)];
  const { problems, notes } = await checkAccount(settings, begun, { get: (key) => config[key] });
  if (pulumi.runtime.isDryRun() && problems.some(({ code }) => code === UNREACHABLE)) {
    // A preview is worth having without a network.
    for (const { message } of problems) await pulumi.log.warn(`zones and quotas were not checked: ${message}`);
    return;
  }
  for (const note of notes) await pulumi.log.warn(note);
  if (problems.length > 0) throw new ProblemsError('The account cannot take the environment:', problems);
  await adoptInterrupted(settings.region, pendingCreates);
}

/** Declares the stack; returns its outputs. A person gets the problems as lines, not as a stack trace. */
export async function program(): Promise<Record<string, unknown>> {
  try {
    const environment = stackEnvironment();
    if (isLocal(environment)) {
      const problems = await machineProblems(machineNeeds(environment));
      if (problems.length > 0) throw new ProblemsError('This machine lacks what the local stack needs:', problems);
    }
    const check = checkEnvironment(environment);
    for (const { level, text } of check.notes) await (level === 'info' ? pulumi.log.info(text) : pulumi.log.warn(text));
    if (check.problems.length > 0) throw new ProblemsError('The charts cannot be deployed:', check.problems);
    const exported = exportedState(pulumi.getStack());
    if (pulumi.runtime.isDryRun()) {
      await pulumi.log.info(await trafficPreview(environment, check.resources, exported));
    }
    if (isLocal(environment)) {
      await prepareSources(environment, check.resources);
      if (!pulumi.runtime.isDryRun()) await continueInterrupted(environment, exported);
      const { gatewayApi = DEFAULT_GATEWAY_API } = environment.settings.local;
      const isUsed = usersOfGatewayApi(check.resources).size > 0;
      return localStack(environment, isUsed ? await readGatewayApi(gatewayApi) : []);
    }
    if (isCloud(environment)) {
      await prepareAccount(environment.settings, exported);
      const declared = collectDeclared();
      const outputs = cloudStack(environment);
      new DestroyGuard(environment, declared());
      return outputs;
    }
    throw new pulumi.RunError(`there is no program for environments of kind ${environment.settings.kind}`);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    const lines = error.problems.map((problem) => `  ${formatProblem(problem)}`);
    throw new pulumi.RunError([error.message.split('\n')[0], ...lines].join('\n'));
  }
}
