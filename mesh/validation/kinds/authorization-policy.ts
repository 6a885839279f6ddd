import { checkIpBlocks } from '../addresses.js';
import type { Field } from '../field.js';
import { checkPathTemplates } from '../path-templates.js';
import { checkPolicyTargets } from '../policy-targets.js';
import { checkCondition, checkServiceAccounts, checkSingleWildcard } from './authorization-condition.js';

const identities = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'];
const accounts = ['serviceAccounts', 'notServiceAccounts'];
const domains = ['trustDomains', 'notTrustDomains'];
const requests = ['requestPrincipals', 'notRequestPrincipals'];
const addresses = ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'];
const sourceFields = [...identities, ...accounts, ...domains, ...requests, ...addresses];
const ports = ['ports', 'notPorts'];
const operationFields = [...ports, 'methods', 'notMethods', 'paths', 'notPaths', 'hosts', 'notHosts'];

/** The rules of an AuthorizationPolicy (https://istio.io/latest/docs/reference/config/security/authorization-policy/). */
export function checkAuthorizationPolicy(spec: Field): void {
  checkPolicyTargets(spec);
  const action = spec.at('action').text === '' ? 'ALLOW' : spec.at('action').text;
  const rules = spec.at('rules');
  if ((action === 'CUSTOM' || action === 'DENY') && !(rules.size > 0)) {
    spec.error(`action ${action} without rules never acts; the rule {} stands for every request`);
  }
  if (action === 'CUSTOM') {
    checkCustom(spec);
  } else if (spec.has('provider')) {
    spec.at('provider').error(`a provider goes with action CUSTOM, not with ${action}`);
  }
  for (const rule of rules.items) {
    checkRule(rule, action);
  }
}

function checkCustom(spec: Field): void {
  if (spec.at('rules').size > 0 && spec.at('provider').at('name').text === '') {
    spec.error('action CUSTOM needs provider.name');
  }
  for (const rule of spec.at('rules').items) {
    for (const from of rule.at('from').items) {
      for (const key of [...identities, ...accounts, ...domains, ...requests]) {
        if (from.at('source').at(key).size > 0) {
          from.at('source').at(key).error(`action CUSTOM does not support ${key}`);
        }
      }
    }
    for (const condition of rule.at('when').items) {
      const key = condition.at('key');
      if (/^(?:source\.(?:namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/.test(key.text)) {
        key.error(`action CUSTOM does not support ${key.text}`);
      }
    }
  }
}

/** What is said of a DENY rule that only looks at HTTP: on other ports no part of it can be judged, so all of it holds. */
export const deniesTcpPorts =
  'a DENY rule of HTTP attributes alone denies everything on TCP ports; name the ports that it is for';

function checkRule(rule: Field, action: string): void {
  const sources = rule.at('from').items.map((from) => checkSource(from));
  const operations = rule.at('to').items.map((to) => checkOperation(to));
  for (const condition of rule.at('when').items) {
    checkCondition(condition);
  }
  const isHttpOnly =
    operations.length > 0 ? !operations.includes('tcp') : sources.includes('http') && !sources.includes('tcp');
  if (action === 'DENY' && isHttpOnly && [...sources, ...operations].some((part) => part !== 'none')) {
    rule.warning(deniesTcpPorts);
  }
}

type Attributes = 'tcp' | 'http' | 'none';

/** @returns whether it looks at what TCP has too, at HTTP alone, or is missing. */
function checkSource(from: Field): Attributes {
  const source = from.at('source');
  if (!source.isSet) {
    from.error('the source is missing');
    return 'none';
  }
  const has = (key: string): boolean => source.at(key).size > 0;
  if (accounts.some(has) && identities.some(has)) {
    source.error('serviceAccounts do not go with principals or namespaces');
  }
  if (!sourceFields.some(has)) {
    source.error('the source must not be empty');
  }
  for (const key of addresses) {
    checkIpBlocks(source.at(key));
  }
  for (const key of accounts) {
    checkServiceAccounts(source.at(key));
  }
  for (const key of domains) {
    checkSingleWildcard(source.at(key));
    for (const domain of source.at(key).texts.filter(({ text }) => text.includes('/'))) {
      domain.error(`\`${domain.text}\` is no trust domain`);
    }
  }
  for (const key of [...identities, ...requests]) {
    checkNotEmpty(source.at(key));
  }
  return [...identities, ...accounts, ...addresses].some((key) => source.has(key)) ? 'tcp' : 'http';
}

function checkOperation(to: Field): Attributes {
  const operation = to.at('operation');
  if (!operation.isSet) {
    to.error('the operation is missing');
    return 'none';
  }
  if (!operationFields.some((key) => operation.at(key).size > 0)) {
    operation.error('the operation must not be empty');
  }
  for (const key of ports) {
    for (const port of operation.at(key).texts) {
      if (!/^\d+$/.test(port.text) || Number(port.text) > 65535) {
        port.error(`\`${port.text}\` is no port`);
      }
    }
  }
  for (const key of operationFields.slice(ports.length)) {
    checkNotEmpty(operation.at(key));
  }
  checkPathTemplates(operation.at('paths'));
  checkPathTemplates(operation.at('notPaths'));
  return ports.some((key) => operation.has(key)) ? 'tcp' : 'http';
}

function checkNotEmpty(list: Field): void {
  for (const value of list.texts) {
    if (value.text === '') {
      value.error('must not be empty');
    }
  }
}
