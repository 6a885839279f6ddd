import type { Labels } from '../model/labels.js';
import type { MeshObject } from '../model/object.js';
import type { Workload } from '../model/workload.js';

/** A pod on the way of a request. */
export interface PathPod {
  readonly namespace: string;
  readonly labels: Labels;
  /** The object that makes it; absent for a pod that the files do not have. */
  readonly object?: MeshObject | undefined;
  readonly proxy: Workload['proxy'];
  /** Whether requests leave it. */
  readonly sends: boolean;
  /** Whether requests arrive at it. */
  readonly receives: boolean;
}

/** A workload on the way. @param ends at which ends of connections it stands */
export function podOf(workload: Workload, ends: 'sends' | 'receives' | 'both'): PathPod {
  const { namespace, labels, object, proxy } = workload;
  return { namespace, labels, object, proxy, sends: ends !== 'receives', receives: ends !== 'sends' };
}

/** What an answer touched: where requests go from and to, through which gateways, for which hosts. */
export interface AnswerPath {
  /** The caller, the gateways and waypoints on the way, and the pods that answer. */
  readonly pods: readonly PathPod[];
  /** Hosts and addresses: the one asked for, and those that requests are sent on to. Full names, lower case. */
  readonly hosts: readonly string[];
  /** Namespaces of the services behind the hosts, beside those of the pods. */
  readonly namespaces: readonly string[];
  /** Whether the IP address that the caller connects to is known. */
  readonly isAddressKnown: boolean;
  /** Whether some of the requests do not get an answer from a workload. */
  readonly isFailing: boolean;
}
