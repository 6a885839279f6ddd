import { checkSubnet } from '../addresses.js';
import { checkEndpoint } from '../endpoints.js';
import { checkExportTo } from '../export-to.js';
import type { Field } from '../field.js';
import { checkSelector } from '../labels.js';
import { checkPortName, checkWildcardDomain, domainMistake, isPartialWildcard } from '../names.js';
import { checkPortNumber, checkProtocol, layerOf } from '../ports.js';

/** The rules of a ServiceEntry (https://istio.io/latest/docs/reference/config/networking/service-entry/). */
export function checkServiceEntry(spec: Field, namespace: string, object: Field): void {
  if (!checkSelector(spec.at('workloadSelector'), 'labels')) {
    return;
  }
  if (spec.has('workloadSelector') && spec.has('endpoints')) {
    spec.error('`workloadSelector` and `endpoints` exclude each other');
  }
  const resolution = spec.at('resolution').text === '' ? 'NONE' : spec.at('resolution').text;
  checkHosts(spec, resolution);
  checkAddresses(spec, resolution);
  const ports = checkPorts(spec);
  switch (resolution) {
    case 'NONE':
      checkWithoutResolution(spec);
      break;
    case 'STATIC':
      for (const endpoint of spec.at('endpoints').items) {
        checkEndpoint(endpoint, { servicePorts: ports, mayBeName: false, mayBeEmpty: true });
      }
      break;
    case 'DYNAMIC_DNS':
      checkDynamicDns(spec, object);
      break;
    default:
      checkDns(spec, resolution, ports);
  }
  checkHostsOfPlainPorts(spec, resolution);
  checkExportTo(spec.at('exportTo'), namespace, 'service-entry');
}

function checkHosts(spec: Field, resolution: string): void {
  if (spec.at('hosts').size === 0) {
    spec.error('a ServiceEntry needs a host');
  }
  for (const host of spec.at('hosts').texts) {
    if (host.text === '*') {
      host.error('the host `*` is not allowed');
      continue;
    }
    checkWildcardDomain(host);
    if (resolution !== 'DYNAMIC_DNS' && isPartialWildcard(host.text)) {
      host.warning(`\`${host.text}\`: a wildcard must be the whole first part of a host`);
    }
  }
}

function checkAddresses(spec: Field, resolution: string): void {
  const addresses = spec.at('addresses').texts;
  for (const address of addresses) {
    checkSubnet(address);
  }
  const range = addresses.find(({ text }) => text.includes('/'));
  if (range !== undefined && resolution !== 'NONE' && resolution !== 'STATIC') {
    range.error('address ranges go with resolution NONE or STATIC only');
  }
}

/** @returns the names of the ports */
function checkPorts(spec: Field): ReadonlySet<string> {
  const names = new Set<string>();
  const numbers = new Set<number>();
  for (const port of spec.at('ports').items) {
    const [name, number] = [port.at('name'), port.at('number')];
    if (names.has(name.text)) {
      name.error(`the port name \`${name.text}\` is given twice`);
    }
    if (numbers.has(number.number)) {
      number.error(`the port ${number.number} is given twice`);
    }
    names.add(name.text);
    numbers.add(number.number);
    checkPortName(name);
    checkProtocol(port.at('protocol'));
    checkPortNumber(number);
    if (port.at('targetPort').number !== 0) {
      checkPortNumber(port.at('targetPort'));
    }
  }
  return names;
}

function checkWithoutResolution(spec: Field): void {
  if (spec.at('endpoints').size > 0) {
    spec.at('endpoints').error('resolution NONE takes no endpoints');
  }
  if (spec.has('workloadSelector')) {
    spec.at('workloadSelector').warning('workloadSelector has no effect with resolution NONE');
  }
}

function checkDns(spec: Field, resolution: string, ports: ReadonlySet<string>): void {
  const endpoints = spec.at('endpoints').items;
  const unresolvable = spec.at('hosts').texts.find(({ text }) => domainMistake(text) !== undefined);
  if (endpoints.length === 0 && unresolvable !== undefined) {
    unresolvable.error(`resolution ${resolution} without endpoints needs hosts that DNS can resolve, without wildcard`);
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    spec.at('endpoints').error('resolution DNS_ROUND_ROBIN takes one endpoint at most');
  }
  for (const endpoint of endpoints) {
    checkEndpoint(endpoint, { servicePorts: ports, mayBeName: true, mayBeEmpty: false });
  }
  const isPlain = spec.at('ports').items.some((port) => ['tcp', 'tls'].includes(layerOf(port.at('protocol').text)));
  if (isPlain && spec.at('addresses').size > 0 && spec.at('hosts').size > 1) {
    spec.at('hosts').warning('several hosts share the addresses of a TCP port and cannot be told apart');
  }
}

function checkDynamicDns(spec: Field, object: Field): void {
  for (const host of spec.at('hosts').texts) {
    if (!host.text.startsWith('*')) {
      host.error('resolution DYNAMIC_DNS is for hosts with a wildcard');
    }
  }
  for (const key of ['addresses', 'endpoints']) {
    if (spec.at(key).size > 0) {
      spec.at(key).error(`resolution DYNAMIC_DNS takes no ${key}`);
    }
  }
  for (const port of spec.at('ports').items) {
    const protocol = port.at('protocol');
    if (!['http', 'tls', 'grpc', 'http2'].includes(protocol.text.toLowerCase())) {
      protocol.error('resolution DYNAMIC_DNS is for HTTP, HTTP2, GRPC and TLS');
    }
  }
  const waypoint = object.at('metadata').at('labels').at('istio.io/use-waypoint').text;
  if (spec.at('location').text === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none') {
    spec.at('location').error('resolution DYNAMIC_DNS with a waypoint needs location MESH_EXTERNAL');
  }
}

/** Only HTTP and TLS say which host they mean, so a plain port can have one. */
function checkHostsOfPlainPorts(spec: Field, resolution: string): void {
  if (resolution === 'NONE' || spec.at('hosts').size < 2) {
    return;
  }
  const plain = spec.at('ports').items.find((port) => !['http', 'tls'].includes(layerOf(port.at('protocol').text)));
  plain?.error('a port that is neither HTTP nor TLS can have one host only');
}
