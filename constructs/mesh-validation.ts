import { readFileSync } from 'node:fs';
import { findingCodes } from '../mesh/analysis/codes.js';
import { environmentFindings } from '../mesh/analysis/environment-findings.js';
import { describeResource, type Finding, isAtLeast, type Level } from '../mesh/analysis/finding.js';
import { findingSettingsSchema, toFindingSettings } from '../mesh/analysis/finding-settings.js';
import { formatProblem } from '../mesh/manifest/problem.js';
import { readManifests } from '../mesh/manifest/read-manifests.js';
import { fieldPath } from '../mesh/validation/field-path.js';
import { schemaProblems } from '../mesh/validation/schema-problems.js';

/** What the plugin uses of the context that cdk8s gives to validations. */
export interface MeshValidationContext {
  /** Paths of the manifests. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
  readonly logger: { log(message: string): void };
}

/** What `properties` of the validation in cdk8s.yaml may say. */
export interface MeshValidationProps {
  /** Findings of this level or worse fail the synth. @default error */
  readonly failOn?: Level;
  /** Levels, suppressions and what is outside the manifests, as in the section `findings` of an environment. */
  readonly [setting: string]: unknown;
}

const levels: ReadonlySet<unknown> = new Set(['error', 'warning', 'info'] satisfies Level[]);

/**
 * A validation plugin of cdk8s (https://cdk8s.io/docs/latest/cli/synth/#validations): `cdk8s synth` analyzes what it has written as one mesh, and
 * fails for findings. What does not fail it is logged.
 */
export class MeshValidation {
  private readonly failOn: Level;
  private readonly settings: ReturnType<typeof toFindingSettings>;

  /** @throws Error for properties that are wrong */
  constructor({ failOn = 'error', ...settings }: MeshValidationProps = {}) {
    const result = findingSettingsSchema.safeParse(settings, { reportInput: true });
    if (!result.success) {
      const words = { code: 'SETTINGS', page: 'docs/environments.md', schema: findingSettingsSchema };
      const problems = schemaProblems(result.error.issues, words).map(formatProblem);
      throw new Error(`the properties of MeshValidation are wrong: ${problems.join('; ')}`);
    }
    if (!levels.has(failOn)) {
      throw new Error('the properties of MeshValidation are wrong: failOn must be error, warning or info');
    }
    this.failOn = failOn;
    this.settings = toFindingSettings(result.data);
  }

  /** Analyzes the manifests and submits the report. */
  async validate({ manifests, report, logger }: MeshValidationContext): Promise<void> {
    const read = manifests.map((path) => readManifests(readFileSync(path, 'utf8'), path));
    const problems = read.flatMap((file) => file.problems);
    const resources = read.flatMap((file) => file.resources);
    const { errors, warnings, assumptions } = environmentFindings(resources, this.settings);
    const failing = [...errors, ...warnings].filter(
      ({ level, assumption }) => assumption === undefined && isAtLeast(level, this.failOn),
    );
    for (const problem of problems) {
      logger.log(formatProblem(problem));
    }
    for (const finding of [...errors, ...warnings]) {
      if (failing.includes(finding)) {
        report.addViolation(violationOf(finding));
      } else if (finding.assumption === undefined) {
        logger.log(`${finding.level} [${finding.code}] ${describeResource(finding.resource)}: ${finding.message}`);
      }
    }
    for (const { statement, settledBy } of assumptions) {
      logger.log(`assumed: ${statement}; settle it by the properties \`external\`, which stand for ${settledBy}`);
    }
    const isClean = failing.length === 0 && problems.length === 0;
    report.submit(isClean ? 'success' : 'failure', { findings: String(failing.length) });
  }
}

function violationOf({ code, message, resource, object, field }: Finding) {
  return {
    ruleName: `${code} ${findingCodes.get(code)?.name ?? ''}`.trim(),
    recommendation: message,
    fix: `npx asm-blueprints explain ${code}`,
    violatingResources: [
      {
        resourceName: resource.name,
        locations: [field.length === 0 ? 'metadata.name' : fieldPath(field)],
        manifestPath: object.resource.path,
      },
    ],
  };
}
