import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { explainCommand } from '../../../cli/explain/command.js';
import { terminalText } from '../../../cli/explain/markdown.js';
import { familyOf } from '../../../cli/explain/problem-families.js';
import { UsageError } from '../../../cli/usage-error.js';
import { findingCodes } from '../../../mesh/analysis/codes.js';

async function explained(...args: readonly string[]): Promise<string> {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    await explainCommand().parseAsync(args, { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return text;
}

describe('explain', () => {
  test('prints the page of every finding', async () => {
    for (const code of findingCodes.keys()) {
      expect(await explained(code)).toMatch(new RegExp(`^# ${code}[\\s\\S]*## An example that fires`));
    }
    expect(await explained('ist0101')).toBe(readFileSync('docs/findings/IST0101.md', 'utf8'));
  });

  test('lists every finding without a code', async () => {
    const lines = (await explained()).split('\n');
    expect(lines[0]).toMatch(/^CODE +LEVEL +WHAT$/);
    expect(lines.slice(1, -1).map((line) => line.split(' ')[0])).toEqual([...findingCodes.keys()].sort());
  });

  test('says what exit codes mean', async () => {
    expect(await explained('1')).toMatch(/^# Exit code 1\n\nAn answer to act on/);
    expect(await explained('exit-codes')).toMatch(/- 0: [\s\S]*- 3: with --strict/);
  });

  test('says of a problem what kind of input has it, and where to read more', async () => {
    expect(await explained('ENV_INVALID')).toMatch(/environment file[\s\S]*docs\/environments\.md/);
    expect(await explained('GATEWAY_SERVICE')).toMatch(/docs\/noise\.md/);
  });

  test('knows no other code, and suggests one', async () => {
    await expect(explained('IST010')).rejects.toThrow(/there is no code IST010; did you mean IST0/);
    await expect(explained('nonsense')).rejects.toThrow(UsageError);
  });
});

test('every code of a problem in the sources is of a family', () => {
  const files = ['cli', 'mesh', 'stacks', 'infra', 'constructs', 'charts', 'policy'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const codes = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/code: '([A-Z]+_[A-Z_]+)'/g)].map(([, code]) => code ?? ''),
  );
  expect(codes.length).toBeGreaterThan(60);
  expect(codes.filter((code) => familyOf(code) === undefined)).toEqual([]);
});

test('a terminal shows headings and code without the marks of Markdown', () => {
  const text = terminalText('# Title\n\nSee [the page](page.md) of `x`.\n\n```yaml\nkind: X\n```\n');
  const plain = stripVTControlCharacters(text);
  expect(plain).toBe('Title\n\nSee the page of x.\n\n    kind: X\n');
});
