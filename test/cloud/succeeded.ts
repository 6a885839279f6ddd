import assert from 'node:assert/strict';
import type { Ended } from './engine.js';

/** @throws AssertionError with the end of the output when a command failed */
export function succeeded(what: string, ended: Ended): Ended {
  const tail = ended.output.split('\n').slice(-60).join('\n');
  assert.equal(ended.code, 0, `${what} failed:\n${tail}`);
  return ended;
}
