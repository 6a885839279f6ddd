import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { asmCodes } from '../../../mesh/analysis/asm-codes.js';
import { findingCodes } from '../../../mesh/analysis/codes.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import type { Answer } from '../../../mesh/request/answer.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';

const folder = new URL('../../../docs/findings/', import.meta.url);
const codes = Object.values(asmCodes);

/** The YAML blocks of a section, each read like a file. */
function examplesOf(page: string, heading: string): readonly string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
}

function meshOf(examples: readonly string[]): Mesh {
  const files = examples.map((text, index) => readManifests(text, `example-${index}.yaml`));
  expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  const external = Object.assign({}, ...files.map(({ header }) => header?.external));
  return buildMesh(
    files.flatMap(({ resources }) => resources),
    { external },
  );
}

const codesOf = (examples: readonly string[]): readonly string[] =>
  analyze(meshOf(examples)).findings.map(({ code }) => code);

/** The question of a page's section "The request". */
function questionOf(line: string): RequestQuery {
  const words = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ''));
  const values = (option: string) => words.flatMap((word, index) => (word === option ? [words[index + 1] ?? ''] : []));
  const headers = values('-H').map((header) => header.split(/: (.*)/s).slice(0, 2) as [string, string]);
  const [method] = values('-X');
  const claims = values('--claim').map((claim) => claim.split(/=(.*)/s).slice(0, 2) as [string, string]);
  return {
    from: values('--from')[0] ?? '',
    to: values('--to')[0] ?? '',
    ...(method === undefined ? {} : { method }),
    ...(claims.length === 0 ? {} : { claims: Object.fromEntries(claims) }),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
  };
}

/** A part of an answer as pages write it. */
function partOf(answer: Answer, part: string): string {
  if (part === 'outcomes') {
    return answer.outcomes
      .map(
        ({ namespace, workload, probability }) => `${namespace}/${workload} ${Math.round(probability * 1000) / 10} %`,
      )
      .join(', ');
  }
  const value = (answer as unknown as Readonly<Record<string, unknown>>)[part];
  return typeof value === 'object' && value !== null ? Object.keys(value).sort().join(', ') : String(value);
}

describe.each(codes.map((type) => [type.code, type] as const))('%s', (code, type) => {
  const file = new URL(`${code}.md`, folder);
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';

  test('has a page with its level and what happens in production', () => {
    expect(page).toMatch(new RegExp(`^# ${code}: .`));
    expect(page).toContain(`Level: ${type.level}.`);
    expect(page).toMatch(/## What happens in production\n\n\S/);
  });

  test('fires for the example of its page', () => {
    const found = codesOf(examplesOf(page, 'An example that fires'));
    expect(found.filter((other) => other === code)).toHaveLength(1);
  });

  test('does not fire for the fixed example, which has no other mistake either', () => {
    const examples = examplesOf(page, 'The fixed example');
    expect(examples).not.toEqual([]);
    expect(codesOf(examples)).toEqual([]);
  });
});

test.each(codes.map(({ code }) => code))('the page of %s has a request, or says why none shows it', (code) => {
  const page = readFileSync(new URL(`${code}.md`, folder), 'utf8');
  expect(page).toMatch(/## The request\n\n(?:```sh\nasm-blueprints request example\.yaml |No request shows it: )/);
});

const requests = [...findingCodes.keys()].flatMap((code) => {
  const file = new URL(`${code}.md`, folder);
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const asked =
    /## The request\n\n```sh\nasm-blueprints request example\.yaml (.*)\n```\n\nBefore the fix `(\w+)` is `([^`]*)`, after it `([^`]*)`/s.exec(
      page,
    );
  return asked === null ? [] : [[code, page, ...asked.slice(1, 5)] as const];
});

test.each(requests)(
  'the request of %s goes wrong before the fix and right after it',
  (_, page, line = '', part = '', ...expected) => {
    const answerOf = (heading: string) => partOf(request(meshOf(examplesOf(page, heading)), questionOf(line)), part);
    expect([answerOf('An example that fires'), answerOf('The fixed example')]).toEqual(expected);
  },
);
