/** The API version of each group that the mesh's API server serves and that the objects are written in. */
export interface ApiVersions {
  /**
   * Version of networking.istio.io. `v1` needs Istio 1.22 or later. EnvoyFilter is always v1alpha3 and ProxyConfig
   * always v1beta1: Istio serves no other.
   * @default 'v1'
   */
  readonly networking: 'v1' | 'v1beta1' | 'v1alpha3';
  /**
   * Version of security.istio.io. `v1` needs Istio 1.22 or later.
   * @default 'v1'
   */
  readonly security: 'v1' | 'v1beta1';
  /**
   * Version of telemetry.istio.io. `v1` needs Istio 1.22 or later.
   * @default 'v1'
   */
  readonly telemetry: 'v1' | 'v1alpha1';
  /**
   * Version of gateway.networking.k8s.io for Gateway and HTTPRoute. GRPCRoute is always v1 and ReferenceGrant always
   * v1beta1, which every release of the Gateway API since 0.6 serves.
   * @default 'v1'
   */
  readonly gatewayApi: 'v1' | 'v1beta1';
}

/** The newest stable version of each group. */
export const STABLE_API_VERSIONS: ApiVersions = {
  networking: 'v1',
  security: 'v1',
  telemetry: 'v1',
  gatewayApi: 'v1',
};
