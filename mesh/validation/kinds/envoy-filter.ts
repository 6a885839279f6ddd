import { expressionMistake } from '../../text/regular-expression.js';
import type { Field } from '../field.js';
import { checkSelector } from '../labels.js';

const matchByTarget: ReadonlyMap<string, string> = new Map([
  ['LISTENER', 'listener'],
  ['FILTER_CHAIN', 'listener'],
  ['NETWORK_FILTER', 'listener'],
  ['HTTP_FILTER', 'listener'],
  ['ROUTE_CONFIGURATION', 'routeConfiguration'],
  ['VIRTUAL_HOST', 'routeConfiguration'],
  ['HTTP_ROUTE', 'routeConfiguration'],
  ['CLUSTER', 'cluster'],
]);
const objectMatches = ['listener', 'routeConfiguration', 'cluster'];
const connectionManagers = ['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager'];

/**
 * The rules of an EnvoyFilter (https://istio.io/latest/docs/reference/config/networking/envoy-filter/). What a patch puts into
 * Envoy is not read: that is Envoy's own schema.
 */
export function checkEnvoyFilter(spec: Field): void {
  if (!checkSelector(spec.at('workloadSelector'), 'labels')) {
    return;
  }
  spec.warning('an EnvoyFilter depends on internals of Istio that may change with any version');
  for (const patch of spec.at('configPatches').items) {
    checkPatch(patch);
  }
}

function checkPatch(configPatch: Field): void {
  const [applyTo, match, patch] = [configPatch.at('applyTo'), configPatch.at('match'), configPatch.at('patch')];
  if (match.at('context').text === 'WAYPOINT') {
    return;
  }
  const operation = patch.at('operation').text;
  if (['', 'INVALID'].includes(applyTo.text)) {
    configPatch.error('applyTo is missing');
  } else if (!patch.isSet) {
    configPatch.error('the patch is missing');
  } else if (['', 'INVALID'].includes(operation)) {
    patch.error('the operation is missing');
  } else if (operation !== 'REMOVE' && !patch.has('value')) {
    patch.error('the operation needs a value');
  } else {
    checkMatch(match, applyTo.text);
  }
}

function checkMatch(match: Field, applyTo: string): void {
  const version = match.at('proxy').at('proxyVersion');
  if (version.text.length > 1024) {
    version.warning('a proxy version of more than 1024 characters is ignored');
  } else if (expressionMistake(version.text) !== undefined) {
    version.error(`\`${version.text}\` is not a regular expression of RE2: ${expressionMistake(version.text)}`);
    return;
  }
  const wanted = matchByTarget.get(applyTo);
  const given = objectMatches.find((key) => match.has(key));
  if (wanted !== undefined && given !== undefined && given !== wanted) {
    match.at(given).error(`a patch of ${applyTo} matches by ${wanted}, not by ${given}`);
  } else if (wanted === 'listener') {
    checkFilterMatch(match.at('listener').at('filterChain').at('filter'), applyTo);
  }
}

function checkFilterMatch(filter: Field, applyTo: string): void {
  if (!filter.isSet) {
    return;
  }
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    filter.warning(`a match by filter has no effect on ${applyTo}`);
  }
  const [name, inner] = [filter.at('name'), filter.at('subFilter')];
  if (name.text === '') {
    filter.error('a match by filter needs its name');
  } else if (inner.isSet) {
    if (applyTo !== 'HTTP_FILTER') {
      inner.error('subFilter goes with HTTP_FILTER only');
    } else if (!connectionManagers.includes(name.text)) {
      name.error(`subFilter needs the filter ${connectionManagers[0]}`);
    } else if (inner.at('name').text === '') {
      inner.error('a match by subFilter needs its name');
    }
  }
  for (const old of [name, inner.at('name')]) {
    const current = currentNames.get(old.text);
    if (current !== undefined) {
      old.warning(`the filter name ${old.text} is deprecated; it is now ${current}`);
    }
  }
}

/** Current names of Envoy's filters by the ones of its API v2 (Envoy, "Deprecated" of 1.14). */
const currentNames: ReadonlyMap<string, string> = new Map([
  ['envoy.buffer', 'envoy.filters.http.buffer'],
  ['envoy.cors', 'envoy.filters.http.cors'],
  ['envoy.csrf', 'envoy.filters.http.csrf'],
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'],
  ['envoy.ext_authz', 'envoy.filters.http.ext_authz'],
  ['envoy.fault', 'envoy.filters.http.fault'],
  ['envoy.grpc_http1_bridge', 'envoy.filters.http.grpc_http1_bridge'],
  ['envoy.grpc_json_transcoder', 'envoy.filters.http.grpc_json_transcoder'],
  ['envoy.grpc_web', 'envoy.filters.http.grpc_web'],
  ['envoy.gzip', 'envoy.filters.http.gzip'],
  ['envoy.health_check', 'envoy.filters.http.health_check'],
  ['envoy.ip_tagging', 'envoy.filters.http.ip_tagging'],
  ['envoy.lua', 'envoy.filters.http.lua'],
  ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
  ['envoy.router', 'envoy.filters.http.router'],
  ['envoy.squash', 'envoy.filters.http.squash'],
  ['envoy.client_ssl_auth', 'envoy.filters.network.client_ssl_auth'],
  ['envoy.http_connection_manager', 'envoy.filters.network.http_connection_manager'],
  ['envoy.mongo_proxy', 'envoy.filters.network.mongo_proxy'],
  ['envoy.ratelimit', 'envoy.filters.network.ratelimit'],
  ['envoy.redis_proxy', 'envoy.filters.network.redis_proxy'],
  ['envoy.tcp_proxy', 'envoy.filters.network.tcp_proxy'],
]);
