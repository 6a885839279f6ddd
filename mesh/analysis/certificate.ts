import { X509Certificate } from 'node:crypto';

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
