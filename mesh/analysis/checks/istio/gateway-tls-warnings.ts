import type { ConfigObject, IstioSpecs } from '../../../model/index.js';
import type { FieldPath } from '../../../reader/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

type Server = NonNullable<ConfigObject<IstioSpecs['Gateway']>['spec']['servers']>[number];

/** Cipher suites that the proxy knows (https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto). */
const knownSuites: ReadonlySet<string> = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
]);

/** TLS settings of a Gateway that are accepted but without effect, or not what they seem. */
export const gatewayTlsWarnings: Check = {
  name: 'gateway-tls-warnings',
  types: [istioCodes.IST0133],
  run(mesh, report) {
    for (const { object, spec } of mesh.gateways) {
      const warned = new Set<string>();
      spec.servers?.forEach((server, index) => {
        for (const [field, warning] of warningsOf(server)) {
          if (!warned.has(warning)) {
            warned.add(warning);
            report(istioCodes.IST0133, object, { warning }, ['spec', 'servers', index, 'tls', ...field]);
          }
        }
      });
    }
  },
};

function* warningsOf({ tls, port }: Server): Generator<readonly [field: FieldPath, warning: string]> {
  if (tls === undefined) {
    return;
  }
  if (tls.httpsRedirect && !isPlainHttp(port?.protocol ?? '')) {
    yield [['httpsRedirect'], 'httpsRedirect is for servers of plain HTTP only'];
  }
  const suites = tls.cipherSuites ?? [];
  const unknown = [...new Set(suites.filter((suite) => !knownSuites.has(suite)))].sort();
  if (unknown.length > 0) {
    yield [['cipherSuites'], `the proxy does not know the cipher suites ${unknown.join(', ')} and ignores them`];
  }
  const repeated = [...new Set(suites.filter((suite, index) => suites.indexOf(suite) < index))].sort();
  if (repeated.length > 0) {
    yield [['cipherSuites'], `the cipher suites ${repeated.join(', ')} are listed more than once`];
  }
  if (suites.length === 0) {
    for (const field of ['minProtocolVersion', 'maxProtocolVersion'] as const) {
      if (tls[field] === 'TLSV1_0' || tls[field] === 'TLSV1_1') {
        yield [[field], 'TLS below 1.2 needs cipherSuites for it, because the defaults have none'];
      }
    }
  }
  const { mode, credentialName, serverCertificate, privateKey, caCertificates } = tls;
  if (mode === 'PASSTHROUGH' && (credentialName || serverCertificate || privateKey || caCertificates)) {
    yield [['mode'], 'PASSTHROUGH does not end TLS, so its certificates are ignored'];
  }
}

function isPlainHttp(protocol: string): boolean {
  return ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY'].includes(protocol.toUpperCase());
}
