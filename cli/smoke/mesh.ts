import { ClusterError } from './cluster-error.js';
import {
  type EchoImage,
  GATEWAY_HOST,
  NAMESPACE,
  PROXY_PORT,
  REVISION_HEADER,
  type RouteState,
  route,
  SERVICE_HOST,
  workloads,
} from './fixture.js';
import type { Kubectl } from './kubectl.js';
import { Caller, type Entrance, type Reply, type RequestPlan } from './requests.js';

/** The test's own service in the mesh, and the ways into it. */
export interface SmokeMesh {
  readonly kubectl: Kubectl;
  readonly caller: Caller;
  /** Requests of a meshed caller. */
  readonly inside: RequestPlan;
  /** Requests of a meshed caller without permission, where there is a policy. */
  readonly stranger: RequestPlan;
  /** Requests that come through the ingress gateway. */
  readonly outside: RequestPlan;
  /** Puts the service's route in a state and waits until both ways in follow it. */
  readonly setRoute: (state: RouteState) => Promise<void>;
}

/** How long a change may take until every proxy follows it, in milliseconds. */
const PROPAGATION = 60_000;

/** Deploys the test's service and callers, and opens the ways in. */
export async function deploySmokeMesh(kubectl: Kubectl, echo: EchoImage, gatewayPort?: number): Promise<SmokeMesh> {
  await gone(kubectl);
  await kubectl.apply(workloads(echo));
  await kubectl.run(['-n', NAMESPACE, 'wait', '--for=condition=Available', 'deployment', '--all', '--timeout=180s']);
  const entrance = async (app: string): Promise<Entrance> => {
    return { port: await kubectl.forward(NAMESPACE, `deployment/${app}`, PROXY_PORT), proxy: true };
  };
  const gateway = gatewayPort ?? (await kubectl.forward('istio-system', 'service/istio-ingressgateway', 80));
  const caller = new Caller();
  const inside = { entrance: await entrance('client'), host: SERVICE_HOST };
  const outside = { entrance: { port: gateway, proxy: false }, host: GATEWAY_HOST };
  let revision = 0;
  const setRoute = async (state: RouteState) => {
    revision += 1;
    await kubectl.apply([route(state, revision)]);
    const wanted = String(revision);
    for (const plan of [inside, outside]) {
      await eventually(`the route at ${plan.host}`, async () => {
        const { headers } = await caller.one(plan);
        return headers[REVISION_HEADER] === wanted;
      });
    }
  };
  return {
    kubectl,
    caller,
    inside,
    stranger: { entrance: await entrance('stranger'), host: SERVICE_HOST },
    outside,
    setRoute,
  };
}

/** Removes everything that the test has made. */
export async function gone(kubectl: Kubectl): Promise<void> {
  await kubectl.remove('namespace', NAMESPACE, '--wait=true', '--timeout=120s');
}

/** Waits until something holds, or says that it never did. */
export async function eventually(what: string, holds: () => Promise<boolean>, limit = PROPAGATION): Promise<void> {
  const end = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > end) throw new ClusterError(`${what} did not take effect within ${limit / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/**
 * Waits until every answer is as a change wants it, twice in a row with a pause: proxies take a new configuration for
 * new connections first, and finish the old ones with the old one.
 */
export async function settled(
  what: string,
  caller: Caller,
  plans: readonly RequestPlan[],
  holds: (reply: Reply) => boolean,
): Promise<void> {
  let good = 0;
  await eventually(what, async () => {
    for (const plan of plans) {
      if (!(await caller.send(plan, 32)).every(holds)) {
        good = 0;
        return false;
      }
    }
    good += 1;
    if (good < 2) await new Promise((resolve) => setTimeout(resolve, 1000));
    return good >= 2;
  });
}
