import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../cli/manifests/read-inputs.js';

const folder = mkdtempSync(join(tmpdir(), 'read-inputs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const namespace = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;

/** Writes files below a folder of their own and reads that folder, or the paths below it. */
function read(name: string, files: Readonly<Record<string, string | Uint8Array>>, paths: readonly string[] = ['.']) {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const { resources, problems, isComplete } = readInputs(paths.map((path) => join(folder, name, path)));
  return {
    objects: resources.map(({ manifest }) => manifest.metadata.name),
    problems: problems.map(({ code, place }) => `${code} ${place.slice(folder.length + name.length + 2)}`),
    isComplete,
  };
}

describe('readInputs', () => {
  test('reads UTF-8 and UTF-16 with a byte order mark', () => {
    const utf16 = Buffer.from(namespace('little'), 'utf16le');
    const files = {
      'a.yaml': `\uFEFF${namespace('utf8')}`,
      'b.yaml': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      'c.yaml': Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]),
    };
    expect(read('encodings', files)).toEqual({ objects: ['utf8', 'little', 'little'], problems: [], isComplete: true });
  });

  test('refuses what is no text, and reads the rest', () => {
    const files = {
      'binary.yaml': Uint8Array.from([0x89, 0x50, 0, 1]),
      'latin1.yaml': Buffer.from(`${namespace('x')}# caf\xe9\n`, 'latin1'),
      'utf16-without-mark.yaml': Buffer.from(namespace('x'), 'utf16le'),
      'z.yaml': namespace('z'),
    };
    expect(read('no-text', files)).toEqual({
      objects: ['z'],
      problems: ['binary.yaml', 'latin1.yaml', 'utf16-without-mark.yaml'].map((file) => `INPUT_ENCODING ${file}`),
      isComplete: false,
    });
  });

  test('refuses a file of 100 MB without reading it, and reads the rest', () => {
    read('large', { 'a.yaml': '', 'b.yaml': namespace('b') });
    truncateSync(join(folder, 'large/a.yaml'), 100 * 1024 * 1024);
    expect(read('large', {})).toEqual({ objects: ['b'], problems: ['INPUT_TOO_LARGE a.yaml'], isComplete: false });
  });

  test('notes that files are of several environments', () => {
    const of = (environment: string, name: string): string =>
      `# asm-blueprints: target=a role=all environment=${environment}\n---\n${namespace(name)}`;
    const files = { 'dev/a.yaml': of('dev', 'a'), 'dev/b.yaml': of('dev', 'b'), 'prod/a.yaml': of('prod', 'c') };
    expect(read('environments', files)).toEqual({
      objects: ['a', 'b', 'c'],
      problems: ['INPUT_ENVIRONMENTS prod/a.yaml'],
      isComplete: true,
    });
    expect(read('environments', {}, ['dev']).problems).toEqual([]);
  });

  test('names a ConfigMap istio whose settings are no YAML', () => {
    const settings = (text: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |\n    ${text}\n`;
    expect(read('mesh-config', { 'a.yaml': settings('rootNamespace: [') })).toEqual({
      objects: ['istio'],
      problems: ['MESH_CONFIG_SYNTAX a.yaml:1'],
      isComplete: false,
    });
    expect(read('mesh-config', { 'a.yaml': settings('rootNamespace: root') }).problems).toEqual([]);
  });

  test('reads a file once, however its path is written', () => {
    const paths = ['a.yaml', '.', 'b/../a.yaml'];
    expect(read('twice', { 'a.yaml': namespace('a'), 'b/c.yml': namespace('c') }, paths).objects).toEqual(['a', 'c']);
  });

  test('leaves out hidden folders and node_modules, and does not run in circles', () => {
    const files = { 'a.yaml': namespace('a'), '.git/b.yaml': 'b', 'node_modules/c/d.yaml': 'd', 'e/f.txt': 'f' };
    read('folders', files);
    symlinkSync('..', join(folder, 'folders/e/up'));
    symlinkSync('self.yaml', join(folder, 'folders/e/self.yaml'));
    expect(read('folders', {})).toEqual({
      objects: ['a'],
      problems: [`INPUT_UNREADABLE ${join('e', 'self.yaml')}`, `INPUT_LINK ${join('e', 'up')}`],
      isComplete: false,
    });
  });

  test('files of other programs spoil nothing', () => {
    const foreign = { 'package.json': '{"name": "x"}', 'kustomization.yaml': 'resources: [a.yaml]\n' };
    const problems = ['INPUT_KUSTOMIZATION kustomization.yaml', 'MANIFEST_FOREIGN package.json:1'];
    expect(read('foreign', foreign)).toEqual({ objects: [], problems, isComplete: true });
    const beside = { ...foreign, 'a.yaml': namespace('a') };
    expect(read('beside', beside)).toEqual({ objects: ['a'], problems, isComplete: true });
  });

  test('empty files are read, and hold nothing', () => {
    expect(read('empty', { 'a.yaml': '', 'b.yaml': '---\n---\n# c\n' })).toEqual({
      objects: [],
      problems: [],
      isComplete: true,
    });
  });
});
