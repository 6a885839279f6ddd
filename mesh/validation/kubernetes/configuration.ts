import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { quantityOf } from './resources.js';
import { checkGiven, checkLabelSelector, checkObjectName } from './values.js';

const key = /^[-._a-zA-Z0-9]+$/;
const largest = 1024 * 1024;

/** What an API server refuses in a ConfigMap. */
export const checkConfigMap: KindRules = (_spec, _namespace, object) => {
  checkKeys(object, ['data', 'binaryData']);
  for (const [name, value] of object.at('binaryData').entries) {
    if (object.at('data').has(name)) {
      value.error('the key is in data too');
    }
  }
  checkSize(object, ['data', 'binaryData']);
};

/** The keys that each type of Secret needs. */
const neededKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['kubernetes.io/tls', ['tls.crt', 'tls.key']],
  ['kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
  ['kubernetes.io/dockercfg', ['.dockercfg']],
  ['kubernetes.io/ssh-auth', ['ssh-privatekey']],
]);

/** What an API server refuses in a Secret. No message has a value of it. */
export const checkSecret: KindRules = (_spec, _namespace, object) => {
  checkKeys(object, ['data', 'stringData']);
  checkSize(object, ['data', 'stringData']);
  const type = object.at('type').text;
  const has = (name: string): boolean => object.at('data').has(name) || object.at('stringData').has(name);
  for (const name of neededKeys.get(type) ?? []) {
    if (!has(name)) {
      object.at('data').at(name).error(`a Secret of type ${type} needs the key`);
    }
  }
  if (type === 'kubernetes.io/basic-auth' && !has('username') && !has('password')) {
    object.at('data').error(`a Secret of type ${type} needs the key username or password`);
  }
  const account = 'kubernetes.io/service-account.name';
  if (type === 'kubernetes.io/service-account-token' && !object.at('metadata').at('annotations').has(account)) {
    object.at('metadata').at('annotations').error(`a Secret of type ${type} needs the annotation ${account}`);
  }
};

function checkKeys(object: Field, maps: readonly string[]): void {
  for (const map of maps) {
    for (const [name, value] of object.at(map).entries) {
      if (name.length > 253 || !key.test(name) || name === '.' || name.startsWith('..')) {
        value.error(`\`${name}\` is not a key: use letters, digits, -, _ and .`);
      }
    }
  }
}

function checkSize(object: Field, maps: readonly string[]): void {
  let size = 0;
  for (const map of maps) {
    for (const [name, value] of object.at(map).entries) {
      size += name.length + value.text.length * (map === 'data' && object.at('kind').text === 'Secret' ? 0.75 : 1);
    }
  }
  if (size > largest) {
    object.error('is larger than 1 MiB');
  }
}

/** What an API server refuses in a PersistentVolumeClaim. */
export const checkPersistentVolumeClaim: KindRules = (spec) => {
  if (spec.at('accessModes').size === 0) {
    spec.at('accessModes').error('needs an access mode');
  }
  const storage = spec.at('resources').at('requests').at('storage');
  if (!storage.isSet) {
    storage.error('must be given');
  } else if ((quantityOf(storage.value) ?? 1) <= 0) {
    storage.error('must be more than 0');
  }
  checkObjectName(spec.at('storageClassName'));
  checkLabelSelector(spec.at('selector'));
};

/** What an API server refuses in an IngressClass. */
export const checkIngressClass: KindRules = (spec) => {
  const controller = spec.at('controller');
  if (checkGiven(controller) && controller.isSet && !/^[^/]+\/.+$/.test(controller.text)) {
    controller.error(`\`${controller.text}\` is not the name of a controller, such as example.com/ingress`);
  }
};
