import { type Fields, fieldsListOf, fieldsOf, listOf } from '../model/narrowing.js';

const operations = ['methods', 'notMethods', 'paths', 'notPaths', 'hosts', 'notHosts'];
const sources = ['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks', 'notRemoteIpBlocks'];

/**
 * Whether a rule of an AuthorizationPolicy looks at what only a proxy that reads HTTP sees
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/).
 */
export function looksAtHttp(rule: Fields): boolean {
  const some = (fields: Fields, names: readonly string[]): boolean =>
    names.some((name) => listOf(fields[name]).length > 0);
  return (
    fieldsListOf(rule['to']).some((to) => some(fieldsOf(to['operation']), operations)) ||
    fieldsListOf(rule['from']).some((from) => some(fieldsOf(from['source']), sources)) ||
    fieldsListOf(rule['when']).some(({ key }) => String(key).startsWith('request.'))
  );
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
