import type { Endpoint } from '../model/service.js';
import type { Connection } from './connection.js';
import { failed, type Response, response } from './response.js';
import type { ServingProxy, Simulation } from './simulation.js';
import { inState } from './workload-state.js';

const taken = new Map<string, Response>();

/** What a workload answers to what reaches it: 200 to HTTP. `policy` let it in, if one did. */
export function accepted(isHttp: boolean, policy: string): Response {
  const key = `${isHttp} ${policy}`;
  let known = taken.get(key);
  if (known === undefined) {
    known = response({ status: isHttp ? '200' : 'connected', kind: 'allowed', policy, reason: 'the workload answers' });
    taken.set(key, known);
  }
  return known;
}

/** What an application makes of a connection that no sidecar stands in front of. */
export function reachApplication(
  { push, circumstances }: Simulation,
  connection: Connection,
  endpoint: Endpoint,
): Response {
  const { workload, port, address } = endpoint;
  const { transportSocket, isTls, isHttp, isProxied } = connection;
  if (workload === undefined) {
    const reason = `${address} is outside the mesh and cannot take its mTLS`;
    return transportSocket === 'mutual'
      ? failed(isProxied, 'connect-failure', { reason })
      : inState(circumstances.states, endpoint, connection, accepted(isHttp, ''));
  }
  const { name } = workload;
  if (!push.ports.listens(workload, port)) {
    return failed(isProxied, 'connect-failure', { reason: `${name} does not listen at ${port}` });
  }
  const speaksTls = push.tlsPorts.speaksTls(workload, port);
  if (transportSocket === 'mutual' || (transportSocket === 'tls' && !speaksTls)) {
    const why = workload.proxy === 'none' ? 'has no sidecar and ' : '';
    const reason = `${name} ${why}does not speak TLS at ${port}`;
    return failed(isProxied, 'connect-failure', { reason });
  }
  return isTls && transportSocket === 'plaintext' && isHttp && !speaksTls
    ? failed(isProxied, 'connect-failure', { reason: `${name} does not speak TLS at ${port}` })
    : inState(circumstances.states, endpoint, connection, accepted(isHttp, ''));
}

/** What an application makes of what its sidecar gives it at a port; `policy` let it in, if one did. */
export function reachBehindSidecar(
  { push, circumstances }: Simulation,
  { workload, port: inboundPort }: ServingProxy,
  connection: Connection,
  target: number,
  policy: string,
): Response {
  const { isProxied, isHttp, isTls, transportSocket } = connection;
  if (workload === undefined) {
    return failed(isProxied, 'connect-failure', { reason: 'nothing is there' });
  }
  const isOpaque = transportSocket === 'tls' || (transportSocket === 'plaintext' && isTls);
  if (isOpaque && !push.tlsPorts.speaksTls(workload, inboundPort)) {
    return failed(isProxied, 'connect-failure', { reason: `${workload.name} does not speak TLS at ${inboundPort}` });
  }
  if (!push.ports.listens(workload, target)) {
    return failed(isProxied, 'reset', { reason: `${workload.name} does not listen at ${target}` });
  }
  return inState(circumstances.states, { workload, address: '' }, connection, accepted(isHttp, policy));
}
