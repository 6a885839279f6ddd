import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';

interface Comment {
  readonly id: number;
  body: string;
}

interface Api {
  readonly url: string;
  readonly comments: Comment[];
  readonly asked: string[];
  readonly close: () => void;
}

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'action-'));
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

/** The part of GitHub's API that comments need, on this machine. */
async function github(comments: Comment[], status?: number): Promise<Api> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url}`);
      if (status !== undefined || request.headers.authorization !== 'Bearer secret') {
        response.writeHead(status ?? 401).end('{"message":"Resource not accessible by integration"}');
        return;
      }
      const url = new URL(request.url ?? '', 'http://localhost');
      const own = comments.find(({ id }) => url.pathname.endsWith(`/issues/comments/${id}`));
      const answer = (body: unknown) => response.writeHead(200).end(JSON.stringify(body));
      if (request.method === 'PATCH' && own) {
        own.body = (JSON.parse(text) as Comment).body;
        answer(own);
      } else if (request.method === 'POST') {
        const made = { id: 1000 + comments.length, body: (JSON.parse(text) as Comment).body };
        comments.push(made);
        answer(made);
      } else {
        const page = Number(url.searchParams.get('page'));
        answer(comments.slice((page - 1) * 100, page * 100));
      }
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, comments, asked, close: () => server.close() };
}

const ANSWERS = {
  github: { text: '::error file=a.yaml,line=3,title=ASM0001::broken\n', code: 1 },
  text: { text: 'ASM0001 broken\n', code: 1 },
  sarif: { text: '{"version":"2.1.0"}', code: 1 },
  diff: { text: '1 request changes its answer\n', code: 1 },
  report: { text: 'flowchart LR\n  a --> b\n' },
};

/** Runs the step `review` of action.yml with its own environment, as GitHub fills it in. */
async function review(
  inputs: Readonly<Record<string, string>>,
  { answers = ANSWERS, api, base = '' }: { answers?: object; api?: Api; base?: string } = {},
) {
  const { inputs: declared, runs } = load(readFileSync('action.yml', 'utf8')) as {
    inputs: Record<string, { default?: string }>;
    runs: { steps: { id: string; run: string; env: Record<string, string> }[] };
  };
  const step = runs.steps.find(({ id }) => id === 'review');
  if (step === undefined) throw new Error('action.yml has no step review');
  const given: Record<string, string> = {
    token: 'secret',
    command: `${process.execPath}\n${resolve('test/programs/action/fake-command.mjs')}`,
    ...inputs,
  };
  for (const name of Object.keys(given)) if (declared[name] === undefined) throw new Error(`no input ${name}`);
  const filled = Object.fromEntries(
    Object.entries(step.env).map(([name, text]) => [
      name,
      text
        .replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_all, key: string) => given[key] ?? declared[key]?.default ?? '')
        .replace(/\$\{\{ steps\.base\.outputs\.folder \}\}/, base),
    ]),
  );
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'CALLS'].map((name) => [name, join(folder, name)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  writeFileSync(join(folder, 'answers.json'), JSON.stringify(answers));
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }));
  const child = spawn('bash', ['-e', '-c', step.run], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      GITHUB_ACTION_PATH: resolve('.'),
      GITHUB_API_URL: api?.url ?? 'http://127.0.0.1:9',
      GITHUB_REPOSITORY: 'owner/shop',
      GITHUB_EVENT_PATH: event,
      RUNNER_TEMP: folder,
      FAKE: join(folder, 'answers.json'),
      ...files,
      ...filled,
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    code,
    log,
    outputs: Object.fromEntries(
      read('GITHUB_OUTPUT')
        .split('\n')
        .flatMap((line) => (line ? [line.split(/=(.*)/s)] : [])),
    ),
    summary: read('GITHUB_STEP_SUMMARY'),
    calls: read('CALLS')
      .split('\n')
      .flatMap((line) => (line ? [JSON.parse(line) as string[]] : [])),
  };
}

describe('the action', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'old'), { recursive: true });
  });

  test('annotates, writes SARIF, comments, and fails by level', async () => {
    const api = await github([{ id: 1, body: 'looks good' }]);
    const { code, log, outputs, summary, calls } = await review({ path: 'dist', 'compare-to': 'old' }, { api });
    expect(code).toBe(1);
    expect(log).toContain('::error file=a.yaml,line=3,title=ASM0001::broken\n');
    expect(log).toContain('there are findings of level error or worse');
    expect(outputs).toMatchObject({ findings: 'some', changed: 'true' });
    expect(readFileSync(join(folder, 'asm-blueprints.sarif'), 'utf8')).toBe(ANSWERS.sarif.text);
    expect(api.comments).toHaveLength(2);
    expect(api.comments[1]?.body).toBe(summary);
    expect(summary).toBe(readFileSync(outputs['comment-file'] ?? '', 'utf8'));
    for (const part of [
      '<!-- asm-blueprints:review dist -->',
      'ASM0001 broken',
      '1 request changes its answer',
      '```mermaid',
    ]) {
      expect(summary).toContain(part);
    }
    expect(calls.map(([command, ...rest]) => [command, rest.includes('old')])).toEqual([
      ['analyze', false],
      ['analyze', true],
      ['analyze', true],
      ['diff', true],
      ['report', true],
    ]);
  });

  test('replaces its own comment, found on any page, and leaves one that quotes it', async () => {
    const others = Array.from({ length: 150 }, (_, index) => ({
      id: index + 1,
      body: `> <!-- asm-blueprints:review dist -->`,
    }));
    const api = await github([...others, { id: 500, body: '<!-- asm-blueprints:review dist -->\nold' }]);
    const { log } = await review({ path: 'dist' }, { api });
    expect(log).toContain('replaced comment 500');
    expect(api.comments).toHaveLength(151);
    expect(api.comments[150]?.body).toContain('ASM0001 broken');
    expect(api.asked).toEqual([
      'GET /repos/owner/shop/issues/7/comments?per_page=100&page=1',
      'GET /repos/owner/shop/issues/7/comments?per_page=100&page=2',
      'PATCH /repos/owner/shop/issues/comments/500',
    ]);
  });

  test('keeps a comment for each key', async () => {
    const api = await github([]);
    await review({ path: 'dist', 'comment-key': 'prod' }, { api });
    await review({ path: 'dist', 'comment-key': 'dev --> x' }, { api });
    await review({ path: 'dist', 'comment-key': 'prod' }, { api });
    expect(api.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      '<!-- asm-blueprints:review prod -->',
      '<!-- asm-blueprints:review dev___x -->',
    ]);
  });

  test('says where the text is when it may not comment, and does not fail for that', async () => {
    const api = await github([], 403);
    const { code, log } = await review({ path: 'dist', 'fail-on': 'never' }, { api });
    expect(code).toBe(0);
    expect(log).toContain('the comment was not written (403');
    expect(log).toContain('the summary of the job has the same text');
  });

  test('fails for a changed answer only when asked, and for what cannot be read always', async () => {
    const clean = { ...ANSWERS, github: {}, text: {}, sarif: { text: '{}' } };
    const without = { path: 'dist', 'compare-to': 'old', comment: 'false' };
    expect(await review(without, { answers: clean })).toMatchObject({
      code: 0,
      outputs: { findings: 'none', changed: 'true' },
    });
    expect(await review({ ...without, 'fail-on-change': 'true' }, { answers: clean })).toMatchObject({ code: 1 });
    const broken = { ...clean, text: { code: 2 } };
    expect(await review({ ...without, 'fail-on': 'never' }, { answers: broken })).toMatchObject({
      code: 2,
      outputs: { findings: 'unreadable' },
    });
    expect(await review({ ...without, 'fail-on': 'bad' })).toMatchObject({ code: 2 });
  });

  test('compares with the base of the pull request, where it has the path', async () => {
    mkdirSync(join(folder, 'base', 'dist'), { recursive: true });
    const base = join(folder, 'base');
    const { calls } = await review({ path: 'dist', comment: 'false' }, { base });
    expect(calls.find(([command]) => command === 'diff')?.[1]).toBe(join(base, 'dist'));
    const { calls: others, log, outputs } = await review({ path: 'new', comment: 'false' }, { base });
    expect(others.some(([command]) => command === 'diff')).toBe(false);
    expect(log).toContain('the base of the pull request has no new: there is nothing to compare with');
    expect(outputs['changed']).toBe('');
  });

  test('checks that base out, beside the repository', () => {
    const at = (place: string) => join(folder, place);
    const git = (cwd: string, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        cwd,
        encoding: 'utf8',
      }).trim();
    for (const place of ['origin', 'temp']) mkdirSync(at(place));
    git(at('origin'), 'init', '--quiet');
    git(at('origin'), 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const commit = (text: string) => {
      writeFileSync(join(at('origin'), 'a.yaml'), text);
      git(at('origin'), 'add', '-A');
      git(at('origin'), 'commit', '--quiet', '-m', text);
      return git(at('origin'), 'rev-parse', 'HEAD');
    };
    const [old] = [commit('old'), commit('new')];
    git(folder, 'clone', '--quiet', '--depth=1', `file://${at('origin')}`, 'clone');
    writeFileSync(at('base-output'), '');
    const env = { ...process.env, RUNNER_TEMP: at('temp'), GITHUB_OUTPUT: at('base-output'), BASE: old };
    for (const _time of [1, 2]) execFileSync('bash', [resolve('action/base.sh')], { cwd: at('clone'), env });
    const [, base = ''] = /^folder=(.*)$/m.exec(readFileSync(at('base-output'), 'utf8')) ?? [];
    expect(readFileSync(join(base, 'a.yaml'), 'utf8')).toBe('old');
    expect(readFileSync(join(at('clone'), 'a.yaml'), 'utf8')).toBe('new');
  });

  test('hands options over as they are, a line each', async () => {
    const { calls } = await review({
      path: 'dist folder',
      arguments: '--external-gateway=istio=ingressgateway\n  --inject=a;rm -rf x\n',
      'analyze-arguments': '--settings=$HOME',
      comment: 'false',
    });
    expect(calls.every((call) => call.includes('dist folder') && call.includes('--inject=a;rm -rf x'))).toBe(true);
    expect(calls.map((call) => call.includes('--settings=$HOME'))).toEqual([true, true, true, false]);
  });

  test('writes a comment that GitHub takes, whatever the commands print', async () => {
    const answers = {
      ...ANSWERS,
      text: { text: `${'```\n@everyone ::error::x\n'.repeat(4000)}`, code: 1 },
      diff: { text: `${'x'.repeat(100)}\n`.repeat(2000), code: 1 },
      report: { text: 'a'.repeat(60_000) },
    };
    const { summary, log } = await review({ path: 'dist', 'compare-to': 'old', comment: 'false' }, { answers });
    expect(summary.length).toBeLessThan(65_536);
    expect(summary).toContain('````\n```');
    expect(summary).toMatch(/… and \d+ more lines/);
    expect(summary).not.toContain('mermaid');
    expect(log).not.toContain('::error::x');
  });
});
