import type { Construct } from 'constructs';
import { MeshObject, type MeshObjectProps } from './mesh-object.js';

/** Requests and limits of a container, quantities such as `200m` and `256Mi` by resource. */
interface GatewayResources {
  readonly limits?: Readonly<Record<string, string | number>>;
  readonly requests?: Readonly<Record<string, string | number>>;
}

/** A port that the gateway's Service has. */
interface GatewayServicePort {
  readonly name: string;
  /** From 1 to 65535. */
  readonly port: number;
  /** Port of the pods. @default as `port`, for which ASM also takes 0 */
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP' | 'HTTP' | 'HTTP2' | 'HTTPS' | 'GRPC' | 'TLS';
}

/** What can be set for all clusters, and for one of them in `overrides`. */
export interface IstioGatewayClusterSpec {
  /** @default 1 */
  readonly replicaCount?: number;
  /** @default false */
  readonly autoscaleEnabled?: boolean;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  /** Percentage of the requested CPU that the autoscaler aims at. */
  readonly cpu?: { readonly targetAverageUtilization?: number };
  /** Percentage of the requested memory that the autoscaler aims at. */
  readonly memory?: { readonly targetAverageUtilization?: number };
  /** @default 'LoadBalancer' */
  readonly serviceType?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** `alibabacloud.com/nlb` for an NLB; it cannot be changed later. @default a CLB */
  readonly loadBalancerClass?: string;
  readonly loadBalancerIP?: string;
  /** @default 'Cluster' */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  readonly serviceLabels?: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly ports?: readonly GatewayServicePort[];
  readonly meshExpansionPorts?: readonly GatewayServicePort[];
  readonly applicationPorts?: string;
  readonly requestedNetworkView?: string;
  /** @default limits 2 CPU and 2G, requests 200m and 256Mi */
  readonly resources?: GatewayResources;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: object;
  readonly tolerations?: readonly object[];
  readonly secretVolumes?: readonly {
    readonly name: string;
    readonly secretName: string;
    readonly mountPath: string;
  }[];
  readonly configVolumes?: readonly {
    readonly name: string;
    readonly configMapName: string;
    readonly mountPath: string;
  }[];
  /** A percentage such as `100%`. */
  readonly rollingMaxSurge?: string | number;
  /** A percentage such as `25%`. */
  readonly rollingMaxUnavailable?: string | number;
  /** Settings of the kernel of the pods. */
  readonly kernel?: { readonly enabled?: boolean; readonly parameters?: Readonly<Record<string, string>> };
  readonly compression?: {
    readonly enabled?: boolean;
    readonly min_content_length?: number;
    readonly content_type?: readonly string[];
    readonly disable_on_etag_header?: boolean;
    readonly remove_accept_encoding_header?: boolean;
    readonly gzip?: Readonly<Record<string, string | number>>;
  };
  readonly runAsRoot?: boolean;
  readonly lifecycle?: object;
  readonly readinessProbe?: {
    readonly failureThreshold?: number;
    readonly periodSeconds?: number;
    readonly successThreshold?: number;
  };
  /** @default false */
  readonly hostNetwork?: boolean;
  /** @default 'ClusterFirst' */
  readonly dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None';
  readonly autoCreateGatewayYaml?: boolean;
  readonly disableContainerPortExposed?: boolean;
}

/** `spec` of IstioGateway. */
export interface IstioGatewaySpec extends IstioGatewayClusterSpec {
  readonly gatewayType?: 'ingress' | 'egress';
  /** Ids of the data-plane clusters that get the gateway. */
  readonly clusterIds?: readonly string[];
  /** What differs in a cluster, by its id. */
  readonly overrides?: Readonly<Record<string, IstioGatewayClusterSpec>>;
}

/**
 * ASM's IstioGateway: ASM makes a Deployment and a Service named `istio-<name>` from it.
 * @see "CRD fields for an ASM gateway" in the documentation of Alibaba Cloud Service Mesh
 */
export class IstioGateway extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: IstioGatewaySpec }) {
    const type = { apiVersion: 'istio.alibabacloud.com/v1beta1', kind: 'IstioGateway' };
    super(scope, id, type, props, { spec: props.spec });
  }
}

/** A component or a policy of KubeVela's Application. */
interface ApplicationPart {
  readonly name: string;
  readonly type: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** `spec` of KubeVela's Application (core.oam.dev/v1beta1), which ACK One uses to distribute objects to clusters. */
export interface ApplicationSpec {
  readonly components: readonly ApplicationPart[];
  readonly policies?: readonly ApplicationPart[];
  readonly workflow?: Readonly<Record<string, unknown>>;
}

/** KubeVela's Application, with which ACK One distributes objects. @see https://kubevela.io/docs/platform-engineers/oam/oam-model/ */
export class Application extends MeshObject {
  constructor(scope: Construct, id: string, props: MeshObjectProps & { readonly spec: ApplicationSpec }) {
    super(scope, id, { apiVersion: 'core.oam.dev/v1beta1', kind: 'Application' }, props, { spec: props.spec });
  }
}
