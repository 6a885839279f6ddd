import { Construct } from 'constructs';
import { KubeDeployment, KubeService, KubeServiceAccount } from '../api/index.js';
import { DEFAULT_GATEWAY_PORTS, GATEWAY_NAMESPACE, type IngressGatewayProps } from './gateway-props.js';

/**
 * A gateway without ASM: the Deployment and Service that Istio's gateway injection fills in.
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export class PlainGateway extends Construct {
  constructor(scope: Construct, id: string, props: IngressGatewayProps & { readonly name: string }) {
    super(scope, id);
    // The names and labels that ASM gives, so that everything which selects the gateway works with both.
    const name = `istio-${props.name}`;
    const labels = { app: name, istio: props.name };
    const namespace = GATEWAY_NAMESPACE;
    const clusters = props.clusters === undefined ? {} : { clusters: props.clusters };
    const { resources } = props;
    new KubeServiceAccount(this, 'service-account', { ...clusters, metadata: { name, namespace, labels } });
    new KubeService(this, 'service', {
      ...clusters,
      metadata: {
        name,
        namespace,
        labels,
        ...(props.annotations === undefined ? {} : { annotations: props.annotations }),
      },
      spec: {
        type: props.serviceType ?? 'LoadBalancer',
        selector: labels,
        ports: (props.ports ?? DEFAULT_GATEWAY_PORTS).map((port) => ({
          name: port.name,
          port: port.port,
          targetPort: port.targetPort ?? port.port,
          protocol: port.protocol ?? 'TCP',
        })),
      },
    });
    new KubeDeployment(this, 'deployment', {
      ...clusters,
      metadata: { name, namespace, labels },
      spec: {
        replicas: props.replicas ?? 1,
        selector: { matchLabels: labels },
        strategy: {
          rollingUpdate: {
            maxSurge: props.rollingMaxSurge ?? '100%',
            maxUnavailable: props.rollingMaxUnavailable ?? '25%',
          },
        },
        template: {
          metadata: {
            labels: { ...labels, 'sidecar.istio.io/inject': 'true' },
            annotations: { 'inject.istio.io/templates': 'gateway' },
          },
          spec: {
            serviceAccountName: name,
            securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
            containers: [
              {
                name: 'istio-proxy',
                // The injector puts the proxy's image in.
                image: 'auto',
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  privileged: false,
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                  runAsUser: 1337,
                  runAsGroup: 1337,
                },
                ...(resources === undefined
                  ? {}
                  : {
                      resources: {
                        ...(resources.limits === undefined ? {} : { limits: { ...resources.limits } }),
                        ...(resources.requests === undefined ? {} : { requests: { ...resources.requests } }),
                      },
                    }),
              },
            ],
          },
        },
      },
    });
  }
}
