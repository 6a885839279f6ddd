import type { Cors } from './front-door/cors.js';

/** What an {@link IngressBinding} is bound to. */
export interface IngressBindingOptions {
  /** Istio's Gateway, or the Gateway API's, which takes HTTPRoutes only. @default 'Istio' */
  readonly form?: 'Istio' | 'GatewayApi';
  /** Hosts that the Gateway serves, as it writes them. @default not known, so not checked */
  readonly hosts?: readonly string[];
  /** Identity of the gateway's pods, as AuthorizationPolicy names it. @default not known: services with declared callers refuse it */
  readonly principal?: string;
  /** @default browsers let no page of another origin call */
  readonly cors?: Cors;
  /** Headers of every response that leaves through it. @default none */
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/** What a service needs to know of a Gateway to be reachable through it. */
export class IngressBinding {
  readonly form: 'Istio' | 'GatewayApi';
  /** Identity of the gateway's pods. */
  readonly principal: string | undefined;
  /** Which pages of other origins may call what is exposed here. */
  readonly cors: Cors | undefined;
  /** Headers of every response that leaves here. */
  readonly responseHeaders: Readonly<Record<string, string>> | undefined;
  private readonly hosts: readonly string[] | undefined;

  constructor(
    /** Name of the Gateway object. */
    readonly name: string,
    /** Namespace of the Gateway object. */
    readonly namespace: string,
    options: IngressBindingOptions = {},
  ) {
    this.form = options.form ?? 'Istio';
    this.principal = options.principal;
    this.cors = options.cors;
    this.responseHeaders = options.responseHeaders;
    // Istio's Gateway may limit a host to a namespace: `namespace/host`.
    this.hosts = options.hosts?.map((host) => host.slice(host.indexOf('/') + 1));
  }

  /** How an object in the given namespace names the Gateway. */
  nameFrom(namespace: string): string {
    return namespace === this.namespace ? this.name : `${this.namespace}/${this.name}`;
  }

  /** What is wrong with exposing a host here, if anything, with what to do. */
  hostProblem(host: string): string | undefined {
    if (this.hosts === undefined || host === '*' || this.hosts.some((served) => covers(served, host))) return undefined;
    return `gateway ${this.name} does not listen for host '${host}'; it serves ${this.hosts.join(', ')}`;
  }
}

/** Whether requests for the host, which may be a wildcard itself, can come in under the host of a gateway. */
function covers(served: string, host: string): boolean {
  if (served === '*' || served === host) return true;
  if (served.startsWith('*.') && host.endsWith(served.slice(1))) return true;
  return host.startsWith('*.') && served.endsWith(host.slice(1));
}
