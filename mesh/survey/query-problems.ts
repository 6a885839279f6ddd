import type { Problem } from '../manifest/problem.js';
import type { Mesh } from '../model/mesh.js';
import type { Exposure, MeshService } from '../model/service.js';
import { PushContext } from '../proxy/push-context.js';
import { parseState } from '../request/assumed-state.js';
import { callersOf } from '../request/caller-workloads.js';
import { Downstreams } from '../request/downstream.js';
import { gatewayEntries, gatewayServices } from '../request/entry.js';
import type { RequestQuery } from '../request/index.js';
import { readTarget } from '../request/query.js';
import { isIpAddress } from '../text/ip-address.js';
import { closestName } from '../validation/closest-name.js';

/** What can be odd about a question. */
export type QueryProblemCode =
  /** `to` is no URL that a caller could use. */
  | 'QUERY_URL'
  /** `from` is neither `internet` nor `namespace/workload`. */
  | 'QUERY_CALLER_FORM'
  /** `from` names no workload of the manifests; it is then taken for a pod that they do not have. */
  | 'QUERY_UNKNOWN_CALLER'
  /** The caller's cluster is none of the manifests. */
  | 'QUERY_UNKNOWN_CLUSTER'
  /** The address of the caller is not an IP address. */
  | 'QUERY_SOURCE_IP'
  /** The host is a name of the cluster that DNS does not know, or nearly the name of a Service. */
  | 'QUERY_UNKNOWN_HOST'
  /** The host is known, but not with this port. */
  | 'QUERY_UNKNOWN_PORT'
  /** `via` names no Service. */
  | 'QUERY_UNKNOWN_GATEWAY'
  /** Several gateways face the Internet at the port, and `via` names none of them. */
  | 'QUERY_SEVERAL_GATEWAYS'
  /** No gateway of the manifests faces the Internet at the port, and `via` names none. */
  | 'QUERY_NO_PUBLIC_GATEWAY'
  /** The manifests have no gateway with a Service. */
  | 'QUERY_NO_GATEWAY'
  /** What a workload is assumed to answer cannot be read. */
  | 'QUERY_ASSUMED_STATE'
  /** What is assumed is about no workload and no host outside the mesh. */
  | 'QUERY_ASSUMED_WORKLOAD';

/** A {@link Problem} of a question. */
export interface QueryProblem extends Problem {
  readonly code: QueryProblemCode;
}

/** Questions that have no answer. */
const unanswerable: ReadonlySet<QueryProblemCode> = new Set([
  'QUERY_URL',
  'QUERY_CALLER_FORM',
  'QUERY_UNKNOWN_CLUSTER',
  'QUERY_ASSUMED_STATE',
  'QUERY_ASSUMED_WORKLOAD',
  'QUERY_SOURCE_IP',
  'QUERY_SEVERAL_GATEWAYS',
  'QUERY_NO_PUBLIC_GATEWAY',
  'QUERY_NO_GATEWAY',
]);

/** Whether a question has no answer because of a problem; what a mesh merely does not know gets an answer. */
export function isUnanswerable({ code }: QueryProblem): boolean {
  return unanswerable.has(code);
}

const schemes: ReadonlySet<string> = new Set(['http', 'https', 'grpc', 'tcp', 'tls']);

/**
 * What is odd about a question: most often a name that is written wrong. The question can be asked all the same, since what a mesh does
 * not know gets an answer too.
 */
export function queryProblems(mesh: Mesh, query: RequestQuery): readonly QueryProblem[] {
  return [
    ...urlProblems(query.to),
    ...callerProblems(mesh, query.from),
    ...addressProblems(query.sourceIp),
    ...gatewayProblems(mesh, query),
    ...hostProblems(mesh, query),
    ...stateProblems(mesh, query.assume ?? {}),
  ];
}

function urlProblems(to: string): readonly QueryProblem[] {
  const problem = (message: string, fix: string): readonly QueryProblem[] => [
    { code: 'QUERY_URL', place: `to ${to}`, message, fix },
  ];
  const { scheme = 'http', authority = '' } =
    /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?<authority>[^/?#]*)/i.exec(to)?.groups ?? {};
  if (!schemes.has(scheme.toLowerCase())) {
    return problem(`${scheme} is no scheme that a mesh routes`, `use ${[...schemes].join(', ')}`);
  }
  const { host, port } = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>.*))?$/.exec(authority)?.groups ?? {};
  if (host === undefined || host === '' || /[^\w.:[\]*-]/.test(host)) {
    return problem('it names no host', 'write it as http://reviews:9080/path');
  }
  const isPort = port === undefined || (/^\d+$/.test(port) && Number(port) > 0 && Number(port) < 65536);
  return isPort ? [] : problem(`${port} is no port`, 'give a number from 1 to 65535');
}

function callerProblems(mesh: Mesh, asked: RequestQuery['from']): readonly QueryProblem[] {
  if (typeof asked !== 'string' && asked.cluster !== undefined && !mesh.clusters.includes(asked.cluster)) {
    const known = mesh.clusters.join(', ');
    const message = 'no manifest is of this cluster';
    const fix = known === '' ? 'leave it out: the manifests name no cluster' : `clusters are ${known}`;
    return [{ code: 'QUERY_UNKNOWN_CLUSTER', place: `cluster ${asked.cluster}`, message, fix }];
  }
  const from = typeof asked === 'string' ? asked : `${asked.namespace}/${asked.workload}`;
  if (from === 'internet' || (typeof asked !== 'string' && asked.workload === undefined)) {
    return [];
  }
  const names = callersOf(mesh).map(({ namespace, name }) => `${namespace}/${name}`);
  if (!/^[^/]+\/[^/]+$/.test(from)) {
    const meant = names.find((name) => name.endsWith(`/${from}`)) ?? closestName(from, ['internet', ...names]);
    const fix = meant === undefined ? 'or internet' : `did you mean ${meant}?`;
    return [
      { code: 'QUERY_CALLER_FORM', place: `from ${from}`, message: 'a caller is written namespace/workload', fix },
    ];
  }
  if (Downstreams.of(mesh).find(asked).workload !== undefined) {
    return [];
  }
  const meant = closestName(from, names);
  return [
    {
      code: 'QUERY_UNKNOWN_CALLER',
      place: `from ${from}`,
      message: 'no workload of the manifests has this name, label app or service account',
      fix: meant === undefined ? 'look it up in the manifests' : `did you mean ${meant}?`,
    },
  ];
}

function addressProblems(sourceIp: string | undefined): readonly QueryProblem[] {
  return sourceIp === undefined || isIpAddress(sourceIp)
    ? []
    : [
        {
          code: 'QUERY_SOURCE_IP',
          place: `source ${sourceIp}`,
          message: 'it is not an IP address',
          fix: 'write it as 192.0.2.1 or 2001:db8::1',
        },
      ];
}

function stateProblems(mesh: Mesh, assume: NonNullable<RequestQuery['assume']>): readonly QueryProblem[] {
  return Object.entries(assume).flatMap(([name, text]): readonly QueryProblem[] => {
    const place = `assume ${name}=${text}`;
    if (parseState(String(text)) === undefined) {
      const fix = 'write a status such as 503, reset, delay:600ms, or delay:600ms+503';
      return [{ code: 'QUERY_ASSUMED_STATE', place, message: `${text} is not an answer that can be assumed`, fix }];
    }
    const workloads = mesh.workloads.map((workload) => `${workload.namespace}/${workload.name}`);
    if (workloads.includes(name) || (!name.includes('/') && name.includes('.'))) {
      return [];
    }
    const meant = closestName(name, workloads);
    const fix = meant === undefined ? 'write it as namespace/name' : `did you mean ${meant}?`;
    return [{ code: 'QUERY_ASSUMED_WORKLOAD', place, message: 'the manifests have no such workload', fix }];
  });
}

function gatewayProblems(mesh: Mesh, { from, to, via }: RequestQuery): readonly QueryProblem[] {
  if (via === undefined) {
    return from === 'internet' && urlProblems(to).length === 0 ? entryProblems(mesh, to) : [];
  }
  const place = `via ${via}`;
  if (from !== 'internet') {
    const message = 'only the Internet comes in through a gateway';
    return [{ code: 'QUERY_UNKNOWN_GATEWAY', place, message, fix: 'leave via out, or ask from internet' }];
  }
  const services = mesh.services.filter(({ registry }) => registry === 'kubernetes');
  if (services.some((service) => idOf(service) === via)) {
    return [];
  }
  const names = gatewayServices(mesh).map(idOf);
  const fix = names.length === 0 ? 'the manifests have no gateway' : `gateways are ${names.join(', ')}`;
  return [{ code: 'QUERY_UNKNOWN_GATEWAY', place, message: 'there is no such Service', fix }];
}

function idOf({ namespace, name }: MeshService): string {
  return `${namespace}/${name}`;
}

const reach: Readonly<Record<Exposure, string>> = {
  internet: 'public',
  intranet: 'private load balancer',
  node: 'port of the nodes',
  cluster: 'inside the cluster only',
};

/** Whether it is clear by which gateway the Internet comes in: exactly one that is public has the port. */
function entryProblems(mesh: Mesh, to: string): readonly QueryProblem[] {
  const { port } = readTarget(to);
  const place = 'from internet';
  const entries = gatewayEntries(mesh, port);
  const open = entries.filter(({ exposure }) => exposure === 'internet');
  if (open.length === 1) {
    return [];
  }
  const [first] = open.length > 1 ? open : entries;
  if (first !== undefined) {
    const listed = entries.map(({ service, exposure }) => `${idOf(service)} (${reach[exposure]})`).join(', ');
    return open.length > 1
      ? [
          {
            code: 'QUERY_SEVERAL_GATEWAYS',
            place,
            message: `several gateways face the Internet at port ${port}: ${open.map(({ service }) => idOf(service)).join(', ')}`,
            fix: `name one of them, such as --via ${idOf(first.service)}`,
          },
        ]
      : [
          {
            code: 'QUERY_NO_PUBLIC_GATEWAY',
            place,
            message: `no gateway in these files faces the Internet at port ${port}; with this port there is ${listed}`,
            fix: `name the one to ask, such as --via ${idOf(first.service)}`,
          },
        ];
  }
  const others = gatewayServices(mesh).map((service) => {
    const ports = service.ports.map(({ number }) => number).join(', ');
    return `${idOf(service)} (${ports === '' ? 'no ports' : ports})`;
  });
  return others.length > 0
    ? [
        {
          code: 'QUERY_UNKNOWN_PORT',
          place: `to ${to}`,
          message: `no gateway has port ${port}`,
          fix: `gateways and their ports are ${others.join(', ')}`,
        },
      ]
    : [
        {
          code: 'QUERY_NO_GATEWAY',
          place,
          message: 'these files have no gateway: neither its pods nor a Service that leads to them',
          fix: 'give the files of the gateway too, or ask from a workload',
        },
      ];
}

function hostProblems(mesh: Mesh, { from, to }: RequestQuery): readonly QueryProblem[] {
  if (from === 'internet' || urlProblems(to).length > 0) {
    return [];
  }

  const { namespace } = Downstreams.of(mesh).find(from);
  const { host, port } = readTarget(to);
  const { kind, service } = PushContext.of(mesh).network.resolve(host, namespace);
  if (kind === 'none') {
    const meant = closestHost(mesh, host, namespace);
    const message = `the cluster's DNS knows no ${host} for pods of ${namespace}`;
    const fix = meant === undefined ? 'look it up in the manifests' : `did you mean ${meant}?`;
    return [{ code: 'QUERY_UNKNOWN_HOST', place: `to ${to}`, message, fix }];
  }
  if (service === undefined) {
    // It may be a host of the Internet; one that is nearly a name of a Service is hardly meant.
    const meant =
      kind === 'external' && mesh.serviceFor(host, namespace) === undefined
        ? closestHost(mesh, host, namespace)
        : undefined;
    const message = `these files know no ${host}, so it is taken for a host outside the mesh`;
    return meant === undefined || meant === host
      ? []
      : [{ code: 'QUERY_UNKNOWN_HOST', place: `to ${to}`, message, fix: `did you mean ${meant}?` }];
  }
  if (service.port(port) !== undefined) {
    return [];
  }
  const ports = service.ports.map(({ number }) => number).join(', ');
  const message = `${service.namespace}/${service.name} has no port ${port}`;
  return [
    {
      code: 'QUERY_UNKNOWN_PORT',
      place: `to ${to}`,
      message,
      fix: ports === '' ? 'it has no ports' : `it has ${ports}`,
    },
  ];
}

/** The host that was probably meant: in the form that was written, or, of another namespace, with that namespace. */
function closestHost(mesh: Mesh, host: string, namespace: string): string | undefined {
  const services = mesh.services.filter(({ registry }) => registry === 'kubernetes');
  const elsewhere = services.find(({ name }) => name === host);
  if (elsewhere !== undefined) {
    return `${elsewhere.name}.${elsewhere.namespace}`;
  }
  const dots = host.split('.').length - 1;
  const names = services.flatMap((service) =>
    service.names(namespace).filter((name) => name.split('.').length - 1 === dots),
  );
  return closestName(host, names);
}
