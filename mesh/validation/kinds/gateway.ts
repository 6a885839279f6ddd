import { isIpAddress } from '../../text/ip-address.js';
import { checkIpAddress, checkSocket, isSocket } from '../addresses.js';
import { noteAsmProtocol } from '../asm/values.js';
import type { Field } from '../field.js';
import { isDnsLabel, isPartialWildcard, wildcardDomainMistake } from '../names.js';
import { checkPortNumber, layerOf, protocolNames } from '../ports.js';
import { checkServerTls } from '../server-tls.js';

/** The rules of an Istio Gateway (https://istio.io/latest/docs/reference/config/networking/gateway/). */
export function checkGateway(spec: Field, _namespace: string, object: Field): void {
  const name = object.at('metadata').at('name');
  if (!isDnsLabel(name.text)) {
    name.error(`\`${name.text}\` is no gateway name: it takes no dots`);
  }
  if (spec.at('servers').size === 0) {
    spec.error('a gateway needs a server');
  }
  const names = new Set<string>();
  for (const server of spec.at('servers').items) {
    checkServer(server);
    const portName = server.at('port').at('name');
    if (names.has(portName.text)) {
      portName.error(`the port name \`${portName.text}\` is given twice`);
    }
    if (server.has('port')) {
      names.add(portName.text);
    }
  }
}

function checkServer(server: Field): void {
  if (server.at('hosts').size === 0) {
    server.at('hosts').error('a server needs a host');
  }
  for (const host of server.at('hosts').texts) {
    checkNamespacedHost(host, 'gateway');
  }
  const isPortValid = checkPort(server);
  checkBind(server);
  checkServerTls(server.at('tls'));
  if (isPortValid) {
    checkTlsOfProtocol(server);
  }
}

/** Reports a host of a Gateway (`namespace/host` or `host`) or of a Sidecar's egress (`namespace/host`). */
export function checkNamespacedHost(field: Field, kind: 'gateway' | 'sidecar'): void {
  const slash = field.text.indexOf('/');
  const host = field.text.slice(slash + 1);
  if (slash < 0 && kind === 'sidecar') {
    field.error(`\`${field.text}\` must be namespace/host`);
    return;
  }
  const namespace = field.text.slice(0, Math.max(slash, 0));
  const ownName = kind === 'sidecar' ? namespace.replace(/^~/, '') : namespace;
  const mayBeEmpty = slash < 0 || (kind === 'sidecar' && namespace === '~');
  if (!(mayBeEmpty || ['*', '.'].includes(ownName) || isDnsLabel(ownName))) {
    field.error(`\`${field.text}\`: \`${namespace}\` is no namespace name, and neither \`*\` nor \`.\``);
  }
  if (host !== '*' && !host.includes('.')) {
    field.error(`\`${field.text}\`: a host must be a full name with dots, or \`*\``);
  }
  const mistake = wildcardDomainMistake(host);
  if (mistake !== undefined && (kind === 'sidecar' || !isIpAddress(host))) {
    field.error(mistake);
  }
  if (isPartialWildcard(host)) {
    field.error(`\`${field.text}\`: a wildcard must be the whole first part of a host`);
  }
}

function checkPort(server: Field): boolean {
  const port = server.at('port');
  if (!port.isSet) {
    server.at('port').error('a server needs a port');
    return false;
  }
  const number = port.at('number').number;
  const checks = [
    layerOf(port.at('protocol').text) !== 'unknown' || noteAsmProtocol(port.at('protocol')),
    (number >= 1 && number <= 65535) || (number === 0 && isSocket(server.at('bind').text)),
    port.at('targetPort').number === 0,
    port.at('name').text !== '',
  ];
  if (!checks[0]) {
    port.at('protocol').error(`\`${port.at('protocol').text}\` is no protocol of a server: ${protocolNames}`);
  }
  if (!checks[1]) {
    checkPortNumber(port.at('number'));
  }
  if (!checks[2]) {
    port.at('targetPort').error('targetPort has no effect on a gateway');
  }
  if (!checks[3]) {
    port.error('the port needs a name');
  }
  return checks.every(Boolean);
}

function checkBind(server: Field): void {
  const bind = server.at('bind');
  if (isSocket(bind.text)) {
    checkSocket(bind);
    if (server.at('port').at('number').number !== 0) {
      server.at('port').at('number').error('a server on a Unix socket has port 0');
    }
  } else if (bind.text !== '') {
    checkIpAddress(bind);
  }
}

function checkTlsOfProtocol(server: Field): void {
  const tls = server.at('tls');
  const protocol = server.at('port').at('protocol').text;
  const layer = layerOf(protocol);
  if (layer !== 'http' && tls.at('httpsRedirect').isTrue) {
    tls.at('httpsRedirect').warning('httpsRedirect goes with HTTP servers only');
  }
  if (layer === 'tls') {
    if (!tls.isSet) {
      server.error(`a server of protocol ${protocol} needs tls`);
    }
    return;
  }
  if (!tls.isSet) {
    return;
  }
  const mode = tls.at('mode').text;
  const isPassthrough = ['', 'PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(mode);
  const certificates = ['caCertificates', 'privateKey', 'serverCertificate'].some((key) => tls.at(key).text !== '');
  if (layer !== 'http' || !isPassthrough || certificates) {
    tls.error(
      `a server of protocol ${protocol} is plain text, so it takes no tls${layer === 'http' ? ' but httpsRedirect' : ''}`,
    );
  }
}
