import { gatewayApiObject, istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';

/** `web` and `cart` in a namespace that ambient mode captures. */
export const ambient =
  namespaceOf('shop', '{istio.io/dataplane-mode: ambient}') + workloadOf('web') + serviceOf('web') + workloadOf('cart');

/** A waypoint in front of `web`. */
export const withWaypoint =
  ambient.replace(
    'name: web, namespace: shop}\nspec: {',
    'name: web, namespace: shop, labels: {istio.io/use-waypoint: arch}}\nspec: {',
  ) +
  gatewayApiObject(
    'Gateway',
    'arch',
    '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
  );

/** A policy of the waypoint, or without `targetRefs` of ztunnel, that lets in only what a rule says. */
export const allow = (rule: string, targetRefs = '') =>
  istioObject(
    'AuthorizationPolicy',
    'only',
    `{${targetRefs === '' ? '' : `targetRefs: [${targetRefs}], `}rules: [${rule}]}`,
  );
