import * as ram from '@pulumi/alicloud/ram/index.js';
import * as pulumi from '@pulumi/pulumi';
import { ArgumentCheck } from './argument-check.js';
import type { Tags } from './tags.js';

/** Who works with an environment. */
export type Team = 'automation' | 'platform' | 'security' | 'application';

const teams: readonly Team[] = ['automation', 'platform', 'security', 'application'];

/** One statement of a RAM policy. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Arguments of {@link AccessRoles}. */
export interface AccessRolesArgs {
  /** The account that owns the environment. */
  readonly accountId: pulumi.Input<string>;
  /** SLS project that the application team may read. @default none */
  readonly logProject?: pulumi.Input<string>;
  /** RAM users and roles (ARNs) that may take a role. @default the account's RAM users that hold sts:AssumeRole for it */
  readonly trusted?: Partial<Record<Team, readonly pulumi.Input<string>[]>>;
  /** Which roles to make. @default all four */
  readonly teams?: readonly Team[];
  /** How long a session may last, in seconds, 3600 to 43200. @default 3600 */
  readonly sessionSeconds?: number;
  readonly tags?: Tags;
}

/**
 * What each team needs, and no more. Automation makes and changes what the stack declares, apart from these roles
 * themselves, and cannot touch users; platform operates mesh and clusters, and neither makes nor deletes them; security
 * reads; the application team reaches clusters and its own logs.
 *
 * Actions: https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/developer-reference/ram-authorization,
 * https://www.alibabacloud.com/help/en/asm/developer-reference/api-servicemesh-2020-01-11-ram
 */
function statements(team: Team, account: string, logProject: string | undefined): PolicyStatement[] {
  const allow = (Action: readonly string[], Resource: readonly string[] = ['*']): PolicyStatement => ({
    Effect: 'Allow',
    Action,
    Resource,
  });
  const deny = (Action: readonly string[]): PolicyStatement => ({ Effect: 'Deny', Action, Resource: ['*'] });
  switch (team) {
    case 'automation':
      return [
        allow([
          'vpc:*',
          'ecs:*SecurityGroup*',
          'ecs:*Tag*',
          'ecs:DescribeZones',
          'ecs:DescribeRegions',
          'slb:*',
          'cen:*',
          'cs:*',
          'servicemesh:*',
          'adcp:*',
          'quotas:ListProductQuotas',
          'arms:*Environment*',
          'arms:*TagResources',
          'actiontrail:*Trail*',
          'actiontrail:*Logging',
          'actiontrail:GetDataEventSelector',
          'kms:CreateKey',
          'kms:CreateAlias',
          'kms:DeleteAlias',
          'kms:Describe*',
          'kms:List*',
          'kms:ScheduleKeyDeletion',
          'kms:TagResource*',
          'kms:UntagResource*',
          'kms:UpdateRotationPolicy',
          'kms:SetDeletionProtection',
        ]),
        allow(['log:*'], [`acs:log:*:${account}:project/*`]),
        allow(
          [
            'ram:GetRole',
            'ram:GetPolicy*',
            'ram:ListPoliciesForRole',
            'ram:ListPolicyVersions',
            'ram:ListTagResources',
          ],
          [`acs:ram:*:${account}:role/*`, `acs:ram:*:${account}:policy/*`],
        ),
        allow(['ram:PassRole'], [`acs:ram:*:${account}:role/aliyun*`]),
      ];
    case 'platform':
      return [
        allow([
          'servicemesh:*',
          'adcp:*',
          'cs:Describe*',
          'cs:Get*',
          'cs:List*',
          'cs:ScaleClusterNodePool',
          'cs:ModifyClusterNodePool',
        ]),
        allow(['slb:Describe*', 'vpc:Describe*', 'ecs:Describe*', 'arms:Describe*', 'arms:List*', 'arms:Get*']),
        allow(['log:Get*', 'log:List*'], [`acs:log:*:${account}:project/*`]),
        deny([
          'servicemesh:CreateServiceMesh',
          'servicemesh:DeleteServiceMesh',
          'adcp:CreateHubCluster',
          'adcp:DeleteHubCluster',
        ]),
      ];
    case 'security':
      return [
        allow([
          'servicemesh:Describe*',
          'cs:Describe*',
          'cs:Get*',
          'vpc:Describe*',
          'ecs:Describe*',
          'slb:Describe*',
          'ram:Get*',
          'ram:List*',
          'kms:Describe*',
          'kms:List*',
          'actiontrail:Describe*',
          'actiontrail:Get*',
          'actiontrail:LookupEvents',
        ]),
        allow(['log:Get*', 'log:List*'], [`acs:log:*:${account}:project/*`]),
        // A kubeconfig opens an API server.
        deny(['cs:DescribeClusterUserKubeconfig', 'servicemesh:*Kubeconfig']),
      ];
    case 'application':
      return [
        allow([
          'servicemesh:DescribeServiceMeshes',
          'servicemesh:DescribeServiceMeshDetail',
          'servicemesh:DescribeServiceMeshKubeconfig',
        ]),
        allow(['cs:DescribeClusterUserKubeconfig', 'cs:DescribeClustersV1', 'cs:DescribeClusterDetail']),
        ...(logProject === undefined
          ? []
          : [
              allow(
                ['log:Get*', 'log:List*'],
                [`acs:log:*:${account}:project/${logProject}`, `acs:log:*:${account}:project/${logProject}/*`],
              ),
            ]),
      ];
  }
}

/**
 * RAM roles for the people and programs that work with an environment, with policies of least privilege.
 *
 * @throws ProblemsError for an unknown team or a session out of range.
 */
export class AccessRoles extends pulumi.ComponentResource {
  /** ARN of each role, by team. */
  readonly roleArns: pulumi.Output<Record<string, string>>;
  readonly roles: Partial<Record<Team, ram.Role>> = {};

  constructor(name: string, args: AccessRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck(`AccessRoles ${name}`);
    check.required(args, ['accountId']);
    check.matches('accountId', args.accountId, /^\d+$/, 'the id of the account, digits only');
    for (const [team, arns] of Object.entries(args.trusted ?? {})) {
      if (!(args.teams ?? teams).includes(team as Team)) {
        check.refuse(
          'ARG_CHOICE',
          `trusted.${team}`,
          'no role is made for it',
          `give one of ${(args.teams ?? teams).join(', ')}`,
        );
      }
      arns.forEach((arn, index) => {
        check.matches(
          `trusted.${team}[${index}]`,
          arn,
          /^acs:ram::\d+:(root|(user|role)\/.+)$/,
          'an ARN such as acs:ram::123456789012****:user/alice',
        );
      });
    }
    check.between('sessionSeconds', args.sessionSeconds, 3600, 43200);
    args.teams?.forEach((team, index) => {
      check.oneOf(`teams[${index}]`, team, teams);
    });
    check.finish();
    super('asm:security:AccessRoles', name, {}, opts);
    const tags = { ...args.tags };
    const arns: Record<string, pulumi.Output<string>> = {};
    for (const team of args.teams ?? teams) {
      const label = `${name}-${team}`;
      const principals = pulumi.output(args.trusted?.[team] ?? [pulumi.interpolate`acs:ram::${args.accountId}:root`]);
      const role = new ram.Role(
        label,
        {
          roleName: label,
          description: `${team} team of ${name}`,
          maxSessionDuration: args.sessionSeconds ?? 3600,
          assumeRolePolicyDocument: principals.apply((RAM) =>
            JSON.stringify({
              Version: '1',
              Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM } }],
            }),
          ),
          tags,
        },
        { parent: this },
      );
      const policy = new ram.Policy(
        label,
        {
          policyName: label,
          description: `What the ${team} team of ${name} may do`,
          policyDocument: pulumi
            .all([args.accountId, args.logProject])
            .apply(([account, project]) =>
              JSON.stringify({ Version: '1', Statement: statements(team, account, project) }),
            ),
          rotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded',
          tags,
        },
        { parent: this },
      );
      new ram.RolePolicyAttachment(
        label,
        { roleName: role.roleName, policyName: policy.policyName, policyType: 'Custom' },
        { parent: this },
      );
      this.roles[team] = role;
      arns[team] = role.arn;
    }
    this.roleArns = pulumi.all(arns);
    this.registerOutputs({ roleArns: this.roleArns });
  }
}
