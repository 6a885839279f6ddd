import { expect, test } from '@jest/globals';
import { formatProblem, ProblemsError } from '../../../mesh/manifest/problem.js';

const problem = { code: 'X', place: 'f:1', message: 'wrong \u001b[31m\n', fix: 'fix it' };

test('a problem is one line, whatever the file says', () => {
  expect(formatProblem(problem)).toBe('f:1: wrong \\u001b[31m\\n; fix it [X]');
  expect(new ProblemsError('not done', [problem, problem]).message.split('\n')).toHaveLength(3);
});
