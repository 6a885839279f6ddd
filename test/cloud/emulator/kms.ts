import { type Call, createdAt, type Service } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { tagging } from './tagging.js';

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
