import type { Construct } from 'constructs';
import { MeshObject } from '../../api/index.js';
import { GATEWAY_NAMESPACE } from '../gateway-props.js';

/** Where the certificate of a front door comes from. */
export class Certificate {
  /** A Secret of type kubernetes.io/tls beside the gateway's pods, in istio-system. */
  static secret(name: string): Certificate {
    return new Certificate(() => name);
  }

  /**
   * One that cert-manager gets and renews: a Certificate object, whose Secret stands beside the gateway's pods.
   *
   * @param issuer name of the ClusterIssuer
   */
  static certManager(issuer: string): Certificate {
    return new Certificate((scope, name, hosts) => {
      const secretName = `${name}-tls`;
      const type = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };
      const metadata = { name: secretName, namespace: GATEWAY_NAMESPACE };
      const issuerRef = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer };
      new MeshObject(
        scope,
        'certificate',
        type,
        { metadata },
        { spec: { secretName, dnsNames: [...hosts], issuerRef } },
      );
      return secretName;
    });
  }

  /**
   * One of the load balancer, which ends TLS itself; the gateway then gets plain HTTP from it. The load balancer names it:
   * `LoadBalancer.create('internet').withCertificate(id)`.
   */
  static ofLoadBalancer(): Certificate {
    return new Certificate(() => undefined);
  }

  private constructor(
    /** Makes what it needs and gives the name of the Secret; undefined when TLS ends before the gateway. */
    readonly secretFor: (scope: Construct, name: string, hosts: readonly string[]) => string | undefined,
  ) {}
}
