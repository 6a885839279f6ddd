import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { MeshValidation, type MeshValidationProps } from '../../constructs/mesh-validation.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../mesh/objects.js';

const folder = mkdtempSync(join(tmpdir(), 'validation-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const app = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart');
const route = istioObject('VirtualService', 'cart', '{hosts: [cart], http: [{route: [{destination: {host: cartt}}]}]}');
const rule = istioObject('DestinationRule', 'cart', '{host: carts}');

/** What a validation reports of texts, each a manifest of its own. */
async function validate(properties: MeshValidationProps, ...texts: readonly string[]) {
  const manifests = texts.map((text, index) => {
    const path = join(folder, `${index}.k8s.yaml`);
    writeFileSync(path, text);
    return path;
  });
  const violations: unknown[] = [];
  const logged: string[] = [];
  let status = '';
  await new MeshValidation(properties).validate({
    manifests,
    report: {
      addViolation: (violation) => violations.push(violation),
      submit: (submitted) => {
        status = submitted;
      },
    },
    logger: { log: (message) => logged.push(message) },
  });
  return { status, violations, logged };
}

test('the manifests are one mesh, and an error fails the synth', async () => {
  expect(await validate({}, app, route)).toEqual({
    status: 'failure',
    violations: [
      {
        ruleName: 'IST0101 ReferencedResourceNotFound',
        recommendation: expect.stringContaining('did you mean cart?'),
        fix: 'npx asm-blueprints explain IST0101',
        violatingResources: [
          {
            resourceName: 'cart',
            locations: ['spec.http[0].route[0].destination.host'],
            manifestPath: join(folder, '1.k8s.yaml'),
          },
        ],
      },
    ],
    logged: [],
  });
  expect(await validate({}, app)).toEqual({ status: 'success', violations: [], logged: [] });
});

test('a warning is logged, or fails where that is wanted', async () => {
  const { status, violations, logged } = await validate({}, app, rule);
  expect([status, violations]).toEqual(['success', []]);
  expect(logged).toEqual([expect.stringMatching(/^warning \[IST0174\] DestinationRule shop\/cart: /)]);
  expect((await validate({ failOn: 'warning' }, app, rule)).status).toBe('failure');
  expect((await validate({ failOn: 'warning', levels: { IST0174: 'off' } }, app, rule)).status).toBe('success');
});

test('what is outside the manifests is assumed, and settled by the properties', async () => {
  const other = istioObject(
    'VirtualService',
    'far',
    '{hosts: [x], http: [{route: [{destination: {host: x.far.svc.cluster.local}}]}]}',
  );
  expect((await validate({}, app, other)).logged).toEqual([expect.stringMatching(/^assumed: .*x\.far\.svc/)]);
  expect((await validate({ external: { hosts: ['x.far.svc.cluster.local'] } }, app, other)).logged).toEqual([]);
});

test('a manifest that is not valid YAML fails the synth', async () => {
  expect((await validate({}, 'a: [')).status).toBe('failure');
});

test.each([
  [{ failOn: 'never' }, 'failOn must be'],
  [{ levels: { NONE: 'off' } }, /NONE/],
  [{ hosts: [] }, /hosts/],
])('wrong properties are refused: %j', (properties, message) => {
  expect(() => new MeshValidation(properties as MeshValidationProps)).toThrow(message);
});
