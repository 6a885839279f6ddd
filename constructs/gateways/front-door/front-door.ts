import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { AuthorizationPolicy, EnvoyFilter } from '../../api/index.js';
import { JwtAuthentication } from '../../security/jwt-authentication.js';
import { GATEWAY_NAMESPACE } from '../gateway-props.js';
import { type GatewayServer, listen } from '../gateway-servers.js';
import { IngressBinding } from '../ingress-binding.js';
import type { IngressGateway } from '../ingress-gateway.js';
import { GatewayRateLimit } from '../rate-limit.js';
import { type FrontDoorSettings, responseHeadersOf } from './settings.js';

/** Props of {@link FrontDoor}. */
export interface FrontDoorProps extends FrontDoorSettings {
  /** Name of the Gateway and part of the names of the other objects. @default the construct's id */
  readonly name?: string;
  readonly gateway: IngressGateway;
  readonly hosts: readonly string[];
  /** Namespace of the Gateway. @default istio-system */
  readonly namespace?: string;
}

/** Where the Internet enters for some hosts: TLS, who may come in, and what every response says. `expose()` makes one for a service. */
export class FrontDoor extends Construct {
  /** What {@link MeshService.expose} needs. */
  readonly binding: IngressBinding;
  private readonly name: string;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    this.name = props.name ?? id;
    const { gateway, hosts, namespace = GATEWAY_NAMESPACE } = props;
    const opened = listen(this, 'gateway', gateway, { name: this.name, namespace, servers: this.serversOf(props) });
    const responseHeaders = responseHeadersOf(props);
    this.binding = new IngressBinding(opened.name, namespace, {
      hosts,
      ...(opened.principal && { principal: opened.principal }),
      ...(props.cors && { cors: props.cors }),
      ...(responseHeaders && { responseHeaders }),
    });
    this.addLimits(props);
    this.addPolicies(props);
    this.node.addValidation({ validate: () => problemsOf(props) });
  }

  private serversOf({
    certificate,
    hosts,
    minVersion = 'TLSV1_2',
    ciphers,
    redirect,
  }: FrontDoorProps): GatewayServer[] {
    const credentialName = certificate.secretFor(this, this.name, hosts);
    const plain: GatewayServer[] = redirect === false ? [] : [{ hosts, tls: { httpsRedirect: true } }];
    if (credentialName === undefined) return [...plain, { hosts, port: 443, protocol: 'HTTP' }];
    return [...plain, { hosts, tls: { credentialName, minVersion, ...(ciphers && { ciphers }) } }];
  }

  private addLimits({ gateway, requestSize, rateLimit }: FrontDoorProps): void {
    if (rateLimit !== undefined) {
      new GatewayRateLimit(this, 'rate-limit', {
        name: `${this.name}-rate-limit`,
        gateway,
        ports: [443],
        ...rateLimit,
      });
    }
    if (requestSize === undefined) return;
    new EnvoyFilter(this, 'request-size', {
      metadata: { name: `${this.name}-request-size`, namespace: GATEWAY_NAMESPACE },
      spec: {
        priority: 20,
        workloadSelector: { labels: { ...gateway.selector } },
        configPatches: [bufferPatch(requestSize)],
      },
    });
  }

  private addPolicies(props: FrontDoorProps): void {
    const { gateway, hosts, jwt, oidc, waf } = props;
    const target = { gateway };
    const everyPort = hosts.flatMap((host) => [host, `${host}:*`]);
    // Without a port, a rule about HTTP would also refuse whatever TCP the gateway serves.
    const at = { hosts: everyPort, ports: [String(gateway.podPorts.get(443) ?? 443)] };
    if (jwt !== undefined) {
      const { issuer, jwksUri, audiences, publicPaths } = jwt;
      new JwtAuthentication(this, 'jwt', {
        name: `${this.name}-jwt`,
        target,
        issuer,
        ...(jwksUri && { jwksUri }),
        ...(audiences && { audiences }),
        forwardOriginalToken: true,
      });
      const from = [{ source: { notRequestPrincipals: [`${issuer}/*`] } }];
      const open = publicPaths === undefined ? {} : { notPaths: [...publicPaths] };
      // A DENY is for these hosts alone; an ALLOW would refuse the other hosts of the gateway.
      this.addPolicy('token', gateway, 'DENY', [
        { from, to: [{ operation: { ...at, ...open, notMethods: ['OPTIONS'] } }] },
      ]);
    }
    if (oidc !== undefined) {
      const rules = [{ to: [{ operation: { ...at, notMethods: ['OPTIONS'] } }] }];
      this.addPolicy('oidc', gateway, 'CUSTOM', rules, { name: oidc.provider });
    }
    if (waf !== undefined) {
      const from = [{ source: { notIpBlocks: [...waf.ranges] } }];
      this.addPolicy('waf', gateway, 'DENY', [{ from, to: [{ operation: at }] }]);
    }
  }

  private addPolicy(
    purpose: string,
    gateway: IngressGateway,
    action: 'DENY' | 'CUSTOM',
    rules: object[],
    provider?: { readonly name: string },
  ): void {
    new AuthorizationPolicy(this, purpose, {
      metadata: { name: `${this.name}-${purpose}`, namespace: GATEWAY_NAMESPACE },
      spec: { selector: { matchLabels: { ...gateway.selector } }, action, rules, ...(provider && { provider }) },
    });
  }
}

/** Envoy's buffer filter. @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/buffer_filter */
function bufferPatch(size: Size) {
  return {
    applyTo: 'HTTP_FILTER' as const,
    match: {
      context: 'GATEWAY' as const,
      listener: { portNumber: 443, filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
    },
    patch: {
      operation: 'INSERT_BEFORE' as const,
      value: {
        name: 'envoy.filters.http.buffer',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer',
          max_request_bytes: size.toKibibytes() * 1024,
        },
      },
    },
  };
}

/** What cannot be meant; each with what to do. */
function problemsOf({ hosts, minVersion, ciphers, cors, jwt, oidc, waf }: FrontDoorProps): string[] {
  const problems = cors?.problems() ?? [];
  if (hosts.length === 0) problems.push('the front door has no host; name at least one');
  if (minVersion === 'TLSV1_3' && ciphers !== undefined) {
    problems.push('TLS 1.3 has ciphers of its own; leave the ciphers out, or take TLS 1.2 as well');
  }
  if (ciphers?.length === 0) problems.push('the list of ciphers is empty; leave it out for those of Envoy');
  if (jwt !== undefined && oidc !== undefined) {
    problems.push(
      'jwt wants a token that browsers without a login do not have, and oidc logs them in; give one of them',
    );
  }
  if (waf?.ranges.length === 0) problems.push('the WAF sends from no range, so nothing would come in; give its ranges');
  return problems;
}
