import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Scenario } from '../../charts/index.js';
import { MeshChart, MeshService } from '../../constructs/index.js';
import type { Blueprint } from '../../stacks/blueprint.js';
import { synthEnvironments } from '../../stacks/synth-environments.js';
import { shop } from './shop.js';

const VALID = `config:
  asm-blueprints:kind: local
  asm-blueprints:ownership: { owner: me@example.com, costCenter: c, dataClassification: public }
  asm-blueprints:scenarios: { shop: { stage: new } }
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a synth of an environment file says on standard error. */
function said(text: string, blueprint: Blueprint = { scenarios: [shop as unknown as Scenario] }): string {
  writeFileSync(join(folder, 'Pulumi.local.yaml'), text);
  let output = '';
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((part) => {
    output += String(part);
    return true;
  });
  const before = process.exitCode;
  try {
    expect(synthEnvironments(blueprint, { folder, output: join(folder, 'dist') })).toBe(false);
  } finally {
    process.exitCode = before;
    spy.mockRestore();
  }
  return output;
}

describe('a mistake in an environment file is said with its line and what to do', () => {
  test.each([
    [
      'kind: local',
      'config:\n\tasm-blueprints:kind: local\n',
      'yaml:2: tab characters',
      'indent with spaces [ENV_YAML]',
    ],
    ['an empty file', '', 'the input is empty', 'write the settings under `config:` [ENV_YAML]'],
    ['a key twice', `${VALID}  asm-blueprints:kind: local\n`, 'yaml:5: duplicated mapping key', 'keep one of the keys'],
    [
      'a setting of another kind',
      `${VALID}  asm-blueprints:clusters: {}\n`,
      'yaml:5: asm-blueprints:clusters: is not a setting here',
      'remove it; it is a setting where kind is cloud or fleet [ENV_UNKNOWN_KEY]',
    ],
    [
      'a stage',
      VALID.replace('new', 'newest'),
      "yaml:4: asm-blueprints:scenarios.shop.stage: is 'newest'",
      'give one of old, new',
    ],
    [
      'a scenario',
      VALID.replace('shop:', 'shopp:'),
      'yaml:4: asm-blueprints:scenarios.shopp',
      'write shop [ENV_UNKNOWN_KEY]',
    ],
  ])('%s', (_name, text, where, fix) => {
    const output = said(text);
    expect(output).toContain(where);
    expect(output).toContain(fix);
  });
});

const withChart = (chart: Scenario['chart']): Blueprint => ({
  scenarios: [{ ...(shop as unknown as Scenario), chart }],
});

describe('a mistake in a program is said with its place and what to do', () => {
  test('a chart that throws, with the line', () => {
    const output = said(
      VALID,
      withChart(() => {
        throw new Error('there is no cart');
      }),
    );
    expect(output).toMatch(
      /^A chart cannot be made:\n {2}test\/stacks\/mistakes\.test\.ts:\d+: scenario 'shop', stage 'new': there is no cart; fix the chart function of the scenario \[SYNTH_THROWN\]\n$/,
    );
  });

  test('an id twice', () => {
    const output = said(
      VALID,
      withChart((scope, mesh) => {
        const chart = new MeshChart(scope, 'shop', mesh);
        for (const image of ['a', 'b'])
          new MeshService(chart, 'cart', { ports: { number: 80 }, versions: { v1: { image } } });
        return chart;
      }),
    );
    expect(output).toContain("There is already a Construct with name 'cart'");
    expect(output).toContain('give every construct of a chart an id of its own');
  });

  test('no chart', () => {
    expect(said(VALID, withChart((() => undefined) as never))).toContain(
      'end it with `return chart;` [SYNTH_NO_CHART]',
    );
  });

  test('a problem of a construct, once', () => {
    const output = said(
      VALID,
      withChart((scope, mesh) => {
        const chart = new MeshChart(scope, 'shop', mesh);
        new MeshService(chart, 'cart', { ports: { number: 80 }, versions: { v1: { image: 'a' } } }).splitTraffic({
          v1: 90,
        });
        return chart;
      }),
    );
    expect(output.match(/the weights sum to 90; they must sum to 100/g)).toHaveLength(1);
  });

  test.each([
    [{ scenarios: [undefined as never] }, 'scenarios[0]: is not there; see that its module exports it'],
    [{ scenarios: shop as never }, 'scenarios: is not a list; write scenarios: [one, another] [BLUEPRINT_LIST]'],
    [{ scenarios: [shop, shop] as never }, "scenario 'shop': two of them have this name"],
  ])('a blueprint: %#', (blueprint, message) => {
    const output = said(VALID, blueprint);
    expect(output).toMatch(/^The program declares what no environment can use:\n/);
    expect(output.split(message)).toHaveLength(2);
  });
});
