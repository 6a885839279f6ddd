import { expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import type { Finding } from '../../../mesh/analysis/finding.js';
import { withoutRepetitions } from '../../../mesh/analysis/one-mistake.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject } from '../objects.js';
import { resourcesOf } from '../resources.js';

const [seed] = analyze(buildMesh(resourcesOf(istioObject('DestinationRule', 'd', '{host: x.example.com}')))).findings;
const finding = (code: string, field: Finding['field']): Finding => ({ ...(seed as Finding), code, field });
const at = ['spec', 'http', 0, 'route', 0, 'destination'];

test.each([
  ['the same field', [...at, 'host'], false],
  ['the object around it', at, false],
  ['another route', ['spec', 'http', 1, 'route', 0, 'destination', 'host'], true],
  ['the object as a whole', [], true],
])('what is missing is left out where its name is refused: %s', (_, field, isKept) => {
  const findings = [finding('IST0101', [...at, 'host']), finding('IST0106', field)];
  expect(withoutRepetitions(findings)).toHaveLength(isKept ? 2 : 1);
});

test('nothing else is left out', () => {
  const findings = [finding('IST0132', at), finding('IST0106', at)];
  expect(withoutRepetitions(findings)).toEqual(findings);
});
