import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { run, type WrittenReport } from './reports.js';

type Check = (page: Page, report: WrittenReport) => Promise<void>;

/** Longest that a report may take until it can be used, in milliseconds. */
const openWithin = 2000;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a person does with a report, by what is expected. */
export const checks: Readonly<Record<string, Check>> = {
  'opens in time': async (page) => {
    const drawn = await page.evaluate(
      () => performance.getEntriesByName('drawn')[0]?.startTime ?? Number.POSITIVE_INFINITY,
    );
    ok(drawn < openWithin, `it took ${Math.round(drawn)} ms`);
  },
  'answers a request as the command does': async (page, { input }) => {
    const { from, to } = await firstCall(page);
    await page.click('nav button[data-tab="ask"]');
    await page.fill('input[name="from"]', from);
    await page.fill('input[name="to"]', to);
    await page.fill('textarea[name="headers"]', 'x-exp: on');
    await page.click('form.ask button[type="submit"]');
    const shown = await page.textContent('.reply pre');
    const said = commandLines('request', input, '--from', from, '--to', to, '-H', 'x-exp: on');
    deepStrictEqual(shown?.split('\n'), said);
    await page.reload();
    await page.waitForSelector('.reply pre');
    deepStrictEqual(await page.textContent('.reply pre'), shown);
  },
  'says what is wrong with a question': async (page) => {
    await page.click('nav button[data-tab="ask"]');
    await page.fill('input[name="from"]', 'nonsense');
    await page.fill('input[name="to"]', 'http://reviews/');
    await page.press('input[name="to"]', 'Enter');
    ok((await page.textContent('.reply'))?.includes('QUERY_CALLER_FORM'));
  },
  'shows a service that is clicked, and keeps it in the address': async (page) => {
    await page.click('.card button.link');
    await page.waitForSelector('.details h2');
    const title = await page.textContent('.details h2');
    ok((await page.textContent('.details'))?.includes('Blast radius'));
    await page.waitForFunction(() => document.querySelector('.node.selected') !== null);
    await page.reload();
    await page.waitForSelector('.details h2');
    deepStrictEqual(await page.textContent('.details h2'), title);
  },
  'explains an edge by its decisions': async (page) => {
    await page.focus('.edge');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.details .trace li');
    ok(((await page.textContent('.details .trace')) ?? '').length > 20);
  },
  'searches and filters': async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('no such name');
    ok((await page.textContent('.count'))?.startsWith('0 of '));
    await page.keyboard.press('Escape');
    ok(!(await page.textContent('.count'))?.includes(' of '));
    await page.selectOption('select[aria-label="Exposure"]', 'exposed');
    ok(Number((await page.textContent('.count'))?.split(' ')[0]) > 0);
  },
  'is used by keyboard': async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? '');
    await page.focus('.node.internet');
    await page.keyboard.press('ArrowRight');
    const next = await focused();
    ok(next !== 'internet' && next !== '');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.details h2');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.details', { state: 'hidden' });
  },
  'has no serious fault of accessibility': async (page) => {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const tab of await page.locator('nav button').all()) {
        await tab.click();
        const faults = await page.evaluate(async (source) => {
          if (!('axe' in window)) {
            // biome-ignore lint/security/noGlobalEval: the page allows no other script, and this is not one of the page.
            window.eval(source);
          }
          const { axe: tester } = window as unknown as { axe: { run: (options: object) => Promise<AxeResult> } };
          const { violations } = await tester.run({ resultTypes: ['violations'] });
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(
              ({ id, nodes }) =>
                `${id}: ${nodes
                  .slice(0, 3)
                  .map(({ html }) => html.slice(0, 160))
                  .join(' | ')}`,
            );
        }, axe);
        deepStrictEqual(faults, [], `${scheme} ${await tab.textContent()}`);
      }
    }
  },
};

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** The first caller and address that the page offers, which its own model knows. */
async function firstCall(page: Page): Promise<{ readonly from: string; readonly to: string }> {
  await page.click('nav button[data-tab="ask"]');
  const from = await page.getAttribute('#callers option:nth-child(2)', 'value');
  const to = await page.getAttribute('#targets option', 'value');
  return { from: from ?? '', to: to ?? '' };
}

/** What the command prints; a request that is refused has an exit code of its own. */
function commandLines(...args: readonly string[]): readonly string[] {
  try {
    return run(...args)
      .trimEnd()
      .split('\n');
  } catch (error) {
    return String((error as { readonly stdout?: unknown }).stdout ?? '')
      .trimEnd()
      .split('\n');
  }
}
