import { type Assumption, eachOnce } from '../assumption/assumption.js';
import { assumeNoProxy, meshObjectIn, undecidedNamespaces } from '../assumption/membership.js';
import type { Mesh, MeshObject } from '../model/index.js';
import type { Check, Report } from './check.js';
import { allChecks } from './checks/index.js';
import { compareFindings, type Finding, type Level, type ResourceIdentity } from './finding.js';
import { fillTemplate } from './finding-type.js';
import { withoutRepetitions } from './one-mistake.js';
import { type SuppressedFinding, type Suppression, suppressor } from './suppression.js';

/** How a mesh is analyzed. What exists outside the files is given to `buildMesh` (`external`). */
export interface AnalyzeOptions {
  /** Findings that stay silent, each with a reason. @default none */
  readonly suppressions?: readonly Suppression[];
  /** Level by code. @default the code's own level */
  readonly levels?: Readonly<Record<string, Level>>;
  /** What to look for. @default every check */
  readonly checks?: readonly Check[];
  /**
   * Whether the findings are those of `istioctl analyze`, with its levels: also what nobody needs to act on, nothing assumed, and one
   * mistake as often as istioctl reports it; and nothing that only this program finds. @default false
   */
  readonly asIstioctl?: boolean;
}

/** What an analysis found. */
export interface Analysis {
  /** Sorted by {@link compareFindings}; what is said of one place twice in the same words is there once. */
  readonly findings: readonly Finding[];
  /** The ones that an annotation or the user silenced, in the same order, each with the reason. */
  readonly suppressed: readonly SuppressedFinding[];
  /** What is taken for granted because the files do not say it, each once. */
  readonly assumptions: readonly Assumption[];
}

/** Runs the checks over a mesh. Deterministic, and linear in the size of the mesh. */
export function analyze(mesh: Mesh, options: AnalyzeOptions = {}): Analysis {
  const { suppressions = [], asIstioctl = false } = options;
  const found = findingsOf(mesh, options).sort(compareFindings);
  const reasonFor = suppressor(suppressions);
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of asIstioctl ? eachPlaceOnce(found) : withoutRepetitions(eachPlaceOnce(found))) {
    const reason = reasonFor(finding);
    if (reason === undefined) {
      findings.push(finding);
    } else {
      suppressed.push({ finding, reason });
    }
  }
  const assumptions = asIstioctl ? [] : assumptionsOf(mesh, findings);
  return { findings, suppressed, assumptions };
}

function findingsOf(mesh: Mesh, { levels = {}, checks = allChecks, asIstioctl = false }: AnalyzeOptions): Finding[] {
  const found: Finding[] = [];
  const asked = new Set(Object.keys(levels));
  const report: Report = (type, object, values, field = [], circumstances = {}) => {
    const { assumption, level = type.level, isEcho = false, isOwn = false } = circumstances;
    const subject = subjectOf(object);
    const isOther = asIstioctl ? isOwn || !type.code.startsWith('IST') : isEcho;
    if (isOther || mesh.isExisting(subject)) {
      return;
    }
    const isAssumed = assumption !== undefined && !asIstioctl;
    const chosen = Object.hasOwn(levels, type.code) ? levels[type.code] : undefined;
    found.push({
      code: type.code,
      level: isAssumed ? 'info' : (chosen ?? (asIstioctl ? type.level : level)),
      message: fillTemplate(type.template, values),
      resource: identityOf(subject),
      object: subject,
      field: subject === object ? field : [],
      ...(isAssumed ? { assumption } : {}),
    });
  };
  for (const check of asIstioctl ? checks.filter(({ isOwn }) => isOwn !== true) : checks) {
    check.run(mesh, report, asked);
  }
  return found;
}

/** Leaves out what is said of one place twice in the same words. */
function eachPlaceOnce(findings: readonly Finding[]): readonly Finding[] {
  const told = new Map<MeshObject, Set<string>>();
  return findings.filter(({ code, field, message, object }) => {
    const ofObject = told.get(object) ?? new Set();
    told.set(object, ofObject);
    const text = `${code} ${field.join('.')} ${message}`;
    const isNew = !ofObject.has(text);
    ofObject.add(text);
    return isNew;
  });
}

/** What the findings assume, and that namespaces whose objects only make sense in a mesh are not known to be in one. */
function assumptionsOf(mesh: Mesh, findings: readonly Finding[]): readonly Assumption[] {
  const namespaces = undecidedNamespaces(mesh).filter((name) => meshObjectIn(mesh, name) !== undefined);
  return eachOnce([
    ...namespaces.map((name) => assumeNoProxy(mesh, [name])),
    ...findings.flatMap(({ assumption }) => assumption ?? []),
  ]);
}

/** The object that the user wrote: a gateway for the Deployment that comes of it, but an object inside an Application itself. */
function subjectOf(object: MeshObject): MeshObject {
  const { madeFrom } = object;
  return madeFrom === undefined || madeFrom.kind === 'Application' ? object : subjectOf(madeFrom);
}

function identityOf({ resource, kind, namespace, name }: MeshObject): ResourceIdentity {
  return { apiVersion: resource.manifest.apiVersion, kind, namespace, name };
}
