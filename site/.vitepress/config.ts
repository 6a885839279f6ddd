import { defineConfig } from 'vitepress';
import { reading } from './reading.js';

/** The site of the documentation: `npm run docs`. Its pages are those of `docs/`, which read as well without it. */
export default defineConfig({
  title: 'ASM Blueprints',
  description: 'A service mesh on Alibaba Cloud, declared in TypeScript, and what a change of it will do.',
  srcDir: '../docs',
  outDir: './dist',
  // Beside the built site and not among the pages.
  cacheDir: './.cache',
  rewrites: { 'README.md': 'index.md', ':folder/README.md': ':folder/index.md' },
  // It is a folder of files, wherever it is put.
  base: process.env['SITE_BASE'] ?? '/',
  ignoreDeadLinks: false,
  markdown: {
    config: (md) => {
      // Braces in code are not expressions of Vue.
      md.renderer.rules.code_inline = (tokens, index) =>
        `<code v-pre>${md.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;
      const { fence } = md.renderer.rules;
      md.renderer.rules.fence = (tokens, index, options, env, self) => {
        const token = tokens[index];
        return token?.info.trim() === 'mermaid'
          ? `<Picture code="${encodeURIComponent(token.content)}" />`
          : (fence?.(tokens, index, options, env, self) ?? '');
      };
    },
  },
  themeConfig: {
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Constructs', link: '/constructs/' },
      { text: 'Findings', link: '/findings/' },
      { text: 'API', link: '/api/index.html', target: '_self' },
    ],
    sidebar: reading.map(({ text, pages }) => ({
      text,
      collapsed: false,
      items: Object.entries(pages).map(([link, title]) => ({ text: title, link: `/${link}` })),
    })),
    outline: 'deep',
    search: { provider: 'local' },
  },
});
