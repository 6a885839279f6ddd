import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { commands } from '../../../cli/commands.js';
import { completionCommand } from '../../../cli/completion/command.js';

async function script(shell: string): Promise<string> {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    await completionCommand(commands).parseAsync([shell], { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return text;
}

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('in bash', () => {
  beforeAll(async () => {
    writeFileSync(join(folder, 'completion.bash'), await script('bash'));
    writeFileSync(join(folder, 'mesh.yaml'), '');
  });

  /** What bash offers for the last word. */
  function offered(...words: readonly string[]): readonly string[] {
    const line = ['asm-blueprints', ...words].map((word) => `'${word}'`).join(' ');
    const program = `source completion.bash; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _asm_blueprints; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', program], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  }

  test('commands are offered first', () => {
    expect(offered('')).toEqual([...commands.map(({ name }) => name), '--help', '--version']);
    expect(offered('ana')).toEqual(['analyze']);
  });

  test('options of the command, and values of an option', () => {
    expect(offered('analyze', '--for')).toEqual(['--format']);
    expect(offered('analyze', '--format', '')).toEqual(['text', 'json', 'sarif', 'github']);
    expect(offered('request', 'mesh.yaml', '--out')).toEqual(['--output']);
  });

  test('words where an argument is one of some, files elsewhere', () => {
    expect(offered('completion', 'z')).toEqual(['zsh']);
    expect(offered('doctor', 'sy')).toEqual(['synth']);
    expect(offered('analyze', 'me')).toEqual(['mesh.yaml']);
    expect(offered('analyze', '--settings', 'me')).toEqual(['mesh.yaml']);
  });
});

test.each(['zsh', 'fish'])('in %s every command has its options, with quotes where they must be', async (shell) => {
  const text = await script(shell);
  for (const { name } of commands) expect(text).toContain(name);
  expect(text).toContain('fail-on');
  // Quotes are in pairs: outside of them there is nothing that a shell would expand.
  const outside = text.replaceAll(shell === 'zsh' ? /'[^']*'|\\'/g : /'(?:\\.|[^'\\])*'/g, '');
  expect(outside).not.toMatch(/[`']/);
});
