import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { checkGiven, checkPortNumber, checkUnique } from './values.js';

/** What an API server refuses in a CustomResourceDefinition. */
export const checkCustomResourceDefinition: KindRules = (spec, _namespace, object) => {
  const name = object.at('metadata').at('name');
  const wanted = `${spec.at('names').at('plural').text}.${spec.at('group').text}`;
  if (spec.has('group') && spec.at('names').has('plural') && name.text !== '' && name.text !== wanted) {
    name.error(`must be ${wanted}, of names.plural and group`);
  }
  const scope = spec.at('scope');
  if (scope.isSet && !['Namespaced', 'Cluster'].includes(scope.text)) {
    scope.error('must be Namespaced or Cluster');
  }
  const versions = spec.at('versions').items;
  if (spec.has('versions') && versions.length === 0) {
    spec.at('versions').error('needs a version');
  }
  if (versions.length > 0 && versions.filter((version) => version.at('storage').isTrue).length !== 1) {
    spec.at('versions').error('exactly one version must be the one for storage');
  }
  for (const version of versions) {
    if (!version.at('schema').has('openAPIV3Schema')) {
      version.at('schema').error('each version needs an openAPIV3Schema');
    }
  }
  checkUnique(
    versions.map((version) => version.at('name')),
    'version',
  );
};

/** What an API server refuses in the configuration of admission webhooks. */
export const checkWebhooks: KindRules = (_spec, _namespace, object) => {
  const webhooks = object.at('webhooks').items;
  for (const webhook of webhooks) {
    checkWebhook(webhook);
  }
  checkUnique(
    webhooks.map((webhook) => webhook.at('name')),
    'webhook',
  );
};

function checkWebhook(webhook: Field): void {
  const name = webhook.at('name');
  if (checkGiven(name) && name.text.split('.').length < 3) {
    name.error(`\`${name.text}\` is not a full name of three parts, such as check.example.com`);
  }
  const client = webhook.at('clientConfig');
  if (client.isSet && client.has('url') === client.has('service')) {
    client.error('needs exactly one of url and service');
  }
  if (client.has('url') && !client.at('url').text.startsWith('https://')) {
    client.at('url').error('must begin with https://');
  }
  checkPortNumber(client.at('service').at('port'));
  if (webhook.has('admissionReviewVersions') && webhook.at('admissionReviewVersions').size === 0) {
    webhook.at('admissionReviewVersions').error('needs a version');
  }
  const effects = webhook.at('sideEffects');
  if (effects.isSet && !['None', 'NoneOnDryRun'].includes(effects.text)) {
    effects.error('must be None or NoneOnDryRun');
  }
  const timeout = webhook.at('timeoutSeconds');
  if (timeout.isSet && (timeout.number < 1 || timeout.number > 30)) {
    timeout.error('must be from 1 to 30 seconds');
  }
  for (const rule of webhook.at('rules').items) {
    for (const list of ['operations', 'apiGroups', 'apiVersions', 'resources']) {
      if (rule.at(list).size === 0) {
        rule.at(list).error('must be given');
      }
    }
  }
}
