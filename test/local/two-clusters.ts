import assert from 'node:assert/strict';
import { Caller } from '../../cli/smoke/requests.js';
import type { LocalEngine } from './engine.js';
import { destroyed, type Say, smoked, upAndUnchanged } from './life.js';
import { answering } from './load.js';

/** One mesh over two clusters: bookinfo's front is in the second, its reviews v3 in the first. */
export async function twoClusters(engine: LocalEngine, say: Say): Promise<void> {
  engine.configure({
    local: { clusters: ['m1c1', 'm1c2'] },
    scenarios: { bookinfo: { namespace: 'bookinfo', host: HOST } },
  });
  await upAndUnchanged(engine, say);
  const page = { entrance: { port: engine.ports.http, proxy: false }, host: HOST, path: '/productpage' };
  await answering(page);
  const caller = new Caller();
  const replies = await caller.send(page, 100);
  caller.close();
  assert.deepEqual(
    replies.filter(({ status }) => status !== 200).map(({ status, body }) => `${status} ${body}`),
    [],
  );
  say('100 pages through the gateway of the first cluster from the second, 0 failed');
  await smoked(engine, say);
  await destroyed(engine, say);
}

const HOST = 'bookinfo.example.com';
