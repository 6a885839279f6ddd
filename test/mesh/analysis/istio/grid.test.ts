import { expect, test } from '@jest/globals';
import { analyze, buildMesh, describeResource, istioChecks, validationChecks } from '../../../../mesh/index.js';
import { resourcesOf } from '../../resources.js';
import { gridCases } from './grid.js';

const checks = [...istioChecks, ...validationChecks];

test.each(gridCases().map((one) => [one.title, one] as const))('%s', (_, { yaml, expected }) => {
  const { findings } = analyze(buildMesh(resourcesOf(yaml)), { checks, asIstioctl: true });
  expect(findings.map(({ code, resource }) => `${code} ${describeResource(resource)}`).sort()).toEqual(expected);
});
