import { describe, expect, test } from '@jest/globals';
import { AccessRoles } from '../../infra/access-roles.js';
import { refused, registrations, resolved, tags } from './registrations.js';

describe('AccessRoles', () => {
  test('a role for each team, none of which may touch users or take every action', async () => {
    const { result, made } = await registrations(
      () => new AccessRoles('acc', { accountId: '1', logProject: 'logs', tags }),
    );
    expect(Object.keys(await resolved(result.roleArns)).sort()).toEqual([
      'application',
      'automation',
      'platform',
      'security',
    ]);
    const policies = made.filter(({ type }) => type === 'alicloud:ram/policy:Policy');
    expect(policies).toHaveLength(4);
    for (const { inputs } of policies) {
      const document = String(inputs['policyDocument']);
      expect(document.length).toBeLessThan(6144);
      expect(document).not.toMatch(/"\*:\*"|"ram:\*"|"\*"\],"Effect":"Allow","Action":\["\*"/);
      expect(document).not.toMatch(/ram:(Create|Delete|Attach|Update)/);
    }
    const denied = (team: string) => {
      const document = policies.find(({ name }) => name === `acc-${team}`)?.inputs['policyDocument'];
      const { Statement } = JSON.parse(String(document)) as { Statement: { Effect: string; Action: string[] }[] };
      return Statement.filter(({ Effect }) => Effect === 'Deny').flatMap(({ Action }) => Action);
    };
    expect(denied('platform')).toContain('servicemesh:DeleteServiceMesh');
    expect(denied('security')).toContain('cs:DescribeClusterUserKubeconfig');
    expect(denied('automation')).toEqual([]);
    expect(refused(() => new AccessRoles('acc', { accountId: '1', sessionSeconds: 60 }))).toEqual([
      'ARG_RANGE sessionSeconds',
    ]);
  });

  test('refuses whom it does not know', () => {
    const trusted = { platform: ['alice', 'acs:ram::1:role/ops'], security: ['acs:ram::1:root'] };
    expect(refused(() => new AccessRoles('acc', { accountId: 'me', teams: ['platform'], trusted }))).toEqual([
      'ARG_FORMAT accountId',
      'ARG_FORMAT trusted.platform[0]',
      'ARG_CHOICE trusted.security',
    ]);
  });
});
