import { isConfiguration, isIstioKind, type Kind, kindOf } from '../kinds/index.js';
import { groupOf } from '../manifest/identity.js';
import { type AsmInstance, checkAsmDemands } from './asm/demands.js';
import { type ConfigurationProblem, Field } from './field.js';
import { valueAt } from './field-path.js';
import { checkIstioAnnotations } from './istio-annotations.js';
import { mergeProblems } from './merge-problems.js';
import { checkAsmPlace, checkObjectMetadata } from './object-metadata.js';
import { checkStructure } from './schema/structure.js';

/** What an object is checked for. */
export interface ValidationOptions {
  /** Whether the mesh is one of Alibaba Cloud Service Mesh, whose API has fields that Istio's has not. @default false */
  readonly isAsm?: boolean;
  /** The instance of ASM that takes the objects. @default one that has everything */
  readonly instance?: AsmInstance;
}

/**
 * Checks an object the way an API server would take it: the schema of its kind, its metadata, then the rules that the kind has beyond
 * them, those of Istio's webhook included. A kind that is unknown here has no problems. Never throws.
 *
 * @param manifest the object as it was written
 * @param namespace the namespace that it is in, for values that are relative to it
 */
export function validateConfiguration(
  manifest: unknown,
  namespace: string,
  options: ValidationOptions = {},
): readonly ConfigurationProblem[] {
  return validateStructured(manifest, namespace, options, false);
}

/** The same for an object of which it is known whether it has the structure that its kind wants, so that it is not looked through again. */
export function validateStructured(
  manifest: unknown,
  namespace: string,
  { isAsm = false, instance = {} }: ValidationOptions,
  isWhole: boolean,
): readonly ConfigurationProblem[] {
  const found = problemsOf(manifest, namespace, instance, isWhole);
  return isAsm && found.length > 0 ? found.filter(({ level }) => level !== 'info') : found;
}

function problemsOf(
  manifest: unknown,
  namespace: string,
  instance: AsmInstance,
  isWhole: boolean,
): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const object = Field.of(manifest, problems);
  const apiVersion = object.at('apiVersion').text;
  const kind = object.at('kind').text;
  const row = kindOf(groupOf(apiVersion), kind);
  if (row === undefined || !isServed(object.at('apiVersion'), row)) {
    return problems;
  }
  const schema = row.fields?.rootAt(row.fieldsOf ?? `${apiVersion}/${kind}`);
  const isTyped = checkObjectMetadata(object, row);
  if (isIstioKind(row)) {
    checkIstioAnnotations(object, kind);
  }
  checkAsmPlace(object, namespace, row);
  checkAsmDemands(object, row, instance);
  const isStructured = isWhole || schema === undefined || checkStructure(object, schema);
  if (!(isTyped && isStructured) || row.rules === undefined) {
    return mergeProblems(problems, []);
  }
  const ofSchema = problems.splice(0);
  row.rules(object.at('spec'), namespace, object);
  return mergeProblems(ofSchema, isIstioKind(row) ? problems : withoutEchoes(manifest, ofSchema, problems));
}

/** Leaves out what is said to be missing in an object, or of it, that has a field which its schema does not know: a misspelt name. */
function withoutEchoes(
  manifest: unknown,
  ofSchema: readonly ConfigurationProblem[],
  ofRules: readonly ConfigurationProblem[],
): readonly ConfigurationProblem[] {
  const parentOf = ({ path }: ConfigurationProblem): string => path.slice(0, -1).join('/');
  const parents = new Set(ofSchema.map(parentOf));
  return ofRules.filter((problem) => {
    const isMissing = parents.has(parentOf(problem)) && valueAt(manifest, problem.path) === undefined;
    return !isMissing && !parents.has(problem.path.join('/'));
  });
}

/** Whether the version is one that is served; says so when it is not. */
function isServed(apiVersion: Field, row: Kind): boolean {
  const version = apiVersion.text.slice(apiVersion.text.indexOf('/') + 1);
  if (row.versions.includes(version)) {
    return true;
  }
  const until = row.formerVersions?.[version];
  const now = row.group === '' ? row.versions[0] : `${row.group}/${row.versions[0]}`;
  const product = productOf(row);
  if (until === undefined) {
    apiVersion.error(`${product} serves no ${row.kind} in version ${version}; write ${now}`);
  } else {
    apiVersion.warning(`${product} serves ${row.kind} in version ${version} no more since ${until}; write ${now}`);
  }
  return false;
}

function productOf(row: Kind): string {
  if (row.asm !== undefined) {
    return 'ASM';
  }
  if (isIstioKind(row)) {
    return 'Istio';
  }
  return isConfiguration(row) ? 'the Gateway API' : 'Kubernetes';
}
