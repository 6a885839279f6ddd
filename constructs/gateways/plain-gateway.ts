import { Construct } from 'constructs';
import {
  type Container,
  KubeDeployment,
  KubeHorizontalPodAutoscaler,
  KubeRole,
  KubeRoleBinding,
  KubeService,
  KubeServiceAccount,
} from '../api/index.js';
import { GATEWAY_NAMESPACE, gatewayServicePorts, type IngressGatewayProps } from './gateway-props.js';

const SECURITY_CONTEXT: Container['securityContext'] = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 1337,
  runAsGroup: 1337,
};

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
    const metadata = { name, namespace: GATEWAY_NAMESPACE, labels };
    const { clusters, resources, autoscaling } = props;
    new KubeServiceAccount(this, 'service-account', { clusters, metadata });
    // istiod hands out a certificate only where the gateway's own account may read the Secret.
    new KubeRole(this, 'role', {
      clusters,
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
    });
    new KubeRoleBinding(this, 'role-binding', {
      clusters,
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: GATEWAY_NAMESPACE }],
    });
    const type = props.serviceType ?? 'LoadBalancer';
    const balancer = type === 'LoadBalancer' ? props.loadBalancer?.annotations : undefined;
    new KubeService(this, 'service', {
      clusters,
      metadata: { ...metadata, annotations: { ...balancer, ...props.annotations } },
      spec: {
        type,
        externalTrafficPolicy: type === 'ClusterIP' ? undefined : props.externalTrafficPolicy,
        selector: labels,
        ports: gatewayServicePorts(props),
      },
    });
    new KubeDeployment(this, 'deployment', {
      clusters,
      metadata,
      spec: {
        // An autoscaler owns the number; writing it here as well would reset it with every change.
        replicas: autoscaling === undefined ? (props.replicas ?? 2) : undefined,
        selector: { matchLabels: labels },
        strategy: {
          rollingUpdate: {
            maxSurge: props.rollingMaxSurge ?? '100%',
            maxUnavailable: props.rollingMaxUnavailable ?? '25%',
          },
        },
        template: {
          metadata: {
            labels: { ...props.podLabels, ...labels, 'sidecar.istio.io/inject': 'true' },
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
                securityContext: SECURITY_CONTEXT,
                resources,
              },
            ],
          },
        },
      },
    });
    if (autoscaling === undefined) return;
    const target = { type: 'Utilization', averageUtilization: autoscaling.cpuPercent };
    new KubeHorizontalPodAutoscaler(this, 'autoscaler', {
      clusters,
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: autoscaling.min,
        maxReplicas: autoscaling.max,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      },
    });
  }
}
