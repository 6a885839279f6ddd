import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { formatText } from '../../../cli/analyze/format-text.js';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { noisePage, noiseTable, withMeasured } from '../../../scripts/noise-table.js';

const page = readFileSync(noisePage, 'utf8');

test('the example of the page gives what the page says', () => {
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const [, text = ''] = /```text\n(.*?)```/s.exec(page) ?? [];
  const { resources, problems } = readManifests(yaml, 'edge.yaml');
  const analysis = analyze(buildMesh(resources));
  const shown = { ...analysis, problems, isComplete: true, locate: () => 1, objects: resources.length, files: 1 };
  expect(formatText(shown)).toBe(text);
});

test('the table counts folders, levels and what is assumed', () => {
  const findings = (yaml: string) => analyze(buildMesh(readManifests(yaml, 'f.yaml').resources)).findings;
  const gateway = (selector: string) =>
    `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec: {selector: ${selector}, servers: []}\n`;
  const table = noiseTable([findings(gateway('{istio: door}')), findings(gateway('{istio: door}'))]);
  expect(table).toContain('2 of 2 inputs have an error.');
  expect(table).toContain('| IST0101 | 2 | 0 | 0 | 0 | 2 |');
  expect(withMeasured(page, table)).toContain(`<!-- measured -->\n${table}\n<!-- /measured -->`);
  expect(() => withMeasured('no marks', table)).toThrow('no marks');
});
