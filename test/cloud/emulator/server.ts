import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { addonRoutes } from './ack-addons.js';
import { clusterRoutes } from './ack-clusters.js';
import { nodePoolRoutes } from './ack-node-pools.js';
import { actiontrailService } from './actiontrail.js';
import { adcpService } from './adcp.js';
import { armsService } from './arms.js';
import type { Call, Route, Service } from './call.js';
import { cbnService } from './cbn.js';
import { ApiError, Cloud } from './cloud.js';
import { ecsService } from './ecs.js';
import { Faults } from './faults.js';
import { identityService } from './identity.js';
import { kmsService } from './kms.js';
import { kubeAnswer } from './kube.js';
import type { KubeAccess } from './kubeconfig.js';
import { quotasService } from './quotas.js';
import { ramService } from './ram.js';
import { servicemeshService } from './servicemesh.js';
import { slbService } from './slb.js';
import { slsRoutes } from './sls.js';
import { vpcService } from './vpc.js';

/** Services by the version of their API, which every call carries. */
const services: Readonly<Record<string, Service>> = {
  '2016-04-28': vpcService,
  '2014-05-26': ecsService,
  '2014-05-15': slbService,
  '2017-09-12': cbnService,
  '2020-01-11': servicemeshService,
  '2022-01-01': adcpService,
  '2019-08-08': armsService,
  '2020-07-06': actiontrailService,
  '2015-05-01': ramService,
  '2016-01-20': kmsService,
  '2020-05-10': quotasService,
  '2015-04-01': identityService,
  '2015-06-12': identityService,
};

const csRoutes = [...clusterRoutes, ...nodePoolRoutes, ...addonRoutes];

/** One call and how it was answered. */
interface Logged {
  readonly status: number;
  readonly host: string;
  readonly action: string;
  readonly detail: string;
}

/** A running emulator. */
export interface Emulator {
  readonly cloud: Cloud;
  readonly faults: Faults;
  /** Every call, in order. */
  readonly log: readonly Logged[];
  /** Hosts that are none of Alibaba Cloud's, and that something wanted to reach. */
  readonly refused: readonly string[];
  /** The secret of the access key, and the private key in every kubeconfig: nothing may show them. */
  readonly secrets: readonly string[];
  /** Environment variables with which the engine and its plugins end here. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Settings of {@link startEmulator}. */
export interface EmulatorOptions {
  /** Fixes ids and faults. @default 1 */
  readonly seed?: number;
  /** How long asynchronous creation takes, in milliseconds. @default 1500 */
  readonly settleMs?: number;
  /** @default cn-hangzhou */
  readonly region?: string;
  /** Receives a line for each call. @default nothing */
  readonly trace?: (line: string) => void;
}

/** Any secret does; this one is found again wherever it leaks. */
const secretKey = 'PlantedSecretOfTheEmulatedAccessKey';

function certificate(region: string): { key: Buffer; cert: Buffer; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'aliyun-emulator-'));
  const names = [
    '*.aliyuncs.com',
    `*.${region}.aliyuncs.com`,
    '*.log.aliyuncs.com',
    `*.${region}.log.aliyuncs.com`,
    `*.sls.${region}.aliyuncs.com`,
  ]
    .map((name) => `DNS:${name}`)
    .concat('IP:127.0.0.1');
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=emulator'],
      ...['-keyout', join(folder, 'key'), '-out', join(folder, 'cert'), '-addext', `subjectAltName=${names.join(',')}`],
    ],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(join(folder, 'key')), cert: readFileSync(join(folder, 'cert')), folder };
}

function route(routes: readonly Route[], method: string, path: string, call: Call): unknown {
  for (const candidate of routes) {
    const match = candidate.method === method ? candidate.path.exec(path) : null;
    if (match) return candidate.handle(call, match.slice(1));
  }
  throw new ApiError(404, 'InvalidAction.NotFound', `the emulator does not know ${method} ${path}`);
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Serves the Alibaba Cloud APIs that the stacks use, on loopback: as a proxy that every service of every region ends
 * at, as the endpoint of services addressed directly, and the API servers of the clusters that it makes.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const seed = options.seed ?? 1;
  const region = options.region ?? 'cn-hangzhou';
  const cloud = new Cloud(String(seed), options.settleMs ?? 1500);
  const faults = new Faults(seed);
  const log: Logged[] = [];
  const refused: string[] = [];
  const { key, cert, folder } = certificate(region);
  let kube: KubeAccess = { url: '', certificate: cert, key };

  const answer = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const text = await textOf(request);
    const url = new URL(request.url ?? '/', 'http://emulator');
    const host = (request.headers.host ?? url.host).toLowerCase();
    const form = /form/.test(request.headers['content-type'] ?? '')
      ? Object.fromEntries(new URLSearchParams(text))
      : {};
    if (!/\.aliyuncs\.com$|^127\.0\.0\.1:/.test(host)) refused.push(host);
    const params: Record<string, string> = { ...Object.fromEntries(url.searchParams), ...form };
    const sls = request.headers['x-log-apiversion'] !== undefined || host.endsWith('.log.aliyuncs.com');
    const version = params.Version ?? String(request.headers['x-acs-version'] ?? '');
    const rest = sls || version === '2015-12-15' || url.pathname !== '/';
    const action = rest
      ? `${request.method} ${url.pathname}`
      : (params.Action ?? String(request.headers['x-acs-action'] ?? ''));
    let status = 200;
    let body: unknown;
    try {
      const fault = faults.next(action);
      if (fault) throw new ApiError(fault.status, fault.code, fault.message);
      const parsed: unknown = rest && text !== '' ? JSON.parse(text) : {};
      const call: Call = {
        action,
        params,
        body: parsed as Record<string, unknown>,
        bucket: host.split('.')[0] ?? '',
        region: params.RegionId ?? region,
        cloud,
        kube,
      };
      if (rest) {
        body = route(sls ? slsRoutes : csRoutes, request.method ?? 'GET', url.pathname, call);
      } else {
        const handler = services[version]?.[action];
        if (!handler)
          throw new ApiError(404, 'InvalidAction.NotFound', `the emulator does not know ${version} ${action}`);
        body = { RequestId: cloud.newId('', 32), ...handler(call) };
      }
    } catch (error) {
      const api = error instanceof ApiError ? error : new ApiError(500, 'InternalError', String(error));
      status = api.status;
      body = sls
        ? { errorCode: api.code, errorMessage: api.message }
        : rest
          ? { code: api.code, message: api.message, request_id: 'R' }
          : { RequestId: 'R', Code: api.code, Message: api.message, HostId: '127.0.0.1' };
    }
    const hidden = /^(Signature|Timestamp|AccessKey|Format|Version|Action|ClientToken|RegionId|SecurityToken)/;
    const detail = Object.entries(params)
      .filter(([name]) => !hidden.test(name))
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
    log.push({ status, host, action, detail });
    const problem = status >= 400 ? ` -> ${JSON.stringify(body)}` : '';
    options.trace?.(`${status} ${host} ${action} ${detail}${rest && text ? ` ${text}` : ''}${problem}`);
    response.writeHead(status, { 'content-type': 'application/json', 'x-log-requestid': 'R' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

  const kubeServer = https.createServer({ key, cert }, async (request, response) => {
    const text = await textOf(request);
    const url = new URL(request.url ?? '/', 'http://kube');
    const body = text === '' ? undefined : (load(text) as Record<string, unknown>);
    const said = kubeAnswer(cloud, request.method ?? 'GET', url, body);
    options.trace?.(`${said.status} kube ${request.method} ${request.url}`);
    response.writeHead(said.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(said.body));
  });
  const inner = https.createServer({ key, cert }, answer);
  const proxy = http.createServer(answer);
  const open = new Set<Socket>();
  for (const server of [kubeServer, inner, proxy]) {
    server.on('connection', (socket: Socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => {});
    });
  }
  proxy.on('connect', (request: http.IncomingMessage, socket: Socket) => {
    if (!/\.aliyuncs\.com:443$/.test(request.url ?? '') && request.url !== `127.0.0.1:${tlsPort}`) {
      options.trace?.(`403 CONNECT ${request.url}`);
      refused.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    inner.emit('connection', socket);
  });
  const listen = (server: http.Server | https.Server) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const [kubePort, tlsPort, proxyPort] = [await listen(kubeServer), await listen(inner), await listen(proxy)];
  kube = { ...kube, url: `https://127.0.0.1:${kubePort}` };
  const proxyUrl = `http://127.0.0.1:${proxyPort}`;
  return {
    cloud,
    faults,
    log,
    refused,
    secrets: [secretKey, key.toString('utf8')],
    env: {
      ALICLOUD_ACCESS_KEY: 'emulated',
      ALICLOUD_SECRET_KEY: secretKey,
      ALICLOUD_REGION: region,
      ALICLOUD_ACCOUNT_ID: '1234567890123456',
      ALIBABA_CLOUD_ACCOUNT_TYPE: 'Domestic',
      HTTP_PROXY: proxyUrl,
      HTTPS_PROXY: proxyUrl,
      http_proxy: proxyUrl,
      https_proxy: proxyUrl,
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
      SSL_CERT_FILE: join(folder, 'cert'),
      NODE_EXTRA_CA_CERTS: join(folder, 'cert'),
    },
    async close() {
      for (const socket of open) socket.destroy();
      await Promise.all([kubeServer, inner, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
