import { ipFamily } from '../../text/ip-address.js';
import type { Field } from '../field.js';
import type { KindRules } from '../kind-rules.js';
import { isRfc1123Subdomain } from '../kubernetes-names.js';
import { isCidr } from './service.js';
import { checkGiven, checkLabelSelector, checkObjectName, checkPortNumber, checkPortReference } from './values.js';

const refusedParts = ['//', '/./', '/../', '%2f', '%2F'];

/** What an API server refuses in an Ingress (https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/). */
export const checkIngress: KindRules = (spec, _namespace, object) => {
  if (spec.at('rules').size === 0 && !spec.has('defaultBackend')) {
    (spec.isSet ? spec : object).error('needs rules or a defaultBackend');
  }
  if (spec.has('defaultBackend')) {
    checkBackend(spec.at('defaultBackend'));
  }
  for (const rule of spec.at('rules').items) {
    checkHost(rule.at('host'));
    const paths = rule.at('http').at('paths');
    if (paths.isSet && paths.size === 0) {
      paths.error('needs a path');
    }
    for (const path of paths.items) {
      checkPath(path);
      if (path.has('backend')) {
        checkBackend(path.at('backend'));
      }
    }
  }
  for (const tls of spec.at('tls').items) {
    for (const host of tls.at('hosts').items) {
      checkHost(host);
    }
    checkObjectName(tls.at('secretName'));
  }
  const name = spec.at('ingressClassName');
  checkObjectName(name);
  if (name.isSet && object.at('metadata').at('annotations').has('kubernetes.io/ingress.class')) {
    name.error('ingressClassName and the annotation kubernetes.io/ingress.class exclude each other');
  }
};

function checkHost(host: Field): void {
  const { text } = host;
  if (ipFamily(text) !== 0) {
    host.error(`\`${text}\` is an IP address; a host must be a DNS name`);
  } else if (text !== '' && !isRfc1123Subdomain(text.replace(/^\*\./, ''))) {
    host.error(`\`${text}\` is not a host name`);
  }
}

function checkPath(path: Field): void {
  const type = path.at('pathType').text;
  const text = path.at('path').text;
  const isGiven = type === 'ImplementationSpecific' ? text !== '' : type !== '';
  if (isGiven && !text.startsWith('/')) {
    path.at('path').error('must begin with a slash');
  }
  const wrong = type === 'ImplementationSpecific' ? undefined : refusedParts.find((part) => text.includes(part));
  if (wrong !== undefined) {
    path.at('path').error(`takes no \`${wrong}\``);
  }
}

function checkBackend(backend: Field): void {
  if (backend.has('service') === backend.has('resource')) {
    backend.error('needs exactly one of service and resource');
  }
  if (backend.has('service')) {
    const service = backend.at('service');
    checkGiven(service.at('name'));
    const port = service.at('port');
    if (port.at('name').text !== '' && port.at('number').number !== 0) {
      port.error('name and number exclude each other');
    } else if (port.at('name').text === '' && !port.has('number')) {
      port.error('needs a name or a number');
    }
    checkPortNumber(port.at('number'));
  }
}

/** What an API server refuses in a NetworkPolicy. */
export const checkNetworkPolicy: KindRules = (spec) => {
  checkLabelSelector(spec.at('podSelector'));
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const rule of spec.at(direction).items) {
      for (const port of rule.at('ports').items) {
        checkPolicyPort(port);
      }
      for (const peer of rule.at(peers).items) {
        checkPeer(peer);
      }
    }
  }
};

function checkPolicyPort(port: Field): void {
  const number = port.at('port');
  checkPortReference(number);
  const end = port.at('endPort');
  if (end.isSet && typeof number.value !== 'number') {
    end.error('goes with the number of a port only');
  } else if (end.isSet && end.number < number.number) {
    end.error('must not be less than port');
  }
}

function checkPeer(peer: Field): void {
  const selects = peer.has('podSelector') || peer.has('namespaceSelector');
  const block = peer.at('ipBlock');
  if (!selects && !block.isSet) {
    peer.error('needs a podSelector, a namespaceSelector or an ipBlock');
  } else if (selects && block.isSet) {
    block.error('an ipBlock excludes selectors');
  }
  checkLabelSelector(peer.at('podSelector'));
  checkLabelSelector(peer.at('namespaceSelector'));
  for (const range of [block.at('cidr'), ...block.at('except').items]) {
    if (range.isSet && !isCidr(range.text)) {
      range.error(`\`${range.text}\` is not an address range such as 10.0.0.0/8`);
    }
  }
}
