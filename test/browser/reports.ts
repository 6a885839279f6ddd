import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { generatedCalls } from '../../bench/generated-calls.js';
import { manifestsYaml } from '../../mesh/index.js';
import { shopYaml } from '../report/shop.js';

/** A report in a file. */
export interface WrittenReport {
  readonly name: string;
  readonly file: string;
  /** What the report is of: arguments of the command line. */
  readonly input: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the command line from its sources. @returns its standard output */
export function run(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Writes the reports that are looked at: the shop against an earlier one, the environment prod where it was made, and 500 services. */
export function writeReports(): { readonly folder: string; readonly all: readonly WrittenReport[] } {
  const folder = mkdtempSync(join(tmpdir(), 'asm-report-'));
  const target = { name: 'cluster', role: 'all' } as const;
  const input = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const shop = input('shop.yaml', shopYaml());
  const earlier = input('earlier.yaml', shopYaml(50));
  const large = input('large.yaml', manifestsYaml({ target }, generatedCalls(500)));
  const prod = join(root, 'dist', 'prod');
  const wanted = [
    { name: 'shop', input: shop, options: ['--compare', earlier] },
    ...(existsSync(prod) ? [{ name: 'prod', input: prod, options: [] }] : []),
    { name: '500 services', input: large, options: [] },
  ];
  return {
    folder,
    all: wanted.map(({ name, input: path, options }): WrittenReport => {
      const file = join(folder, `${name.replaceAll(' ', '-')}.html`);
      run('report', path, '-o', file, '--title', name, ...options);
      return { name, file, input: path };
    }),
  };
}

/** Opens a report; `faults` are errors of the console, and requests that are not for the file. */
export async function openReport(
  browser: Browser,
  { file }: WrittenReport,
  options: { readonly hash?: string; readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {},
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const { hash = '', colorScheme = 'light', width = 1440 } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) faults.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${file}${hash}`);
  await page.waitForSelector('.drawing .node');
  return { page, faults };
}
