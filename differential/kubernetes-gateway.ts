import { gatewayApi } from './case.js';

/** A Gateway of the Gateway API, `istio-system/gw`, that the pods and the Service `front` of the tests serve. */
export function listeners(list: string): string {
  return gatewayApi(
    'Gateway',
    'gw',
    `{gatewayClassName: istio, addresses: [{type: Hostname, value: front.istio-system.svc.cluster.local}], listeners: ${list}}`,
    'istio-system',
  );
}

/** A listener for every host in plain HTTP, open to routes of every namespace. */
export const openListener = listeners(
  '[{name: all, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]',
);

/** A route's reference to the Gateway. */
export const toGateway = 'parentRefs: [{name: gw, namespace: istio-system}]';
