import { type HttpRequest, headerText } from './http-request.js';
import { observer } from './observer.js';

const name = 'x-forwarded-for';

/** The addresses in `X-Forwarded-For`, that of the client first. */
function addressesIn(request: HttpRequest): readonly string[] {
  const text = headerText(request, name);
  return text === undefined ? [] : text.split(',').map((part) => part.trim());
}

/** Address of the client as a sidecar takes it: the last in `X-Forwarded-For`, else that of the connection. */
export function remoteIpAtSidecar(request: HttpRequest, sourceIp: string | undefined): string | undefined {
  const addresses = addressesIn(request);
  return addresses.length === 0 ? sourceIp : addresses[addresses.length - 1] || undefined;
}

/**
 * A request as a gateway takes it, and the address of the client there: that of the connection, or, behind trusted proxies, what the
 * outermost of them wrote (https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/). The gateway says itself
 * which scheme and which address it was asked from; an address that is not known is written as an empty one.
 */
export function takenByGateway(
  request: HttpRequest,
  isTls: boolean,
  sourceIp: string | undefined,
  trustedProxies: number,
): { readonly request: HttpRequest; readonly remoteIp: string | undefined } {
  const addresses = addressesIn(request);
  const headers = new Map(request.headers);
  if (trustedProxies === 0) {
    headers.set('x-forwarded-proto', [isTls ? 'https' : 'http']);
  }
  headers.set(name, [[...addresses, sourceIp ?? ''].join(',')]);
  const trusted = trustedProxies > 0 ? addresses[addresses.length - trustedProxies] : undefined;
  const forwarded = { ...request, headers };
  observer?.changed(request, forwarded, {
    fixedHeaders: trustedProxies === 0 ? ['x-forwarded-proto'] : [],
    madeHeaders: [name],
    forwardsSource: trustedProxies === 0,
  });
  return { request: forwarded, remoteIp: trusted || sourceIp };
}
