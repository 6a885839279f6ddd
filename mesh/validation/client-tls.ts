import type { Field } from './field.js';

/** The rules of the TLS settings with which a client calls (DestinationRule). */
export function checkClientTls(tls: Field, namespace: string): void {
  if (!tls.isSet) {
    return;
  }
  const mode = tls.at('mode').text;
  const credential = tls.at('credentialName');
  const given = (key: string): boolean => tls.at(key).text !== '';
  if (credential.text.startsWith('configmap://')) {
    const parts = credential.text.slice('configmap://'.length).split('/');
    if (parts.length > 2 || parts.some((part) => part === '') || (parts.length === 2 && parts[0] !== namespace)) {
      credential.error(`a ConfigMap with certificates must be in namespace ${namespace}`);
    }
  }
  if (tls.at('insecureSkipVerify').isTrue) {
    const verifies =
      given('caCertificates') || tls.has('subjectAltNames') || (mode === 'SIMPLE' && given('credentialName'));
    if ((mode === 'SIMPLE' || mode === 'MUTUAL') && verifies) {
      tls.error('insecureSkipVerify does not go with certificates or names to verify by');
    }
  }
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && given('credentialName')) {
    if (['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'].some(given)) {
      tls.error('credentialName does not go with paths of certificates');
    }
    return;
  }
  if (mode === 'MUTUAL') {
    for (const key of ['clientCertificate', 'privateKey']) {
      if (!given(key)) {
        tls.at(key).error(`mode MUTUAL needs a ${key}`);
      }
    }
  }
}
