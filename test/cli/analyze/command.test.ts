import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { builtCommand } from '../built-command.js';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'analyze-'));

// Every case starts a process, which takes seconds on a busy machine.
jest.setTimeout(60_000);

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const command = builtCommand();
afterAll(command.remove);

/** Runs the program in the folder of the test's files. */
function run(args: readonly string[], input = ''): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command.main, ...args], { cwd: folder });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += String(data);
    });
    child.stderr.on('data', (data) => {
      stderr += String(data);
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}

const rule = (name: string, subsets: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: ${name}
  namespace: shop
spec:
  host: ${name}.example.com
  subsets: ${subsets}
`;
const twice = '[{name: v1}, {name: v1}]';
const clean = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
`;

beforeAll(() => {
  mkdirSync(join(folder, 'tree/sub'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('tree/b.yaml', rule('b', twice));
  write('tree/a.json', JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: {} } }));
  write('tree/sub/c.yml', rule('c', twice));
  write('tree/readme.md', 'kind: nothing');
  write('clean.yaml', clean);
  write(
    'broken.yaml',
    `${rule('ok', twice)}---\nkind: [\n---\nkind: Foo\napiVersion: example.com/v1\nmetadata: {name: x}\n`,
  );
  write(
    'odd.yaml',
    `- ${clean.trim().replaceAll('\n', '\n  ')}\n---\napiVersion: v1\nkind: List\nitems:\n  - &one\n    apiVersion: v1\n    kind: Namespace\n    kind: Namespace\n    metadata: {name: one, labels: {istio-injection: enabled}}\n`,
  );
  write(
    'settings.yaml',
    'suppress: [{code: IST0106, object: "DestinationRule shop/b", reason: known}]\nlevels: {IST0102: off}\n',
  );
  write(
    'Pulumi.shop.yaml',
    'config:\n  asm-blueprints:findings:\n    suppress: [{code: IST0106, object: "DestinationRule shop/*", reason: known}]\n',
  );
  write('wrong.yaml', 'levels: {IST9999: off}\nother: 1\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface JsonFinding {
  readonly code: string;
  readonly path: string;
  readonly line: number;
  readonly resource: { readonly name: string };
}

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
    }[];
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly descriptor: { readonly id: string } }[];
    }[];
  }[];
}

describe('analyze', () => {
  test('reads folders at any depth in a stable order, and gives JSON with code, object, path and line', async () => {
    const { code, stdout } = await run(['analyze', 'tree', '--format', 'json']);
    const findings = (JSON.parse(stdout) as JsonFinding[]).filter((finding) => finding.code === 'IST0106');
    expect(findings.map(({ path, line, resource }) => [path, line, resource.name])).toEqual([
      [join('tree', 'b.yaml'), 8, 'b'],
      [join('tree', 'sub', 'c.yml'), 8, 'c'],
    ]);
    expect(Object.keys(findings[0] ?? {})).toEqual(['code', 'level', 'message', 'resource', 'path', 'line']);
    expect(code).toBe(1);
  });

  test('exits with 0 when nothing is as bad as asked for, and reads standard input', async () => {
    const outcomes = await Promise.all([
      run(['analyze', 'clean.yaml']),
      run(['analyze', '-'], clean),
      run(['analyze', '-', '--fail-on', 'info'], clean.replace('enabled', 'disabled')),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(outcomes[1]?.stdout).toBe('no findings in 1 object of 1 file\n');
  });

  test('says what it cannot read with file and line, analyzes the rest, and exits with 2', async () => {
    const [broken, missing, empty] = await Promise.all([
      run(['analyze', 'broken.yaml', '--format', 'json']),
      run(['analyze', 'nowhere.yaml', 'clean.yaml']),
      run(['analyze', 'empty']),
    ]);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/^broken\.yaml:\d+: .*\[MANIFEST_SYNTAX\]$/m);
    expect(broken.stderr).toMatch(
      /^broken\.yaml:12: the kind Foo of example\.com\/v1 is unknown.*\[MANIFEST_UNKNOWN_KIND\]$/m,
    );
    expect((JSON.parse(broken.stdout) as JsonFinding[]).map((finding) => finding.code)).toContain('IST0106');
    expect([missing.code, empty.code]).toEqual([2, 2]);
    expect(missing.stdout).toMatch(/^nowhere\.yaml: there is no such file or folder.*\n.* in 1 object of 1 file\n$/s);
    expect(empty.stdout).toMatch(/no \.yaml, \.yml or \.json files/);
    for (const { stdout, stderr } of [broken, missing, empty]) {
      expect(`${stdout}${stderr}`).not.toMatch(/^\s+at /m);
    }
  });

  test('reads lists, List objects, anchors and duplicate keys, and says what is odd', async () => {
    const { code, stdout } = await run(['analyze', 'odd.yaml']);
    expect(stdout).toMatch(/odd\.yaml:1: .*\[MANIFEST_LIST\]/);
    expect(stdout).toMatch(/odd\.yaml:\d+: .*\[MANIFEST_DUPLICATE_KEY\]/);
    expect(stdout).toMatch(/in 2 objects of 1 file\n$/);
    expect(code).toBe(0);
  });

  test('silences by settings file and flag, with the reason', async () => {
    const flag = 'IST0106=DestinationRule shop/c: tried';
    const { code, stdout } = await run(['analyze', 'tree', '--settings', 'settings.yaml', '--suppress', flag]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/IST0106.*shop\/b: .*\(suppressed: known\)/);
    expect(stdout).toMatch(/IST0106.*shop\/c: .*\(suppressed: tried\)/);
    expect(stdout).not.toMatch(/IST0102/);
  });

  test('takes the settings out of an environment file', async () => {
    const { code, stdout } = await run(['analyze', 'tree', '--settings', 'Pulumi.shop.yaml']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/IST0106.*shop\/b: .*\(suppressed: known\)/);
  });

  test('refuses a wrong command line and a wrong settings file in one line', async () => {
    const [flag, settings] = await Promise.all([
      run(['analyze', 'clean.yaml', '--level', 'IST0106=loud']),
      run(['analyze', 'clean.yaml', '--settings', 'wrong.yaml']),
    ]);
    expect([flag.code, settings.code]).toEqual([2, 2]);
    expect(flag.stderr.trim().split('\n')).toHaveLength(1);
    expect(settings.stderr).toMatch(/is wrong: wrong\.yaml:1: .*IST9999.*other/s);
  });

  test('refuses flags that silence nothing, with what to write', async () => {
    const outcomes = await Promise.all([
      run(['analyze', 'clean.yaml', '--suppress', 'IST9999=*: typo']),
      run(['analyze', 'clean.yaml', '--external-gateway', 'ingress']),
      run(['analyze', '-']),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(outcomes[0]?.stderr).toMatch(/^asm-blueprints: --suppress IST9999.*known code/);
    expect(outcomes[1]?.stderr).toMatch(/NAMESPACE\/NAME\n$/);
    expect(outcomes[2]?.stdout).toMatch(/^<stdin>: nothing came from standard input/);
  });

  test.each([
    ['yaml.yaml', 'levels: [a\nb', /is not valid YAML: yaml\.yaml:\d/],
    [
      'text.yaml',
      'hello',
      /is wrong: text\.yaml:1: is 'hello'; give a section with keys below it \[SETTINGS_INVALID\]/,
    ],
    ['nowhere.yaml', undefined, /cannot be read: there is no such file or folder/],
  ])('refuses the settings file %s in one line', async (name, text, message) => {
    if (text !== undefined) {
      writeFileSync(join(folder, name), text);
    }
    const { code, stderr } = await run(['analyze', 'clean.yaml', '--settings', name]);
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toMatch(message);
  });

  test('says when there was nothing to analyze', async () => {
    const { code, stdout } = await run(['analyze', 'nowhere.yaml']);
    expect([code, stdout]).toEqual([2, expect.stringMatching(/\nnothing was analyzed: no object could be read\n$/)]);
  });

  test('speaks SARIF and the workflow commands of GitHub', async () => {
    const paths = [join(folder, 'tree/b.yaml'), 'broken.yaml'];
    const [sarif, github] = await Promise.all([
      run(['analyze', ...paths, '--format', 'sarif']),
      run(['analyze', ...paths, '--format', 'github']),
    ]);
    const log = JSON.parse(sarif.stdout) as SarifLog;
    expect(log.version).toBe('2.1.0');
    const [{ tool, results, invocations } = { tool: { driver: { rules: [] } }, results: [], invocations: [] }] =
      log.runs;
    expect(results.map(({ ruleId }) => ruleId)).toContain('IST0106');
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(['error', 'warning', 'note']).toContain(level);
      expect(message.text).not.toBe('');
      // A URI without a scheme is relative to where the command ran.
      expect(['tree/b.yaml', 'broken.yaml']).toContain(locations[0]?.physicalLocation.artifactLocation.uri);
      expect(locations[0]?.physicalLocation.region.startLine).toBeGreaterThan(0);
    }
    expect(tool.driver.rules.length).toBeGreaterThan(0);
    for (const rule of tool.driver.rules) {
      expect(rule).toMatchObject({
        helpUri: `https://istio.io/latest/docs/reference/config/analysis/${rule.id.toLowerCase()}/`,
        help: { markdown: readFileSync(join(root, `docs/findings/${rule.id}.md`), 'utf8') },
        fullDescription: { text: expect.stringMatching(/^[^#]+\.$/) },
      });
    }
    expect(invocations[0]?.executionSuccessful).toBe(false);
    expect(invocations[0]?.toolExecutionNotifications.map(({ descriptor }) => descriptor.id)).toEqual([
      'MANIFEST_SYNTAX',
      'MANIFEST_UNKNOWN_KIND',
    ]);
    expect(github.stdout).toMatch(/^::warning file=broken\.yaml,line=\d+,title=MANIFEST_SYNTAX::/m);
    expect(github.stdout).toMatch(
      /^::error file=tree\/b\.yaml,line=8,title=IST0106 SchemaValidationError::DestinationRule shop\/b: /m,
    );
  });
});

test('compares with earlier findings, from a file or from files', async () => {
  const written = await run(['analyze', 'tree', '--write-baseline', 'known.json']);
  expect(written.code).toBe(1);
  const same = await run(['analyze', 'tree', '--baseline', 'known.json']);
  expect(same.code).toBe(0);
  expect(same.stdout).toMatch(/^no findings introduced, 0 fixed, [1-9]\d* unchanged/m);
  const fewer = await run(['analyze', 'clean.yaml', '--compare-to', 'tree']);
  expect(fewer.code).toBe(0);
  expect(fewer.stdout).toMatch(/^fixed: \[IST\d+\] DestinationRule shop\/b: /m);
  const more = await run(['analyze', 'tree', '--compare-to', 'clean.yaml', '--format', 'json']);
  expect(more.code).toBe(1);
  expect(JSON.parse(more.stdout)).toContainEqual(expect.objectContaining({ level: 'error', change: 'introduced' }));
  const both = await run(['analyze', 'tree', '--baseline', 'known.json', '--compare-to', 'tree']);
  expect(both.code).toBe(2);
  writeFileSync(join(folder, 'known.json'), '{}');
  expect((await run(['analyze', 'tree', '--baseline', 'known.json'])).stderr).toContain(
    'make it by --write-baseline known.json',
  );
});
