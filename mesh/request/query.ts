import { splitAuthority } from '../envoy/authority.js';
import type { Labels } from '../model/labels.js';

/** Who sends a request, when a workload's name does not say it. */
export interface CallerDescription {
  /** Namespace of the caller. */
  readonly namespace: string;
  /** Name of a workload of the mesh; the other fields then only override. @default none: a pod that is not in the files */
  readonly workload?: string;
  /** @default that of the workload, else `default` */
  readonly serviceAccount?: string;
  /** Labels of its pods. @default those of the workload, else none */
  readonly labels?: Labels;
  /** Name of the cluster that it runs in. @default that of the workload, else one that has workloads of the called service */
  readonly cluster?: string;
  /** `region/zone/subzone`. @default that of the workload */
  readonly locality?: string;
  /** Whether it has a sidecar. @default as injection decides for the workload, or for a pod of the namespace with these labels */
  readonly sidecar?: boolean;
}

/** A request, as somebody would send it. */
export interface RequestQuery {
  /**
   * Who sends it: `namespace/workload`, `internet` (from outside, through a gateway), or a description. A name that no workload has is
   * looked up as the label `app` and the service account; when there is none, it is a pod of that namespace that is not in the files.
   */
  readonly from: string | CallerDescription;
  /** Where to: `http://reviews:9080/path?x=1`, `https://…`, `tcp://mysql:3306`, `grpc://…`, or `host:port` (HTTP). The port is 80, or 443 for https, when there is none. */
  readonly to: string;
  /** The gateway that the Internet reaches, as `namespace/service`. @default the only one, or the first by name that serves the port */
  readonly via?: string;
  /** @default GET, or POST for grpc:// */
  readonly method?: string;
  /** Path and query, in place of the one in `to`. @default that of `to`, else `/` */
  readonly path?: string;
  /**
   * Headers by name, in any case, a list for one that is sent several times; `host` is the authority that is sent, which need not be the
   * host that is connected to. @default none
   */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Claims of a valid token that the caller sends; `iss` decides which rule verifies it. @default no token */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** What the caller sends as a token. @default `valid` when there are claims, else `none` */
  readonly token?: 'valid' | 'invalid' | 'none';
  /** Address of the caller, for `ipBlocks`. @default unknown: matches only blocks that hold every address */
  readonly sourceIp?: string;
  /** Whether a caller from outside presents a client certificate that the gateway trusts. @default false */
  readonly clientCertificate?: boolean;
  /** What the external authorizer of a CUSTOM policy says. @default allow */
  readonly customDecision?: 'allow' | 'deny';
  /**
   * What if: how workloads, by `namespace/name`, or hosts outside the mesh answer: a status such as `503`, `reset`, `delay:600ms`, or
   * `delay:600ms+503`. @default 200 at once
   */
  readonly assume?: Readonly<Record<string, string>>;
}

/** What the wire carries. */
export type Scheme = 'http' | 'https' | 'tcp' | 'tls' | 'grpc';

/** The address that a caller connects to. */
export interface Target {
  readonly scheme: Scheme;
  /** Lower case. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

const defaultPorts: Readonly<Record<Scheme, number>> = { http: 80, https: 443, tcp: 80, tls: 443, grpc: 80 };

/** Reads `to`; an unreadable port becomes the scheme's own. */
export function readTarget(to: string): Target {
  const mark = to.indexOf('://');
  const named = mark < 0 ? 'http' : to.slice(0, mark).toLowerCase();
  const scheme: Scheme = Object.hasOwn(defaultPorts, named) ? (named as Scheme) : 'http';
  const rest = mark < 0 ? to : to.slice(mark + 3);
  let end = rest.length;
  for (const stop of ['/', '?', '#']) {
    const at = rest.indexOf(stop);
    if (at >= 0 && at < end) {
      end = at;
    }
  }
  const authority = rest.slice(0, end).slice(rest.slice(0, end).indexOf('@') + 1);
  const tail = rest.slice(end);
  const { host, port } = splitAuthority(authority);
  return {
    scheme,
    host: host.toLowerCase(),
    port: port ?? defaultPorts[scheme],
    path: tail === '' ? '/' : tail.startsWith('/') ? tail : `/${tail}`,
  };
}
