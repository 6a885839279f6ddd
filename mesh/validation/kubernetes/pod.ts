import { ipFamily } from '../../text/ip-address.js';
import type { Field } from '../field.js';
import { isQualifiedName } from '../kubernetes-names.js';
import { checkAffinity } from './affinity.js';
import { checkContainers } from './containers.js';
import { checkLabelName, checkLabelPairs, checkLowest, checkObjectName } from './values.js';
import { checkVolumes } from './volumes.js';

const objectNames = ['serviceAccountName', 'serviceAccount', 'nodeName', 'priorityClassName', 'runtimeClassName'];

/** What an API server refuses in the `spec` of a pod (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/). */
export function checkPodSpec(spec: Field): void {
  checkVolumes(spec);
  checkContainers(spec);
  for (const key of objectNames) {
    if (spec.has(key)) {
      checkObjectName(spec.at(key));
    }
  }
  for (const key of ['hostname', 'subdomain']) {
    if (spec.has(key)) {
      checkLabelName(spec.at(key));
    }
  }
  if (spec.has('nodeSelector')) {
    checkLabelPairs(spec.at('nodeSelector'));
  }
  checkLowest(spec.at('terminationGracePeriodSeconds'), 0);
  checkLowest(spec.at('activeDeadlineSeconds'), 1);
  if (spec.has('shareProcessNamespace') && spec.at('shareProcessNamespace').isTrue && spec.at('hostPID').isTrue) {
    spec.at('shareProcessNamespace').error('shareProcessNamespace and hostPID exclude each other');
  }
  for (const secret of spec.at('imagePullSecrets').items) {
    checkObjectName(secret.at('name'));
  }
  for (const alias of spec.at('hostAliases').items) {
    if (ipFamily(alias.at('ip').text) === 0 && alias.has('ip')) {
      alias.at('ip').error(`\`${alias.at('ip').text}\` is not an IP address`);
    }
  }
  for (const toleration of spec.at('tolerations').items) {
    checkToleration(toleration);
  }
  if (spec.has('dnsPolicy') || spec.has('dnsConfig')) {
    checkDns(spec);
  }
  if (spec.has('affinity') || spec.has('topologySpreadConstraints')) {
    checkAffinity(spec);
  }
}

function checkToleration(toleration: Field): void {
  const operator = toleration.at('operator').text || 'Equal';
  const key = toleration.at('key').text;
  if (key !== '' && !isQualifiedName(key)) {
    toleration.at('key').error(`\`${key}\` is not the key of a taint`);
  }
  if (key === '' && operator !== 'Exists') {
    toleration.at('operator').error('a toleration without a key needs operator Exists');
  }
  if (operator === 'Exists' && toleration.at('value').text !== '') {
    toleration.at('value').error('a toleration with operator Exists takes no value');
  }
  if (toleration.has('tolerationSeconds') && toleration.at('effect').text !== 'NoExecute') {
    toleration.at('tolerationSeconds').error('tolerationSeconds goes with effect NoExecute only');
  }
}

function checkDns(spec: Field): void {
  const servers = spec.at('dnsConfig').at('nameservers');
  if (spec.at('dnsPolicy').text === 'None' && servers.size === 0) {
    spec.at('dnsConfig').error('dnsPolicy None needs dnsConfig with nameservers');
  }
  for (const server of servers.texts) {
    if (ipFamily(server.text) === 0) {
      server.error(`\`${server.text}\` is not an IP address`);
    }
  }
}
