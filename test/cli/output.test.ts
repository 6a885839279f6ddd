import { expect, test } from '@jest/globals';
import { printable } from '../../cli/output.js';

test('printable leaves a text in its line and the terminal as it is', () => {
  expect(printable('plain ä 网格')).toBe('plain ä 网格');
  expect(printable('a\n::error::\u001b[31mred\u0007\u202e')).toBe('a\\n::error::\\u001b[31mred\\u0007\\u202e');
});
