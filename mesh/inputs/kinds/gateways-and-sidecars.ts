import { certificates, type FieldCoverage, modelled, noEffect, notModelled } from '../coverage.js';
import { connectionPool } from './destination-rule.js';

const ignored = noEffect('Istio ignores it');
const versions = noEffect('clients are taken to speak a version of TLS that the proxy takes');

const serverTls: FieldCoverage = {
  mode: modelled,
  httpsRedirect: modelled,
  serverCertificate: certificates,
  privateKey: certificates,
  caCertificates: certificates,
  caCrl: certificates,
  credentialName: certificates,
  credentialNames: certificates,
  tlsCertificates: certificates,
  caCertCredentialName: certificates,
  subjectAltNames: certificates,
  verifyCertificateSpki: certificates,
  verifyCertificateHash: certificates,
  insecureSkipVerify: certificates,
  minProtocolVersion: versions,
  maxProtocolVersion: versions,
  cipherSuites: versions,
};

/** `spec` of Istio's Gateway. */
export const gateway: FieldCoverage = {
  selector: modelled,
  servers: {
    name: noEffect('a name'),
    port: { number: modelled, name: modelled, protocol: modelled, targetPort: ignored },
    hosts: modelled,
    tls: serverTls,
    bind: notModelled('the server listens at this address only', { unless: ['', '0.0.0.0', '::'] }),
    defaultEndpoint: ignored,
  },
};

const captureMode = notModelled('connections reach the listener only when they are addressed to it', {
  unless: ['DEFAULT', 'IPTABLES'],
});

/** The mode in which proxies look up hosts that they do not know. */
export const byDns = notModelled(
  'HTTP for a host that the mesh does not know goes to what DNS says of the host, not to the address that was used',
  {
    side: 'sender',
    when: (mode) => mode === 'ALLOW_ANY_DYNAMIC_DNS',
  },
);

/** `spec` of a Sidecar. */
export const sidecar: FieldCoverage = {
  workloadSelector: modelled,
  ingress: {
    port: { number: modelled, name: modelled, protocol: modelled, targetPort: ignored },
    defaultEndpoint: modelled,
    bind: notModelled('the sidecar listens at this address only', { unless: ['', '0.0.0.0', '::'], side: 'receiver' }),
    captureMode,
    tls: notModelled('the sidecar ends the TLS of callers outside the mesh itself', { side: 'receiver' }),
    connectionPool,
  },
  egress: {
    port: { number: modelled, name: modelled, protocol: modelled, targetPort: ignored },
    hosts: modelled,
    bind: notModelled('the sidecar takes what is sent to this address', { side: 'sender' }),
    captureMode,
  },
  inboundConnectionPool: connectionPool,
  outboundTrafficPolicy: {
    mode: byDns,
    egressProxy: modelled,
  },
};
