import { checkIpAddress, checkSocket, isSocket } from '../addresses.js';
import { checkDestination } from '../destinations.js';
import type { Field } from '../field.js';
import { checkSelector } from '../labels.js';
import { checkPortName, domainMistake } from '../names.js';
import { checkPortNumber, checkProtocol, layerOf } from '../ports.js';
import { checkServerTls } from '../server-tls.js';
import { checkConnectionPool } from '../traffic-policy.js';
import { checkNamespacedHost } from './gateway.js';

/** The rules of a Sidecar (https://istio.io/latest/docs/reference/config/networking/sidecar/). */
export function checkSidecar(spec: Field, namespace: string): void {
  if (!checkSelector(spec.at('workloadSelector'), 'labels')) {
    return;
  }
  const hasListeners = spec.at('egress').size > 0 || spec.at('ingress').size > 0;
  if (!hasListeners && !spec.has('outboundTrafficPolicy') && !spec.has('inboundConnectionPool')) {
    spec.error('the Sidecar sets nothing');
    return;
  }
  const ports = new Set<number>();
  for (const listener of spec.at('ingress').items) {
    checkIngress(listener, ports);
  }
  checkConnectionPool(spec.at('inboundConnectionPool'));
  checkEgress(spec.at('egress'), namespace);
  checkOutboundPolicy(spec.at('outboundTrafficPolicy'));
}

function checkIngress(listener: Field, ports: Set<number>): void {
  const port = listener.at('port');
  if (!port.isSet) {
    listener.error('an ingress listener needs a port');
    return;
  }
  checkListenerPort(port);
  checkPortNumber(port.at('number'));
  if (listener.at('bind').text !== '') {
    checkIpAddress(listener.at('bind'));
  }
  checkUniquePort(port, ports);
  checkDefaultEndpoint(listener.at('defaultEndpoint'));
  if (listener.has('tls')) {
    checkIngressTls(listener.at('tls'), port);
  }
  const pool = listener.at('connectionPool');
  checkConnectionPool(pool);
  if (pool.has('http') && layerOf(port.at('protocol').text) !== 'http') {
    pool.at('http').warning('the port is not HTTP, so only the settings for TCP hold');
  }
}

function checkListenerPort(port: Field): void {
  if (port.at('targetPort').number > 0) {
    port.at('targetPort').error('targetPort has no effect on a Sidecar');
  }
  if (port.at('name').text !== '') {
    checkPortName(port.at('name'));
  }
  checkProtocol(port.at('protocol'));
}

function checkUniquePort(port: Field, ports: Set<number>): void {
  const { number } = port.at('number');
  if (ports.has(number)) {
    port.at('number').error(`the port ${number} has two listeners`);
  }
  ports.add(number);
}

const localAddresses = ['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'];

function checkDefaultEndpoint(endpoint: Field): void {
  if (endpoint.text === '') {
    return;
  }
  if (isSocket(endpoint.text)) {
    checkSocket(endpoint);
    return;
  }
  const colon = endpoint.text.lastIndexOf(':');
  const port = endpoint.text.slice(colon + 1);
  if (colon < 0 || !localAddresses.includes(endpoint.text.slice(0, colon)) || !/^\d+$/.test(port)) {
    endpoint.error('must be 127.0.0.1:PORT, 0.0.0.0:PORT, [::1]:PORT, [::]:PORT or unix://PATH');
  } else {
    checkPortNumber(endpoint, port);
  }
}

const unsupported = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'];

function checkIngressTls(tls: Field, port: Field): void {
  for (const key of unsupported) {
    const value = tls.at(key);
    if (value.isTrue || value.text !== '' || value.items.length > 0) {
      value.error(`a Sidecar does not support ${key}`);
    }
  }
  const mode = tls.at('mode').text;
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH') {
    tls.at('mode').error(`a Sidecar does not support mode ${mode}`);
  }
  if (layerOf(port.at('protocol').text) !== 'tls') {
    tls.error('only a port of protocol HTTPS or TLS takes tls');
  }
  checkServerTls(tls);
}

function checkEgress(egress: Field, namespace: string): void {
  const ports = new Set<number>();
  const sockets = new Set<string>();
  const listeners = egress.items;
  for (const [index, listener] of listeners.entries()) {
    const port = listener.at('port');
    if (!port.isSet) {
      if (index < listeners.length - 1) {
        listener.error('the listener without a port takes everything else, so it must be the last one');
      }
    } else {
      checkEgressPort(listener, ports, sockets);
    }
    checkEgressHosts(listener, namespace);
  }
}

function checkEgressPort(listener: Field, ports: Set<number>, sockets: Set<string>): void {
  const [port, bind, mode] = [listener.at('port'), listener.at('bind'), listener.at('captureMode')];
  checkListenerPort(port);
  if (port.at('number').number !== 0) {
    checkPortNumber(port.at('number'));
    if (bind.text !== '') {
      checkIpAddress(bind);
    }
    checkUniquePort(port, ports);
    return;
  }
  if (isSocket(bind.text)) {
    checkSocket(bind);
  } else {
    port.error('port 0 needs a Unix socket to bind to');
  }
  if (!['', 'DEFAULT', 'NONE'].includes(mode.text)) {
    mode.error('a Unix socket goes with captureMode DEFAULT or NONE');
  }
  if (sockets.has(bind.text)) {
    bind.error('the socket has two listeners');
  }
  sockets.add(bind.text);
}

function checkEgressHosts(listener: Field, namespace: string): void {
  const hosts = listener.at('hosts');
  if (hosts.size === 0) {
    listener.error('an egress listener needs a host');
  }
  const seen = new Map<string, Set<string>>();
  for (const host of hosts.texts) {
    checkNamespacedHost(host, 'sidecar');
    const slash = host.text.indexOf('/');
    if (slash >= 0 && !host.text.startsWith('~')) {
      const owner = host.text.slice(0, slash) === '.' ? namespace : host.text.slice(0, slash);
      const name = host.text.slice(slash + 1);
      const names = seen.get(owner) ?? new Set();
      if (name === '*' ? names.size > 0 : names.has(name) || names.has('*')) {
        host.warning(`\`${host.text}\` is already covered`);
      }
      seen.set(owner, names.add(name));
    }
  }
  if (seen.get('*')?.has('*') && seen.size > 1) {
    hosts.warning('`*/*` is every host, so the others have no effect');
  }
}

function checkOutboundPolicy(policy: Field): void {
  const proxy = policy.at('egressProxy');
  if (!proxy.isSet) {
    return;
  }
  if (policy.at('mode').text !== 'ALLOW_ANY') {
    proxy.error('egressProxy goes with mode ALLOW_ANY only');
    return;
  }
  const mistake = domainMistake(proxy.at('host').text);
  if (mistake !== undefined) {
    proxy.at('host').error(mistake);
  }
  if (!proxy.has('port')) {
    proxy.error('egressProxy needs a port');
    return;
  }
  checkDestination(proxy);
}
