import type { Field } from './field.js';

const cipherSuites: ReadonlySet<string> = new Set([
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
const certificateFields = ['serverCertificate', 'privateKey', 'caCertificates', 'credentialName'];

/** The rules of the TLS settings with which a server answers (Gateway, Sidecar). */
export function checkServerTls(tls: Field): void {
  if (!tls.isSet) {
    return;
  }
  const mode = tls.at('mode').text === '' ? 'PASSTHROUGH' : tls.at('mode').text;
  checkCiphers(tls);
  if (mode === 'ISTIO_MUTUAL') {
    for (const key of [...certificateFields, 'tlsCertificates', 'credentialNames']) {
      if (isGiven(tls, key)) {
        tls.at(key).error(`mode ISTIO_MUTUAL uses the mesh's own certificates, without ${key}`);
      }
    }
    return;
  }
  if (mode.endsWith('PASSTHROUGH')) {
    const ignored = [...certificateFields, 'caCrl', 'tlsCertificates', 'credentialNames'].filter((key) =>
      isGiven(tls, key),
    );
    if (ignored.length > 0) {
      tls.warning(`mode ${mode} ignores ${ignored.join(', ')}`);
    }
  }
  checkCertificates(tls, mode);
}

function isGiven(tls: Field, key: string): boolean {
  return tls.at(key).text !== '' || tls.at(key).items.length > 0;
}

function checkCiphers(tls: Field): void {
  const suites = tls.at('cipherSuites');
  if (['TLSV1_0', 'TLSV1_1'].includes(tls.at('minProtocolVersion').text) && suites.size === 0) {
    tls.at('minProtocolVersion').warning('TLS below 1.2 needs cipher suites for it, which are not among the defaults');
  }
  const seen = new Set<string>();
  for (const suite of suites.texts) {
    const isKnown =
      ['', 'ALL'].includes(suite.text) || !/^[\p{L}\p{N}]/u.test(suite.text) || cipherSuites.has(suite.text);
    if (!isKnown) {
      suite.warning(`no cipher suite is called \`${suite.text}\`; it is ignored`);
    } else if (seen.has(suite.text)) {
      suite.warning(`the cipher suite \`${suite.text}\` is given twice`);
    }
    seen.add(suite.text);
  }
}

function checkCertificates(tls: Field, mode: string): void {
  const sources = [
    isGiven(tls, 'serverCertificate') && isGiven(tls, 'privateKey'),
    isGiven(tls, 'credentialName'),
    isGiven(tls, 'credentialNames'),
    isGiven(tls, 'tlsCertificates'),
  ];
  if (sources.filter(Boolean).length > 1) {
    tls.error(
      'only one of credentialName, credentialNames, serverCertificate with privateKey, tlsCertificates may be set',
    );
  }
  const isMutual = mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  if (mode !== 'SIMPLE' && !isMutual) {
    checkRevocation(tls, mode);
    return;
  }
  if (isGiven(tls, 'credentialName') || isGiven(tls, 'credentialNames')) {
    return;
  }
  if (isMutual && !isGiven(tls, 'caCertificates')) {
    tls.error(`mode ${mode} needs caCertificates for its clients`);
  }
  const certificates = tls.at('tlsCertificates').items;
  if (certificates.length > 2) {
    tls.at('tlsCertificates').warning('at most two server certificates are used');
  }
  for (const certificate of certificates.length > 0 ? certificates : [tls]) {
    for (const key of ['serverCertificate', 'privateKey']) {
      if (certificate.at(key).text === '') {
        certificate.at(key).error(`mode ${mode} needs a ${key}, or a credentialName`);
      }
    }
  }
  checkRevocation(tls, mode);
}

function checkRevocation(tls: Field, mode: string): void {
  if (tls.at('caCrl').text === '') {
    return;
  }
  if (isGiven(tls, 'credentialName')) {
    tls.at('caCrl').error('caCrl does not go with credentialName: it belongs in the Secret');
  }
  if (mode === 'SIMPLE') {
    tls.at('caCrl').error('caCrl does not go with mode SIMPLE');
  }
}
