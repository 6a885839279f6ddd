import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './project.js';

/** A block of code of a page: its language, what stands behind it, and its lines. */
interface Block {
  readonly language: string;
  readonly rest: string;
  readonly lines: readonly string[];
}

function blocksOf(page: string): readonly Block[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', rest = '', text = '']) => ({ language, rest, lines: text.trimEnd().split('\n') }),
  );
}

/**
 * Does what a page says, in a project:
 *
 * - `sh` is run, one command a line; with `fails` the last one must;
 * - `text` must be in what the `sh` before has printed, line by line; with `in FILE` in that file;
 * - `diff FILE` is done to the file.
 *
 * @param environment of the commands, as `NAME=value`
 */
export function walk(page: string, project: Project, environment: readonly string[]): void {
  let folder = project.folder;
  let printed = '';
  for (const { language, rest, lines } of blocksOf(page)) {
    const place = (file: string): string => join(folder, file).slice(project.folder.length + 1);
    if (language === 'sh') {
      printed = '';
      for (const line of lines) {
        const [command, into] = line.split(' ');
        if (command === 'cd') {
          folder = join(folder, into ?? '');
          continue;
        }
        const { code, output } = project.run('env', '-C', folder, ...environment, 'sh', '-c', line);
        const isWanted = rest === 'fails' && line === lines.at(-1) ? code !== 0 : code === 0;
        assert.ok(isWanted, `${line} ended with ${code}:\n${output}`);
        printed += output;
      }
    } else if (language === 'text') {
      const where = rest.startsWith('in ') ? project.read(place(rest.slice(3))) : printed;
      for (const line of lines) assert.ok(where.includes(line.trim()), `'${line}' is not in:\n${where}`);
    } else if (language === 'diff') {
      const file = place(rest);
      const side = (sign: string) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
      const [before, after] = [side('-').join('\n'), side('+').join('\n')];
      const text = project.read(file);
      assert.equal(text.split(before).length, 2, `${rest} has not once:\n${before}`);
      project.write({ [file]: text.replace(before, () => after) });
    }
  }
}
