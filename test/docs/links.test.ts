import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { reading } from '../../site/.vitepress/reading.js';

const inDocs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'create-asm-blueprints/README.md'],
  ...inDocs.map((name) => join('docs', name)),
];

/** A page without its code, in which brackets are no links. */
function prose(page: string): string {
  return readFileSync(page, 'utf8')
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, '.'));
}

/** What a link to a heading ends with, as GitHub and VitePress make it. */
function anchors(page: string): readonly string[] {
  return [
    ...readFileSync(page, 'utf8')
      .replaceAll(/^```[\s\S]*?^```$/gm, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

test.each(pages)('every link of %s leads somewhere', (page) => {
  const dead = [...prose(page).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(file)) return [link];
    const isPage = statSync(file).isFile() && file.endsWith('.md');
    return anchor !== undefined && (!isPage || !anchors(file).includes(anchor)) ? [link] : [];
  });
  expect(dead).toEqual([]);
});

describe('the site', () => {
  const listed = reading.flatMap(({ pages: all }) => Object.keys(all));

  test('lists every page but those of single findings', () => {
    const own = inDocs
      .map((name) =>
        relative('.', name)
          .replaceAll('\\', '/')
          .replace(/(README)?\.md$/, ''),
      )
      .filter((name) => name !== '' && !/^findings\/./.test(name));
    expect([...listed].sort()).toEqual(own.sort());
  });

  test('lists each once', () => {
    expect(new Set(listed).size).toBe(listed.length);
  });
});
