import type { Mesh, Workload } from '../../model/index.js';
import { Downstreams } from '../../request/downstream.js';
import { type Answer, type RequestQuery, request } from '../../request/index.js';
import type { Report } from '../check.js';

/** A question about a mesh with its answer. */
export interface Asked {
  readonly query: RequestQuery;
  readonly answer: Answer;
  /** Who asks; undefined for the Internet. */
  readonly caller: Workload | undefined;
}

/** Looks at every answer, and reports when it has seen all. One cause is one finding, however many answers it spoils. */
export interface Observer {
  see(asked: Asked): void;
  report(report: Report): void;
}

/**
 * Asks one of the survey's questions; undefined for callers that nothing can be said of: those that no file has, and those without a proxy, whose
 * traffic is not the mesh's to decide.
 */
export function ask(mesh: Mesh, query: RequestQuery): Asked | undefined {
  if (typeof query.from !== 'string') {
    return undefined;
  }
  const { isInternet, workload } = Downstreams.of(mesh).find(query.from);
  return isInternet || workload?.isInMesh === true
    ? { query, answer: request(mesh, query), caller: workload }
    : undefined;
}

/** The URL that a question asks for. */
export function urlOf({ to, path }: RequestQuery): string {
  return path === undefined ? to : to.replace(/\/$/, path);
}

/** A request as findings name it: `GET http://cart/a from shop/web`. */
export function requestWords(query: RequestQuery): string {
  const { from, to, method = 'GET', headers = {}, token, claims } = query;
  const sent = [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
    ...(claims === undefined && token !== 'valid' ? [] : ['a token']),
    ...(token === 'invalid' ? ['a wrong token'] : []),
  ];
  const verb = /^(tcp|tls):/.test(to) ? 'a connection to' : method;
  const by = typeof from === 'string' ? (from === 'internet' ? 'the Internet' : from) : (from.workload ?? 'a pod');
  return `${verb} ${urlOf(query)}${sent.length === 0 ? '' : ` with ${sent.join(', ')}`} from ${by}`;
}

/** The statuses of an answer, as findings name them: `503`, `403 or 200`. */
export function statusWords(answer: Answer): string {
  return `${Object.keys(answer.status).join(' or ')}${flagWords(answer)}`;
}

/** The response flags of an answer in parentheses, with a blank before; empty for none. */
export function flagWords({ responseFlags }: Answer): string {
  const flags = Object.keys(responseFlags);
  return flags.length === 0 ? '' : ` (${flags.join(', ')})`;
}
