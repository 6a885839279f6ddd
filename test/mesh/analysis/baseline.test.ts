import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { baselineOf, compareWithBaseline } from '../../../mesh/analysis/baseline.js';
import { fingerprintOf } from '../../../mesh/analysis/fingerprint.js';
import { kialiAnnotation } from '../../../mesh/analysis/suppression.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart') + serviceOf('tea') + workloadOf('tea');
const analysisOf = (yaml: string) => analyze(buildMesh(resourcesOf(yaml)));
const route = (...rules: readonly string[]) =>
  istioObject('VirtualService', 'v', `{hosts: [cart], http: [${rules.join(', ')}]}`);
const wrong =
  '{match: [{uri: {prefix: /a}}], route: [{destination: {host: cart}, weight: 40}, {destination: {host: tea}, weight: 50}]}';
const right = '{match: [{uri: {prefix: /b}}], route: [{destination: {host: cart}}]}';

describe('findings beside earlier ones', () => {
  const compare = (before: string, after: string) => {
    const { findings, suppressed } = analysisOf(after);
    const silent = suppressed.map(({ finding }) => finding);
    const { introduced, unchanged, fixed } = compareWithBaseline(
      findings,
      silent,
      baselineOf(analysisOf(before).findings),
    );
    const codes = (all: Iterable<{ readonly code: string }>) => [...all].map(({ code }) => code);
    return { introduced: codes(introduced), unchanged: codes(unchanged), fixed: codes(fixed) };
  };
  const bad = shop + route(wrong);

  test('are new, gone, or the same wherever they stand now', () => {
    const none = { introduced: [], unchanged: [], fixed: [] };
    expect(compare(shop, bad)).toEqual({ ...none, introduced: ['ASM0001'] });
    expect(compare(bad, shop)).toEqual({ ...none, fixed: ['ASM0001'] });
    expect(compare(bad, bad)).toEqual({ ...none, unchanged: ['ASM0001'] });
    expect(compare(bad, `# one more line\n${shop}${route(right, wrong)}`)).toEqual({ ...none, unchanged: ['ASM0001'] });
  });

  test('are counted where there are several of one kind', () => {
    const again = wrong.replace('/a', '/c');
    expect(compare(bad, shop + route(wrong, again))).toMatchObject({ introduced: ['ASM0001'], unchanged: ['ASM0001'] });
  });

  test('are not fixed when they are silenced', () => {
    const silenced = bad.replace('{name: v, ', "{name: v, annotations: {galley.istio.io/analyze-suppress: '*'}, ");
    expect(compare(bad, silenced)).toEqual({ introduced: [], unchanged: [], fixed: [] });
  });

  test('differ by object', () => {
    const [one, other] = analysisOf(bad + route(wrong).replace('name: v', 'name: w')).findings;
    expect(one && fingerprintOf(one)).toMatch(/^[0-9a-f]{16}$/);
    expect(one && fingerprintOf(one)).not.toBe(other && fingerprintOf(other));
  });
});

describe("Kiali's annotation", () => {
  const found = (value: string) =>
    analysisOf(shop + route(wrong).replace('{name: v, ', `{name: v, annotations: {${kialiAnnotation}: "${value}"}, `));

  test.each([
    ["Kiali's code", 'KIA1101, KIA1104', true],
    ['ours', 'ASM0001', true],
    ['everything', '', true],
    ['another code', 'KIA1101', false],
  ])('silences by %s', (_, value, isSilent) => {
    const { findings, suppressed } = found(value);
    expect([findings.length, suppressed.length]).toEqual(isSilent ? [0, 1] : [1, 0]);
  });
});
