import * as pulumi from '@pulumi/pulumi';
import {
  checkSources,
  DEFAULT_GATEWAY_API,
  machineProblems,
  readGatewayApi,
  usersOfGatewayApi,
} from '../infra/local/index.js';
import { ProblemsError, type Resource } from '../mesh/index.js';
import type { Blueprint } from './blueprint.js';
import type { LocalEnvironment } from './environment/index.js';
import type { EnvironmentCheck } from './environment-check.js';
import { forgetInterruptedReleases } from './interrupted/helm-releases.js';
import { kindName, localStack, machineNeeds } from './local.js';
import { sourceNeeds } from './local-sources.js';
import { type ExportState, stackState } from './stack-state.js';

/** Checks that images and charts can be found, before anything is declared. */
async function prepareSources(environment: LocalEnvironment, resources: readonly Resource[]): Promise<void> {
  const { problems, notes } = await checkSources(sourceNeeds(environment, resources));
  for (const note of notes) await pulumi.log.warn(note);
  if (problems.length > 0) throw new ProblemsError('What the local stack needs cannot be found:', problems);
}

/** Lets Helm go on where a killed update has left releases unfinished. */
async function continueInterrupted({ settings: { local } }: LocalEnvironment, exported: ExportState): Promise<void> {
  const clusters = Object.fromEntries(local.clusters.map((cluster) => [cluster, kindName(local, cluster)]));
  const { pendingCreates } = await stackState(exported);
  for (const { cluster, name } of await forgetInterruptedReleases(clusters, pendingCreates)) {
    await pulumi.log.info(`an interrupted update has left the release ${name} on ${cluster}; it is installed anew`);
  }
}

/**
 * Declares an environment on this machine; returns the stack's outputs.
 *
 * @param checked checks the charts. @throws ProblemsError
 */
export async function localProgram(
  environment: LocalEnvironment,
  { addOns = [] }: Blueprint,
  checked: () => Promise<EnvironmentCheck>,
  exported: ExportState,
): Promise<Record<string, unknown>> {
  const problems = await machineProblems(machineNeeds(environment));
  if (problems.length > 0) throw new ProblemsError('This machine lacks what the local stack needs:', problems);
  const { resources } = await checked();
  await prepareSources(environment, resources);
  if (!pulumi.runtime.isDryRun()) await continueInterrupted(environment, exported);
  const { gatewayApi = DEFAULT_GATEWAY_API } = environment.settings.local;
  const isUsed = usersOfGatewayApi(resources).size > 0;
  return localStack(environment, addOns, isUsed ? await readGatewayApi(gatewayApi) : []);
}
