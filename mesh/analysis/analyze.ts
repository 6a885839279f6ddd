import type { Mesh, MeshObject } from '../model/index.js';
import type { Check, Report } from './check.js';
import { allChecks } from './checks/index.js';
import { compareFindings, type Finding, type Level, type ResourceIdentity } from './finding.js';
import { fillTemplate } from './finding-type.js';
import { type SuppressedFinding, type Suppression, suppressor } from './suppression.js';

/** How a mesh is analyzed. What exists outside the files is given to `buildMesh` (`external`). */
export interface AnalyzeOptions {
  /** Findings that stay silent, each with a reason. @default none */
  readonly suppressions?: readonly Suppression[];
  /** Level by code. @default the code's own level */
  readonly levels?: Readonly<Record<string, Level>>;
  /** What to look for. @default every check */
  readonly checks?: readonly Check[];
}

/** What an analysis found. */
export interface Analysis {
  /** Sorted by {@link compareFindings}; what is said of one place twice in the same words is there once. */
  readonly findings: readonly Finding[];
  /** The ones that an annotation or the user silenced, in the same order, each with the reason. */
  readonly suppressed: readonly SuppressedFinding[];
}

/** Runs the checks over a mesh. Deterministic, and linear in the size of the mesh. */
export function analyze(mesh: Mesh, options: AnalyzeOptions = {}): Analysis {
  const { suppressions = [], levels = {}, checks = allChecks } = options;
  const found: Finding[] = [];
  const report: Report = (type, object, values, field = []) => {
    const subject = subjectOf(object);
    found.push({
      code: type.code,
      level: (Object.hasOwn(levels, type.code) ? levels[type.code] : undefined) ?? type.level,
      message: fillTemplate(type.template, values),
      resource: identityOf(subject),
      object: subject,
      field: subject === object ? field : [],
    });
  };
  for (const check of checks) {
    check.run(mesh, report);
  }
  found.sort(compareFindings);
  const reasonFor = suppressor(suppressions);
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const told = new Map<MeshObject, Set<string>>();
  for (const finding of found) {
    const ofObject = told.get(finding.object) ?? new Set();
    const text = `${finding.code} ${finding.field.join('.')} ${finding.message}`;
    told.set(finding.object, ofObject);
    if (!ofObject.has(text)) {
      const reason = reasonFor(finding);
      if (reason === undefined) {
        findings.push(finding);
      } else {
        suppressed.push({ finding, reason });
      }
    }
    ofObject.add(text);
  }
  return { findings, suppressed };
}

/** The object that the user wrote: a gateway for the Deployment that comes of it, but an object inside an Application itself. */
function subjectOf(object: MeshObject): MeshObject {
  const { madeFrom } = object;
  return madeFrom === undefined || madeFrom.kind === 'Application' ? object : subjectOf(madeFrom);
}

function identityOf({ resource, kind, namespace, name }: MeshObject): ResourceIdentity {
  return { apiVersion: resource.manifest.apiVersion, kind, namespace, name };
}
