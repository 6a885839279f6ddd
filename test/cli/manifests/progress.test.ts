import { afterEach, expect, jest, test } from '@jest/globals';
import { Progress } from '../../../cli/manifests/progress.js';

afterEach(() => {
  jest.restoreAllMocks();
});

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) > 0 };
}

test('says how far a long reading is, on a terminal only, and clears its line', () => {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const [terminal, pipe] = [stream(true), stream(false)];
  const shown = [terminal, pipe].map((to) => new Progress('files', 9, to as never));
  for (const [done, time] of [
    [1, 900],
    [2, 1100],
    [3, 1200],
    [4, 1400],
  ] as const) {
    now = time;
    for (const progress of shown) {
      progress.show(done);
    }
  }
  for (const progress of shown) {
    progress.end();
  }
  expect(pipe.written).toEqual([]);
  expect(terminal.written).toEqual(['\r\u001b[Kreading 2 of 9 files', '\r\u001b[Kreading 4 of 9 files', '\r\u001b[K']);
});

test('a short reading is quiet', () => {
  const terminal = stream(true);
  const progress = new Progress('files', 1, terminal as never);
  progress.show(1);
  progress.end();
  expect(terminal.written).toEqual([]);
});
