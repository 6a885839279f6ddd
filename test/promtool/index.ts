/**
 * The rules and queries of `observability/` in a real Prometheus: `promtool test rules` evaluates them over series as Istio documents them.
 * Every alert must fire under its fault and be quiet without one, and every panel must have data.
 *
 *   npm run test:promtool
 *
 * Exit codes: 0 all passed, or there is no promtool; 1 something failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scrapeConfig } from '../../observability/scrape-config.js';
import { alertScenarios } from './alert-scenarios.js';
import { panelScenario } from './panel-scenario.js';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
if (!hasPromtool) {
  console.log('there is no promtool on this machine: rules and queries were not evaluated (they come with Prometheus)');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
let failed = 0;
try {
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(scrapeConfig([])));
  const config = spawnSync('promtool', ['check', 'config', '--syntax-only', 'prometheus.yml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  console.log(`${config.status === 0 ? 'passed' : 'FAILED'}: the configuration of the Prometheus on this machine`);
  if (config.status !== 0) console.log(`${config.stdout}${config.stderr}`);
  failed += config.status === 0 ? 0 : 1;
  for (const { name, rules, tests, interval } of [...alertScenarios(), panelScenario()]) {
    // JSON is YAML.
    writeFileSync(join(folder, 'rules.yaml'), JSON.stringify({ groups: rules }));
    writeFileSync(
      join(folder, 'tests.yaml'),
      JSON.stringify({ rule_files: ['rules.yaml'], evaluation_interval: interval, tests }),
    );
    const runs = [
      ['check', 'rules', 'rules.yaml'],
      ['test', 'rules', 'tests.yaml'],
    ].map((args) => spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' }));
    const wrong = runs.filter(({ status }) => status !== 0);
    console.log(`${wrong.length === 0 ? 'passed' : 'FAILED'}: ${name}`);
    for (const { stdout, stderr } of wrong) console.log(`${stdout}${stderr}`.slice(0, 4000));
    failed += wrong.length === 0 ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;
