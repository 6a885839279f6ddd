import { expect, test } from '@jest/globals';
import { reservedKeyProblems } from '../../../mesh/validation/reserved-keys.js';

test('the one name that would be lost is refused wherever it stands', () => {
  const settings: unknown = JSON.parse('{"a": [{"__proto__": {"b": 1}}], "__proto__": 1, "c": {"constructor": "d"}}');
  expect(reservedKeyProblems(settings, 'ENV').map(({ code, place }) => `${code} ${place}`)).toEqual([
    'ENV_INVALID a[0].__proto__',
    'ENV_INVALID __proto__',
  ]);
  expect(reservedKeyProblems({ a: 1, b: null }, 'ENV')).toEqual([]);
});
