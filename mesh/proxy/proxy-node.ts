import type { SidecarScope } from '../istio/sidecar-scope.js';
import type { Labels } from '../model/labels.js';

/** A proxy as the control plane sees it; proxies that are alike in all of this get the same configuration. */
export interface ProxyNode {
  readonly type: 'sidecar' | 'router' | 'waypoint';
  readonly namespace: string;
  readonly labels: Labels;
  /** `region/zone/subzone`, empty when unknown. */
  readonly locality: string;
  /** Name of the cluster that it runs in. */
  readonly cluster: string;
  /** Identity, without `spiffe://`. */
  readonly principal: string;
  /** Whether it answers the DNS of its pod, so that it knows the addresses that istiod allocates. */
  readonly capturesDns: boolean;
  readonly scope: SidecarScope;
}
