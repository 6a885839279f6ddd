import { ManifestSource } from '../manifest/manifest-source.js';
import type { Problem } from '../manifest/problem.js';
import { fieldSteps } from '../validation/field-path.js';
import { schemaProblems } from '../validation/schema-problems.js';
import { parseYaml } from '../yaml/parser.js';
import { type RouteTest, routeTestsSchema } from './route-test.js';

/** The tests of a file, and everything that is wrong with it. */
export interface ReadRouteTests {
  /** Empty when something is wrong. */
  readonly tests: readonly RouteTest[];
  readonly problems: readonly Problem[];
}

/** Reads a YAML file of tests of routes. @param path how its problems name it */
export function readRouteTests(text: string, path: string): ReadRouteTests {
  const { value, mistakes } = parseYaml(text);
  if (mistakes.length > 0) {
    const problems = mistakes.map(({ line, message }) => ({
      code: 'ROUTE_TESTS_YAML',
      place: `${path}:${line}`,
      message,
      fix: 'correct the YAML',
    }));
    return { tests: [], problems };
  }
  const read = routeTestsSchema.safeParse(value ?? {}, { reportInput: true });
  if (read.success) {
    return { tests: read.data.testCases, problems: [] };
  }
  const source = new ManifestSource(text);
  const words = { code: 'ROUTE_TESTS', page: 'docs/route-tests.md', schema: routeTestsSchema };
  const problems = schemaProblems(read.error.issues, words).map((problem) => ({
    ...problem,
    place: `${path}:${source.lineOfSetting([...fieldSteps(problem.place)])}: ${problem.place}`,
  }));
  return { tests: [], problems };
}
