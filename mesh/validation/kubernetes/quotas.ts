import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { isQualifiedName } from '../kubernetes-names.js';
import { quantityOf } from './resources.js';
import { checkUnique } from './values.js';

const quotaResource =
  /^(?:(?:requests\.|limits\.)?(?:cpu|memory|ephemeral-storage)|requests\.storage|(?:requests\.)?hugepages-.+|pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.nodeports|services\.loadbalancers)$/;
const counted =
  /^(?:pods|services|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|services\.nodeports|services\.loadbalancers|count\/.+)$/;
const scopes = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];

/** What an API server refuses in a ResourceQuota (https://kubernetes.io/docs/concepts/policy/resource-quotas/). */
export const checkResourceQuota: KindRules = (spec) => {
  for (const [name, value] of spec.at('hard').entries) {
    if (name.includes('/') ? !isQualifiedName(name) : !quotaResource.test(name)) {
      value.error(`\`${name}\` is not a resource that a quota counts, such as requests.cpu, pods or count/jobs.batch`);
    }
    const amount = quantityOf(value.value);
    if (amount !== undefined && amount < 0) {
      value.error('must not be negative');
    } else if (amount !== undefined && counted.test(name) && !Number.isInteger(amount)) {
      value.error('must be a whole number');
    }
  }
  const given = spec.at('scopes').items;
  for (const scope of given) {
    if (!scopes.includes(scope.text)) {
      scope.error(`\`${scope.text}\` is not one of ${scopes.join(', ')}`);
    }
  }
  const names = new Set(given.map(({ text }) => text));
  for (const scope of ['Terminating', 'BestEffort']) {
    if (names.has(scope) && names.has(`Not${scope}`)) {
      spec.at('scopes').error(`${scope} and Not${scope} exclude each other`);
    }
  }
};

/** What an API server refuses in a LimitRange (https://kubernetes.io/docs/concepts/policy/limit-range/). */
export const checkLimitRange: KindRules = (spec) => {
  const { items } = spec.at('limits');
  checkUnique(
    items.map((item) => item.at('type')),
    'type',
  );
  for (const item of items) {
    checkItem(item);
  }
};

const amounts = ['min', 'defaultRequest', 'default', 'max'] as const;

function checkItem(item: Field): void {
  const type = item.at('type').text;
  if (type !== '' && !['Pod', 'Container', 'PersistentVolumeClaim'].includes(type) && !type.includes('/')) {
    item.at('type').error(`\`${type}\` is not one of Container, Pod, PersistentVolumeClaim`);
  }
  if (type === 'Pod') {
    for (const name of ['default', 'defaultRequest'] as const) {
      if (item.at(name).size > 0) {
        item.at(name).error('is for containers, not for type Pod');
      }
    }
  }
  if (type === 'PersistentVolumeClaim' && !item.at('min').has('storage') && !item.at('max').has('storage')) {
    item.error('type PersistentVolumeClaim needs a min or max of storage');
  }
  for (const [index, name] of amounts.entries()) {
    for (const [resource, value] of item.at(name).entries) {
      const amount = quantityOf(value.value);
      const above = amounts
        .slice(index + 1)
        .find((other) => (quantityOf(item.at(other).at(resource).value) ?? Infinity) < (amount ?? 0));
      if (amount !== undefined && amount < 0) {
        value.error('must not be negative');
      } else if (above !== undefined) {
        value.error(`must not be more than ${above}, ${String(item.at(above).at(resource).value)}`);
      }
    }
  }
  for (const [, ratio] of item.at('maxLimitRequestRatio').entries) {
    if ((quantityOf(ratio.value) ?? 1) < 1) {
      ratio.error('must be at least 1');
    }
  }
}
