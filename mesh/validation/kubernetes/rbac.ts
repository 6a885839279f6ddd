import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { checkGiven } from './values.js';

const group = 'rbac.authorization.k8s.io';

/** What an API server refuses in a Role or ClusterRole. */
export const checkRole: KindRules = (_spec, _namespace, object) => {
  const isCluster = object.at('kind').text === 'ClusterRole';
  for (const rule of object.at('rules').items) {
    checkRule(rule, isCluster);
  }
};

function checkRule(rule: Field, isCluster: boolean): void {
  const urls = rule.at('nonResourceURLs');
  const names = ['apiGroups', 'resources', 'resourceNames'] as const;
  if (rule.has('verbs') && rule.at('verbs').size === 0) {
    rule.at('verbs').error('needs a verb');
  }
  if (urls.size > 0) {
    if (!isCluster) {
      urls.error('a Role is for resources of its namespace only');
    } else if (names.some((name) => rule.at(name).size > 0)) {
      urls.error('a rule is for resources or for URLs, not for both');
    }
    return;
  }
  for (const name of ['apiGroups', 'resources'] as const) {
    if (rule.at(name).size === 0) {
      rule.at(name).error('a rule for resources needs one at least');
    }
  }
}

/** What an API server refuses in a RoleBinding or ClusterRoleBinding. */
export const checkRoleBinding: KindRules = (_spec, _namespace, object) => {
  const role = object.at('roleRef');
  const kinds = object.at('kind').text === 'ClusterRoleBinding' ? ['ClusterRole'] : ['Role', 'ClusterRole'];
  if (role.at('apiGroup').text !== '' && role.at('apiGroup').text !== group) {
    role.at('apiGroup').error(`must be ${group}`);
  }
  if (checkGiven(role.at('kind')) && !kinds.includes(role.at('kind').text)) {
    role.at('kind').error(`must be ${kinds.join(' or ')}`);
  }
  checkGiven(role.at('name'));
  for (const subject of object.at('subjects').items) {
    checkSubject(subject);
  }
};

function checkSubject(subject: Field): void {
  checkGiven(subject.at('name'));
  const apiGroup = subject.at('apiGroup');
  switch (subject.at('kind').text) {
    case 'ServiceAccount':
      if (subject.at('namespace').text === '') {
        subject.at('namespace').error('a ServiceAccount needs one');
      }
      if (apiGroup.text !== '') {
        apiGroup.error('must be empty for a ServiceAccount');
      }
      break;
    case 'User':
    case 'Group':
      if (apiGroup.text !== '' && apiGroup.text !== group) {
        apiGroup.error(`must be ${group}`);
      }
      break;
    default:
      if (subject.has('kind')) {
        subject.at('kind').error('must be ServiceAccount, User or Group');
      }
  }
}
