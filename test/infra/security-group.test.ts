import { describe, expect, test } from '@jest/globals';
import { SecurityGroup, SecurityGroupPeering } from '../../infra/security-group.js';
import { counts, only, refused, registrations, tags } from './registrations.js';

describe('SecurityGroup', () => {
  const ingress = { vpc: { cidr: '10.0.0.0/16', description: 'the VPC' } };

  test('is advanced by default and opens what it is told', async () => {
    const { made } = await registrations(() => new SecurityGroup('sg', { vpcId: 'vpc-1', ingress, tags }));
    expect(only(made, 'alicloud:ecs/securityGroup:SecurityGroup')).toMatchObject({ securityGroupType: 'enterprise' });
    expect(only(made, 'alicloud:ecs/securityGroupRule:SecurityGroupRule')).toMatchObject({
      cidrIp: '10.0.0.0/16',
      portRange: '-1/-1',
      nicType: 'intranet',
    });
  });

  test('lets the members of a basic group reach each other; those of an advanced one cannot', async () => {
    const policyOf = async (type: 'basic' | 'advanced') => {
      const { made } = await registrations(() => new SecurityGroup('sg', { vpcId: 'vpc-1', type }));
      return only(made, 'alicloud:ecs/securityGroup:SecurityGroup')['innerAccessPolicy'];
    };
    expect(await policyOf('basic')).toBe('Accept');
    expect(await policyOf('advanced')).toBeUndefined();
  });

  test('refuses the whole Internet, two sources, and ports of no protocol', () => {
    const wrong = {
      open: { cidr: '0.0.0.0/0', description: 'x' },
      two: { cidr: '10.0.0.0/8', securityGroupId: 'sg-1', description: 'x' },
      ports: { cidr: '10.0.0.0/8', ports: '9/1', description: 'x' },
      http: { cidr: '10.0.0.0/8', protocol: 'http' as 'tcp', description: 'x' },
    };
    expect(refused(() => new SecurityGroup('sg', { vpcId: 'vpc-1', ingress: wrong }))).toEqual([
      'ARG_WORLD_OPEN ingress.open.cidr',
      'ARG_EXCLUSIVE ingress.two.cidr / ingress.two.securityGroupId',
      'ARG_GROUP_SOURCE ingress.two.securityGroupId',
      'ARG_FORMAT ingress.ports.ports',
      'ARG_PORTS ingress.ports.ports',
      'ARG_CHOICE ingress.http.protocol',
    ]);
  });

  test('peering lets every group into every other', async () => {
    const groups = { a: 'sg-a', b: 'sg-b', c: 'sg-c' };
    const { made } = await registrations(() => new SecurityGroupPeering('peer', { groups }));
    expect(counts(made)).toEqual({ 'alicloud:ecs/securityGroupRule:SecurityGroupRule': 6 });
    expect(refused(() => new SecurityGroupPeering('peer', { groups: { a: 'sg-a' } }))).toEqual(['ARG_COUNT groups']);
  });
});
