import { asText, fieldsOf, type MeshObject } from '../../../model/index.js';
import { problemOfCertificate } from '../../certificate.js';
import type { Check } from '../../check.js';
import { workloadsOfGateway } from '../../gateway-workloads.js';
import { istioCodes } from '../../istio-codes.js';

/** Whether the Secrets that a Gateway names exist beside its pods and hold a certificate. */
export const gatewaySecrets: Check = {
  name: 'gateway-secrets',
  types: [istioCodes.IST0101, istioCodes.IST0161],
  run(mesh, report) {
    const secrets = new Map(
      mesh.objectsOf('', 'Secret').map((object) => [`${object.namespace}/${object.name}`, object]),
    );
    const declared = new Set(mesh.external.secrets);
    for (const gateway of mesh.gateways) {
      const namespace = gateway.spec.servers?.some(({ tls }) => tls?.credentialName)
        ? workloadsOfGateway(mesh, gateway)[0]?.namespace
        : undefined;
      gateway.spec.servers?.forEach(({ tls }, index) => {
        const name = tls?.credentialName ?? '';
        if (namespace === undefined || name === '' || declared.has(`${namespace}/${name}`)) {
          return;
        }
        const field = ['spec', 'servers', index, 'tls', 'credentialName'];
        const secret = secrets.get(`${namespace}/${name}`);
        const problem = secret === undefined ? undefined : problemOfSecret(secret, mesh.now);
        if (secret === undefined) {
          report(istioCodes.IST0101, gateway.object, { kind: 'credentialName', name }, field);
        } else if (problem !== undefined) {
          report(istioCodes.IST0161, gateway.object, { secret: `${namespace}/${name}`, problem }, field);
        }
      });
    }
  },
};

/** Keys under which a Secret may hold the certificate and its private key, in the order in which the proxy looks for them. */
const keyPairs = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

function problemOfSecret({ resource }: MeshObject, now: Date): string | undefined {
  const data = fieldsOf(resource.manifest['data']);
  const stringData = fieldsOf(resource.manifest['stringData']);
  const read = (key: string): string | undefined => {
    const encoded = asText(data[key]);
    return asText(stringData[key]) ?? (encoded === undefined ? undefined : decodeBase64(encoded));
  };
  for (const [certificateKey, privateKey] of keyPairs) {
    const certificate = read(certificateKey);
    const key = read(privateKey);
    if (certificate && key) {
      return problemOfCertificate(certificate, now);
    }
  }
  return 'it has no tls.crt and tls.key';
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
