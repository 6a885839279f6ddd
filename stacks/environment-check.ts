import { type Synthesis, synthesize } from '../constructs/index.js';
import { environmentFindings, formatFinding, type Problem, type Resource } from '../mesh/index.js';
import type { Environment } from './environment/index.js';
import { environmentApp } from './environment-charts.js';

/** What is known of an environment before anything is written or deployed. */
export interface EnvironmentCheck {
  readonly synthesis: Synthesis;
  /** Every object, once for each API server that it is sent to; none where objects are invalid. */
  readonly resources: readonly Resource[];
  /** Invalid objects, and findings of level error: nothing is written or deployed. */
  readonly problems: readonly Problem[];
  /** Findings that do not stop anything, and those that were silenced with their reasons: a line each. */
  readonly notes: readonly string[];
}

/** Synthesizes an environment and analyzes everything that it sends to its API servers as one mesh. */
export function checkEnvironment(environment: Environment): EnvironmentCheck {
  const synthesis = synthesize(environmentApp(environment));
  if (synthesis.problems.length > 0) return { synthesis, resources: [], problems: synthesis.problems, notes: [] };
  const resources = synthesis.objects.flatMap(({ manifest, targets, path }) =>
    targets.map((target): Resource => ({ manifest, target, path })),
  );
  const { errors, warnings, suppressed } = environmentFindings(resources, environment.settings.findings);
  const problems = errors.map(({ code, message, object }) => ({
    code,
    place: object.resource.path,
    message,
    mend: `see docs/findings/${code}.md`,
  }));
  const silenced = suppressed.map(({ finding, reason }) => `${formatFinding(finding)} (silenced: ${reason})`);
  return { synthesis, resources, problems, notes: [...warnings.map(formatFinding), ...silenced] };
}
