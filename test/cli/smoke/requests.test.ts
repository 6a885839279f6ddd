import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Caller, statuses } from '../../../cli/smoke/requests.js';

let server: Server;
let port: number;
let requests = 0;

/** Turns every other request away, as a rate limit does, and fails those for `/broken`. */
beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    response.statusCode = request.url === '/broken' ? 503 : requests % 2 === 1 ? 429 : 200;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

test('what a rate limit turns away is sent again; a failure is not', async () => {
  const caller = new Caller(1);
  const plan = { entrance: { port, proxy: false }, host: 'hello.example.com' };
  expect(statuses(await caller.send(plan, 3))).toEqual({ '200': 3 });
  expect(requests).toBe(6);
  expect(statuses(await caller.send({ ...plan, path: '/broken' }, 2))).toEqual({ '503': 2 });
  expect(requests).toBe(8);
  caller.close();
});

test('a request that the end of the way into the cluster cut off is sent again; one that failed on an open way is not', async () => {
  const caller = new Caller(1);
  const closed = await unusedPort();
  /** A way that ends under its first request, and leads to the server from then on. */
  const way = { ends: 0, opened: async () => undefined, hasEnded: async () => true };
  const entrance = {
    get port() {
      return way.ends++ === 0 ? closed : port;
    },
    proxy: false,
    way,
  };
  expect(statuses(await caller.send({ entrance, host: 'hello.example.com' }, 1))).toEqual({ '200': 1 });
  const open = { ...way, hasEnded: async () => false };
  const [reply] = await caller.send({ entrance: { port: closed, proxy: false, way: open }, host: 'a' }, 1);
  expect(reply?.error).toMatch(/ECONNREFUSED/);
  caller.close();
});

async function unusedPort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const address = other.address();
  await new Promise((resolve) => other.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
