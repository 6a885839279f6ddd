import { asFields, listOf } from '../../model/narrowing.js';
import { checkDuration } from '../durations.js';
import type { Field } from '../field.js';
import { checkPolicyTargets } from '../policy-targets.js';

/** The rules of a RequestAuthentication (https://istio.io/latest/docs/reference/config/security/request_authentication/). */
export function checkRequestAuthentication(spec: Field): void {
  checkPolicyTargets(spec);
  for (const rule of spec.at('jwtRules').items) {
    checkJwtRule(rule);
  }
}

function checkJwtRule(rule: Field): void {
  const address = rule.at('jwksUri');
  if (rule.at('issuer').text === '' && address.text === '') {
    rule.error('a JWT rule needs an issuer or a jwksUri');
  }
  if (address.text !== '' && !/^https?:\/\/[^/\s]+/i.test(address.text)) {
    address.error(`\`${address.text}\` must begin with http:// or https://`);
  }
  checkKeys(rule.at('jwks'));
  const names = [...rule.at('audiences').texts, ...rule.at('fromParams').texts, ...rule.at('fromCookies').texts];
  for (const name of names) {
    if (name.text === '') {
      name.error('must not be empty');
    }
  }
  for (const location of rule.at('fromHeaders').items) {
    if (location.at('name').text === '') {
      location.error('the header name is missing');
    }
  }
  for (const output of rule.at('outputClaimToHeaders').items) {
    const [claim, header] = [output.at('claim'), output.at('header')];
    if (claim.text === '' || header.text === '') {
      output.error('claim and header must be given');
    } else if (!/^[-_A-Za-z0-9]+$/.test(header.text)) {
      header.error(`\`${header.text}\` is no header name`);
    }
  }
  checkDuration(rule.at('timeout'));
}

function checkKeys(jwks: Field): void {
  if (jwks.text === '') {
    return;
  }
  let keys: readonly unknown[];
  try {
    const set: unknown = JSON.parse(jwks.text);
    const fields = asFields(set) ?? {};
    keys = 'keys' in fields ? listOf(fields['keys']) : [set];
  } catch {
    jwks.error('jwks is no JSON Web Key Set');
    return;
  }
  if (keys.some((key) => typeof asFields(key)?.['kty'] !== 'string')) {
    jwks.error('jwks is no JSON Web Key Set: a key without its type `kty`');
  }
  // `d` is the private part of RSA, EC and OKP keys, `oct` a shared secret (RFC 7518, section 6).
  if (keys.some((key) => asFields(key)?.['d'] !== undefined || asFields(key)?.['kty'] === 'oct')) {
    jwks.warning('jwks holds a private key; only public ones are needed');
  }
}
