import { kubectl } from './kubectl.js';

/** A certificate and its private key, in PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** Name of the Secret that TLS servers of the cases name as `credentialName`. */
export const serverSecret = 'front-cert';

/**
 * A certificate that signs itself, made anew in every run, so that no private key is kept. It serves at the gateway, and clients that
 * present it are trusted there.
 */
export async function newCertificate(): Promise<CertificatePair> {
  const output = await kubectl(['-n', 'shop', 'exec', 'deploy/client', '-c', 'app', '--', '/echo', 'cert']);
  return JSON.parse(output) as CertificatePair;
}

/** The Secret in the namespace of the gateway's pods. */
export function secretManifest({ certificate, key }: CertificatePair): string {
  const stringData = { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': certificate };
  const metadata = { name: serverSecret, namespace: 'istio-system' };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata, stringData });
}
