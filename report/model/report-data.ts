import type { Level } from '../../mesh/analysis/index.js';
import type { NotModelled } from '../../mesh/inputs/index.js';
import type { RequestQuery, Verdict, WireMode } from '../../mesh/request/index.js';
import type { MtlsRow } from '../../mesh/survey/index.js';

/**
 * What a node of the picture is.
 *
 * - `internet`: everything that comes in from outside;
 * - `gateway`: the Service of a gateway;
 * - `service`: a Service of the cluster, or a host of a ServiceEntry whose endpoints are in the mesh;
 * - `workload`: one that calls, and to which no Service leads;
 * - `host`: a host outside the mesh;
 * - `callers`: any workload of a namespace, where the manifests do not say who calls.
 */
export type NodeKind = 'internet' | 'gateway' | 'service' | 'workload' | 'host' | 'callers';

/** A workload behind a service, with its part of the requests that the service gets. */
export interface Version {
  /** `namespace/name`. */
  readonly workload: string;
  /** The label `version`; empty for none. */
  readonly version: string;
  /** From 0 to 1: of the plain request of the first known caller, else of a workload of the same namespace; null when it is not asked for. */
  readonly share: number | null;
}

/** A node of the picture. */
export interface Node {
  /** `internet`, `namespace/name` of a service, else the kind with a name: `host:api.example.com`, `callers:shop`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** Empty for the Internet and for hosts outside. */
  readonly namespace: string;
  readonly clusters: readonly string[];
  /** `80 http`, in the order of the Service. */
  readonly ports: readonly string[];
  readonly versions: readonly Version[];
  /** URLs at which the Internet reaches it. */
  readonly exposed: readonly string[];
  /** Numbers of its findings in {@link ReportData.findings}. */
  readonly findings: readonly number[];
  /** Objects that decide about its requests: `AuthorizationPolicy shop/cart`. */
  readonly policies: readonly string[];
}

/** The answer to a request, as far as a table needs it; all of it is what `request` says. */
export interface AnsweredRequest {
  readonly query: RequestQuery;
  readonly verdict: Verdict;
  readonly policy: string | null;
  readonly mtls: WireMode;
  readonly status: Readonly<Record<string, number>>;
  /** Shares by `namespace/workload`, or by host where requests leave the mesh. */
  readonly shares: Readonly<Record<string, number>>;
  /** Number of inputs that could change the answer and are not modelled. */
  readonly unknowns: number;
}

/** How an edge is drawn: encrypted, in plain text, or refused; {@link Edge.unknowns} says what is not known. */
export type EdgeState = 'encrypted' | 'plain' | 'denied';

/** Requests from one node to another. */
export interface Edge {
  /** `from → to`. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `internet` through a gateway, `declared` by a call, a policy or a container, or `possible` for callers that no manifest names. */
  readonly kind: 'internet' | 'declared' | 'possible';
  readonly state: EdgeState;
  /** The part of the first request that goes there, from 0 to 1; 0 when it is refused. */
  readonly share: number;
  /** The most inputs that could change one of the answers and are not modelled. */
  readonly unknowns: number;
  /** The requests, the plain one first. */
  readonly requests: readonly AnsweredRequest[];
}

/** Something that the Internet can ask. */
export interface Exposure extends AnsweredRequest {
  readonly url: string;
  /** Service of the gateway, as `namespace/name`. */
  readonly gateway: string;
  /** Who reaches the address of the gateway. */
  readonly reach: 'internet' | 'intranet' | 'node' | 'cluster';
  /** Ids of the services that answer, with a token where one is needed. */
  readonly services: readonly string[];
  /** The mode of the server, such as `SIMPLE` or `MUTUAL`; null in plain text. */
  readonly tls: string | null;
  /** Where a plain request is sent to instead. */
  readonly redirect: string | null;
  /** Whether a token is `required`, `checked` when there is one, or `none`. */
  readonly token: 'required' | 'checked' | 'none';
  /** The same request with a token that lets it through; null where none is needed or none helps. */
  readonly withToken: AnsweredRequest | null;
  /** Objects that limit how many requests the gateway takes. */
  readonly limits: readonly string[];
}

/** What requests that match a rule of a route get. */
export interface RouteRow extends AnsweredRequest {
  /** Id of the service. */
  readonly service: string;
  /** `x-exp: on`, `path /v2`; empty for the plain request. */
  readonly when: string;
  /** `VirtualService shop/reviews http[0]`. */
  readonly route: string | null;
  readonly timeout: string | null;
  /** Number of attempts; null when no route says. */
  readonly attempts: number | null;
}

/** Whether a kind of caller reaches a port of a service. */
export interface AccessRow extends AnsweredRequest {
  /** Id of the service. */
  readonly service: string;
  readonly port: number;
  /** Of the same namespace, of another one, or without a proxy. */
  readonly caller: 'same namespace' | 'other namespace' | 'without a proxy';
}

/** A finding, as `analyze` reports it. */
export interface ReportedFinding {
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  /** `Kind namespace/name`. */
  readonly object: string;
  readonly namespace: string;
  readonly path: string;
  readonly line: number | null;
  /** What would have to be wrong for it to hold; null when it holds in any case. */
  readonly assumed: string | null;
}

/** An edge that differs. */
export interface EdgeChange {
  /** Id of the edge. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `new`, `gone`, or `shifted`: another share, state or verdict. */
  readonly change: 'new' | 'gone' | 'shifted';
  readonly before: string;
  readonly after: string;
}

/** A request that changes its answer. */
export interface RequestChange {
  readonly query: RequestQuery;
  /** As `diff` says it. */
  readonly words: string;
}

/** What changes from other manifests to those of the report. */
export interface Comparison {
  /** What was there before and is no longer. */
  readonly goneNodes: readonly Node[];
  readonly goneEdges: readonly Edge[];
  readonly edges: readonly EdgeChange[];
  readonly requests: readonly RequestChange[];
  /** One line for each change, callers together, as `diff` prints them; or that none was found. */
  readonly summary: readonly string[];
  readonly newFindings: readonly ReportedFinding[];
  readonly goneFindings: readonly ReportedFinding[];
}

/** Everything that the page shows. All of it is data of the same input, so the same input gives the same report. */
export interface ReportData {
  readonly title: string;
  readonly clusters: readonly string[];
  readonly namespaces: readonly string[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly exposure: readonly Exposure[];
  readonly routes: readonly RouteRow[];
  readonly access: readonly AccessRow[];
  readonly mtls: readonly MtlsRow[];
  readonly findings: readonly ReportedFinding[];
  /** By code, what to do about a finding. */
  readonly fixes: Readonly<Record<string, string>>;
  /** What is taken for granted, in sentences. */
  readonly assumptions: readonly string[];
  /** What could change an answer above and is not modelled. */
  readonly notModelled: readonly NotModelled[];
  /** What changes against other manifests; null when there are none to compare with. */
  readonly comparison: Comparison | null;
}
