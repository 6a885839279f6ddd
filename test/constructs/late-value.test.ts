import { describe, expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { isLateToken, isLateValue, LateValues, lateValueProblems } from '../../constructs/late-value.js';
import type { Manifest } from '../../mesh/manifest/resource.js';

/** What a chart sees of a Pulumi Output. */
const output = { __pulumiOutput: true, apply: () => undefined } as const;

function synthesize(late: LateValues, fields: Record<string, unknown>): Manifest {
  const chart = new Chart(new App({ resolvers: [late] }), 'chart');
  return new ApiObject(chart, 'object', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    ...fields,
  }).toJson();
}

describe('LateValues', () => {
  test('replaces a late value by a token that gives it back, the same for the same value', () => {
    const late = new LateValues();
    const other = { ...output };
    const manifest = synthesize(late, { data: { one: output, two: [output], three: other } });
    const data = manifest['data'] as { one: string; two: string[]; three: string };
    expect(isLateToken(data.one)).toBe(true);
    expect(data.two).toEqual([data.one]);
    expect(data.three).not.toBe(data.one);
    expect(late.valueOf(data.one)).toBe(output);
    expect(late.valueOf(data.three)).toBe(other);
  });

  test('leaves everything else alone', () => {
    const fields = { data: { text: '__late_value__', number: 1, map: { __pulumiOutput: false } } };
    expect(synthesize(new LateValues(), fields)).toMatchObject(fields);
    expect([null, undefined, 'x', { __pulumiOutput: 'true' }].some(isLateValue)).toBe(false);
  });
});

describe('lateValueProblems', () => {
  test('refuses late values where files are written, each with its construct and field', () => {
    const manifest = synthesize(new LateValues(), { spec: { hosts: ['a', output], 'a.b/c': { weight: output } } });
    expect(
      lateValueProblems(manifest, 'chart/object', 'refused')
        .map(({ code, place }) => `${code} ${place}`)
        .sort(),
    ).toEqual(['OUTPUT_IN_FILE chart/object spec.hosts[1]', "OUTPUT_IN_FILE chart/object spec['a.b/c'].weight"]);
  });

  test('finds one that no resolver has replaced', () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { late: output } };
    expect(lateValueProblems(manifest, 'chart/object', 'refused')).toHaveLength(1);
    expect(lateValueProblems(manifest, 'chart/object', 'filled')).toEqual([]);
  });

  test('finds one that was copied key by key', () => {
    const manifest = synthesize(new LateValues(), { data: { late: { __pulumiOutput: true } } });
    const raw = { ...manifest, data: { late: { __pulumiOutput: true } } };
    expect(lateValueProblems(raw, 'chart/object', 'filled').map(({ code }) => code)).toEqual(['OUTPUT_SPREAD']);
  });

  test('finds the warning text in values and in keys', () => {
    const text = 'x Calling [toString] on an [Output<T>] is not supported. y';
    const manifest = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { [text]: '', other: text },
    };
    expect(lateValueProblems(manifest, 'chart/object', 'filled').map(({ place }) => place)).toEqual([
      "chart/object data['<key>']",
      'chart/object data.other',
    ]);
  });
});
