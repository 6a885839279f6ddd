import type { View } from '../layout/view.js';
import type { Edge, EdgeChange, Node, ReportData } from '../model/report-data.js';
import { Engine } from './engine.js';
import type { Payload } from './payload.js';
import { hashOf, type State, stateOf } from './state.js';

/** What all parts of the page share: the data, the model, and what is shown. */
export class App {
  readonly data: ReportData;
  readonly views: readonly View[];
  readonly engine: Engine;
  /** Nodes and edges, those that are gone included. */
  readonly nodes: ReadonlyMap<string, Node>;
  readonly edges: ReadonlyMap<string, Edge>;
  readonly changes: ReadonlyMap<string, EdgeChange>;
  private current: State;
  private readonly listeners: ((state: State, before: State) => void)[] = [];

  constructor({ data, views, engine }: Payload) {
    this.data = data;
    this.views = views;
    this.engine = new Engine(engine);
    const gone = data.comparison;
    this.nodes = new Map([...(gone?.goneNodes ?? []), ...data.nodes].map((node) => [node.id, node]));
    this.edges = new Map([...(gone?.goneEdges ?? []), ...data.edges].map((edge) => [edge.id, edge]));
    this.changes = new Map(gone?.edges.map((change) => [change.id, change]));
    this.current = stateOf(location.hash);
    window.addEventListener('hashchange', () => this.take(stateOf(location.hash)));
  }

  get state(): State {
    return this.current;
  }

  /** Calls a function after each change of what is shown. */
  onChange(listener: (state: State, before: State) => void): void {
    this.listeners.push(listener);
  }

  /** Shows something else, and keeps it in the address. */
  go(change: Partial<State>): void {
    const next = { ...this.current, ...change };
    history.replaceState(null, '', hashOf(next));
    this.take(next);
  }

  /** Whether a node has what the filters ask for. */
  isWanted(node: Node): boolean {
    const { search, namespace, finding, exposure } = this.current;
    const text = `${node.namespace}/${node.name} ${node.versions.map(({ workload }) => workload).join(' ')} ${node.exposed.join(' ')}`;
    const levels = node.findings.map((index) => this.data.findings[index]?.level);
    return (
      (search === '' || text.toLowerCase().includes(search.toLowerCase())) &&
      (namespace === '' || node.namespace === namespace) &&
      (finding === '' || (finding === 'any' ? levels.length > 0 : levels.some((level) => level === finding))) &&
      (exposure === '' || node.exposed.length > 0 === (exposure === 'exposed'))
    );
  }

  /** Whether a filter is set at all. */
  get isFiltered(): boolean {
    const { search, namespace, finding, exposure } = this.current;
    return [search, namespace, finding, exposure].some((value) => value !== '');
  }

  private take(next: State): void {
    const before = this.current;
    this.current = next;
    for (const listener of this.listeners) {
      listener(next, before);
    }
  }
}

/** How a person calls a node: its name, with the namespace where it has one. */
export function nameOf({ kind, namespace, name }: Node): string {
  return namespace === '' || kind === 'callers' ? name : `${namespace}/${name}`;
}
