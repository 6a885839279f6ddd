import { createPrivateKey, X509Certificate } from 'node:crypto';

/**
 * What is wrong with the first certificate of a chain in PEM; undefined when it can be used.
 *
 * @param now the moment at which it must be valid
 */
export function problemOfCertificate(chain: string, now: Date): string | undefined {
  try {
    const { validFrom, validTo } = new X509Certificate(chain);
    if (now.getTime() > Date.parse(validTo)) {
      return `the certificate expired on ${validTo}`;
    }
    return now.getTime() < Date.parse(validFrom) ? `the certificate is valid from ${validFrom} on` : undefined;
  } catch {
    return 'the certificate is no PEM of an X.509 certificate';
  }
}

/** What is wrong with the private key of a chain, both in PEM; undefined when it is that of the first certificate. */
export function problemOfKey(chain: string, key: string): string | undefined {
  try {
    const isOwn = new X509Certificate(chain).checkPrivateKey(createPrivateKey(key));
    return isOwn ? undefined : 'the private key is not that of the certificate';
  } catch {
    return 'the private key is not a PEM that can be read';
  }
}
