import type { ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from '@pulumi/policy';

/** A resource as a rule sees it. */
export interface Checked {
  /** Properties as given, with Outputs that are not known yet left out. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly type: string;
  /** Name of the stack, which is the name of the environment. */
  readonly stack: string;
}

/** Says what is wrong with a resource; nothing when all is well. */
export type Check = (resource: Checked) => string | undefined;

/** Where a rule applies. */
export interface RuleSpec {
  readonly name: string;
  readonly description: string;
  /** Type tokens of the resources that the rule looks at. @default every resource */
  readonly types?: readonly string[];
  /** Stacks that the rule is for. @default every stack */
  readonly stacks?: readonly string[];
  readonly check: Check;
}

/** Stacks with the strictest rules. A pack's configuration may name others: `{"<rule>": {"stacks": ["prod", "eu"]}}`. */
export const production = ['prod'] as const;

/** Makes a policy of the pack from a rule. */
export function rule(spec: RuleSpec): ResourceValidationPolicy {
  return {
    name: spec.name,
    description: spec.description,
    enforcementLevel: 'mandatory',
    configSchema: { properties: { stacks: { type: 'array', items: { type: 'string' } } } },
    validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
      if (spec.types && !spec.types.includes(args.type)) return;
      const stack = args.urn.split('::')[0]?.split(':')[2] ?? '';
      const stacks = args.getConfig<{ stacks?: string[] }>().stacks ?? spec.stacks;
      if (stacks && !stacks.includes(stack)) return;
      const problem = spec.check({ props: args.props, type: args.type, stack });
      if (problem !== undefined) report(problem);
    },
  };
}

/** Type tokens of the resources that more than one rule looks at. */
export const types = {
  cluster: 'alicloud:cs/managedKubernetes:ManagedKubernetes',
  key: 'alicloud:kms/key:Key',
  loadBalancer: 'alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer',
  mesh: 'alicloud:servicemesh/serviceMesh:ServiceMesh',
  nodePool: 'alicloud:cs/nodePool:NodePool',
} as const;

/** A property that is an object, or an empty one. */
export function objectAt(props: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = props[key];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
