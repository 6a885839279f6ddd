import { type Command, Option } from 'commander';
import {
  type ReadRouteTests,
  type RouteCoverage,
  type RouteTestResult,
  readRouteTests,
  runRouteTests,
} from '../../mesh/route-tests/index.js';
import { exitCodes } from '../exit-code.js';
import { findFiles } from '../manifests/find-files.js';
import { readText } from '../manifests/read-text.js';
import { writeJson, writeLines, writeProblems } from '../output.js';
import { type MeshFlags, meshCommand, readMesh } from '../request/mesh-command.js';
import { UsageError } from '../usage-error.js';

interface Flags extends MeshFlags {
  readonly tests: readonly string[];
  readonly coverage: boolean;
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** `asm-blueprints test PATH... --tests FILE` */
export function testCommand(): Command {
  return meshCommand('Runs tests of routes: which rule requests follow, and where it leads.')
    .argument('<path...>', 'files, folders, or - for standard input')
    .addOption(
      new Option('-t, --tests <path>', 'file or folder with tests, in the format of istio-config-validator; repeatable')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--no-coverage', 'do not name the routes and policies that no test looks at')
    .addHelpText(
      'after',
      `
Exit codes:
  0  every request does what its test says
  1  one does not
  2  something could not be read, a file of tests is wrong, or the command line is wrong

A file of tests, which docs/route-tests.md explains:
  testCases:
    - description: users go to the service of users
      wantMatch: true
      request: { authority: [shop.example.com], method: [GET, POST], uri: [/users, /users/1] }
      route:
        - destination: { host: users }`,
    )
    .action((paths: readonly string[], flags: Flags) => {
      run(paths, flags);
    });
}

function run(paths: readonly string[], flags: Flags): void {
  if (flags.tests.length === 0) {
    throw new UsageError('give the tests: --tests FILE');
  }
  const { files, problems: unfound } = findFiles(flags.tests);
  const read = files.map(readTests);
  const problems = [...unfound, ...read.flatMap((one) => one.problems)];
  writeProblems(problems);
  const { mesh, isComplete } = readMesh(paths, flags);
  const { results, coverage } = runRouteTests(
    mesh,
    read.flatMap(({ tests }) => tests),
  );
  if (flags.format === 'json') {
    writeJson({ results, coverage });
  } else {
    writeLines([...results.flatMap(resultLines), ...coverageLines(results, coverage, flags.coverage)]);
  }
  const isRead = isComplete && problems.length === 0;
  const fails = results.some(({ failures }) => failures.length > 0);
  process.exitCode = !isRead ? exitCodes.unreadable : fails ? exitCodes.findings : exitCodes.clean;
}

function readTests(file: string): ReadRouteTests {
  const { text, problem } = readText(file, file);
  return text === undefined
    ? { tests: [], problems: problem === undefined ? [] : [problem] }
    : readRouteTests(text, file);
}

function resultLines({ description, requests, failures }: RouteTestResult): readonly string[] {
  const words = requests === 1 ? '1 request' : `${requests} requests`;
  return failures.length === 0
    ? [`passed: ${description} (${words})`]
    : [
        `FAILED: ${description} (${failures.length} of ${words})`,
        ...failures.map(({ request: { method, scheme, authority, uri }, route, why }) => {
          return `  ${method} ${scheme}://${authority}${uri} → ${route ?? 'no route'}: ${why}`;
        }),
      ];
}

function coverageLines(
  results: readonly RouteTestResult[],
  { rules, untestedRules, policies, untestedPolicies }: RouteCoverage,
  isNamed: boolean,
): readonly string[] {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const counts = `${rules - untestedRules.length} of ${rules} routes and ${policies - untestedPolicies.length} of ${policies} policies are tested`;
  return [
    ...(isNamed ? [...untestedRules, ...untestedPolicies].map((name) => `not tested: ${name}`) : []),
    `${results.length - failed} of ${results.length} tests passed; ${counts}`,
  ];
}
