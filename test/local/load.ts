import type { Kubectl } from '../../cli/smoke/kubectl.js';
import { Caller, type RequestPlan } from '../../cli/smoke/requests.js';

/** What came of the requests of a load. */
export interface LoadResult {
  readonly requests: number;
  /** Failures by what came instead of status 200. */
  readonly failed: Readonly<Record<string, number>>;
}

/** Pause of a worker between two requests, in milliseconds, so that the load leaves the machine to the mesh. */
const PAUSE = 5;
const WORKERS = 4;
const PROXY_PORT = 15080;
const SIDECAR = 'load';

/** Requests that go on until they are told to stop. */
export class Load {
  private readonly caller = new Caller(WORKERS * 2);
  private readonly failed: Record<string, number> = {};
  private requests = 0;
  private stopped = false;
  private readonly done: Promise<unknown>;

  constructor(plans: readonly RequestPlan[]) {
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
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async stop(): Promise<LoadResult> {
    this.stopped = true;
    await this.done;
    this.caller.close();
    return { requests: this.requests, failed: this.failed };
  }
}

/**
 * A way into the mesh as a pod with the label `app` of its name: its sidecar also listens as a forward proxy, so requests leave with its identity and
 * follow its routes, and its image needs no tool.
 */
export async function insideOf(kubectl: Kubectl, namespace: string, pod: string, host: string): Promise<RequestPlan> {
  await kubectl.apply([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: SIDECAR, namespace },
      spec: {
        workloadSelector: { labels: { app: pod } },
        egress: [
          {
            port: { number: PROXY_PORT, protocol: 'HTTP_PROXY', name: 'http-proxy' },
            bind: '127.0.0.1',
            captureMode: 'NONE',
            hosts: ['*/*'],
          },
          { hosts: ['*/*'] },
        ],
      },
    },
  ]);
  const port = await kubectl.forward(namespace, `pod/${pod}`, PROXY_PORT);
  const plan: RequestPlan = { entrance: { port, proxy: true }, host };
  await answering(plan);
  return plan;
}

/** Takes away what {@link insideOf} has made. */
export async function closeInside(kubectl: Kubectl, namespace: string): Promise<void> {
  kubectl.close();
  await kubectl.remove('sidecar.networking.istio.io', SIDECAR, '--namespace', namespace);
}

/** Waits until a way in answers. */
export async function answering(plan: RequestPlan): Promise<void> {
  const caller = new Caller(1);
  const end = Date.now() + 60_000;
  try {
    for (;;) {
      const { status, error } = await caller.one(plan);
      if (status === 200) return;
      if (Date.now() > end) throw new Error(`${plan.host} did not answer within a minute: ${error ?? status}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    caller.close();
  }
}
