import { ipFamily } from '../../text/ip-address.js';
import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { isQualifiedName, isRfc1123Subdomain } from '../kubernetes-names.js';
import { checkGiven, checkLabelName, checkLabelPairs, checkPortNumber, checkPortReference } from './values.js';

/** What an API server refuses in a Service (https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/). */
export const checkService: KindRules = (spec) => {
  const type = spec.at('type').text || 'ClusterIP';
  const clusterIp = spec.at('clusterIP');
  const isHeadless = clusterIp.text === 'None';
  checkPorts(spec, type, isHeadless);
  checkLabelPairs(spec.at('selector'));
  checkAddresses(spec);
  if (clusterIp.text !== '' && !isHeadless && ipFamily(clusterIp.text) === 0) {
    clusterIp.error(`\`${clusterIp.text}\` is neither an IP address nor None`);
  }
  if (isHeadless && ['LoadBalancer', 'NodePort'].includes(type)) {
    clusterIp.error(`a Service of type ${type} cannot be headless`);
  }
  if (type === 'ExternalName') {
    checkExternalName(spec);
  }
  checkAffinity(spec);
  checkTypeOfFields(spec, type);
};

function checkPorts(spec: Field, type: string, isHeadless: boolean): void {
  const ports = spec.at('ports');
  if (ports.size === 0 && type !== 'ExternalName' && !isHeadless) {
    ports.error('a Service needs a port');
  }
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const port of ports.items) {
    const name = port.at('name');
    checkLabelName(name);
    if (ports.size > 1 && name.text === '') {
      name.error('each port needs a name where there are several');
    }
    if (name.text !== '' && names.has(name.text)) {
      name.error(`the name \`${name.text}\` is given twice`);
    }
    names.add(name.text);
    checkPortNumber(port.at('port'));
    const transport = port.at('protocol').text || 'TCP';
    const number = `${transport} ${port.at('port').number}`;
    if (numbers.has(number)) {
      port.at('port').error(`the port ${number} is given twice`);
    }
    numbers.add(number);
    if (port.at('targetPort').value !== 0 && port.at('targetPort').value !== '') {
      checkPortReference(port.at('targetPort'));
    }
    const protocol = port.at('appProtocol');
    if (protocol.text !== '' && !isQualifiedName(protocol.text)) {
      protocol.error(`\`${protocol.text}\` is not the name of a protocol`);
    }
    checkNodePort(port.at('nodePort'), type);
  }
}

function checkNodePort(nodePort: Field, type: string): void {
  if (nodePort.number === 0) {
    return;
  }
  checkPortNumber(nodePort);
  if (type === 'ClusterIP' || type === 'ExternalName') {
    nodePort.error(`a Service of type ${type} takes no nodePort`);
  }
}

function checkExternalName(spec: Field): void {
  const name = spec.at('externalName');
  if (name.text === '') {
    name.error('type ExternalName needs it');
  } else if (!isRfc1123Subdomain(name.text.replace(/\.$/, ''))) {
    name.error(`\`${name.text}\` is not a host name`);
  }
  if (spec.at('clusterIP').text !== '') {
    spec.at('clusterIP').error('a Service of type ExternalName takes no clusterIP');
  }
}

function checkAddresses(spec: Field): void {
  for (const address of spec.at('externalIPs').texts) {
    if (ipFamily(address.text) === 0) {
      address.error(`\`${address.text}\` is not an IP address`);
    }
  }
  for (const range of spec.at('loadBalancerSourceRanges').texts) {
    if (!isCidr(range.text.trim())) {
      range.error(`\`${range.text}\` is not an address range such as 10.0.0.0/8`);
    }
  }
  if (spec.at('clusterIPs').size > 2) {
    spec.at('clusterIPs').error('takes two addresses at most');
  }
}

/** Whether a text is an address range in the notation of CIDR. */
export function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const address = text.slice(0, Math.max(slash, 0));
  const bits = text.slice(slash + 1);
  return (
    slash > 0 &&
    ipFamily(address) !== 0 &&
    /^\d{1,3}$/.test(bits) &&
    Number(bits) <= (ipFamily(address) === 4 ? 32 : 128)
  );
}

function checkAffinity(spec: Field): void {
  const timeout = spec.at('sessionAffinityConfig').at('clientIP').at('timeoutSeconds');
  if (spec.has('sessionAffinityConfig') && spec.at('sessionAffinity').text !== 'ClientIP') {
    spec.at('sessionAffinityConfig').error('goes with sessionAffinity ClientIP only');
  }
  if (timeout.isSet && (timeout.number < 1 || timeout.number > 86_400)) {
    timeout.error('must be from 1 to 86400 seconds');
  }
}

const ofLoadBalancer = ['loadBalancerClass', 'loadBalancerSourceRanges'];

function checkTypeOfFields(spec: Field, type: string): void {
  for (const key of ofLoadBalancer) {
    if (type !== 'LoadBalancer' && spec.at(key).isSet && spec.at(key).value !== '' && spec.at(key).size !== 0) {
      spec.at(key).error('goes with type LoadBalancer only');
    }
  }
  if (type !== 'LoadBalancer' && spec.has('allocateLoadBalancerNodePorts')) {
    spec.at('allocateLoadBalancerNodePorts').error('goes with type LoadBalancer only');
  }
  const policy = spec.at('externalTrafficPolicy');
  const isExternal = ['NodePort', 'LoadBalancer'].includes(type) || spec.at('externalIPs').size > 0;
  if (policy.text !== '' && !isExternal) {
    policy.error(`a Service of type ${type} takes none: nothing outside the cluster reaches it`);
  }
  const health = spec.at('healthCheckNodePort');
  if (health.number !== 0 && !(type === 'LoadBalancer' && policy.text === 'Local')) {
    health.error('goes with type LoadBalancer and externalTrafficPolicy Local only');
  }
  const distribution = spec.at('trafficDistribution');
  if (distribution.isSet && !['PreferClose', 'PreferSameZone', 'PreferSameNode'].includes(distribution.text)) {
    distribution.error('must be PreferClose, PreferSameZone or PreferSameNode');
  }
}

/** What an API server refuses in an Endpoints object. */
export const checkEndpoints: KindRules = (_spec, _namespace, object) => {
  for (const subset of object.at('subsets').items) {
    const addresses = [...subset.at('addresses').items, ...subset.at('notReadyAddresses').items];
    if (addresses.length === 0) {
      subset.error('needs addresses or notReadyAddresses');
    }
    for (const address of addresses) {
      const ip = address.at('ip');
      if (checkGiven(ip) && ipFamily(ip.text) === 0) {
        ip.error(`\`${ip.text}\` is not an IP address`);
      }
    }
    const ports = subset.at('ports');
    for (const port of ports.items) {
      checkPortNumber(port.at('port'));
      checkLabelName(port.at('name'));
      if (ports.size > 1 && port.at('name').text === '') {
        port.at('name').error('each port needs a name where there are several');
      }
    }
  }
};

/** What an API server refuses in an EndpointSlice. */
export const checkEndpointSlice: KindRules = (_spec, _namespace, object) => {
  const type = object.at('addressType').text;
  for (const endpoint of object.at('endpoints').items) {
    const addresses = endpoint.at('addresses');
    if (addresses.isSet && addresses.size === 0) {
      addresses.error('an endpoint needs an address');
    }
    for (const address of addresses.texts) {
      const version = ipFamily(address.text);
      const fits = type === 'FQDN' ? isRfc1123Subdomain(address.text) : version === (type === 'IPv6' ? 6 : 4);
      if (!fits && type !== '') {
        address.error(`\`${address.text}\` is not an address of type ${type}`);
      }
    }
  }
  for (const port of object.at('ports').items) {
    checkPortNumber(port.at('port'));
    checkLabelName(port.at('name'));
  }
};
