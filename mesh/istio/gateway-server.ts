import type { MeshObject } from '../model/object.js';
import type { Workload } from '../model/workload.js';

/** How a server of a gateway handles TLS; absent for plain text. */
export interface ServerTls {
  /** SIMPLE, MUTUAL, PASSTHROUGH, AUTO_PASSTHROUGH, ISTIO_MUTUAL or OPTIONAL_MUTUAL. */
  readonly mode: string;
}

/** One server of an Istio Gateway, or one listener of a Gateway of the Gateway API. */
export interface GatewayServer {
  /** `namespace/name` by which routes bind to it; a listener has a name of its own. */
  readonly gateway: string;
  /** `Gateway shop/front servers[0]`. */
  readonly label: string;
  readonly object: MeshObject;
  /** Where it stands in the object. */
  readonly field: readonly (string | number)[];
  readonly name: string;
  readonly namespace: string;
  readonly created: string;
  readonly port: number;
  readonly portName: string;
  /** Upper case. */
  readonly protocol: string;
  /** `host`, or `namespace/host` for routes of one namespace only. */
  readonly hosts: readonly string[];
  readonly tls: ServerTls | undefined;
  readonly httpsRedirect: boolean;
  /** Whether its port may be the number at the pod as well as that of the Service: Istio's own Gateways. */
  readonly takesPodPorts: boolean;
  /** Whether pods of this workload serve it. */
  readonly selects: (workload: Workload) => boolean;
}
