import type { Edge, Node, ReportData } from '../model/report-data.js';
import { edgeLabel, nodeLabel } from './labels.js';

/** What stays readable in a comment, below the limits of GitHub (500 edges, 50,000 characters). */
const [mostNodes, mostEdges, mostCharacters] = [60, 100, 45_000];

const arrows: Readonly<Record<Edge['state'], string>> = { encrypted: '-->', plain: '-.->', denied: '--x' };

/** A node or a group of nodes of the diagram, and its edges. */
interface Diagram {
  readonly nodes: readonly {
    readonly id: string;
    readonly group: string;
    readonly text: string;
    readonly kind: string;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly arrow: string;
    readonly text: string;
  }[];
}

/**
 * The topology as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown. A mesh that is too large for one is drawn by namespaces; what
 * is too large even so ends with a note of how many edges are left out.
 */
export function mermaidText(data: ReportData): string {
  const whole = wholeDiagram(data);
  const isWhole = whole.nodes.length <= mostNodes && whole.edges.length <= mostEdges;
  const text = isWhole ? written(whole, whole.edges.length) : '';
  if (text !== '' && text.length <= mostCharacters) {
    return text;
  }
  const grouped = groupedDiagram(data);
  let kept = Math.min(grouped.edges.length, mostEdges);
  while (kept > 0 && written(grouped, kept).length > mostCharacters) {
    kept = Math.floor(kept / 2);
  }
  return written(grouped, kept);
}

function wholeDiagram({ nodes, edges }: ReportData): Diagram {
  return {
    nodes: nodes.map((node) => ({
      id: node.id,
      group: node.namespace,
      text: nodeLabel(node).map(escaped).join('<br/>'),
      kind: node.kind,
    })),
    edges: edges.map((edge) => ({ ...edge, arrow: arrows[edge.state], text: escaped(edgeLabel(edge)) })),
  };
}

/** Namespaces as nodes, with how many edges lead from one to the other and how many of them are denied. */
function groupedDiagram({ nodes, edges, namespaces }: ReportData): Diagram {
  const placeOf = (node: Node | undefined): string =>
    node === undefined
      ? ''
      : node.kind === 'internet'
        ? node.id
        : node.kind === 'host'
          ? 'hosts'
          : `ns:${node.namespace}`;
  const places = new Map(nodes.map((node) => [node.id, placeOf(node)]));
  const joined = new Map<string, { from: string; to: string; edges: Edge[] }>();
  for (const edge of edges) {
    const [from, to] = [places.get(edge.from) ?? '', places.get(edge.to) ?? ''];
    const known = joined.get(`${from}\n${to}`) ?? { from, to, edges: [] };
    known.edges.push(edge);
    joined.set(`${from}\n${to}`, known);
  }
  const count = (namespace: string): number =>
    nodes.filter((node) => node.namespace === namespace && node.kind === 'service').length;
  const hosts = nodes.filter(({ kind }) => kind === 'host').length;
  const shown = namespaces.slice(0, mostNodes);
  const ids = new Set(['internet', 'hosts', ...shown.map((namespace) => `ns:${namespace}`)]);
  return {
    nodes: [
      ...nodes.flatMap(({ id, kind, name }) => (kind === 'internet' ? [{ id, group: '', text: name, kind }] : [])),
      ...shown.map((namespace) => ({
        id: `ns:${namespace}`,
        group: '',
        text: `${escaped(namespace)}<br/>${count(namespace)} services`,
        kind: 'namespace',
      })),
      ...(hosts === 0 ? [] : [{ id: 'hosts', group: '', text: `${hosts} hosts outside`, kind: 'host' }]),
    ],
    edges: [...joined.values()]
      .filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to))
      .map(({ from, to, edges: some }) => {
        const denied = some.filter(({ state }) => state === 'denied').length;
        const state = some.some((edge) => edge.state === 'plain')
          ? 'plain'
          : denied === some.length
            ? 'denied'
            : 'encrypted';
        return {
          from,
          to,
          arrow: arrows[state],
          text: denied === 0 ? `${some.length}` : `${some.length}, ${denied} denied`,
        };
      }),
  };
}

function written({ nodes, edges }: Diagram, kept: number): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const groups = [...new Set(nodes.map(({ group }) => group))].sort();
  const line = ({ id, text, kind }: Diagram['nodes'][number]): string =>
    kind === 'internet' || kind === 'callers' ? `${names.get(id)}(["${text}"])` : `${names.get(id)}["${text}"]`;
  const lines = groups.flatMap((group, index) => {
    const members = nodes.filter((node) => node.group === group).map(line);
    return group === ''
      ? members
      : [`subgraph g${index}["${escaped(group)}"]`, ...members.map((one) => `  ${one}`), 'end'];
  });
  const arrowLines = edges
    .slice(0, kept)
    .map(
      ({ from, to, arrow, text }) => `${names.get(from)} ${arrow}${text === '' ? '' : `|"${text}"|`} ${names.get(to)}`,
    );
  const note = kept < edges.length ? [`note["${edges.length - kept} more edges are left out"]`] : [];
  return `${['flowchart LR', ...[...lines, ...arrowLines, ...note].map((one) => `  ${one}`)].join('\n')}\n`;
}

/** A text that Mermaid shows as it is: everything but letters, digits and a few signs is written by its number. */
function escaped(text: string): string {
  return [...text].map((sign) => (/[\p{L}\p{N} ./:*%_-]/u.test(sign) ? sign : `#${sign.codePointAt(0)};`)).join('');
}
