import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TrustDomains } from '../../../mesh/istio/trust-domain.js';

const domains = new TrustDomains({ trustDomain: 'corp.example', trustDomainAliases: ['old.example'] });
const identity = '/ns/shop/sa/cart';

describe('a principal of a policy stands for', () => {
  test.each([
    ['the own domain', `corp.example${identity}`, [`corp.example${identity}`, `old.example${identity}`]],
    ['an alias', `old.example${identity}`, [`corp.example${identity}`, `old.example${identity}`]],
    [
      'cluster.local, whatever the own domain is',
      `cluster.local${identity}`,
      [`corp.example${identity}`, `old.example${identity}`],
    ],
    ['a stranger', `other.example${identity}`, [`other.example${identity}`]],
    ['any domain', `*${identity}`, [`*${identity}`]],
    // The pattern fits both domains of the mesh as it is.
    ['a pattern for both', `*.example${identity}`, [`*.example${identity}`]],
    [
      'a pattern for one, and the other',
      `*old.example${identity}`,
      [`corp.example${identity}`, `*old.example${identity}`],
    ],
    // Istio only looks at principals with all five parts.
    ['a wildcard for the rest, as it is written', 'cluster.local/ns/shop/*', ['cluster.local/ns/shop/*']],
    ['everything', '*', ['*']],
  ])('%s', (_, written, expected) => {
    expect(domains.principals(written)).toEqual(expected);
  });
});

test('trustDomains of a source are those of the mesh when one of them is meant, without cluster.local', () => {
  expect(domains.all('old.example')).toEqual(['corp.example', 'old.example']);
  expect(domains.all('cluster.local')).toEqual(['cluster.local']);
});

test('is told from other domains', () => {
  expect(['corp.example', 'old.example', 'cluster.local', '*.example'].map((name) => domains.isOwn(name))).toEqual(
    Array(4).fill(true),
  );
  expect(domains.isOwn('other.test')).toBe(false);
});

test('what a principal stands for keeps its namespace and account, and never gets lost', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  fc.assert(
    fc.property(
      fc.constantFrom('corp.example', 'old.example', 'cluster.local', 'x.test', '*'),
      part,
      part,
      (domain, space, account) => {
        const written = `${domain}/ns/${space}/sa/${account}`;
        const all = domains.principals(written);
        expect(all.length).toBeGreaterThan(0);
        expect(all.every((one) => one.endsWith(`/ns/${space}/sa/${account}`))).toBe(true);
      },
    ),
    { seed: 7 },
  );
});
