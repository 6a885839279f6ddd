import { destination, labels, object, texts, workloadSelector } from './common-shapes.js';
import { asFlag as flag, list, mapOf, asNumber as number, record, asText as text } from './narrowing.js';

/** Shapes of what says where proxies listen and which hosts they know. */

const serverTls = record({
  mode: text,
  httpsRedirect: flag,
  credentialName: text,
  credentialNames: texts,
  serverCertificate: text,
  privateKey: text,
  caCertificates: text,
  caCertCredentialName: text,
  subjectAltNames: texts,
  minProtocolVersion: text,
  maxProtocolVersion: text,
  cipherSuites: texts,
});
const port = record({ number, name: text, protocol: text, targetPort: number });

export const gateway = record({
  selector: labels,
  servers: list(record({ name: text, port, hosts: texts, tls: serverTls, bind: text, defaultEndpoint: text })),
});

const workloadEntryFields = {
  address: text,
  ports: mapOf(number),
  labels,
  network: text,
  locality: text,
  weight: number,
  serviceAccount: text,
};
export const workloadEntry = record(workloadEntryFields);

export const serviceEntry = record({
  hosts: texts,
  addresses: texts,
  ports: list(port),
  location: text,
  resolution: text,
  endpoints: list(workloadEntry),
  workloadSelector,
  exportTo: texts,
  subjectAltNames: texts,
});

const outboundTrafficPolicy = record({ mode: text, egressProxy: destination });

export const sidecar = record({
  workloadSelector,
  ingress: list(
    record({ port, bind: text, captureMode: text, defaultEndpoint: text, tls: serverTls, connectionPool: object }),
  ),
  egress: list(record({ port, bind: text, captureMode: text, hosts: texts })),
  outboundTrafficPolicy,
  inboundConnectionPool: object,
});
