import { type Call, createdAt, type Service, tagParams } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { tagging } from './tagging.js';

/** ARMS environments, which hold managed Prometheus (2019-08-08). */
export const armsService: Service = {
  ...tagging(false),
  CreateEnvironment(call) {
    const { cloud, params } = call;
    cloud.need('cluster', params.BindResourceId, 'ClusterNotFound');
    const id = cloud.newId('env-', 22);
    cloud.create(
      'arms-environment',
      id,
      {
        EnvironmentId: id,
        EnvironmentName: params.EnvironmentName,
        EnvironmentType: params.EnvironmentType,
        EnvironmentSubType: params.EnvironmentSubType,
        BindResourceId: params.BindResourceId,
        ManagedType: params.ManagedType ?? 'none',
        ResourceGroupId: 'rg-default',
      },
      { tags: tagParams(params) },
    );
    return { Code: 200, Data: id, Message: 'success' };
  },
  InitEnvironment: () => ({ Code: 200, Data: 'success' }),
  DescribeEnvironment(call) {
    const item = call.cloud.find('arms-environment', call.params.EnvironmentId);
    if (!item) return { Code: 404, Message: 'not found' };
    const Tags = Object.entries(item.tags).map(([Key, Value]) => ({ Key, Value }));
    return { Code: 200, Data: { ...item.fields, Tags } };
  },
  UpdateEnvironment: () => ({ Code: 200, Data: 'success' }),
  ListEnvironments: (call) => ({
    Code: 200,
    Data: { Environments: call.cloud.all('arms-environment').map((item) => item.fields) },
  }),
  DeleteEnvironment(call) {
    const item = call.cloud.find('arms-environment', call.params.EnvironmentId);
    if (!item) return { Code: 404, Message: 'not found' };
    call.cloud.remove(item);
    return { Code: 200, Data: 'success' };
  },
};

const trail = (call: Call): Item => call.cloud.need('trail', call.params.Name, 'TrailNotFoundException');

/** ActionTrail (2020-07-06). */
export const actiontrailService: Service = {
  CreateTrail(call) {
    const { cloud, params } = call;
    const name = params.Name ?? '';
    if (cloud.find('trail', name)) throw new ApiError(409, 'TrailAlreadyExistsException', `trail ${name} exists`);
    cloud.create(
      'trail',
      name,
      {
        Name: name,
        HomeRegion: call.region,
        EventRW: params.EventRW ?? 'Write',
        TrailRegion: params.TrailRegion ?? 'All',
        SlsProjectArn: params.SlsProjectArn ?? '',
        SlsWriteRoleArn: params.SlsWriteRoleArn ?? '',
        OssBucketName: '',
        OssKeyPrefix: '',
        OssWriteRoleArn: '',
        IsOrganizationTrail: false,
        CreateTime: createdAt,
        Status: 'Fresh',
      },
      { settle: false },
    );
    return { Name: name, HomeRegion: call.region };
  },
  DescribeTrails: (call) => ({
    TrailList: call.cloud
      .all('trail')
      .filter((item) => !call.params.NameList || item.id === call.params.NameList)
      .map((item) => item.fields),
  }),
  GetDataEventSelector: () => ({ DataEventSelectors: '', SlsDeliveryConfigs: [] }),
  GetTrailStatus: (call) => ({ IsLogging: trail(call).fields.Status === 'Enable' }),
  StartLogging(call) {
    trail(call).fields.Status = 'Enable';
    return {};
  },
  StopLogging(call) {
    trail(call).fields.Status = 'Disable';
    return {};
  },
  UpdateTrail(call) {
    for (const name of ['EventRW', 'TrailRegion', 'SlsProjectArn', 'SlsWriteRoleArn']) {
      if (call.params[name] !== undefined) trail(call).fields[name] = call.params[name];
    }
    return {};
  },
  DeleteTrail(call) {
    call.cloud.remove(trail(call));
    return {};
  },
};

const role = (call: Call): Item => call.cloud.need('ram-role', call.params.RoleName, 'EntityNotExist.Role');
const policy = (call: Call): Item => call.cloud.need('ram-policy', call.params.PolicyName, 'EntityNotExist.Policy');
const attachmentId = (call: Call) => `${call.params.RoleName}:${call.params.PolicyName}`;

function policyAnswer(item: Item): Record<string, unknown> {
  return {
    Policy: {
      PolicyName: item.id,
      PolicyType: 'Custom',
      Description: item.fields.Description,
      DefaultVersion: 'v1',
      CreateDate: createdAt,
      AttachmentCount: 0,
    },
    DefaultPolicyVersion: { VersionId: 'v1', IsDefaultVersion: true, PolicyDocument: item.fields.PolicyDocument },
  };
}

/** RAM roles and policies (2015-05-01). */
export const ramService: Service = {
  ...tagging(true),
  CreateRole(call) {
    const { cloud, params } = call;
    const name = params.RoleName ?? '';
    if (cloud.find('ram-role', name)) throw new ApiError(409, 'EntityAlreadyExists.Role', `role ${name} exists`);
    const fields = {
      RoleName: name,
      RoleId: cloud.newId('3', 17),
      Arn: `acs:ram::1234567890123456:role/${name.toLowerCase()}`,
      Description: params.Description ?? '',
      AssumeRolePolicyDocument: params.AssumeRolePolicyDocument,
      MaxSessionDuration: Number(params.MaxSessionDuration ?? 3600),
      CreateDate: createdAt,
    };
    const tags = tagParams(params);
    cloud.create('ram-role', name, fields, { tags, settle: false });
    return { Role: fields };
  },
  GetRole: (call) => ({ Role: role(call).fields }),
  UpdateRole(call) {
    const item = role(call);
    const { NewAssumeRolePolicyDocument, NewDescription, NewMaxSessionDuration } = call.params;
    if (NewAssumeRolePolicyDocument !== undefined) item.fields.AssumeRolePolicyDocument = NewAssumeRolePolicyDocument;
    if (NewDescription !== undefined) item.fields.Description = NewDescription;
    if (NewMaxSessionDuration !== undefined) item.fields.MaxSessionDuration = Number(NewMaxSessionDuration);
    return { Role: item.fields };
  },
  DeleteRole(call) {
    const item = role(call);
    if (call.cloud.children(item.id, 'ram-attachment').length > 0)
      throw new ApiError(409, 'DeleteConflict.Role.Policy', 'The role has policies.');
    call.cloud.remove(item);
    return {};
  },
  CreatePolicy(call) {
    const { cloud, params } = call;
    const name = params.PolicyName ?? '';
    if (cloud.find('ram-policy', name)) throw new ApiError(409, 'EntityAlreadyExists.Policy', `policy ${name} exists`);
    const item = cloud.create(
      'ram-policy',
      name,
      { PolicyDocument: params.PolicyDocument, Description: params.Description ?? '' },
      { tags: tagParams(params), settle: false },
    );
    return policyAnswer(item);
  },
  GetPolicy: (call) => policyAnswer(policy(call)),
  CreatePolicyVersion(call) {
    policy(call).fields.PolicyDocument = call.params.PolicyDocument;
    return { PolicyVersion: { VersionId: 'v1', IsDefaultVersion: true } };
  },
  ListPolicyVersions: (call) => {
    policy(call);
    return { PolicyVersions: { PolicyVersion: [{ VersionId: 'v1', IsDefaultVersion: true }] } };
  },
  ListEntitiesForPolicy: (call) => ({
    Groups: { Group: [] },
    Users: { User: [] },
    Roles: {
      Role: call.cloud.children(policy(call).id, 'ram-attachment').map((item) => ({ RoleName: item.fields.RoleName })),
    },
  }),
  DeletePolicy(call) {
    const item = policy(call);
    if (call.cloud.children(item.id, 'ram-attachment').length > 0)
      throw new ApiError(409, 'DeleteConflict.Policy.Role', 'The policy is attached.');
    call.cloud.remove(item);
    return {};
  },
  AttachPolicyToRole(call) {
    role(call);
    policy(call);
    if (call.cloud.find('ram-attachment', attachmentId(call)))
      throw new ApiError(409, 'EntityAlreadyExists.Role.Policy', 'Attached already.');
    const { RoleName = '', PolicyName = '' } = call.params;
    call.cloud.create(
      'ram-attachment',
      attachmentId(call),
      { RoleName, PolicyName },
      { parents: [RoleName, PolicyName], settle: false },
    );
    return {};
  },
  ListPoliciesForRole: (call) => ({
    Policies: {
      Policy: call.cloud
        .children(role(call).id, 'ram-attachment')
        .filter((item) => item.fields.RoleName === call.params.RoleName)
        .map((item) => ({
          PolicyName: item.fields.PolicyName,
          PolicyType: 'Custom',
          DefaultVersion: 'v1',
          AttachDate: createdAt,
        })),
    },
  }),
  DetachPolicyFromRole(call) {
    call.cloud.remove(call.cloud.need('ram-attachment', attachmentId(call), 'EntityNotExist.Role.Policy'));
    return {};
  },
};

const key = (call: Call): Item => call.cloud.need('kms-key', call.params.KeyId, 'Forbidden.KeyNotFound');

/** KMS keys and aliases (2016-01-20). */
export const kmsService: Service = {
  ...tagging(true),
  CreateKey(call) {
    const { cloud, params } = call;
    const KeyId = cloud.newId('key-hzz', 20);
    const fields = {
      KeyId,
      Arn: `acs:kms:${call.region}:1234567890123456:key/${KeyId}`,
      KeyState: 'Enabled',
      Description: params.Description ?? '',
      KeyUsage: params.KeyUsage ?? 'ENCRYPT/DECRYPT',
      KeySpec: params.KeySpec ?? 'Aliyun_AES_256',
      Origin: 'Aliyun_KMS',
      ProtectionLevel: params.ProtectionLevel ?? 'SOFTWARE',
      AutomaticRotation: params.EnableAutomaticRotation === 'true' ? 'Enabled' : 'Disabled',
      RotationInterval: params.RotationInterval ?? '',
      DeletionProtection: 'Disabled',
      PrimaryKeyVersion: cloud.newId('v', 12),
      CreationDate: createdAt,
      Creator: '1234567890123456',
    };
    const tags = params.Tags ? (JSON.parse(params.Tags) as { TagKey: string; TagValue: string }[]) : [];
    cloud.create('kms-key', KeyId, fields, {
      tags: Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
      settle: false,
    });
    return { KeyMetadata: fields };
  },
  DescribeKey: (call) => ({ KeyMetadata: key(call).fields }),
  ListKeys: (call) => ({
    Keys: { Key: call.cloud.all('kms-key').map((item) => ({ KeyId: item.id, KeyArn: item.fields.Arn })) },
    TotalCount: call.cloud.all('kms-key').length,
    PageNumber: 1,
    PageSize: 100,
  }),
  GetKeyPolicy: () => ({ Policy: '' }),
  ListResourceTags: (call) => ({
    Tags: {
      Tag: Object.entries(key(call).tags).map(([TagKey, TagValue]) => ({ KeyId: call.params.KeyId, TagKey, TagValue })),
    },
  }),
  TagResource(call) {
    for (const { TagKey, TagValue } of JSON.parse(call.params.Tags ?? '[]') as { TagKey: string; TagValue: string }[])
      key(call).tags[TagKey] = TagValue;
    return {};
  },
  UntagResource(call) {
    for (const name of JSON.parse(call.params.TagKeys ?? '[]') as string[]) delete key(call).tags[name];
    return {};
  },
  UpdateKeyDescription(call) {
    key(call).fields.Description = call.params.Description;
    return {};
  },
  UpdateRotationPolicy(call) {
    const item = key(call);
    item.fields.AutomaticRotation = call.params.EnableAutomaticRotation === 'true' ? 'Enabled' : 'Disabled';
    if (call.params.RotationInterval !== undefined) item.fields.RotationInterval = call.params.RotationInterval;
    return {};
  },
  SetDeletionProtection(call) {
    const item = call.cloud.byId((call.params.ProtectedResourceArn ?? '').split('/').pop() ?? '') ?? key(call);
    item.fields.DeletionProtection = call.params.EnableDeletionProtection === 'true' ? 'Enabled' : 'Disabled';
    return {};
  },
  ScheduleKeyDeletion(call) {
    const item = key(call);
    if (item.fields.DeletionProtection === 'Enabled')
      throw new ApiError(400, 'Rejected.DeletionProtected', 'The key is protected.');
    // The key waits for its end out of sight, unbilled; the account holds nothing more of it.
    call.cloud.remove(item);
    return {};
  },
  CreateAlias(call) {
    const { AliasName = '' } = call.params;
    if (call.cloud.find('kms-alias', AliasName)) throw new ApiError(409, 'Rejected.AlreadyExist', 'The alias exists.');
    call.cloud.create(
      'kms-alias',
      AliasName,
      { AliasName, KeyId: key(call).id },
      { parents: [key(call).id], settle: false },
    );
    return {};
  },
  ListAliases: (call) => ({
    Aliases: { Alias: call.cloud.all('kms-alias').map((item) => item.fields) },
    TotalCount: call.cloud.all('kms-alias').length,
    PageNumber: 1,
    PageSize: 20,
  }),
  UpdateAlias(call) {
    call.cloud.need('kms-alias', call.params.AliasName, 'Forbidden.AliasNotFound').fields.KeyId = call.params.KeyId;
    return {};
  },
  DeleteAlias(call) {
    call.cloud.remove(call.cloud.need('kms-alias', call.params.AliasName, 'Forbidden.AliasNotFound'));
    return {};
  },
};

/** Who is calling (STS, 2015-04-01), and where services are (Location, 2015-06-12). */
export const identityService: Service = {
  GetCallerIdentity: () => ({
    AccountId: '1234567890123456',
    Arn: 'acs:ram::1234567890123456:root',
    UserId: '1234567890123456',
    PrincipalId: '1234567890123456',
    IdentityType: 'Account',
  }),
  DescribeEndpoints: (call) => ({
    Endpoints: {
      Endpoint: [
        {
          Endpoint: `${call.params.ServiceCode}.${call.region}.aliyuncs.com`,
          Id: call.region,
          Type: 'openAPI',
          ServiceCode: call.params.ServiceCode,
          SerivceCode: call.params.ServiceCode,
          Namespace: '',
          Protocols: { Protocols: ['HTTPS'] },
        },
      ],
    },
    Success: true,
  }),
};
