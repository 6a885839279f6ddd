import type { Problem } from '../manifest/problem.js';
import type { Mesh } from '../model/mesh.js';
import { callersOf } from '../request/caller-workloads.js';
import { servicesNamed } from '../survey/targets.js';
import { closestName } from '../validation/closest-name.js';
import { workloadsNamed } from './caller-condition.js';
import type { MeshPromise, RequestPattern } from './promise.js';

/** A name in a promise that the mesh does not have: what it says of nothing would be kept. */
export interface PromiseNameProblem extends Problem {
  /** Number of the promise. */
  readonly index: number;
}

/** The callers and services of promises that a mesh does not have; the place is the field. */
export function promiseNameProblems(mesh: Mesh, promises: readonly MeshPromise[]): readonly PromiseNameProblem[] {
  return promises.flatMap(({ requests, except }, index) =>
    [requests, ...except].flatMap((pattern, number) =>
      patternProblems(mesh, pattern, number === 0 ? 'requests' : 'except').map((problem) => ({ ...problem, index })),
    ),
  );
}

function patternProblems(mesh: Mesh, { from = [], to = [] }: RequestPattern, field: string): readonly Problem[] {
  const namespaces = [...new Set([...mesh.namespaces.keys(), ...mesh.workloads.map(({ namespace }) => namespace)])];
  const callers = callersOf(mesh).map(({ namespace, name }) => `${namespace}/${name}`);
  const services = mesh.services.map(({ namespace, name, host, registry }) =>
    registry === 'kubernetes' ? `${namespace}/${name}` : host,
  );
  const isCaller = (name: string): boolean =>
    name === 'internet' ||
    name === 'workloads' ||
    (name.includes('/') ? workloadsNamed(mesh, name).length > 0 : namespaces.includes(name));
  return [
    ...from
      .filter((name) => !isCaller(name))
      .map((name) => problemOf('CALLER', `${field}.from`, name, ['internet', 'workloads', ...namespaces, ...callers])),
    ...to
      .filter((name) => servicesNamed(mesh, name).length === 0)
      .map((name) => problemOf('SERVICE', `${field}.to`, name, [...services, ...namespaces])),
  ];
}

function problemOf(what: 'CALLER' | 'SERVICE', place: string, name: string, known: readonly string[]): Problem {
  const meant = closestName(name, known);
  const form =
    what === 'CALLER' ? 'internet, workloads, namespace/workload or a namespace' : 'namespace/service or a host';
  return {
    code: `PROMISES_UNKNOWN_${what}`,
    place,
    message: `${name} is not in these files`,
    fix: meant === undefined ? `write ${form}` : `write ${meant}`,
  };
}
