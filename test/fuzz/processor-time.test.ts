import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { processorTime } from '../../fuzz/processor-time.js';

describe('processor time', () => {
  test('grows as a process works, and is about what Node counts', () => {
    const before = processorTime(process.pid);
    if (!existsSync('/proc/self/stat')) {
      expect(before).toBeUndefined();
      return;
    }
    const used = process.cpuUsage();
    while (process.cpuUsage(used).user < 100_000) {}
    const { user, system } = process.cpuUsage();
    const after = processorTime(process.pid) ?? 0;
    expect(after - (before ?? 0)).toBeGreaterThanOrEqual(50);
    expect(Math.abs(after - (user + system) / 1000)).toBeLessThan(500);
  });

  test('of no process is unknown', () => {
    expect(processorTime(undefined)).toBeUndefined();
  });
});
