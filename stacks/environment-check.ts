import { resourcesOf, type Synthesis, synthesize } from '../constructs/index.js';
import { environmentFindings, type Finding, formatFinding, type Problem, type Resource } from '../mesh/index.js';
import type { Environment } from './environment/index.js';
import { environmentApp } from './environment-charts.js';
import { meshOptions } from './mesh-options.js';
import { checkPromises } from './promise-check.js';

/** A line for a person, which stops nothing. */
export interface Note {
  readonly level: 'warning' | 'info';
  readonly text: string;
}

/** What is known of an environment before anything is written or deployed. */
export interface EnvironmentCheck {
  readonly synthesis: Synthesis;
  /** Every object, once for each API server that it is sent to; none where objects are invalid. */
  readonly resources: readonly Resource[];
  /** Invalid objects, findings of level error, and broken promises: nothing is written or deployed. */
  readonly problems: readonly Problem[];
  /** Findings that do not stop anything, and those that were silenced with their reasons. */
  readonly notes: readonly Note[];
}

/** Synthesizes an environment and analyzes everything that it sends to its API servers as one mesh. */
export function checkEnvironment(environment: Environment): EnvironmentCheck {
  const synthesis = synthesize(environmentApp(environment));
  if (synthesis.problems.length > 0) return { synthesis, resources: [], problems: synthesis.problems, notes: [] };
  const resources = resourcesOf(synthesis);
  const { findings } = environment.settings;
  const { mesh, errors, warnings, suppressed } = environmentFindings(resources, findings, meshOptions(environment));
  const promises = checkPromises(mesh, environment.settings.promises);
  const ofFindings = errors.map(({ code, message, object }) => ({
    code,
    place: object.resource.path,
    message,
    fix: `npx asm-blueprints explain ${code} has the fix`,
  }));
  const notes = [
    ...warnings.map((finding): Note => ({ level: levelOf(finding), text: formatFinding(finding) })),
    ...suppressed.map(({ finding, reason }): Note => {
      return { level: 'info', text: `${formatFinding(finding)} (silenced: ${reason})` };
    }),
    ...promises.undecided.map((text): Note => ({ level: 'warning', text })),
  ];
  const problems = [...ofFindings, ...promises.problems];
  return { synthesis, resources, problems, notes };
}

function levelOf({ level }: Finding): Note['level'] {
  return level === 'info' ? 'info' : 'warning';
}
