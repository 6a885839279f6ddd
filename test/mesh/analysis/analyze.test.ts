import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import type { Check } from '../../../mesh/analysis/check.js';
import { type FindingType, fillTemplate } from '../../../mesh/analysis/finding-type.js';
import { reasonAnnotation } from '../../../mesh/analysis/suppression.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { resourcesOf } from '../resources.js';

const type: FindingType<'IST0101', '{kind} is missing'> = {
  code: 'IST0101',
  name: 'Missing',
  level: 'error',
  template: '{kind} is missing',
  description: '',
};
const everyService: Check = {
  name: 'every-service',
  types: [type],
  run(mesh, report) {
    for (const object of mesh.objectsOf('', 'Service')) {
      report(type, object, { kind: 'it' }, ['spec', 'ports', 0]);
      report(type, object, { kind: 'it' }, ['spec', 'ports', 0]);
    }
  },
};
const service = (name: string, metadata = ''): string =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop${metadata}}\n`;
const run = (text: string, options: Parameters<typeof analyze>[1] = {}) =>
  analyze(buildMesh(resourcesOf(text)), { checks: [everyService], ...options });

describe('analyze', () => {
  test('gives code, level, message, object and field, each finding once and in order', () => {
    const { findings } = run(service('b') + service('a'));
    expect(findings.map(({ object: _, ...finding }) => finding)).toEqual(
      ['a', 'b'].map((name) => ({
        code: 'IST0101',
        level: 'error',
        message: 'it is missing',
        resource: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name },
        field: ['spec', 'ports', 0],
      })),
    );
  });

  test.each(["'*'", 'IST0101', "'IST0007, IST0101'"])('the annotation with %s silences, and says why', (codes) => {
    const annotations = `, annotations: {galley.istio.io/analyze-suppress: ${codes}, ${reasonAnnotation}: known}`;
    const { findings, suppressed } = run(service('a', annotations) + service('b'));
    expect(findings.map(({ resource }) => resource.name)).toEqual(['b']);
    expect(suppressed).toMatchObject([{ reason: 'known', finding: { resource: { name: 'a' } } }]);
  });

  test('the annotation with another code silences nothing', () => {
    const annotations = ', annotations: {galley.istio.io/analyze-suppress: IST0102}';
    expect(run(service('a', annotations)).findings).toHaveLength(1);
  });

  test('suppressions go by code and object', () => {
    const suppressions = [{ code: 'IST01*', resource: 'Service shop/a*', reason: 'made elsewhere' }];
    const { findings, suppressed } = run(service('abc') + service('b'), { suppressions });
    expect(findings.map(({ resource }) => resource.name)).toEqual(['b']);
    expect(suppressed.map(({ reason }) => reason)).toEqual(['made elsewhere']);
  });

  test('levels can be set by code', () => {
    expect(run(service('a'), { levels: { IST0101: 'info' } }).findings).toMatchObject([{ level: 'info' }]);
  });

  test('a finding about what a gateway makes is about the gateway', () => {
    const gateway = `apiVersion: istio.alibabacloud.com/v1beta1
kind: IstioGateway
metadata: {name: ingress, namespace: istio-system}
spec: {ports: [{port: 80}]}
`;
    const madeServices: Check = {
      name: 'made-services',
      types: [type],
      run(mesh, report) {
        for (const { objects } of mesh.services) {
          for (const object of objects) {
            report(type, object, { kind: 'it' }, ['spec', 'ports']);
          }
        }
      },
    };
    expect(run(gateway, { checks: [madeServices] }).findings).toMatchObject([
      { resource: { kind: 'IstioGateway', namespace: 'istio-system', name: 'ingress' }, field: [] },
    ]);
  });

  test('a template takes its values', () => {
    expect(fillTemplate('{a} and {b}, not {c}', { a: 1, b: 'two' })).toBe('1 and two, not ');
  });
});
