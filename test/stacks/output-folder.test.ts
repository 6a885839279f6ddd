import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { replaceFolder } from '../../stacks/output-folder.js';

let parent: string;
let dist: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'output-'));
  dist = join(parent, 'dist');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const files = (text: string) => new Map([['a/b/c.yaml', text]]);
const text = () => readFileSync(join(dist, 'a/b/c.yaml'), 'utf8');

describe('replaceFolder', () => {
  test('replaces the folder as a whole and leaves nothing beside it', () => {
    replaceFolder(dist, new Map([['old.yaml', 'x']]));
    replaceFolder(dist, files('new'));
    expect(readdirSync(dist)).toEqual(['a']);
    expect(text()).toBe('new');
    expect(readdirSync(parent)).toEqual(['dist']);
  });

  test('makes the folders above it', () => {
    replaceFolder(join(parent, 'x/y/dist'), files('new'));
    expect(readdirSync(join(parent, 'x/y'))).toEqual(['dist']);
  });

  test('leaves the folder as it was when a file cannot be written', () => {
    replaceFolder(dist, files('old'));
    const clash = new Map([...files('new'), ['a/b/c.yaml/d.yaml', 'a folder where a file is']]);
    expect(() => replaceFolder(dist, clash)).toThrow();
    expect(text()).toBe('old');
    expect(readdirSync(parent)).toEqual(['dist']);
  });

  test('puts the last folder back that a killed run had moved away, before anything else can fail', () => {
    replaceFolder(join(parent, '.dist-old'), files('old'));
    expect(() => replaceFolder(dist, new Map([['', 'no name']]))).toThrow();
    expect(text()).toBe('old');
  });

  test('clears what killed runs left, but not what a running one writes', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    mkdirSync(join(parent, `.dist-${dead}`));
    mkdirSync(join(parent, `.dist-${process.ppid}`));
    mkdirSync(join(parent, '.dist-mine'));
    replaceFolder(dist, files('new'));
    expect(readdirSync(parent).sort()).toEqual([`.dist-${process.ppid}`, '.dist-mine', 'dist'].sort());
  });

  test('refuses a file of its name, and keeps it', () => {
    writeFileSync(dist, 'precious');
    expect(() => replaceFolder(dist, files('new'))).toThrow('is a file, not a folder; move it away');
    expect(readFileSync(dist, 'utf8')).toBe('precious');
  });

  test('refuses a parent that is no folder', () => {
    writeFileSync(dist, 'precious');
    expect(() => replaceFolder(join(dist, 'inner'), files('new'))).toThrow();
    expect(existsSync(join(parent, '.dist-old'))).toBe(false);
  });
});
