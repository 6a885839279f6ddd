import { createPrivateKey, X509Certificate } from 'node:crypto';

/** What is wrong with a certificate and its private key in PEM; undefined when they belong together. */
export function problemOfCertificate(certificate: string, privateKey: string): string | undefined {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch {
    return 'the certificate is no PEM of an X.509 certificate';
  }
  try {
    return parsed.checkPrivateKey(createPrivateKey(privateKey))
      ? undefined
      : 'the private key does not belong to the certificate';
  } catch {
    return 'the private key is no PEM of a private key';
  }
}
