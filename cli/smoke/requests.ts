import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortForward } from './port-forward.js';

/** Where requests enter the mesh. */
export interface Entrance {
  /** Port on 127.0.0.1 that takes them. */
  readonly port: number;
  /** Whether the port is a forward proxy of a sidecar, which gets the whole URL, or a gateway, which gets the path. */
  readonly proxy: boolean;
  /** The way into the cluster behind the port. @default none: the port leads there by itself */
  readonly way?: Pick<PortForward, 'ends' | 'hasEnded' | 'opened'>;
}

/** How long one request is sent again for, in milliseconds, where its answer says nothing of the mesh. */
const PATIENCE = 60_000;

/** One kind of request. */
export interface RequestPlan {
  readonly entrance: Entrance;
  /** Host that is called. */
  readonly host: string;
  /** @default '/' */
  readonly path?: string;
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came of a request. */
export interface Reply {
  /** HTTP status; `error` where no answer came. */
  readonly status: number | 'error';
  /** Why no answer came. */
  readonly error?: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** Milliseconds until the answer was complete. */
  readonly duration: number;
}

/**
 * Part of a time that a proxy waits for which a caller sees at least: the proxy counts from the start of its round of work,
 * in whole milliseconds.
 */
export const SHORTEST_WAIT = 0.9;

/** Sends requests over a few kept connections. */
export class Caller {
  private readonly agent: Agent;

  /** @param workers requests at the same time */
  constructor(private readonly workers = 8) {
    this.agent = new Agent({ keepAlive: true, maxSockets: workers });
  }

  /** Sends a number of requests. */
  async send(plan: RequestPlan, count: number): Promise<Reply[]> {
    const replies: Reply[] = [];
    let left = count;
    const work = async () => {
      while (left-- > 0) replies.push(await this.one(plan));
    };
    await Promise.all(Array.from({ length: Math.min(this.workers, count) }, work));
    return replies;
  }

  /** Sends requests until it is told to stop; returns all replies then. */
  start(plan: RequestPlan): { readonly stop: () => Promise<Reply[]> } {
    const replies: Reply[] = [];
    let stopped = false;
    const work = async () => {
      while (!stopped) replies.push(await this.one(plan));
    };
    const done = Promise.all(Array.from({ length: this.workers }, work));
    return {
      stop: async () => {
        stopped = true;
        await done;
        return replies;
      },
    };
  }

  /**
   * One request. It is sent again where what came of it is not what this test is about: a rate limit turned it away, or
   * the way into the cluster ended under it.
   */
  async one(plan: RequestPlan): Promise<Reply> {
    const { way } = plan.entrance;
    const end = Date.now() + PATIENCE;
    for (let pause = 50; ; pause = Math.min(2 * pause, 1000)) {
      await way?.opened();
      const ends = way?.ends ?? 0;
      const reply = await this.attempt(plan);
      const isCut = reply.status === 'error' && (await way?.hasEnded(ends)) === true;
      if ((!isCut && reply.status !== 429) || Date.now() > end) return reply;
      await sleep(pause);
    }
  }

  private attempt({ entrance, host, path = '/', headers = {} }: RequestPlan): Promise<Reply> {
    const started = performance.now();
    return new Promise((resolve) => {
      const fail = (error: Error) =>
        resolve({
          status: 'error',
          error: error.message,
          headers: {},
          body: '',
          duration: performance.now() - started,
        });
      const call = request(
        {
          host: '127.0.0.1',
          port: entrance.port,
          path: entrance.proxy ? `http://${host}${path}` : path,
          headers: { ...headers, host },
          agent: this.agent,
          timeout: 30_000,
        },
        (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (data) => {
            body += data;
          });
          response.on('error', fail);
          response.on('end', () => {
            const { statusCode = 0, headers: answered } = response;
            resolve({ status: statusCode, headers: answered, body, duration: performance.now() - started });
          });
        },
      );
      call.on('timeout', () => call.destroy(new Error('no answer in 30 s')));
      call.on('error', fail);
      call.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** How often each status came. */
export function statuses(replies: readonly Reply[]): Record<string, number> {
  return tally(replies.map((reply) => (reply.error === undefined ? String(reply.status) : `error: ${reply.error}`)));
}

/**
 * How often each version answered: by the name of one of them as a word in the header `x-version` or in the text.
 * Answers that name none count as `?`.
 */
export function versions(replies: readonly Reply[], names: readonly string[]): Record<string, number> {
  const patterns = names.map((name) => [name, new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')}\\b`)] as const);
  return tally(
    replies.map(({ headers, body }) => {
      const text = `${String(headers['x-version'] ?? '')} ${body}`;
      return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? '?';
    }),
  );
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
