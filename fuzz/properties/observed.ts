import {
  buildMesh,
  environmentFindings,
  mtls,
  type RequestQuery,
  type Resource,
  readManifests,
  request,
} from '../../mesh/index.js';
import type { Json } from '../target.js';
import { must } from '../target.js';

/** What the program says of a mesh, as lines that do not depend on where objects were written. */
export interface Observed {
  readonly findings: readonly string[];
  readonly answers: readonly string[];
  readonly mtls: readonly string[];
}

/** Findings about EnvoyFilters that follow the order of files, as those of istioctl do. */
const ofOrder: ReadonlySet<string> = new Set(['IST0151', 'IST0155']);

/** The resources of texts of manifests. */
export function resourcesOf(texts: readonly string[]): readonly Resource[] {
  return texts.flatMap((text, index) => readManifests(text, `${index}.yaml`).resources);
}

/** The findings, the answers to questions, and the mTLS modes of a mesh. */
export function observe(resources: readonly Resource[], queries: readonly Json[]): Observed {
  const mesh = buildMesh(resources);
  const { errors, warnings } = environmentFindings(resources, { levels: {}, suppressions: [], external: {} });
  return {
    findings: [...errors, ...warnings]
      .filter(({ code }) => !ofOrder.has(code))
      .map(lineOf)
      .sort(),
    answers: (queries as unknown as readonly RequestQuery[]).map((query) => {
      const { outcomes, ...answer } = request(mesh, query);
      return JSON.stringify({ ...answer, outcomes: outcomes.map((one) => JSON.stringify(one)).sort() });
    }),
    mtls: mtls(mesh)
      .map((row) => JSON.stringify(row))
      .sort(),
  };
}

/** Messages name places, which move with the objects before them. */
function lineOf({
  code,
  level,
  resource,
  field,
  message,
}: ReturnType<typeof environmentFindings>['errors'][number]): string {
  return JSON.stringify([code, level, resource, field, message.replaceAll(/\d+\.yaml(?::\d+)?/g, 'a file')]);
}

/** @throws Error with the first line that one has and the other has not */
export function mustBeSame(before: Observed, after: Observed): void {
  for (const part of ['findings', 'answers', 'mtls'] as const) {
    const [lost] = before[part].filter((line) => !after[part].includes(line));
    const [gained] = after[part].filter((line) => !before[part].includes(line));
    must(lost === undefined && gained === undefined, `${part} differ: before ${lost}, after ${gained}`);
  }
}
