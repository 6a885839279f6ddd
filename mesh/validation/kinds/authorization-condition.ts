import { checkIpBlocks } from '../addresses.js';
import type { Field } from '../field.js';

type ValueCheck = (values: Field) => void;
const anything: ValueCheck = () => {};

/** Attributes of `when` by name, with the check of their values (https://istio.io/latest/docs/reference/config/security/conditions/). */
const attributes: ReadonlyMap<string, ValueCheck> = new Map([
  ['source.ip', checkIpBlocks],
  ['remote.ip', checkIpBlocks],
  ['destination.ip', checkIpBlocks],
  ['source.namespace', anything],
  ['source.principal', anything],
  ['source.serviceAccount', checkServiceAccounts],
  ['source.trustDomain', checkSingleWildcard],
  ['request.auth.principal', anything],
  ['request.auth.audiences', anything],
  ['request.auth.presenter', anything],
  ['destination.port', checkPorts],
  ['connection.sni', anything],
]);

/** Attributes that are followed by a name in brackets. */
const keyedAttributes = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

/** Reports a condition with an unknown attribute or with values that it cannot have. */
export function checkCondition(condition: Field): void {
  const key = condition.at('key');
  const lists = [condition.at('values'), condition.at('notValues')];
  if (key.text === '') {
    condition.error('the key is missing');
    return;
  }
  if (lists.every((list) => list.size === 0)) {
    condition.error('a condition needs values or notValues');
    return;
  }
  for (const value of lists.flatMap((list) => list.texts)) {
    if (value.text === '') {
      value.error('must not be empty');
    }
  }
  const check = attributes.get(key.text);
  if (check !== undefined) {
    lists.forEach(check);
  } else if (!keyedAttributes.some((prefix) => key.text.startsWith(prefix))) {
    key.error(`\`${key.text}\` is no attribute of a request`);
  } else if (!/^[^[]+\[.+\]$/.test(key.text)) {
    key.error(`\`${key.text}\` needs a name in brackets, such as request.headers[x-token]`);
  }
}

/** Reports service accounts that are neither `name` nor `namespace/name`. */
export function checkServiceAccounts(list: Field): void {
  if (list.size > 16) {
    list.error('at most 16 service accounts are allowed');
  }
  for (const account of list.texts) {
    const parts = account.text.split('/');
    if (account.text.includes('*') || parts.length > 2 || parts.includes('') || account.text.length > 320) {
      account.error(`\`${account.text}\` must be a service account or namespace/account, without wildcard`);
    }
  }
}

/** Reports texts that are empty, or whose wildcard is neither first nor last. */
export function checkSingleWildcard(list: Field): void {
  for (const value of list.texts) {
    if (!/^(?:\*|[^*]+|\*[^*]+|[^*]+\*)$/.test(value.text)) {
      value.error(`\`${value.text}\` may have one wildcard, at its beginning or end, and must not be empty`);
    }
  }
}

function checkPorts(values: Field): void {
  for (const port of values.texts) {
    if (!/^\d+$/.test(port.text) || Number(port.text) > 65535) {
      port.error(`\`${port.text}\` is no port`);
    }
  }
}
