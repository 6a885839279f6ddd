import { expect, test } from '@jest/globals';
import { listSome, nameSome } from '../../../mesh/analysis/wording.js';

test.each([
  ['host', ['a'], 'host a'],
  ['Gateway', ['a', 'b'], 'Gateways a and b'],
  ['Telemetry', ['a', 'b', 'c'], 'Telemetries a, b and c'],
  ['port', ['1', '2', '3', '4', '5', '6'], 'ports 1, 2, 3, 4, 5 and 1 more'],
])('%s %j', (noun, names, expected) => {
  expect(nameSome(noun, names)).toBe(expected);
});

test('nothing is listed as nothing', () => {
  expect(listSome([])).toBe('');
});
