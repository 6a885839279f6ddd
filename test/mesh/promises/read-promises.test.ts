import { describe, expect, test } from '@jest/globals';
import { promiseNameProblems } from '../../../mesh/promises/promise-names.js';
import { promisesJsonSchema } from '../../../mesh/promises/promise-schema.js';
import { readPromises } from '../../../mesh/promises/read-promises.js';
import { suggestPromises } from '../../../mesh/promises/suggest.js';
import { verify } from '../../../mesh/promises/verify.js';
import { object, policy, publicRoutes, shopWith } from './shop.js';

describe('a file of promises', () => {
  test('is read, with texts as they are written', () => {
    const text = `promises:
  - name: canary
    requests: { to: shop/payments, headers: { X-Exp: { not: on } }, claim: { realm.roles: [admin, 1] }, method: get }
    expect: { versions: [v1], status: 200 }
`;
    expect(readPromises(text, 'p.yaml')).toMatchObject({
      problems: [],
      promises: [
        {
          name: 'canary',
          requests: {
            to: ['shop/payments'],
            method: ['GET'],
            headers: [['x-exp', { patterns: ['on'], isNot: true }]],
            claim: [[['realm', 'roles'], { patterns: ['admin', '1'], isNot: false }]],
          },
          except: [],
          expect: { versions: ['v1'], status: ['200'] },
        },
      ],
    });
  });

  test('has all of its mistakes reported, each with line, field and fix', () => {
    const text = `promises:
  - name: a
    requests: { form: internet }
    expect: deny
  - name: b
    requests: { path: admin }
    expect: {}
`;
    const { promises, problems } = readPromises(text, 'p.yaml');
    expect(promises).toEqual([]);
    expect(problems.map(({ place }) => place)).toEqual([
      'p.yaml:3: promises[0].requests.form',
      'p.yaml:4: promises[0].expect',
      'p.yaml:6: promises[1].requests.path',
      'p.yaml:7: promises[1].expect',
    ]);
    expect(problems[0]).toMatchObject({ code: 'PROMISES_UNKNOWN_KEY', fix: 'write from' });
    expect(readPromises('promises: [', 'p.yaml').problems[0]?.place).toBe('p.yaml:1');
  });

  test('that names what the mesh does not have is wrong', () => {
    const text = 'promises: [{ name: a, requests: { from: shop/chekout, to: shop/paymets }, expect: denied }]';
    const problems = promiseNameProblems(shopWith(), readPromises(text, 'p.yaml').promises);
    expect(problems).toMatchObject([
      { index: 0, place: 'requests.from', fix: 'write shop/checkout' },
      { index: 0, place: 'requests.to', fix: 'write shop/payments' },
    ]);
  });

  test('has a JSON Schema', () => {
    expect(promisesJsonSchema()).toMatchObject({ type: 'object', required: ['promises'] });
  });

  test('is suggested by what the mesh wants, with what is known of it', () => {
    const mesh = shopWith(
      object('AuthorizationPolicy', 'security', 'none', {}),
      object('PeerAuthentication', 'security', 'default', { mtls: { mode: 'STRICT' } }),
      object('RequestAuthentication', 'security', 'jwt', {
        selector: { matchLabels: { app: 'payments' } },
        jwtRules: [{ issuer: 'i', jwksUri: 'https://i/k' }],
      }),
      policy({ rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }),
      publicRoutes({ route: [{ destination: { host: 'payments' } }] }),
    );
    const text = suggestPromises(mesh);
    const { promises, problems } = readPromises(text, 'p.yaml');
    expect(problems).toEqual([]);
    expect(promises.map(({ name }) => name)).toEqual([
      'shop lets in nobody whom these files do not have',
      'shop is reached over mTLS only',
      'shop/payments lets nothing in without a token',
    ]);
    // A token is enough to get in for pods that are in no file.
    expect(verify(mesh, promises).map(({ result }) => result)).toEqual(['broken', 'proved', 'proved']);
    expect(text.match(/# proved today/g)).toHaveLength(2);
  });
});
