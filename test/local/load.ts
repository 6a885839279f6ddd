import { setTimeout as sleep } from 'node:timers/promises';
import { splitTest } from '../../cli/smoke/binomial-test.js';
import { forwardProxy, PROXY_PORT } from '../../cli/smoke/fixture.js';
import type { Kubectl } from '../../cli/smoke/kubectl.js';
import { Caller, type Reply, type RequestPlan, statuses, versions } from '../../cli/smoke/requests.js';

/** What came of the requests of a load. */
export interface LoadResult {
  readonly requests: number;
  /** Failures by what came instead of status 200. */
  readonly failed: Readonly<Record<string, number>>;
  /** How often a way into the cluster had to be opened again; requests that it cut off were sent again. */
  readonly reopened: number;
}

/** Pause of a worker between two requests, in milliseconds, so that the load leaves the machine to the mesh. */
const PAUSE = 5;
const WORKERS = 4;
/** Name of the Sidecar that lets requests in. */
const SIDECAR = 'load';
/** Requests that look whether a change has arrived. */
const SAMPLE = 100;
/** How long a change may take until it shows on a busy machine, in milliseconds. */
const LONGEST = 180_000;

/** Requests that go on until they are told to stop. */
export class Load {
  private readonly caller = new Caller(WORKERS * 2);
  private readonly failed: Record<string, number> = {};
  private requests = 0;
  private stopped = false;
  private readonly done: Promise<unknown>;
  private readonly endsBefore: number;

  constructor(private readonly plans: readonly RequestPlan[]) {
    this.endsBefore = this.ends();
    this.done = Promise.all(plans.flatMap((plan) => Array.from({ length: WORKERS }, () => this.work(plan))));
  }

  private async work(plan: RequestPlan): Promise<void> {
    while (!this.stopped) {
      const { status, error, body } = await this.caller.one(plan);
      this.requests += 1;
      if (status !== 200) {
        const told = `${plan.host}: ${error ?? `${status} ${body.slice(0, 80).trim()}`}`;
        this.failed[told] = (this.failed[told] ?? 0) + 1;
      }
      await sleep(PAUSE);
    }
  }

  async stop(): Promise<LoadResult> {
    this.stopped = true;
    await this.done;
    this.caller.close();
    return { requests: this.requests, failed: this.failed, reopened: this.ends() - this.endsBefore };
  }

  private ends(): number {
    return this.plans.reduce((sum, { entrance }) => sum + (entrance.way?.ends ?? 0), 0);
  }
}

/**
 * A way into the mesh as a pod with the label `app` of its name, through its sidecar. Answers when it is returned.
 */
export async function insideOf(kubectl: Kubectl, namespace: string, pod: string, host: string): Promise<RequestPlan> {
  await kubectl.apply([forwardProxy({ name: SIDECAR, namespace }, { app: pod })]);
  const way = await kubectl.forward(namespace, `pod/${pod}`, PROXY_PORT);
  const plan: RequestPlan = { entrance: { port: way.port, proxy: true, way }, host };
  await answering(plan);
  return plan;
}

/** Takes away what {@link insideOf} has made. */
export async function closeInside(kubectl: Kubectl, namespace: string): Promise<void> {
  kubectl.close();
  await kubectl.remove('sidecar.networking.istio.io', SIDECAR, '--namespace', namespace);
}

/** Waits until every answer of a way in is 200. */
export async function answering(plan: RequestPlan): Promise<void> {
  await answeringAs(plan, 'status 200', (replies) => replies.every(({ status }) => status === 200));
}

/** Waits until versions answer on a way in in the shares of a route, and nothing fails. */
export async function answeringInShares(plan: RequestPlan, weights: Readonly<Record<string, number>>): Promise<void> {
  await answeringAs(plan, JSON.stringify(weights), (replies) => {
    const counts = versions(replies, Object.keys(weights));
    return replies.every(({ status }) => status === 200) && splitTest(counts, weights).pValue > 0.001;
  });
}

/** Waits until a sample of answers is as it should be. */
async function answeringAs(
  plan: RequestPlan,
  wanted: string,
  holds: (replies: readonly Reply[]) => boolean,
): Promise<void> {
  const caller = new Caller(WORKERS);
  const end = Date.now() + LONGEST;
  try {
    for (;;) {
      const replies = await caller.send(plan, SAMPLE);
      if (holds(replies)) return;
      if (Date.now() > end) {
        const came = JSON.stringify({ ...statuses(replies), ...versions(replies, ['v1', 'v2']) });
        throw new Error(
          `${plan.host} did not answer with ${wanted} within ${LONGEST / 60_000} minutes, but with ${came}`,
        );
      }
      await sleep(500);
    }
  } finally {
    caller.close();
  }
}
