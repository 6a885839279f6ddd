/** A service that has a dashboard. */
export interface ObservedService {
  readonly name: string;
  readonly namespace: string;
  /** Every Service by which requests reach it: itself, and the Services of its versions where an HTTPRoute sends to them. */
  readonly services: readonly string[];
  /** Value of the label `app` of its pods, by which it is found as a caller. */
  readonly app: string;
  /** Names of its Deployments. */
  readonly workloads: readonly string[];
  /** What its ports carry. Both, where it has ports of both. */
  readonly carries: ReadonlySet<'http' | 'tcp'>;
}

/** A gateway that has a dashboard. */
export interface ObservedGateway {
  readonly name: string;
  readonly namespace: string;
  /** Name of its Deployment. */
  readonly workload: string;
}

/** What dashboards are made of. */
export interface ObservedMesh {
  readonly services: readonly ObservedService[];
  readonly gateways: readonly ObservedGateway[];
  /** Name of the environment, in titles and uids: one Grafana may show several. @default none */
  readonly environment?: string;
}
