/** The review of a pull request: annotations, SARIF, the comment, the summary of the job, and the exit code. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, run } from './command.mjs';
import { commentText, markerOf } from './comment-text.mjs';
import { pullRequestOf, replaceComment } from './sticky-comment.mjs';

const { env } = process;
const input = (name) => (env[`INPUT_${name}`] ?? '').trim();
const lines = (text) => text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

/** A line for people in the log; what stands in it is not a command to the runner. */
function say(text) {
  process.stdout.write(`${text.replaceAll('::', ':\u200b:')}\n`);
}

/** The folder to compare with, if it has the path. */
function comparedWith(path) {
  if (input('COMPARE_TO') !== '') return input('COMPARE_TO');
  const folder = env['BASE_FOLDER'] ?? '';
  if (folder === '') return undefined;
  const old = join(folder, path);
  if (existsSync(old)) return old;
  say(`the base of the pull request has no ${path}: there is nothing to compare with`);
  return undefined;
}

function output(name, value) {
  if (env['GITHUB_OUTPUT']) appendFileSync(env['GITHUB_OUTPUT'], `${name}=${value}\n`);
}

async function main() {
  const path = input('PATH');
  const failOn = input('FAIL_ON');
  if (path === '' || !['error', 'warning', 'info', 'never'].includes(failOn)) {
    say(path === '' ? 'the input path is not given' : `fail-on is '${failOn}'; give error, warning, info or never`);
    return 2;
  }
  const command = commandOf(lines(input('COMMAND')));
  const more = lines(input('ARGUMENTS'));
  const old = comparedWith(path);
  const level = failOn === 'never' ? 'error' : failOn;
  const analyze = [...['analyze', path, '--fail-on', level], ...more, ...lines(input('ANALYZE_ARGUMENTS'))];
  const onlyNew = old === undefined ? [] : ['--compare-to', old];

  // GitHub compares code scanning results itself, so the file has all findings.
  if (input('SARIF') !== '') run(command, [...analyze, '--format', 'sarif', '--output', input('SARIF')]);
  const annotations = run(command, [...analyze, ...onlyNew, '--format', 'github']);
  process.stdout.write(annotations.stdout);
  const findings = run(command, [...analyze, ...onlyNew, '--format', 'text']);
  const changes = old === undefined ? undefined : run(command, ['diff', old, path, '--exit-code', ...more]);
  const compare = old === undefined ? [] : ['--compare', old];
  const picture = run(command, ['report', path, ...compare, '--format', 'mermaid', ...more]);

  const isUnreadable = ![0, 1].includes(findings.status) || (changes !== undefined && ![0, 1].includes(changes.status));
  for (const { status, stderr } of [findings, ...(changes === undefined ? [] : [changes])]) {
    if (![0, 1].includes(status)) say(stderr);
  }
  const marker = markerOf(input('COMMENT_KEY') || path);
  const text = commentText({ marker, path, findings, changes, picture });
  const file = join(env['RUNNER_TEMP'] ?? '.', 'asm-blueprints-comment.md');
  writeFileSync(file, text);
  if (env['GITHUB_STEP_SUMMARY']) appendFileSync(env['GITHUB_STEP_SUMMARY'], text);
  output('findings', isUnreadable ? 'unreadable' : findings.status === 1 ? 'some' : 'none');
  output('changed', changes === undefined ? '' : String(changes.status === 1));
  output('comment-file', file);

  const event = env['GITHUB_EVENT_PATH'] ? JSON.parse(readFileSync(env['GITHUB_EVENT_PATH'], 'utf8')) : {};
  const pullRequest = pullRequestOf(event);
  if (input('COMMENT') === 'true' && pullRequest !== undefined) {
    say(await replaceComment({ marker, text, pullRequest, token: input('TOKEN'), env }));
  }
  if (isUnreadable) return 2;
  const isFailed = failOn !== 'never' && findings.status === 1;
  const isChanged = input('FAIL_ON_CHANGE') === 'true' && changes?.status === 1;
  if (isFailed) say(`there are findings of level ${level} or worse`);
  if (isChanged) say('requests change their answer');
  return isFailed || isChanged ? 1 : 0;
}

process.exitCode = await main();
