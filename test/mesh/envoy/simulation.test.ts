import { expect, jest, test } from '@jest/globals';
import { type Simulation, traced } from '../../../mesh/envoy/simulation.js';

test('a step is only made where steps are written down', () => {
  const step = { stage: 'router', name: 'default', outcome: '404', reason: '' } as const;
  const make = jest.fn(() => step);
  expect(traced({ isTracing: false } as Simulation, make)).toEqual([]);
  expect(make).not.toHaveBeenCalled();
  expect(traced({ isTracing: true } as Simulation, make)).toEqual([step]);
});
