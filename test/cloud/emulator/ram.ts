import { type Call, createdAt, type Service, tagParams } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { tagging } from './tagging.js';

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
