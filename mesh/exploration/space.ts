import type { RequestQuery } from '../request/index.js';

/** Somebody who may ask, and who that is for each mesh. */
export interface Caller {
  readonly from: RequestQuery['from'];
  /** A workload of the files, a pod that is not in them, or somebody outside the cluster. */
  readonly kind: 'workload' | 'pod' | 'internet';
  /** Empty for one outside the cluster. */
  readonly namespace: string;
  /** Identity by the number of the mesh; undefined where none can be proved. */
  readonly principals: readonly (string | undefined)[];
}

/** Callers with an identity that are not in the files. */
export interface UnknownCallers {
  /** Trust domain of the mesh. */
  readonly trustDomain: string;
  /** Namespaces that they may be in; undefined for all but `exceptNamespaces`. */
  readonly namespaces: readonly string[] | undefined;
  readonly exceptNamespaces: readonly string[];
  /** Makes one. */
  readonly make: (namespace: string, serviceAccount: string) => Caller;
}

/** Callers that proxies tell apart by their identity alone. */
export interface CallerGroup {
  readonly callers: readonly Caller[];
  /** Others of the same kind, without end; undefined where there are none. */
  readonly unknown?: UnknownCallers | undefined;
}

/** Where requests go, and by whom. */
export interface Space {
  readonly group: CallerGroup;
  /** `http://reviews.shop.svc.cluster.local:9080`, without a path, where the host is the one that the caller chooses or the usual one. */
  readonly urlOf: (host: string) => string;
  /** The usual host. */
  readonly host: string;
  /** The authority that goes with the usual host. */
  readonly authority: string;
  /** Whether callers choose the host of the URL, as those from outside do that reach a gateway by any name. */
  readonly isHostFree: boolean;
  /** Whether the caller speaks TLS, so that the host of the URL is the name in its handshake. */
  readonly isTls: boolean;
  readonly base: Omit<RequestQuery, 'from' | 'to'>;
  readonly isValidPath: (path: string) => boolean;
  /** Solutions that are known already, for spaces with the same paths; of a slot by the tests of it. @default none are kept */
  readonly solutions?: Map<string, unknown>;
}
