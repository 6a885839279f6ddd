import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { httpsRequest } from '../../infra/https-request.js';

const before = { ...process.env };
let proxy: http.Server;
let asked: string[];

beforeEach(async () => {
  asked = [];
  proxy = http.createServer();
  proxy.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
  process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  process.env.NO_PROXY = '127.0.0.1,.localhost,localhost';
});

afterEach(async () => {
  process.env = { ...before };
  await new Promise((closed) => proxy.close(closed));
});

const get = (url: string) => httpsRequest({ url, method: 'GET', headers: {} });

test('goes through the proxy of the environment', async () => {
  await expect(get('https://vpc.cn-hangzhou.aliyuncs.com/')).rejects.toThrow('answers 407');
  expect(asked).toEqual(['vpc.cn-hangzhou.aliyuncs.com:443']);
});

test('leaves the proxy out where NO_PROXY says so', async () => {
  await expect(get('https://localhost:1/')).rejects.toThrow();
  expect(asked).toEqual([]);
});
