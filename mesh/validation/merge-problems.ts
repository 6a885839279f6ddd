import type { ConfigurationProblem } from './field.js';
import { fieldPath } from './field-path.js';

/**
 * The problems that the CRD and Istio's own rules have with an object, without repetitions. Where both object to a field, or to a field and
 * one that it stands in, Istio's rule says it. A mistake made in several places is one problem that names them all, as in the answer
 * of Istio's webhook.
 */
export function mergeProblems(
  ofCrd: readonly ConfigurationProblem[],
  ofRules: readonly ConfigurationProblem[],
): readonly ConfigurationProblem[] {
  if (ofCrd.length + ofRules.length < 2) {
    return [...ofCrd, ...ofRules];
  }
  const placesOfRules = new Set(
    ofRules.filter(isError).flatMap(({ path }) => path.map((_, index) => keyOf(path.slice(0, index + 1)))),
  );
  const exactPlaces = new Set(ofRules.filter(isError).map(({ path }) => keyOf(path)));
  const isSaidByRules = ({ path }: ConfigurationProblem): boolean =>
    path.length > 1 && (placesOfRules.has(keyOf(path)) || exactPlaces.has(keyOf(path.slice(0, -1))));
  const placesOfCrd = new Set<string>();
  const firstOfCrd = ofCrd.filter((problem) => {
    const key = `${keyOf(problem.path)} ${problem.path.length < 2 ? problem.message : ''}`;
    return !isSaidByRules(problem) && !placesOfCrd.has(key) && placesOfCrd.add(key);
  });
  const byMessage = new Map<
    string,
    { readonly first: ConfigurationProblem; readonly others: ConfigurationProblem[] }
  >();
  for (const problem of [...firstOfCrd, ...ofRules]) {
    const key = `${problem.level} ${problem.message}`;
    const same = byMessage.get(key);
    if (same === undefined) {
      byMessage.set(key, { first: problem, others: [] });
    } else if (keyOf(same.first.path) !== keyOf(problem.path)) {
      same.others.push(problem);
    }
  }
  return [...byMessage.values()].map(({ first, others }) =>
    others.length === 0 ? first : { ...first, message: `${first.message} (also ${listPlaces(others)})` },
  );
}

function isError({ level }: ConfigurationProblem): boolean {
  return level === 'error';
}

function keyOf(path: ConfigurationProblem['path']): string {
  return path.join('/');
}

function listPlaces(problems: readonly ConfigurationProblem[]): string {
  const shown = problems.slice(0, 5).map(({ path }) => fieldPath(path));
  return `${shown.join(', ')}${problems.length > shown.length ? ` and ${problems.length - shown.length} more` : ''}`;
}
