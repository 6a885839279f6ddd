import { observing } from '../../../mesh/envoy/observer.js';
import type { Address } from '../../../mesh/exploration/addresses.js';
import { budgetOf, explore } from '../../../mesh/exploration/explore.js';
import type { Literal } from '../../../mesh/exploration/literal.js';
import { Recorder } from '../../../mesh/exploration/recorder.js';
import type { Space } from '../../../mesh/exploration/space.js';
import { Spaces } from '../../../mesh/exploration/spaces.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { Mesh } from '../../../mesh/model/mesh.js';
import type { Answer } from '../../../mesh/request/answer.js';
import { Downstreams } from '../../../mesh/request/downstream.js';
import { type RequestQuery, readTarget } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import type { Random } from '../../differential/findings/random.js';

const object = (kind: string, group: string, name: string, namespace: string, spec: unknown): string =>
  `---\n${JSON.stringify({ apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace }, spec })}\n`;

const workload = (namespace: string, name: string, version: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}-${version}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: ${name}, version: ${version} } }, spec: { serviceAccountName: ${name} } } }
`;
const service = (namespace: string, name: string, ports: string): string => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: ${name} }, ports: [${ports}] }
`;

const base = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: lab, labels: { istio-injection: enabled, team: lab } }
---
apiVersion: v1
kind: Namespace
metadata: { name: plain }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: lab }
spec:
  template:
    metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: ingress, namespace: lab }
spec: { type: LoadBalancer, selector: { istio: ingress }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: https, port: 443, targetPort: 8443 }] }
${workload('shop', 'a', 'v1')}${workload('shop', 'a', 'v2')}${service('shop', 'a', '{ name: http, port: 80 }, { name: tcp-db, port: 9000 }')}
${workload('shop', 'b', 'v1')}${service('shop', 'b', '{ name: http, port: 80 }')}
${workload('lab', 'c', 'v1')}${workload('plain', 'p', 'v1')}${service('plain', 'p', '{ name: http, port: 80 }')}`;

const principal = (random: Random): string =>
  random.draw('cluster.local/ns/shop/sa/b', 'cluster.local/ns/lab/*', '*/sa/ops', '*');

function source(random: Random): object {
  return random.draw<object>(
    { principals: [principal(random)] },
    { notPrincipals: [principal(random)] },
    { namespaces: [random.draw('shop', 'lab', 'else')] },
    { notNamespaces: ['lab'], ipBlocks: ['10.0.0.0/8'] },
    { requestPrincipals: [random.draw('*', 'https://id/*', 'https://id/x')] },
    { notRequestPrincipals: ['*'] },
    { remoteIpBlocks: [random.draw('10.1.0.0/16', '192.0.2.1')] },
  );
}

function operation(random: Random): object {
  return random.draw<object>(
    { methods: [random.draw('GET', 'PUT')] },
    { paths: [random.draw('/a', '/a*', '*.js', '/{*}/x', '/b/**')] },
    { notPaths: [random.draw('/a*', '/b/x')], methods: ['GET', 'POST'] },
    { hosts: [random.draw('a.shop*', 'shop.example.com', 'unknown.example')] },
    { notHosts: ['*.example.com'], notMethods: ['PUT'] },
    { ports: [random.draw('80', '9000')] },
  );
}

function condition(random: Random): object {
  return random.draw<object>(
    { key: 'request.headers[x]', values: random.draw(['a'], ['a*', 'bc']) },
    { key: 'request.headers[x]', notValues: ['a'] },
    { key: 'request.auth.claims[roles]', values: ['admin'] },
    { key: 'source.ip', notValues: ['10.1.0.0/16'] },
    { key: 'source.namespace', values: ['shop'] },
    { key: 'connection.sni', values: ['*shop.example.com'] },
  );
}

function policy(random: Random, index: number): string {
  const rule = (): object => ({
    ...(random.below(2) === 0 ? { from: random.list(1 + random.below(2), () => ({ source: source(random) })) } : {}),
    ...(random.below(3) > 0 ? { to: random.list(1 + random.below(2), () => ({ operation: operation(random) })) } : {}),
    ...(random.below(3) === 0 ? { when: [condition(random)] } : {}),
  });
  const spec = {
    ...random.draw<object>({}, { selector: { matchLabels: { app: 'a' } } }),
    action: random.draw('ALLOW', 'ALLOW', 'DENY'),
    rules: random.list(1 + random.below(2), rule),
  };
  return object(
    'AuthorizationPolicy',
    'security',
    `p${index}`,
    random.draw('shop', 'shop', 'lab', 'istio-system'),
    spec,
  );
}

function routes(random: Random): string {
  const match = (): object => ({
    ...random.draw<object>(
      {},
      { uri: { prefix: '/a' } },
      { uri: { exact: '/b/x' } },
      { uri: { regex: '/[ab]+.*' } },
      { method: { exact: 'PUT' } },
    ),
    ...random.draw<object>(
      {},
      { headers: { x: { prefix: 'b' } } },
      { withoutHeaders: { x: { exact: 'a' } } },
      { queryParams: { q: { exact: '1' } } },
      { sourceLabels: { app: 'b' } },
    ),
  });
  const rule = (): object => ({
    match: random.list(1 + random.below(2), match),
    ...random.draw<object>({}, { rewrite: { uri: '/b/' } }, { headers: { request: { set: { x: 'a' } } } }),
    ...random.draw<object>(
      { route: [{ destination: { host: 'a', subset: 'v1' } }] },
      { route: [{ destination: { host: 'b.shop.svc.cluster.local' } }] },
      { redirect: { uri: '/moved' } },
      { directResponse: { status: 418 } },
    ),
  });
  const spec = {
    hosts: ['a', 'shop.example.com'],
    gateways: ['mesh', 'shop/public'],
    http: [...random.list(1 + random.below(2), rule), { route: [{ destination: { host: 'a' } }] }],
  };
  return object('VirtualService', 'networking', 'a', 'shop', spec);
}

/** The manifests of a small mesh. */
export function smallMesh(random: Random): string {
  const tls = { mode: 'SIMPLE', credentialName: 'x' };
  const servers = [
    { port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: random.draw(['shop.example.com'], ['*']) },
    { port: { number: 8443, name: 'https', protocol: 'HTTPS' }, hosts: ['shop.example.com'], tls },
  ];
  const sometimes = (text: string): string => (random.below(3) === 0 ? text : '');
  return [
    base,
    object('Gateway', 'networking', 'public', 'shop', { selector: { istio: 'ingress' }, servers }),
    object('DestinationRule', 'networking', 'a', 'shop', {
      host: 'a',
      ...random.draw<object>({}, {}, { trafficPolicy: { tls: { mode: 'DISABLE' } } }),
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    }),
    ...(random.below(3) > 0 ? [routes(random)] : []),
    ...random.list(random.below(4), () => random.below(1000)).map((_, index) => policy(random, index)),
    sometimes(
      object('PeerAuthentication', 'security', 'default', 'shop', {
        mtls: { mode: random.draw('STRICT', 'PERMISSIVE') },
      }),
    ),
    sometimes(
      object('Sidecar', 'networking', 'default', 'lab', {
        egress: [{ hosts: ['lab/*', random.draw('shop/*', 'plain/*')] }],
      }),
    ),
    random.below(2) === 0
      ? object('RequestAuthentication', 'security', 'jwt', 'shop', {
          jwtRules: [{ issuer: 'https://id', jwksUri: 'https://id/k', audiences: random.draw([], ['app']) }],
        })
      : '',
  ].join('');
}

const callers: readonly RequestQuery['from'][] = [
  'shop/a-v1',
  'shop/b-v1',
  'lab/c-v1',
  'plain/p-v1',
  { namespace: 'outside', sidecar: false },
  { namespace: 'lab', sidecar: true, serviceAccount: 'ops' },
  { namespace: 'else', sidecar: true, serviceAccount: 'default' },
];
const parts: readonly Partial<RequestQuery>[] = [
  {},
  { headers: { x: 'a' } },
  { headers: { x: ['bc', 'a'] } },
  { claims: { iss: 'https://id', sub: 'x', roles: ['admin'], aud: 'app' } },
  { claims: { iss: 'https://evil', sub: 'x' } },
  { token: 'invalid' },
  { sourceIp: '10.1.2.3' },
  { headers: { 'x-forwarded-for': '192.0.2.1', x: 'b' } },
  { headers: { host: 'unknown.example' } },
];
const paths = ['/', '/a', '/ax.js', '/b/x', '/b/c?q=1', '/z/x'];

/** A request for each point of a grid, with some left out at random. */
function grid(random: Random, share: number): readonly RequestQuery[] {
  const inside = callers.flatMap((from) =>
    [
      'http://a.shop.svc.cluster.local/',
      'http://b.shop.svc.cluster.local/',
      'tcp://a.shop.svc.cluster.local:9000/',
      'https://a.shop.svc.cluster.local:80/',
      'http://p.plain.svc.cluster.local/',
    ].map((to) => ({ from, to })),
  );
  const outside = [
    'http://shop.example.com/',
    'http://other.example/',
    'https://shop.example.com/',
    'https://other.example/',
  ].map((to) => ({ from: 'internet', to }));
  return [...inside, ...outside].flatMap((where) =>
    paths.flatMap((path) =>
      ['GET', 'PUT', 'OPTIONS'].flatMap((method) =>
        parts.filter(() => random.below(share) === 0).map((part) => ({ ...where, path, method, ...part })),
      ),
    ),
  );
}

/** What an answer says, as the classes have to have it. */
function told({ verdict, policy: by, route, mtls, status, outcomes, redirect, rewrite }: Answer): string {
  const places = outcomes.map(({ host, workload: name, probability, status: seen }) => [host, name, probability, seen]);
  return JSON.stringify([verdict, by, route, mtls, status, places, redirect === null, rewrite]);
}

/** What is known of a seed: requests of the grid whose answer is not that of their class, and how many were compared. */
export interface Truth {
  readonly wrong: readonly string[];
  readonly compared: number;
  readonly skipped: number;
}

/** Compares the answers of a grid of requests to a small mesh with those of their classes. @param share one of how many requests is asked */
export function truthOf(random: Random, share: number): Truth {
  const mesh = buildMesh(readManifests(smallMesh(random), 'mesh.yaml').resources);
  const spaces = new Spaces([mesh]);
  const known = new Map<Space, ReturnType<typeof classesOf>>();
  const wrong: string[] = [];
  let [compared, skipped] = [0, 0];
  for (const query of grid(random, share)) {
    const space = spaceOf(mesh, spaces, query);
    const found = known.get(space) ?? classesOf(mesh, space);
    known.set(space, found);
    const { names, answer, isElsewhere } = observed(mesh, space, query);
    if (isElsewhere || !found.isComplete) {
      skipped += 1;
      continue;
    }
    compared += 1;
    const own = found.answers.get(names);
    if (own !== told(answer)) {
      wrong.push(`${JSON.stringify(query)}: ${told(answer)} is not ${own}`);
    }
  }
  return { wrong, compared, skipped };
}

function classesOf(mesh: Mesh, space: Space) {
  const { classes, isComplete } = explore([mesh], space, { budget: budgetOf(3000) });
  const answers = new Map(
    classes.map(({ literals, answers: [answer] }) => [namesOf(literals), answer === undefined ? '' : told(answer)]),
  );
  return { isComplete, answers };
}

function namesOf(literals: readonly Literal[]): string {
  return literals.map(({ slot, key, outcome }) => `${slot} ${key} ${outcome}`).join('\n');
}

function observed(mesh: Mesh, { authority, isTls }: Space, query: RequestQuery) {
  const literals: Literal[] = [];
  const { hasSidecar, isAmbient, node } = Downstreams.of(mesh).find(query.from);
  const isOutside = query.from === 'internet';
  const recorder = new Recorder(
    {
      ...{ side: 0, isOutside, hasSidecar, homeAuthority: authority },
      principal: hasSidecar || isAmbient ? node.principal : undefined,
      serverName: isTls ? readTarget(query.to).host : '',
    },
    literals,
    new Set(),
  );
  const answer = observing(recorder, () => request(mesh, query));
  return { names: namesOf(literals), answer, isElsewhere: recorder.isElsewhere };
}

const addresses = new WeakMap<Spaces, Map<string, readonly Space[]>>();

function spaceOf(mesh: Mesh, spaces: Spaces, query: RequestQuery): Space {
  const { scheme, host, port } = readTarget(query.to);
  const isOutside = query.from === 'internet';
  const table = addresses.get(spaces) ?? new Map<string, readonly Space[]>();
  addresses.set(spaces, table);
  const key = isOutside ? `${scheme} ${port}` : `${scheme} ${host} ${port}`;
  if (!table.has(key)) {
    const isIt = (address: Address): boolean =>
      address.scheme === scheme && address.port === port && (isOutside || address.host === host);
    const address = (isOutside ? spaces.entries : spaces.services).find(isIt);
    table.set(key, address === undefined ? [] : spaces.at(address));
  }
  const found = table.get(key)?.find(({ group: { callers: all, unknown } }) => {
    if (typeof query.from === 'string') {
      return all.some(({ from }) => from === query.from);
    }
    const { namespace, sidecar } = query.from;
    return sidecar === false
      ? all.some(({ from, kind }) => kind === 'pod' && typeof from !== 'string' && from.namespace === namespace)
      : unknown !== undefined &&
          (unknown.namespaces?.includes(namespace) ?? !unknown.exceptNamespaces.includes(namespace));
  });
  if (found === undefined) {
    throw new Error(`no space has ${JSON.stringify(query)} in ${mesh.objects.length} objects`);
  }
  return found;
}
