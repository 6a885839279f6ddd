import { z } from 'zod';
import { cloudId, labels, resourceName } from '../../charts/setting-schemas.js';
import { cidr } from './network.js';

/** Nodes of a pool that says nothing about them. */
const DESIRED = 2;

const nodePoolSchema = z
  .strictObject({
    instanceTypes: z
      .array(z.string().regex(/^ecs\.[a-z0-9-]+\.[a-z0-9-]+$/, 'give a type such as ecs.g7.xlarge'))
      .min(1)
      .describe('Instance types, the first preferred.'),
    desired: z
      .int()
      .min(0)
      .optional()
      .describe(
        'Nodes at the start and, with autoscaling, between these bounds. Default: 2, or the nearest of the bounds.',
      ),
    min: z.int().min(0).optional().describe('Fewest nodes. Default: 0.'),
    max: z.int().min(1).optional().describe('Most nodes, with which autoscaling is on. Default: no autoscaling.'),
    systemDiskSize: z.int().min(40).max(2048).default(120).describe('System disk in GiB, always encrypted.'),
    labels: labels.default({}).describe('Kubernetes labels of the nodes.'),
  })
  .superRefine(({ desired, min, max }, context) => {
    // Each is a mistake of what the file says; a default adapts.
    const least = min ?? 0;
    const issue = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (max === undefined && min !== undefined)
      issue('min', 'is without effect without max; give max, or leave min out');
    if (max !== undefined && least > max) issue('min', `must be at most max, which is ${max}`);
    else if (desired === undefined) return;
    else if (max !== undefined && desired > max) issue('desired', `must be at most max, which is ${max}`);
    else if (max !== undefined && desired < least) issue('desired', `must be at least min, which is ${least}`);
  })
  .meta({ dependencies: { min: ['max'] } })
  .transform(({ desired, ...pool }) => ({
    ...pool,
    desired: desired ?? Math.min(Math.max(DESIRED, pool.min ?? 0), pool.max ?? DESIRED),
  }));

const common = {
  version: z
    .string()
    .regex(/^\d+\.\d+[\w.-]*$/, 'give a version such as 1.34.1-aliyun.1')
    .optional()
    .describe('Kubernetes version, for example `1.34.1-aliyun.1`. Default: the newest when first created.'),
  specification: z
    .enum(['ack.standard', 'ack.pro.small', 'ack.pro.xlarge', 'ack.pro.2xlarge', 'ack.pro.4xlarge'])
    .default('ack.pro.small')
    .describe('Size of the control plane.'),
  serviceCidr: cidr.optional().describe('Range of Services.'),
  podCidr: cidr
    .optional()
    .describe('Range of pods, with Flannel. Without one, pods get addresses of the pod vSwitches (Terway).'),
  publicApiServer: z.boolean().default(false).describe('Public address for the API server, on port 6443.'),
  nodePools: z.record(resourceName, nodePoolSchema).default({}).describe('Groups of nodes, by name.'),
};

const TYPE = 'managed: an ACK cluster; edge: one whose nodes are elsewhere; existing: one that is there already.';

/** A data-plane cluster of a cloud environment. */
export const clusterSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('managed').describe(TYPE), ...common }),
  z.strictObject({
    type: z.literal('edge').describe(TYPE),
    ...common,
    edgeNodePools: z
      .record(resourceName, z.strictObject({ labels: labels.default({}).describe('Kubernetes labels of the nodes.') }))
      .default({})
      .describe('Groups of machines at the edge, by name.'),
  }),
  z.strictObject({
    type: z.literal('existing').describe(TYPE),
    id: cloudId.describe('Id of a cluster that exists.'),
    edge: z.boolean().default(false).describe('Whether it is an edge cluster.'),
  }),
]);
