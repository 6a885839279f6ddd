import type { Mesh } from '../../mesh/model/index.js';
import { compareMeshes, describeChanges, furtherChangesWords, noChangeWords } from '../../mesh/survey/index.js';
import { percent } from './percent.js';
import type { Comparison, Edge, EdgeChange, ReportData, ReportedFinding } from './report-data.js';

/** A report with the mesh that it is of. */
interface Reported {
  readonly mesh: Mesh;
  readonly data: ReportData;
}

/** The report of later manifests with what changes against earlier ones. */
export function withComparison(before: Reported, after: Reported): ReportData {
  return { ...after.data, comparison: comparisonOf(before, after) };
}

function comparisonOf(before: Reported, after: Reported): Comparison {
  const difference = compareMeshes(before.mesh, after.mesh);
  const { changes } = difference;
  const further = [furtherChangesWords(difference)].filter((words) => words !== undefined);
  const keysOf = ({ findings }: ReportData): ReadonlySet<string> => new Set(findings.map(findingKey));
  const [oldKeys, newKeys] = [keysOf(before.data), keysOf(after.data)];
  const ids = new Set([...after.data.nodes, ...after.data.edges].map(({ id }) => id));
  return {
    goneNodes: before.data.nodes.filter(({ id }) => !ids.has(id)),
    goneEdges: before.data.edges.filter(({ id }) => !ids.has(id)),
    edges: edgeChanges(before.data, after.data),
    requests: changes.map((change) => ({ query: change.query, words: describeChanges([change]).join('; ') })),
    summary: changes.length === 0 ? [noChangeWords(difference)] : [...describeChanges(changes), ...further],
    newFindings: after.data.findings.filter((finding) => !oldKeys.has(findingKey(finding))),
    goneFindings: before.data.findings.filter((finding) => !newKeys.has(findingKey(finding))),
  };
}

/** Findings are the same when they say the same of the same object, wherever it stands. */
function findingKey({ code, object, message }: ReportedFinding): string {
  return JSON.stringify([code, object, message]);
}

function edgeChanges(before: ReportData, after: ReportData): readonly EdgeChange[] {
  const [old, now] = [byId(before.edges), byId(after.edges)];
  const [oldWords, newWords] = [new EdgeWords(before), new EdgeWords(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return ids.flatMap((id): readonly EdgeChange[] => {
    const [one, other] = [old.get(id), now.get(id)];
    const edge = other ?? one;
    const words = { before: oldWords.of(one), after: newWords.of(other) };
    if (edge === undefined || words.before === words.after) {
      return [];
    }
    const change = one === undefined ? 'new' : other === undefined ? 'gone' : 'shifted';
    return [{ id, from: edge.from, to: edge.to, change, ...words }];
  });
}

function byId(edges: readonly Edge[]): ReadonlyMap<string, Edge> {
  return new Map(edges.map((edge) => [edge.id, edge]));
}

/** What an edge says in words, the shares of the versions that it leads to included. */
class EdgeWords {
  constructor(private readonly data: ReportData) {}

  of(edge: Edge | undefined): string {
    if (edge === undefined) {
      return '';
    }
    const { state, share, to, requests } = edge;
    const shares = Object.entries(requests[0]?.shares ?? {}).filter(([place]) => this.isBehind(to, place));
    const versions = shares.map(([place, part]) => `${place} ${percent(part)}`).join(', ');
    return state === 'denied'
      ? `denied by ${requests[0]?.policy ?? 'the mesh'}`
      : versions || `${percent(share)}, ${state}`;
  }

  private isBehind(id: string, place: string): boolean {
    return this.data.nodes.find((node) => node.id === id)?.versions.some(({ workload }) => workload === place) ?? false;
  }
}
