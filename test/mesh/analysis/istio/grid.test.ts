import { expect, test } from '@jest/globals';
import { analyze } from '../../../../mesh/analysis/analyze.js';
import { istioChecks } from '../../../../mesh/analysis/checks/istio/index.js';
import { validationChecks } from '../../../../mesh/analysis/checks/validation/index.js';
import { describeResource } from '../../../../mesh/analysis/finding.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { resourcesOf } from '../../resources.js';
import { gridCases } from './grid.js';

const checks = [...istioChecks, ...validationChecks];

test.each(gridCases().map((one) => [one.title, one] as const))('%s', (_, { yaml, expected }) => {
  const { findings } = analyze(buildMesh(resourcesOf(yaml)), { checks, asIstioctl: true });
  expect(findings.map(({ code, resource }) => `${code} ${describeResource(resource)}`).sort()).toEqual(expected);
});
