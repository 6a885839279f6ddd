import { expect, test } from '@jest/globals';
import { field, seconds, socketAddress, typed } from '../../../../mesh/proxy/json/json.js';

test.each([
  ['x', { name: 'x' }],
  [0, { name: 0 }],
  [false, { name: false }],
  ['', {}],
  [[], {}],
  [undefined, {}],
])('the field of %j', (value, expected) => {
  expect(field('name', value)).toEqual(expected);
});

test('types, durations and addresses as the JSON of protos has them', () => {
  expect(typed('envoy.X', { a: 1 })).toEqual({ '@type': 'type.googleapis.com/envoy.X', a: 1 });
  expect([seconds(1500), seconds(0)]).toEqual(['1.5s', '0s']);
  expect(socketAddress('10.0.0.1', 80)).toEqual({ socketAddress: { address: '10.0.0.1', portValue: 80 } });
});
