import type { LateText } from '../late-value.js';

const PREFIX = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';

/** Who can reach a load balancer: everybody on the Internet, or the VPC. */
export type Reach = 'internet' | 'intranet';

/** The CLB in front of a gateway, as annotations of its Service (Alibaba Cloud, "Add annotations to the YAML file of a Service"). */
export class LoadBalancer {
  /**
   * A CLB that is made with the gateway and deleted with it.
   *
   * @param spec for example `slb.s1.small`. @default the cloud's default, paid by use
   */
  static create(reach: Reach, spec?: string): LoadBalancer {
    return new LoadBalancer(reach, {
      [`${PREFIX}address-type`]: reach,
      ...(spec && { [`${PREFIX}spec`]: spec }),
    });
  }

  /**
   * A CLB that exists. One that another Service made cannot be shared: it is deleted with that Service.
   *
   * @param id when deployed with Pulumi it may be an Output
   * @param options.overrideListeners lets the gateway replace listeners that the CLB has. @default false
   */
  static existing(id: LateText, options: { reach?: Reach; overrideListeners?: boolean } = {}): LoadBalancer {
    return new LoadBalancer(options.reach ?? 'internet', {
      [`${PREFIX}id`]: id as string,
      [`${PREFIX}force-override-listeners`]: options.overrideListeners === true ? 'true' : 'false',
    });
  }

  /**
   * The same with a certificate, which ends TLS on port 443 at the load balancer.
   *
   * @param id of the certificate at the CLB; when deployed with Pulumi it may be an Output
   */
  withCertificate(id: LateText): LoadBalancer {
    return new LoadBalancer(this.reach, {
      ...this.annotations,
      [`${PREFIX}cert-id`]: id as string,
      [`${PREFIX}protocol-port`]: 'https:443,http:80',
    });
  }

  private constructor(
    readonly reach: Reach,
    /** Annotations of the Service. */
    readonly annotations: Readonly<Record<string, string>>,
  ) {}
}
