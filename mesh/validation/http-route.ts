import { checkDestination, checkWeightedDestinations } from './destinations.js';
import { checkDuration } from './durations.js';
import type { Field } from './field.js';
import { checkGatewayNames } from './gateway-names.js';
import { checkHeaderOperations, checkMatchedHeader, isAuthority } from './headers.js';
import { checkCors, checkFault, checkRetries } from './http-settings.js';
import { checkLabels } from './labels.js';
import { isDnsLabel } from './names.js';
import { checkPortNumber } from './ports.js';
import { checkRegex, checkStringMatch } from './regular-expressions.js';

/** The rules of one HTTP route of a VirtualService; a delegate is a VirtualService without hosts, which a root route hands over to. */
export function checkHttpRoute(route: Field, isDelegate: boolean): void {
  checkAction(route, isDelegate);
  for (const match of route.at('match').items) {
    checkMatch(match);
  }
  checkHeaderOperations(route.at('headers'));
  checkCors(route.at('corsPolicy'));
  checkFault(route.at('fault'));
  checkMirrors(route);
  checkRedirect(route.at('redirect'), route.at('match'));
  checkDirectResponse(route.at('directResponse'));
  checkRetries(route.at('retries'));
  checkRewrite(route.at('rewrite'));
  checkAuthorityChanges(route);
  checkWeightedDestinations(route.at('route'));
  checkDuration(route.at('timeout'));
}

/** What a route may do at the same time. */
function checkAction(route: Field, isDelegate: boolean): void {
  if (route.has('delegate')) {
    if (isDelegate) {
      route.at('delegate').error('a delegate cannot delegate further');
    } else {
      for (const key of ['redirect', 'route']) {
        if (route.has(key)) {
          route.at(key).error(`a route that delegates must not have ${key}`);
        }
      }
      return;
    }
  }
  const answer = ['redirect', 'directResponse'].find((key) => route.has(key));
  if (answer === undefined) {
    if (route.at('route').size === 0) {
      route.error('a route needs one of route, redirect and directResponse');
    }
  } else {
    for (const key of ['route', 'fault', 'rewrite', 'directResponse']) {
      if (key !== answer && (key === 'route' ? route.at(key).size > 0 : route.has(key))) {
        route.at(key).error(`${key} does not go with ${answer}`);
      }
    }
  }
  if (route.has('mirror') && route.at('mirrors').size > 0) {
    route.at('mirror').error('mirror does not go with mirrors');
  }
}

function checkMatch(match: Field): void {
  for (const [name, header] of match.at('headers').entries) {
    if (!header.isSet) {
      header.error('the header match is empty');
    }
    checkMatchedHeader(header, name);
    checkStringMatch(header);
  }
  for (const [name, header] of match.at('withoutHeaders').entries) {
    checkMatchedHeader(header, name);
    // `*` is no regular expression: it stands for a header that is present at all.
    if (header.at('regex').text !== '*') {
      checkStringMatch(header);
    }
  }
  checkStringMatch(match.at('uri'), true);
  for (const key of ['scheme', 'method', 'authority']) {
    checkStringMatch(match.at(key));
  }
  for (const [, parameter] of match.at('queryParams').entries) {
    checkStringMatch(parameter);
  }
  if (match.at('port').number !== 0) {
    checkPortNumber(match.at('port'));
  }
  checkLabels(match.at('sourceLabels'));
  checkGatewayNames(match.at('gateways').errorsOnly);
  const namespace = match.at('sourceNamespace');
  if (namespace.text !== '' && !isDnsLabel(namespace.text)) {
    namespace.error(`\`${namespace.text}\` is no namespace name`);
  }
}

function checkMirrors(route: Field): void {
  const percent = route.at(route.has('mirror_percent') ? 'mirror_percent' : 'mirrorPercent');
  if (percent.isSet) {
    percent.warning('mirrorPercent is deprecated; use mirrorPercentage');
  }
  const shares = [percent, route.at('mirrorPercentage').at('value')];
  checkDestination(route.at('mirror'));
  for (const mirror of route.at('mirrors').items) {
    if (!mirror.has('destination')) {
      mirror.error('the destination is missing');
    }
    checkDestination(mirror.at('destination'));
    shares.push(mirror.at('percentage').at('value'));
  }
  for (const share of shares) {
    if (share.number < 0 || share.number > 100) {
      share.error(`${share.number} is no percentage: it must be between 0 and 100`);
    }
  }
}

function checkRedirect(redirect: Field, matches: Field): void {
  if (!redirect.isSet) {
    return;
  }
  const given = (key: string): boolean => redirect.at(key).text !== '';
  if (given('uri') && given('prefixRewrite')) {
    redirect.error('uri and prefixRewrite exclude each other');
  }
  const uris = matches.items.map((match) => match.at('uri')).filter((uri) => uri.isSet);
  if (given('prefixRewrite') && uris.some((uri) => !uri.has('prefix'))) {
    redirect.at('prefixRewrite').error('prefixRewrite needs matches by prefix of the URI');
  }
  const changes = ['uri', 'prefixRewrite', 'authority', 'scheme'].some(given);
  if (!changes && !redirect.has('port') && !redirect.has('derivePort')) {
    redirect.error('a redirect must change the URI, authority, scheme or port');
  }
  const code = redirect.at('redirectCode');
  if (code.number !== 0 && (code.number < 300 || code.number > 399)) {
    code.error(`${code.number} is no redirect: it must be between 300 and 399`);
  }
  if (given('scheme') && !['http', 'https'].includes(redirect.at('scheme').text)) {
    redirect.at('scheme').error('the scheme must be http or https');
  }
  if (redirect.at('port').number > 0) {
    checkPortNumber(redirect.at('port'));
  }
}

const kilobyte = 1024;

function checkDirectResponse(response: Field): void {
  if (!response.isSet) {
    return;
  }
  const body = response.at('body');
  const size = Math.max(body.at('string').text.length, Math.floor((body.at('bytes').text.length * 3) / 4));
  if (size > kilobyte * kilobyte) {
    body.error('the body is larger than 1 MB');
  } else if (size > 100 * kilobyte) {
    body.warning('a body of more than 100 kB burdens the control plane');
  }
  const status = response.at('status');
  if (status.number < 200 || status.number > 600) {
    status.error(`${status.number} is no HTTP status: it must be between 200 and 599`);
  }
}

function checkRewrite(rewrite: Field): void {
  if (!rewrite.isSet) {
    return;
  }
  const expression = rewrite.at('uriRegexRewrite');
  const hasUri = rewrite.at('uri').text !== '';
  if (hasUri && expression.isSet) {
    rewrite.error('uri and uriRegexRewrite exclude each other');
  } else if (!hasUri && !expression.isSet && rewrite.at('authority').text === '') {
    rewrite.error('a rewrite must change the URI or the authority');
  } else if (expression.isSet) {
    if (expression.at('match').text === '' || expression.at('rewrite').text === '') {
      expression.error('uriRegexRewrite needs match and rewrite');
    } else {
      checkRegex(expression.at('match'));
    }
  }
}

function checkAuthorityChanges(route: Field): void {
  const request = route.at('headers').at('request');
  const headers = [...request.at('set').entries, ...request.at('add').entries].filter(([name]) => isAuthority(name));
  const rewrites = route.at('rewrite').at('authority').text === '' ? 0 : 1;
  if (headers.length + rewrites > 1) {
    route.error('the authority is changed more than once');
  }
}
