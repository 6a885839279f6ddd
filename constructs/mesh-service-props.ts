import type { MeshNamespace } from './mesh-namespace.js';
import type { Cdk8sPlusWorkload } from './workloads/cdk8s-plus-workload.js';
import type { MeshServicePort } from './workloads/service-port.js';
import type { VersionProps } from './workloads/version-deployment.js';

/** Props of {@link MeshService}. */
export interface MeshServiceProps {
  /** Name of the Service and value of the label `app`. @default the construct's id */
  readonly name?: string;
  /** @default the chart's namespace */
  readonly namespace?: MeshNamespace | string;
  /** Ports of the Service. A single one may be given without a list. */
  readonly ports: MeshServicePort | readonly MeshServicePort[];
  /**
   * Versions by name, each a Deployment: made here, or made with cdk8s-plus and given.
   * None makes a Service whose pods run elsewhere.
   */
  readonly versions: Readonly<Record<string, VersionProps | Cdk8sPlusWorkload>>;
  /** Data-plane clusters that get the Service, by name. @default every data-plane cluster */
  readonly clusters?: readonly string[];
  /** @default a ServiceAccount with the name of the Service is made */
  readonly serviceAccount?: {
    readonly name: string;
    /** Labels on the ServiceAccount. @default app, team and env only */
    readonly labels?: Readonly<Record<string, string>>;
    /** It is there already, as `default` is in every namespace; none is made. @default false */
    readonly existing?: boolean;
  };
  /** Labels on the Service. @default app, team and env only */
  readonly labels?: Readonly<Record<string, string>>;
  /** Names of the routing objects. @default `vs-<service>-traffic`, `dr-<service>`, `route-<service>` */
  readonly names?: { readonly virtualService?: string; readonly destinationRule?: string; readonly httpRoute?: string };
  /** Which kind carries the routes: Istio's VirtualService or the Gateway API's HTTPRoute. @default 'VirtualService' */
  readonly routeForm?: 'VirtualService' | 'HTTPRoute';
}
