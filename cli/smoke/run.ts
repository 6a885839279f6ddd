import type { Check, Finding } from './check.js';
import { deployedSplit, sidecars } from './checks/deployed.js';
import { faultAbort, faultDelay } from './checks/faults.js';
import { headerRouting } from './checks/header-routing.js';
import { retry, timeout } from './checks/resilience.js';
import { authorization, mutualTlsModes } from './checks/security.js';
import { split } from './checks/split.js';
import { weightChange } from './checks/weight-change.js';
import { ClusterError } from './cluster-error.js';
import type { EchoImage } from './fixture.js';
import type { Kubectl } from './kubectl.js';
import { deploySmokeMesh, gone, type SmokeMesh } from './mesh.js';
import { requireMesh } from './preflight.js';

/** All checks, in the order in which they run. */
export const CHECKS: readonly Check[] = [
  sidecars,
  deployedSplit,
  split,
  headerRouting,
  // Before the checks that change listeners: those close connections a while later, which is not this check's matter.
  weightChange,
  faultAbort,
  faultDelay,
  retry,
  timeout,
  mutualTlsModes,
  authorization,
];

/** Options of {@link runSmoke}. */
export interface SmokeOptions {
  readonly kubectl: Kubectl;
  readonly echo: EchoImage;
  /** Port on 127.0.0.1 that leads to the ingress gateway. @default a port-forward to it */
  readonly gatewayPort?: number;
  /** Requests for each measured share. @default 1000 */
  readonly requests?: number;
  /** Names of the checks to run. @default all */
  readonly only?: readonly string[];
  /** Leaves what the test has deployed. @default false */
  readonly keep?: boolean;
  /** Told what is going on. @default nobody */
  readonly progress?: (line: string) => void;
}

/** A check with what it found. */
export interface CheckResult {
  readonly check: string;
  readonly passed: boolean;
  /** Wall time in milliseconds. */
  readonly ms: number;
  readonly findings: readonly Finding[];
}

/**
 * Deploys the test's own service, runs the checks one after the other, and removes the service again.
 *
 * @throws ClusterError if the cluster cannot be reached or the service cannot be deployed
 */
export async function runSmoke(options: SmokeOptions): Promise<CheckResult[]> {
  const { kubectl, progress = () => undefined, requests = 1000 } = options;
  const checks = CHECKS.filter(({ name }) => options.only?.includes(name) ?? true);
  await requireMesh(kubectl, options.gatewayPort);
  progress('deploying the test service');
  let mesh: SmokeMesh | undefined;
  try {
    mesh = await deploySmokeMesh(kubectl, options.echo, options.gatewayPort);
    await mesh.setRoute({ weights: { v1: 100 } });
    const results: CheckResult[] = [];
    for (const [index, check] of checks.entries()) {
      progress(`${index + 1}/${checks.length} ${check.title}`);
      results.push(await result(check, mesh, requests));
    }
    return results;
  } finally {
    mesh?.caller.close();
    kubectl.close();
    if (options.keep !== true) {
      progress('removing the test service');
      await gone(kubectl);
    }
  }
}

/** A check that cannot be carried out has failed: what it asks for did not come about. */
async function result(check: Check, mesh: SmokeMesh, requests: number): Promise<CheckResult> {
  const started = Date.now();
  let findings: readonly Finding[];
  try {
    findings = await check.run({ mesh, requests });
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    findings = [{ passed: false, expected: check.title, observed: error.message, method: 'every request' }];
  }
  return {
    check: check.name,
    passed: findings.every(({ passed }) => passed),
    ms: Date.now() - started,
    findings,
  };
}
