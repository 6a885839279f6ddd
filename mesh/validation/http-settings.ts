import { parseDuration } from '../istio/duration.js';
import { checkDuration } from './durations.js';
import type { Field } from './field.js';
import { checkCorsHeader } from './headers.js';
import { checkRegex } from './regular-expressions.js';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

/** The rules of a CORS policy. */
export function checkCors(policy: Field): void {
  if (!policy.isSet) {
    return;
  }
  for (const origin of policy.at('allowOrigins').items) {
    if (['exact', 'prefix', 'regex'].every((key) => origin.at(key).text === '')) {
      origin.error('an origin needs an exact text, a prefix or a regular expression');
    } else if (origin.has('regex')) {
      checkRegex(origin.at('regex'));
    }
  }
  for (const method of policy.at('allowMethods').texts) {
    if (!methods.includes(method.text)) {
      method.error(`\`${method.text}\` is no HTTP method`);
    }
  }
  for (const header of [...policy.at('allowHeaders').texts, ...policy.at('exposeHeaders').texts]) {
    checkCorsHeader(header);
  }
  const age = policy.at('maxAge');
  checkDuration(age);
  if ((parseDuration(age.text) ?? 0) % 1000 !== 0) {
    age.error('maxAge must be whole seconds');
  }
}

const grpcStatuses: ReadonlySet<string> = new Set([
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
]);

/** The rules of fault injection. */
export function checkFault(fault: Field): void {
  if (!fault.isSet) {
    return;
  }
  const [abort, delay] = [fault.at('abort'), fault.at('delay')];
  if (!abort.isSet && !delay.isSet) {
    fault.error('a fault needs an abort or a delay');
  }
  for (const part of [abort, delay]) {
    checkPercentage(part.at('percentage'));
  }
  if (abort.has('grpcStatus') && !grpcStatuses.has(abort.at('grpcStatus').text)) {
    abort.at('grpcStatus').error(`\`${abort.at('grpcStatus').text}\` is no gRPC status such as NOT_FOUND`);
  }
  if (abort.has('http2Error')) {
    abort.at('http2Error').error('aborts by HTTP/2 error are not supported');
  }
  const status = abort.at('httpStatus');
  if (status.isSet && (status.number < 200 || status.number > 600)) {
    status.error(`${status.number} is no HTTP status: it must be between 200 and 599`);
  }
  checkDuration(delay.at('fixedDelay'));
  if (delay.has('exponentialDelay')) {
    delay.at('exponentialDelay').error('exponentialDelay is not supported');
  }
}

function checkPercentage(percentage: Field): void {
  const value = percentage.at('value');
  if (value.number < 0 || value.number > 100 || (value.number > 0 && value.number < 0.0001)) {
    value.error(`${value.number} is no percentage: it must be 0, or between 0.0001 and 100`);
  }
}

const retryReasons: ReadonlySet<string> = new Set([
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
]);

/** HTTP status codes that have a name (IANA, HTTP Status Code Registry). */
const statusRanges: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/** The rules of retries. */
export function checkRetries(retries: Field): void {
  if (!retries.isSet) {
    return;
  }
  const attempts = retries.at('attempts');
  if (attempts.number < 0) {
    attempts.error('attempts must not be negative');
  }
  const sets = ['perTryTimeout', 'retryRemoteLocalities'].some((key) => retries.has(key));
  if (attempts.number === 0 && (sets || retries.at('retryOn').text !== '')) {
    retries.error('attempts 0 means no retries, so nothing else may be set');
  }
  checkDuration(retries.at('perTryTimeout'));
  checkDuration(retries.at('backoff'));
  const reasons = retries.at('retryOn').text;
  for (const reason of reasons === '' ? [] : reasons.split(',')) {
    if (!retryReasons.has(reason) && !isNamedStatus(reason)) {
      retries.at('retryOn').error(`\`${reason}\` is no reason to retry`);
    }
  }
}

function isNamedStatus(text: string): boolean {
  const status = /^\d+$/.test(text) ? Number(text) : 0;
  return statusRanges.some(([first, last]) => status >= first && status <= last);
}
