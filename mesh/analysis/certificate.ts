import { createPrivateKey, X509Certificate } from 'node:crypto';

/**
 * What is wrong with the first certificate of a chain in PEM; undefined when it can be used.
 *
 * @param now the moment at which it must be valid
 */
export function problemOfCertificate(chain: string, now: Date): string | undefined {
  const certificate = readCertificate(chain);
  if (certificate === undefined) {
    return 'the certificate is not an X.509 certificate in PEM';
  }
  const { validFrom, validTo } = certificate;
  if (now.getTime() > Date.parse(validTo)) {
    return `the certificate expired on ${validTo}`;
  }
  return now.getTime() < Date.parse(validFrom) ? `the certificate is valid from ${validFrom} on` : undefined;
}

/** What is wrong with the private key in PEM of a chain; undefined when it belongs to the first certificate, or that cannot be read. */
export function problemOfKey(chain: string, key: string): string | undefined {
  const certificate = readCertificate(chain);
  if (certificate === undefined) {
    return undefined;
  }
  try {
    return certificate.checkPrivateKey(createPrivateKey(key)) ? undefined : 'the key is that of another certificate';
  } catch {
    return 'the key is not a private key in PEM without a passphrase';
  }
}

function readCertificate(chain: string): X509Certificate | undefined {
  try {
    return new X509Certificate(chain);
  } catch {
    return undefined;
  }
}
