import { assume, labelWords } from '../assumption/assumption.js';
import { Holdings } from '../assumption/holdings.js';
import { misspelt } from '../assumption/misspelt.js';
import { isEmptySelector, type Labels, type Mesh } from '../model/index.js';
import { circumstancesOf, type MissingThing } from './missing-thing.js';

/**
 * Why no workload has the labels of a selector.
 *
 * @param namespace where it selects; undefined for all
 */
export function missingPods(mesh: Mesh, namespace: string | undefined, selector: Labels | undefined): MissingThing {
  const where = namespace === undefined ? 'in these files' : `of namespace ${namespace} in these files`;
  const why = isEmptySelector(selector)
    ? `no workload is ${namespace === undefined ? 'in these files' : `in namespace ${namespace} in these files`}`
    : `no workload ${where} is labelled ${labelWords(selector)}`;
  const meant = meantLabel(mesh, namespace, selector ?? {});
  if (meant !== undefined) {
    return { why: `${why}; did you mean ${meant}?`, circumstances: {} };
  }
  const place = namespace ?? mesh.config.rootNamespace;
  return {
    why,
    circumstances: circumstancesOf(Holdings.of(mesh).standing('Pods', place), assume.pods(place, selector)),
  };
}

/** Labels of more workloads than this are not compared. */
const mostWorkloads = 1000;

/** The label of a workload of which one of a selector is probably a misspelling. */
function meantLabel(mesh: Mesh, namespace: string | undefined, selector: Labels): string | undefined {
  const workloads = namespace === undefined ? mesh.workloads : mesh.workloadsIn(namespace);
  for (const [key, value] of Object.entries(selector)) {
    const values = new Set(
      workloads
        .slice(0, mostWorkloads)
        .flatMap(({ labels }) => (Object.hasOwn(labels, key) ? (labels[key] ?? []) : [])),
    );
    const meant = values.has(value) ? undefined : misspelt(value, [...values]);
    if (meant !== undefined) {
      return `${key}: ${meant}`;
    }
  }
  return undefined;
}
