import type { Grant, Subject } from './grant.js';
import { describeSubject } from './grant.js';
import { ruleAllows } from './policy-rule.js';

/** A way in which one subject can act as another. */
export interface SteppingStone {
  readonly to: Subject;
  /** How a path says it: `runs pods as ServiceAccount ci/deployer`. */
  readonly words: string;
  readonly grant: Grant;
}

/** A ServiceAccount that rights are given to, and whether pods of the files run as it. */
export interface KnownAccount {
  readonly account: Subject;
  readonly hasPods: boolean;
}

const podMakers: readonly (readonly [group: string, resource: string])[] = [
  ['', 'pods'],
  ['', 'replicationcontrollers'],
  ['apps', 'deployments'],
  ['apps', 'statefulsets'],
  ['apps', 'daemonsets'],
  ['apps', 'replicasets'],
  ['batch', 'jobs'],
  ['batch', 'cronjobs'],
];

/**
 * How a grant lets a subject act as a ServiceAccount (https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks):
 * who may run pods in a namespace may run them as any account of it; who may make tokens or impersonate needs no pod.
 */
export function stonesOf(grant: Grant, accounts: readonly KnownAccount[]): readonly SteppingStone[] {
  return accounts.flatMap(({ account, hasPods }) => {
    const isSelf = describeSubject(account) === describeSubject(grant.subject);
    if (isSelf || (grant.namespace !== '' && grant.namespace !== account.namespace)) {
      return [];
    }
    const words = wayOf(grant, account.name, hasPods);
    return words === undefined ? [] : [{ to: account, words: `${words} ${describeSubject(account)}`, grant }];
  });
}

function wayOf({ rules }: Grant, name: string, hasPods: boolean): string | undefined {
  const may = (verb: string, group: string, resource: string, object = ''): boolean =>
    rules.some((rule) => ruleAllows(rule, { verb, group, resource, name: object }));
  if (may('impersonate', '', 'serviceaccounts', name)) {
    return 'impersonates';
  }
  if (may('create', '', 'serviceaccounts/token', name)) {
    return 'makes tokens of';
  }
  if (podMakers.some(([group, resource]) => may('create', group, resource))) {
    return 'runs pods as';
  }
  return hasPods && may('create', '', 'pods/exec') ? 'runs commands in pods of' : undefined;
}
