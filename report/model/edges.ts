import type { Answer, RequestQuery } from '../../mesh/request/index.js';
import { summaryOf } from './asked.js';
import type { Nodes } from './nodes.js';
import type { AnsweredRequest, Edge, EdgeState } from './report-data.js';

/** Gathers edges: requests from one node to another are one. */
export class Edges {
  private readonly found = new Map<string, Edge>();
  private readonly callers = new Map<string, RequestQuery['from']>();

  constructor(private readonly nodes: Nodes) {}

  /** In the order of their ids. */
  get all(): readonly Edge[] {
    return [...this.found.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Whether somebody is known to call a node. */
  leadTo(id: string): boolean {
    return this.callers.has(id);
  }

  /** A workload that is known to call a node, if there is one. */
  callerOf(id: string): RequestQuery['from'] | undefined {
    const caller = this.callers.get(id);
    return caller === 'internet' ? undefined : caller;
  }

  /**
   * Adds what an answer says: an edge to the service that was asked for, and from there to the hosts that its routes send requests to
   * instead.
   */
  add(kind: Edge['kind'], from: string, asked: string, query: RequestQuery, answer: Answer): void {
    const summary = summaryOf(query, answer);
    const state = stateOf(answer);
    const shares = new Map<string, number>();
    for (const { host, probability } of answer.outcomes) {
      const to = this.nodes.ofHost(host);
      shares.set(to, (shares.get(to) ?? 0) + probability);
    }
    this.put({ kind, from, to: asked, state, share: answer.outcomes.length === 0 ? 0 : 1 }, summary);
    for (const [to, share] of shares) {
      this.put({ kind, from: asked, to, state, share }, summary);
    }
  }

  /** Adds one request to the edge between two nodes. */
  put(line: Pick<Edge, 'kind' | 'from' | 'to' | 'state' | 'share'>, request: AnsweredRequest): void {
    const { kind, from, to, state, share } = line;
    const id = `${from} → ${to}`;
    const known = this.found.get(id);
    if (from === to) {
      return;
    }
    if (kind !== 'possible' && (!this.callers.has(to) || this.callers.get(to) === 'internet')) {
      this.callers.set(to, request.query.from);
    }
    if (known === undefined) {
      this.found.set(id, { id, ...line, unknowns: request.unknowns, requests: [request] });
    } else if (!known.requests.some(({ query }) => JSON.stringify(query) === JSON.stringify(request.query))) {
      this.found.set(id, {
        ...known,
        kind: known.kind === 'possible' ? kind : known.kind,
        state: graver(known.state, state),
        share: known.share === 0 ? share : known.share,
        unknowns: Math.max(known.unknowns, request.unknowns),
        requests: [...known.requests, request],
      });
    }
  }
}

/** Of several requests on one edge: what gets through counts before what does not, and plain text before encryption. */
function graver(one: EdgeState, other: EdgeState): EdgeState {
  return one === 'plain' || other === 'plain' ? 'plain' : one === 'denied' ? other : one;
}

/** How the way of a request inside the mesh is drawn. */
export function stateOf({ verdict, mtls }: Pick<Answer, 'verdict' | 'mtls'>): EdgeState {
  return verdict !== 'allowed' ? 'denied' : mtls === 'mutual' || mtls === 'tls' ? 'encrypted' : 'plain';
}
