import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { workloadsOfGateway } from '../../../istio/gateway-pods.js';
import { asText, fieldsOf, type Mesh, type MeshObject } from '../../../model/index.js';
import { decodeBase64 } from '../../../text/base64.js';
import { problemOfCertificate, problemOfKey } from '../../certificate.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, type MissingThing, missingThing } from '../../missing-thing.js';
import { nameSome } from '../../wording.js';

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
        if (secret === undefined) {
          const { why, circumstances } = missingSecret(mesh, name, namespace);
          const values = { thing: `Secret ${name}`, why, effect: 'TLS handshakes with these hosts fail' };
          report(istioCodes.IST0101, gateway.object, values, field, circumstances);
          return;
        }
        const { problem, isOwn } = problemOfSecret(secret, mesh.now);
        const holdsAuthorities = tls?.mode !== 'MUTUAL' || tls.caCertCredentialName || hasAuthorities(secret);
        const separate = `${namespace}/${name}-cacert`;
        if (problem !== undefined) {
          report(istioCodes.IST0161, gateway.object, { secret: `${namespace}/${name}`, problem }, field, { isOwn });
        } else if (!holdsAuthorities && !secrets.has(separate) && !declared.has(separate)) {
          const missing = `the mode MUTUAL wants ca.crt beside the certificate, or a Secret ${name}-cacert with it`;
          const values = { secret: `${namespace}/${name}`, problem: missing };
          report(istioCodes.IST0161, gateway.object, values, field, { isOwn: true });
        }
      });
    }
  },
};

/**
 * Why a Secret is not where a gateway looks for it: beside its pods. One that a controller makes there is left to it, which istioctl does not know.
 *
 * @param namespace that of the pods
 */
function missingSecret(mesh: Mesh, name: string, namespace: string): MissingThing {
  const holdings = Holdings.of(mesh);
  const others = holdings.namespacesWithSecret(name);
  if (others.includes(namespace)) {
    return { why: 'a controller makes it', circumstances: { isEcho: true } };
  }
  if (others.length > 0) {
    const where = nameSome('namespace', [...new Set(others)]);
    const why = `it is in ${where}, and the pods of the gateway, which look for it beside them, are in ${namespace}`;
    return { why, circumstances: {} };
  }
  const beside = mesh.objectsOf('', 'Secret').flatMap((one) => (one.namespace === namespace ? [one.name] : []));
  const why = `it is in none of these files, and the pods of the gateway look for it in namespace ${namespace}`;
  const otherwise = circumstancesOf(holdings.standing('Secret', namespace), assume.secret(`${namespace}/${name}`));
  return missingThing(why, name, beside, otherwise);
}

/** Keys under which a Secret may hold the certificate and its private key, in the order in which the proxy looks for them. */
const keyPairs = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

interface SecretProblem {
  readonly problem: string | undefined;
  /** Whether istioctl does not look for it. */
  readonly isOwn: boolean;
}

function problemOfSecret(secret: MeshObject, now: Date): SecretProblem {
  const read = valuesOf(secret);
  for (const [certificateKey, privateKey] of keyPairs) {
    const certificate = read(certificateKey);
    const key = read(privateKey);
    if (certificate && key) {
      const problem = problemOfCertificate(certificate, now);
      return { problem: problem ?? problemOfKey(certificate, key), isOwn: problem === undefined };
    }
  }
  return { problem: 'it has no tls.crt and tls.key', isOwn: false };
}

/** Whether a Secret has the certificates of the authorities by which clients are verified. */
function hasAuthorities(secret: MeshObject): boolean {
  const read = valuesOf(secret);
  return Boolean(read('cacert') || read('ca.crt'));
}

/** Reads the values of a Secret by key. */
function valuesOf({ resource: { manifest } }: MeshObject): (key: string) => string | undefined {
  const data = fieldsOf(manifest['data']);
  const stringData = fieldsOf(manifest['stringData']);
  return (key) => {
    const encoded = asText(data[key]);
    return asText(stringData[key]) ?? (encoded === undefined ? undefined : decodeBase64(encoded));
  };
}
