import * as pulumi from '@pulumi/pulumi';
import { ProblemsError } from '../mesh/index.js';
import { checkAccount, UNREACHABLE } from './account-check/index.js';
import type { Blueprint } from './blueprint.js';
import { cloudStack } from './cloud.js';
import { credentialProblems } from './credentials.js';
import { collectDeclared } from './declared-resources.js';
import { DestroyGuard } from './destroy-guard.js';
import type { CloudEnvironment, CloudSettings } from './environment/index.js';
import { adoptInterrupted } from './interrupted/adopt.js';
import { type ExportState, stackState } from './stack-state.js';

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

/**
 * Declares an environment in the cloud, guarded against a destroy by mistake; returns the stack's outputs.
 *
 * @param checked checks the charts. @throws ProblemsError
 */
export async function cloudProgram(
  environment: CloudEnvironment,
  { addOns = [], parts = {} }: Blueprint,
  checked: () => Promise<unknown>,
  exported: ExportState,
): Promise<Record<string, unknown>> {
  await checked();
  await prepareAccount(environment.settings, exported);
  const declared = collectDeclared();
  const outputs = cloudStack(environment, { addOns, parts });
  new DestroyGuard(environment, declared());
  return outputs;
}
