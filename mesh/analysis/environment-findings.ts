import type { Assumption } from '../assumption/assumption.js';
import type { Resource } from '../manifest/resource.js';
import { buildMesh, type Mesh, type MeshOptions } from '../model/index.js';
import { type AnalyzeOptions, analyze } from './analyze.js';
import { describeResource, type Finding } from './finding.js';
import type { FindingSettings } from './finding-settings.js';
import type { SuppressedFinding } from './suppression.js';

/** What the findings of an environment mean for a synth or an up. */
export interface EnvironmentFindings {
  /** The mesh that they are of, for other questions about it. */
  readonly mesh: Mesh;
  /** Findings of level error: nothing is written or deployed. */
  readonly errors: readonly Finding[];
  /** Findings of level warning and info: printed. */
  readonly warnings: readonly Finding[];
  /** Findings that the user has silenced, printed with the reason. */
  readonly suppressed: readonly SuppressedFinding[];
  /** What is taken for granted because the files do not say it, each once. */
  readonly assumptions: readonly Assumption[];
}

/**
 * The findings of everything that an environment sends to its API servers, with the settings of its section `findings`.
 *
 * @param options what the model needs besides: the namespace of objects that name none, names of clusters, …
 */
export function environmentFindings(
  resources: Iterable<Resource>,
  settings: FindingSettings,
  options: Omit<MeshOptions, 'external'> & Pick<AnalyzeOptions, 'asIstioctl'> = {},
): EnvironmentFindings {
  const { asIstioctl = false, ...meshOptions } = options;
  const { external, isComplete, product = options.product } = settings;
  const mesh = buildMesh(resources, {
    ...(isComplete === undefined ? {} : { isComplete }),
    ...meshOptions,
    ...(product === undefined ? {} : { product }),
    external,
  });
  const levels = Object.entries(settings.levels);
  const { findings, suppressed, assumptions } = analyze(mesh, {
    suppressions: settings.suppressions,
    levels: Object.fromEntries(levels.flatMap(([code, level]) => (level === 'off' ? [] : [[code, level] as const]))),
    asIstioctl,
  });
  const isOn = ({ code }: Finding): boolean => settings.levels[code] !== 'off';
  const wanted = findings.filter(isOn);
  return {
    mesh,
    errors: wanted.filter(({ level }) => level === 'error'),
    warnings: wanted.filter(({ level }) => level !== 'error'),
    suppressed: suppressed.filter(({ finding }) => isOn(finding)),
    // What a finding that is off would need is no question.
    assumptions: assumptions.filter(
      ({ code, statement }) =>
        code === 'NO_PROXY' || wanted.some(({ assumption }) => assumption?.statement === statement),
    ),
  };
}

/** One line about a finding: the construct path, the level, the code, the object and the message. */
export function formatFinding({ code, level, message, resource, object }: Finding): string {
  return `${object.resource.path}: ${level} [${code}] ${describeResource(resource)}: ${message}`;
}
