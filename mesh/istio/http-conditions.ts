import { type Fields, fieldsListOf, fieldsOf, listOf } from '../model/narrowing.js';

const operations = ['methods', 'notMethods', 'paths', 'notPaths', 'hosts', 'notHosts'];
const sources = ['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks', 'notRemoteIpBlocks'];

/**
 * Whether a rule of an AuthorizationPolicy looks at what is asked for over HTTP
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/).
 */
export function looksAtHttp(rule: Fields): boolean {
  return (
    fieldsListOf(rule['to']).some((to) => hasSome(fieldsOf(to['operation']), operations)) ||
    fieldsListOf(rule['when']).some(({ key }) => String(key).startsWith('request.'))
  );
}

/** Whether a rule looks at callers by what only HTTP has: their tokens, and the address that a header says. */
export function looksAtHttpSource(rule: Fields): boolean {
  return fieldsListOf(rule['from']).some((from) => hasSome(fieldsOf(from['source']), sources));
}

function hasSome(fields: Fields, names: readonly string[]): boolean {
  return names.some((name) => listOf(fields[name]).length > 0);
}

const cookieOrHeader = ['httpHeaderName', 'httpCookie', 'httpQueryParameterName'];

/** The settings of a traffic policy that act on HTTP only, as they are written; empty for none. */
export function httpSettingsOf(policy: Fields): readonly string[] {
  const hash = fieldsOf(fieldsOf(policy['loadBalancer'])['consistentHash']);
  return [
    ...cookieOrHeader.filter((name) => hash[name] !== undefined).map((name) => `consistentHash.${name}`),
    ...(fieldsOf(policy['connectionPool'])['http'] === undefined ? [] : ['connectionPool.http']),
    ...(policy['outlierDetection'] === undefined ? [] : ['outlierDetection']),
    ...(policy['retryBudget'] === undefined ? [] : ['retryBudget']),
  ];
}
