import { ClusterError } from './cluster-error.js';
import {
  type EchoImage,
  GATEWAY,
  GATEWAY_HOST,
  GATEWAY_NAMESPACE,
  NAMESPACE,
  PROXY_PORT,
  REVISION_HEADER,
  type RouteState,
  route,
  SERVICE_HOST,
  workloads,
} from './fixture.js';
import type { Kubectl } from './kubectl.js';
import { deploymentsAvailable } from './readiness.js';
import { Caller, type Entrance, type Reply, type RequestPlan, statuses } from './requests.js';

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
  /** Port on which the service's pods listen. */
  readonly echoPort: number;
  /** Puts the service's route in a state and waits until every way in follows it. */
  readonly setRoute: (state: RouteState) => Promise<void>;
}

/** How long a change may take until every proxy follows it, in milliseconds. */
const PROPAGATION = 120_000;

/** Requests that look whether a change has arrived: some on each kept connection, for each worker of a proxy follows on its own. */
const SAMPLE = 32;

/**
 * Deploys the test's service and callers, and opens the ways in.
 *
 * @throws ClusterError if one of them does not come up
 */
export async function deploySmokeMesh(kubectl: Kubectl, echo: EchoImage, gatewayPort?: number): Promise<SmokeMesh> {
  await gone(kubectl);
  await kubectl.apply(workloads(echo));
  await deploymentsAvailable(kubectl, NAMESPACE);
  const entrance = async (app: string): Promise<Entrance> => {
    const way = await kubectl.forward(NAMESPACE, `deployment/${app}`, PROXY_PORT);
    return { port: way.port, proxy: true, way };
  };
  const caller = new Caller();
  const inside = { entrance: await entrance('client'), host: SERVICE_HOST };
  const stranger = { entrance: await entrance('stranger'), host: SERVICE_HOST };
  const outside = { entrance: await gatewayEntrance(kubectl, gatewayPort), host: GATEWAY_HOST };
  let revision = 0;
  const setRoute = async (state: RouteState) => {
    revision += 1;
    await kubectl.apply([route(state, revision)]);
    for (const plan of [inside, stranger, outside]) {
      let came: readonly Reply[] = [];
      const what = () => `the route at ${plan.host} (${JSON.stringify(statuses(came))})`;
      await eventually(what, async () => {
        came = await caller.send(plan, SAMPLE);
        return follow(came, String(revision));
      });
    }
  };
  return { kubectl, caller, inside, stranger, outside, echoPort: echo.port, setRoute };
}

async function gatewayEntrance(kubectl: Kubectl, port: number | undefined): Promise<Entrance> {
  if (port !== undefined) return { port, proxy: false };
  const way = await kubectl.forward(GATEWAY_NAMESPACE, `service/${GATEWAY}`, 80);
  return { port: way.port, proxy: false, way };
}

/** Whether no answer comes from an older state of the route; an injected abort tells of none. */
function follow(replies: readonly Reply[], revision: string): boolean {
  const seen = replies.map(({ headers }) => headers[REVISION_HEADER]);
  return seen.includes(revision) && seen.every((found) => found === revision || found === undefined);
}

/** Removes everything that the test has made. */
export async function gone(kubectl: Kubectl): Promise<void> {
  await kubectl.remove('namespace', NAMESPACE, '--wait=true', '--timeout=300s');
}

/** Waits until something holds, or says that it never did. */
export async function eventually(what: string | (() => string), holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PROPAGATION;
  while (!(await holds())) {
    if (Date.now() > end) {
      const named = typeof what === 'string' ? what : what();
      throw new ClusterError(`${named} did not take effect within ${PROPAGATION / 1000} s`);
    }
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
      if (!(await caller.send(plan, SAMPLE)).every(holds)) {
        good = 0;
        return false;
      }
    }
    good += 1;
    if (good < 2) await new Promise((resolve) => setTimeout(resolve, 1000));
    return good >= 2;
  });
}
