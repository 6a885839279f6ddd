import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostsOverlap } from '../../../mesh/model/hosts.js';
import { overlappingHosts } from '../../../mesh/validation/overlapping-hosts.js';

const part = fc.constantFrom('a', 'b', 'com', '*');
const host = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => {
  const [first = '', ...rest] = parts;
  return [first, ...rest.map((one) => (one === '*' ? 'x' : one))].join('.');
});

describe('overlapping hosts', () => {
  test('are those that a comparison of all pairs finds', () => {
    fc.assert(
      fc.property(fc.array(host, { maxLength: 12 }), (hosts) => {
        const expected = hosts.flatMap((one, index) => {
          const earliest = hosts.findIndex((other) => hostsOverlap(one, other));
          return earliest < index ? [[index, earliest] as const] : [];
        });
        expect([...overlappingHosts(hosts)]).toEqual(expected);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('are found among many in a moment', () => {
    const hosts = Array.from({ length: 40_000 }, (_, index) => `*.h${index}.com`);
    const start = process.cpuUsage();
    expect(overlappingHosts([...hosts, ...hosts, '*']).size).toBe(40_001);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2000);
  });
});
