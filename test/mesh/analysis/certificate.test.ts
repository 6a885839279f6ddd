import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { problemOfCertificate, problemOfKey } from '../../../mesh/analysis/certificate.js';
import { gatewaySecrets } from '../../../mesh/analysis/checks/istio/gateway-secrets.js';
import { foundBy } from './checks/found.js';

const page = readFileSync(new URL('../../../docs/findings/IST0161.md', import.meta.url), 'utf8');
const pem = (kind: string): string =>
  (page.match(new RegExp(`^ *-----BEGIN ${kind}-----[^-]*-----END ${kind}-----`, 'm'))?.[0] ?? '').replace(/^ +/gm, '');
const certificate = pem('CERTIFICATE');
const key = pem('PRIVATE KEY');
const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });

describe('a certificate', () => {
  test.each([
    ['2030-01-01', undefined],
    ['2026-01-01', 'the certificate is valid from Nov 21 11:21:30 2026 GMT on'],
    ['2126-10-29', 'the certificate expired on Oct 28 11:21:30 2126 GMT'],
  ])('on %s', (day, expected) => {
    expect(problemOfCertificate(certificate, new Date(day))).toBe(expected);
  });

  test('that is something else', () => {
    expect(problemOfCertificate(key, new Date('2030-01-01'))).toBe(
      'the certificate is not an X.509 certificate in PEM',
    );
  });
});

describe('a private key', () => {
  test.each([
    ['that belongs to it', certificate, key, undefined],
    ['of another certificate', certificate, String(otherKey), 'the key is that of another certificate'],
    ['that is none', certificate, certificate, 'the key is not a private key in PEM without a passphrase'],
    ['of a certificate that cannot be read', 'none', key, undefined],
  ])('%s', (_, chain, text, expected) => {
    expect(problemOfKey(chain, text)).toBe(expected);
  });
});

describe('the Secret of a gateway', () => {
  const block = (text: string): string => `|\n${text.replace(/^/gm, '    ')}`;
  const mesh = (mode: string, secrets: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ingress, namespace: istio-system}
spec: {selector: {matchLabels: {istio: ingress}}, template: {metadata: {labels: {istio: ingress}}, spec: {containers: [{name: istio-proxy, image: auto}]}}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec: {selector: {istio: ingress}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['*'], tls: {mode: ${mode}, credentialName: tls}}]}
${secrets}`;
  const secret = (name: string, values: Readonly<Record<string, string>>): string =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: istio-system}\nstringData:\n${Object.entries(
      values,
    )
      .map(([of, text]) => `  ${of}: ${block(text)}`)
      .join('\n')}\n`;
  const pair = { 'tls.crt': certificate, 'tls.key': key };
  const place = 'IST0161 Gateway shop/public spec.servers.0.tls.credentialName';

  test.each([
    ['with both', 'SIMPLE', secret('tls', pair), []],
    ['with the key of another one', 'SIMPLE', secret('tls', { ...pair, 'tls.key': String(otherKey) }), [place]],
    ['without authorities for clients', 'MUTUAL', secret('tls', pair), [place]],
    ['with authorities', 'MUTUAL', secret('tls', { ...pair, 'ca.crt': certificate }), []],
    [
      'with authorities in a Secret of their own',
      'MUTUAL',
      secret('tls', pair) + secret('tls-cacert', { 'ca.crt': certificate }),
      [],
    ],
    ['for clients that are not verified', 'OPTIONAL_MUTUAL', secret('tls', pair), []],
  ])('%s', (_, mode, secrets, expected) => {
    expect(foundBy([gatewaySecrets], mesh(mode, secrets), { now: new Date('2030-01-01') })).toEqual(expected);
  });
});
