import { objectAt, rule } from '../rule.js';

const required = ['owner', 'cost-center', 'data-classification', 'env'] as const;

/** Types that take tags, out of those that the stacks use. */
const tagged = [
  'arms/environment:Environment',
  'cen/instance:Instance',
  'cen/transitRouter:TransitRouter',
  'cen/transitRouterRouteTable:TransitRouterRouteTable',
  'cen/transitRouterVpcAttachment:TransitRouterVpcAttachment',
  'cs/managedKubernetes:ManagedKubernetes',
  'cs/nodePool:NodePool',
  'ecs/eipAddress:EipAddress',
  'ecs/securityGroup:SecurityGroup',
  'kms/key:Key',
  'log/project:Project',
  'ram/policy:Policy',
  'ram/role:Role',
  'servicemesh/serviceMesh:ServiceMesh',
  'slb/applicationLoadBalancer:ApplicationLoadBalancer',
  'vpc/natGateway:NatGateway',
  'vpc/network:Network',
  'vpc/switch:Switch',
].map((type) => `alicloud:${type}`);

/** Whatever takes tags says who answers and pays for it, and how sensitive it is. */
export const requiredTags = rule({
  name: 'required-tags',
  description: `Everything that takes tags carries ${required.join(', ')}.`,
  types: tagged,
  check: ({ props }) => {
    const tags = objectAt(props, 'tags');
    const missing = required.filter((key) => !tags[key]);
    return missing.length === 0 ? undefined : `It lacks the tags ${missing.join(', ')}.`;
  },
});
