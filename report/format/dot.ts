import type { Edge, Node, ReportData } from '../model/report-data.js';
import { edgeLabel, nodeLabel } from './labels.js';

const styles: Readonly<Record<Edge['state'], string>> = {
  encrypted: 'color="#0067a8"',
  plain: 'color="#9a5b00" style=dashed',
  denied: 'color="#b3261e" style=dotted',
};

const shapes: Readonly<Record<Node['kind'], string>> = {
  internet: 'oval',
  gateway: 'house',
  service: 'box',
  workload: 'component',
  host: 'ellipse',
  callers: 'oval',
};

/** The topology in the language of Graphviz (https://graphviz.org/doc/info/lang.html). */
export function dotText(data: ReportData): string {
  const names = new Map(data.nodes.map(({ id }, index) => [id, `n${index}`]));
  const line = (node: Node): string =>
    `  ${names.get(node.id)} [shape=${shapes[node.kind]} label=${quoted(nodeLabel(node).join('\n'))}];`;
  const clusters = data.namespaces.map((namespace, index) => {
    const members = data.nodes.filter((node) => node.namespace === namespace).map((node) => `  ${line(node)}`);
    return [`  subgraph cluster_${index} {`, `    label=${quoted(namespace)};`, ...members, '  }'].join('\n');
  });
  const edges = data.edges.map(
    (edge) =>
      `  ${names.get(edge.from)} -> ${names.get(edge.to)} [${styles[edge.state]} label=${quoted(edgeLabel(edge))}];`,
  );
  const free = data.nodes.filter(({ namespace }) => namespace === '').map(line);
  return `${[`digraph ${quoted(data.title)} {`, '  rankdir=LR;', ...free, ...clusters, ...edges, '}'].join('\n')}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
