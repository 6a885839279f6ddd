import { z } from 'zod';

const quantity = z.union([z.string().min(1), z.number()]);

const port = z.looseObject({
  name: z.string().min(1),
  port: z.int().min(1).max(65535),
  /** 0 means "as `port`" for the ASM controller. */
  targetPort: z.int().min(0).max(65535).optional(),
  nodePort: z.int().min(1).max(65535).optional(),
  protocol: z.enum(['TCP', 'UDP', 'HTTP', 'HTTP2', 'HTTPS', 'GRPC', 'TLS']).optional(),
});

const environmentVariable = z.looseObject({
  name: z.string().min(1),
  value: z.string().optional(),
  valueFrom: z.record(z.string(), z.unknown()).optional(),
});

/**
 * `spec` of ASM's IstioGateway (istio.alibabacloud.com/v1beta1), after the page "CRD fields for an ASM gateway".
 * Fields that the page does not name are let through: the controller of a newer ASM may know them.
 */
export const istioGatewaySpecSchema = z.looseObject({
  gatewayType: z.enum(['ingress', 'egress']).optional(),
  clusterIds: z.array(z.string().min(1)).optional(),
  serviceType: z.enum(['LoadBalancer', 'NodePort', 'ClusterIP']).optional(),
  serviceAnnotations: z.record(z.string(), z.string()).optional(),
  serviceLabels: z.record(z.string(), z.string()).optional(),
  externalTrafficPolicy: z.enum(['Cluster', 'Local']).optional(),
  loadBalancerIP: z.string().optional(),
  ports: z.array(port).optional(),
  replicaCount: z.int().min(0).optional(),
  minReplicas: z.int().min(1).optional(),
  maxReplicas: z.int().min(1).optional(),
  autoscaleEnabled: z.boolean().optional(),
  cpu: z.looseObject({ targetAverageUtilization: z.int().min(1).max(100) }).optional(),
  env: z.array(environmentVariable).optional(),
  podLabels: z.record(z.string(), z.string()).optional(),
  podAnnotations: z.record(z.string(), z.string()).optional(),
  configVolumes: z
    .array(z.looseObject({ name: z.string(), configMapName: z.string(), mountPath: z.string() }))
    .optional(),
  secretVolumes: z.array(z.looseObject({ name: z.string(), secretName: z.string(), mountPath: z.string() })).optional(),
  resources: z
    .looseObject({
      limits: z.record(z.string(), quantity).optional(),
      requests: z.record(z.string(), quantity).optional(),
    })
    .optional(),
  rollingMaxSurge: z.union([z.string(), z.int()]).optional(),
  rollingMaxUnavailable: z.union([z.string(), z.int()]).optional(),
  hostNetwork: z.boolean().optional(),
  dnsPolicy: z.enum(['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']).optional(),
  runAsRoot: z.boolean().optional(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(z.record(z.string(), z.unknown())).optional(),
  affinity: z.record(z.string(), z.unknown()).optional(),
});

/** `spec` of ASM's IstioGateway. */
export type IstioGatewaySpec = z.infer<typeof istioGatewaySpecSchema>;
