import { InvalidArgumentError } from 'commander';

/** Claims of a token by name; values are texts, lists and objects. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Adds a claim as it is written on the command line: `iss=https://issuer.example`, a list as `groups=a,b` or by naming it again, a nested
 * claim as in a policy, `realm_access[roles]=admin`, and any other value as JSON, `address={"country":"CN"}`.
 *
 * @throws InvalidArgumentError if it is none of these
 */
export function addClaim(text: string, claims: Claims = {}): Claims {
  const {
    name = '',
    inner = '',
    value = '',
  } = /^(?<name>[^=[\]]+)(?<inner>(?:\[[^\]]+\])*)=(?<value>.*)$/s.exec(text)?.groups ?? {};
  if (name === '') {
    throw new InvalidArgumentError(
      'write it as `name=value`; a list is `name=a,b`, a nested claim `name[inner]=value`.',
    );
  }
  const path = [name.trim(), ...(inner === '' ? [] : inner.slice(1, -1).split(']['))];
  return withClaim(claims, path, claimValue(value));
}

function claimValue(text: string): unknown {
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      throw new InvalidArgumentError(`${text} is not JSON.`);
    }
  }
  return text.includes(',') ? text.split(',').map((one) => one.trim()) : text;
}

function withClaim(claims: Claims, [name = '', ...rest]: readonly string[], value: unknown): Claims {
  const known = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (rest.length > 0) {
    const isObject = typeof known === 'object' && known !== null && !Array.isArray(known);
    if (known !== undefined && !isObject) {
      throw new InvalidArgumentError(`the claim ${name} has a value already, so it cannot hold others.`);
    }
    return { ...claims, [name]: withClaim((known ?? {}) as Claims, rest, value) };
  }
  return { ...claims, [name]: known === undefined ? value : [known, value].flat() };
}
