import type { Callee, CallProps } from './call.js';
import { isHttp } from './workloads/service-port.js';

/** What is wrong with a declared call of a service, each with what to do. */
export function callProblems(callee: Callee, { port, methods, paths, protocol, originateTls }: CallProps): string[] {
  const problems: string[] = [];
  const { name, ports } = callee;
  const called = ports.find(({ number }) => number === port);
  if (port !== undefined && called === undefined) {
    problems.push(`${name} has no port ${port} to call; it has ${ports.map(({ number }) => number).join(', ')}`);
  }
  const isHttpOnly = methods !== undefined || paths !== undefined;
  const reached = called === undefined ? ports : [called];
  if (isHttpOnly && !reached.some((one) => isHttp(one))) {
    const number = reached.map((one) => one.number).join(', ');
    problems.push(`methods and paths are of HTTP, but port ${number} of ${name} is not; leave them out`);
  }
  if (protocol !== undefined) {
    problems.push(`protocol is for hosts outside the mesh; ${name} says itself what its ports speak`);
  }
  if (originateTls !== undefined) problems.push(`originateTls is for hosts outside the mesh; leave it out for ${name}`);
  problems.push(...listProblems(methods, paths));
  for (const { gateway } of callee.exposures) {
    if (gateway.principal === undefined) {
      problems.push(
        `${name} takes declared callers only, but who gateway ${gateway.name} is cannot be told; give its binding a principal`,
      );
    }
  }
  return problems;
}

/** What is wrong with a declared call of a host outside the mesh. */
export function externalCallProblems(host: string, { methods, paths, port }: CallProps): string[] {
  const problems: string[] = [];
  if (!host.includes('.') || /\.svc(\.cluster\.local)?$/.test(host)) {
    problems.push(`'${host}' is a host of the cluster; call its MeshService`);
  } else if (!/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(host)) {
    problems.push(`'${host}' is no host; give its DNS name alone, such as api.example.com or *.example.com`);
  }
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65535)) {
    problems.push(`${port} is no port; give a number from 1 to 65535`);
  }
  if (methods !== undefined || paths !== undefined) {
    problems.push(
      `methods and paths of ${host} are not limited: nothing of the mesh stands in front of it; leave them out`,
    );
  }
  return problems;
}

/** An empty list would match nothing, and a `*` inside a path is taken as it stands. */
function listProblems(methods: readonly string[] | undefined, paths: readonly string[] | undefined): string[] {
  const problems: string[] = [];
  if (methods?.length === 0) problems.push('a call has an empty list of methods; leave it out for every method');
  if (paths?.length === 0) problems.push('a call has an empty list of paths; leave it out for every path');
  for (const path of paths ?? []) {
    const plain = path.replaceAll(/\{\*\*?\}/g, '');
    const hasTemplate = plain !== path;
    if (hasTemplate ? plain.includes('*') : /^.+\*.+$/.test(path) || path === '**') {
      problems.push(`path '${path}' has a * inside; write it at the start or the end, or {*} for one segment`);
    }
  }
  return problems;
}
