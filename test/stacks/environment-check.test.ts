import { describe, expect, test } from '@jest/globals';
import { type PromiseInput, toPromises } from '../../mesh/promises/promise.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { type Environment, readEnvironment } from '../../stacks/environment/index.js';
import { checkEnvironment } from '../../stacks/environment-check.js';

function prodWith(findings: Partial<Environment['settings']['findings']>): Environment {
  const environment = readEnvironment('.', 'Pulumi.prod.yaml', ownBlueprint);
  const { settings } = environment;
  return { ...environment, settings: { ...settings, findings: { ...settings.findings, ...findings } } } as Environment;
}

test('a finding is a note of its own level, and a silenced one is no warning', () => {
  const levels = (findings: Parameters<typeof prodWith>[0]) =>
    checkEnvironment(prodWith(findings)).notes.map(({ level, text }) => `${level} ${/\[(\w+)\]/.exec(text)?.[1]}`);
  expect(levels({})).toEqual(['info ASM0004']);
  expect(levels({ levels: { ASM0004: 'warning' } })).toEqual(['warning ASM0004']);
  expect(levels({ suppressions: [{ code: 'ASM0004', reason: 'known' }] })).toEqual(['info ASM0004']);
});

describe('promises', () => {
  const checked = (promise: PromiseInput) => {
    const environment = readEnvironment('.', 'Pulumi.prod.yaml', ownBlueprint);
    const settings = { ...environment.settings, promises: toPromises({ promises: [promise] }) };
    const { problems, notes } = checkEnvironment({ ...environment, settings } as Environment);
    return { problems, notes: notes.map(({ level, text }) => `${level}: ${text}`).slice(1) };
  };

  test('a promise that holds says nothing', () => {
    const promise: PromiseInput = { name: 'mTLS', requests: { to: 'zero-trust' }, expect: { mtls: 'mutual' } };
    expect(checked(promise)).toEqual({ problems: [], notes: [] });
  });

  test('a broken one stops with the request and the object to change', () => {
    expect(checked({ name: 'closed', requests: { to: 'zero-trust' }, expect: 'denied' })).toEqual({
      problems: [
        {
          code: 'PROMISES_BROKEN',
          place: 'asm-blueprints:promises[0]',
          message: expect.stringMatching(
            /^"closed" is broken: zero-trust\/reviews-v\d → .*: it gets through to zero-trust\/reviews-v\d$/,
          ),
          fix: expect.stringMatching(/^change AuthorizationPolicy zero-trust\/.*, or what is promised$/),
        },
      ],
      notes: [],
    });
  });

  test('a name that the mesh does not have stops, with one that it has', () => {
    expect(checked({ name: 'x', requests: { to: 'zero-trsut' }, expect: 'denied' }).problems).toEqual([
      {
        code: 'PROMISES_UNKNOWN_SERVICE',
        place: 'asm-blueprints:promises[0].requests.to',
        message: 'zero-trsut is not in these files',
        fix: 'write zero-trust',
      },
    ]);
  });

  test('one that is not decided is a warning that says why', () => {
    const productPage = {
      to: 'bookinfo/productpage',
      from: 'internet',
      path: '/productpage',
      host: 'bookinfo.example.com',
      method: 'GET',
    };
    expect(checked({ name: 'open', requests: productPage, expect: 'allowed' })).toEqual({
      problems: [],
      notes: [expect.stringMatching(/^warning: the promise "open" is not decided because of ASMLocalRateLimiter /)],
    });
  });
});
