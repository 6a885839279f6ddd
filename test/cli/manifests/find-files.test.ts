import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findFiles } from '../../../cli/manifests/find-files.js';

const root = mkdtempSync(join(tmpdir(), 'find-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is found below a folder with empty files of these names, as paths from that folder. */
function find(name: string, files: readonly string[], paths: readonly string[] = ['.']) {
  for (const file of files) {
    mkdirSync(dirname(join(root, name, file)), { recursive: true });
    writeFileSync(join(root, name, file), '');
  }
  const inside = (path: string): string => path.replace(join(root, name), '.').replace('./', '');
  const found = findFiles(paths.map((path) => (path === '-' ? path : join(root, name, path))));
  return {
    files: found.files.map(inside),
    charts: found.charts.map(inside),
    kustomizations: found.kustomizations.map(inside),
    problems: found.problems.map(({ code, place }) => `${code} ${inside(place)}`),
  };
}

const nothing = { files: [], charts: [], kustomizations: [], problems: [] };

describe('findFiles', () => {
  test('files of a folder at any depth, by their endings', () => {
    const files = ['b.yaml', 'a/c.YML', 'a/d.json', 'a/e.txt', 'node_modules/f.yaml'];
    expect(find('endings', files)).toEqual({ ...nothing, files: ['a/c.YML', 'a/d.json', 'b.yaml'] });
  });

  test('the order of paths does not matter, nor how they are written', () => {
    find('order', ['a.yaml', 'b/c.yaml']);
    const paths = ['b', 'a.yaml', '-', 'b/../a.yaml', 'b/c.yaml'];
    const found = find('order', [], paths);
    expect(found.files).toEqual(['-', 'a.yaml', 'b/c.yaml']);
    expect(find('order', [], [...paths].reverse())).toEqual(found);
  });

  test('a chart is one thing, with its values and the charts that it depends on; what else is beside them is read', () => {
    const files = [
      ...[
        'web/Chart.yaml',
        'web/values.yaml',
        'web/values-prod.yaml',
        'web/templates/a.yaml',
        'web/templates/b/c.yaml',
      ],
      ...['web/charts/db/Chart.yaml', 'web/charts/db/templates/a.yaml', 'web/crds/crd.yaml', 'other.yaml'],
    ];
    expect(find('chart', files)).toEqual({ ...nothing, files: ['other.yaml', 'web/crds/crd.yaml'], charts: ['web'] });
    expect(find('chart', [], ['web/templates', 'web/templates/b'])).toEqual({
      ...nothing,
      charts: ['web'],
    });
    expect(find('chart', [], ['web/templates/a.yaml'])).toEqual({ ...nothing, files: ['web/templates/a.yaml'] });
  });

  test('kustomizations are told from manifests', () => {
    const files = ['base/kustomization.yaml', 'base/a.yaml', 'dev/Kustomization', 'prod/kustomization.yml'];
    expect(find('kustomize', files)).toEqual({
      ...nothing,
      files: ['base/a.yaml'],
      kustomizations: ['base/kustomization.yaml', 'dev/Kustomization', 'prod/kustomization.yml'],
    });
  });

  test('hidden files and folders are one note for a folder, those of tools none', () => {
    const files = [
      'a.yaml',
      '.b.yaml',
      '.c/d/e.yaml',
      '.git/f.yaml',
      '.github/workflows/g.yml',
      '.editorconfig',
      '.h/i',
    ];
    expect(find('hidden', files)).toEqual({ ...nothing, files: ['a.yaml'], problems: ['INPUT_HIDDEN .b.yaml'] });
    expect(find('hidden', [], ['.b.yaml', '.c']).files).toEqual(['.b.yaml', '.c/d/e.yaml']);
  });

  test('a pipe or a device in a folder is named, since reading it may never end', () => {
    find('pipes', ['a.yaml']);
    execFileSync('mkfifo', [join(root, 'pipes', 'b.yaml')]);
    symlinkSync('/dev/zero', join(root, 'pipes', 'c.json'));
    const problems = ['INPUT_NOT_FOLLOWED b.yaml', 'INPUT_NOT_FOLLOWED c.json'];
    expect(find('pipes', [])).toEqual({ ...nothing, files: ['a.yaml'], problems });
  });

  test('links to folders are not followed: named where the folder has files that are read nowhere', () => {
    find('links', ['in/a.yaml', 'in/deep/b.yaml']);
    find('elsewhere', ['c.yaml']);
    find('texts', ['d.txt']);
    symlinkSync(join(root, 'links', 'in', 'deep'), join(root, 'links', 'in', 'again'));
    symlinkSync(join(root, 'links'), join(root, 'links', 'in', 'round'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'links', 'in', 'away'));
    symlinkSync(join(root, 'texts'), join(root, 'links', 'in', 'texts'));
    symlinkSync('/', join(root, 'links', 'in', 'all'));
    expect(find('links', [], ['in'])).toEqual({
      ...nothing,
      files: ['in/a.yaml', 'in/deep/b.yaml'],
      problems: [
        'INPUT_LINK in/again',
        'INPUT_NOT_FOLLOWED in/all',
        'INPUT_NOT_FOLLOWED in/away',
        'INPUT_NOT_FOLLOWED in/round',
      ],
    });
  });

  test('what is not there, and a folder without files', () => {
    expect(find('empty', ['a/b.txt'], ['.', 'nope'])).toEqual({
      ...nothing,
      problems: ['INPUT_UNREADABLE .', 'INPUT_UNREADABLE nope'],
    });
  });
});
