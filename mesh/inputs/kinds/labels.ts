import { type Coverage, modelled, noEffect, notModelled, telemetry } from '../coverage.js';

const records = noEffect('written by Istio');
const network = notModelled('endpoints of another network are reached through its gateway');
const canary = notModelled('some of the requests go through another waypoint');

/** Labels that Istio reads, on pods, namespaces, Services and gateways alike (https://istio.io/latest/docs/reference/config/labels/). */
export const labelCoverages: Readonly<Record<string, Coverage>> = {
  'sidecar.istio.io/inject': modelled,
  'istio.io/rev': modelled,
  'istio.io/tag': noEffect('which control plane'),
  'istio.io/dataplane-mode': modelled,
  'istio.io/use-waypoint': modelled,
  'istio.io/use-waypoint-namespace': modelled,
  'istio.io/use-waypoint-canary': canary,
  'istio.io/use-waypoint-canary-namespace': canary,
  'istio.io/ingress-use-waypoint': modelled,
  'istio.io/waypoint-for': notModelled('the waypoint takes connections to the addresses of pods as well', {
    unless: ['service', 'none'],
  }),
  'security.istio.io/tlsMode': modelled,
  'gateway.networking.k8s.io/gateway-name': modelled,
  'gateway.networking.k8s.io/gateway-class-name': modelled,
  'gateway.istio.io/managed': records,
  'networking.istio.io/enable-autoallocate-ip': modelled,
  'networking.istio.io/gatewayPort': network,
  'topology.istio.io/network': network,
  'topology.istio.io/locality': notModelled('the locality of the pod'),
  'topology.istio.io/subzone': noEffect('nodes'),
  'topology.istio.io/cluster': noEffect('clusters are those of the files'),
  'service.istio.io/canonical-name': telemetry,
  'service.istio.io/canonical-revision': telemetry,
  'service.istio.io/workload-name': telemetry,
  'operator.istio.io/component': records,
  'operator.istio.io/managed': records,
  'operator.istio.io/version': records,
};
