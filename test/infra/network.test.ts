import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import { Network } from '../../infra/network.js';
import { counts, only, refused, registrations, resolved, tags } from './registrations.js';

const zones = [
  { zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20', podCidr: '10.0.64.0/20' },
  { zoneId: 'cn-hangzhou-i', nodeCidr: '10.0.16.0/20', podCidr: '10.0.80.0/20' },
];

describe('Network', () => {
  test('makes a VPC, vSwitches for nodes and pods, and egress for each', async () => {
    const { result, made } = await registrations(() => new Network('net', { zones, tags }));
    expect(counts(made)).toEqual({
      'alicloud:vpc/network:Network': 1,
      'alicloud:vpc/switch:Switch': 4,
      'alicloud:vpc/natGateway:NatGateway': 1,
      'alicloud:ecs/eipAddress:EipAddress': 1,
      'alicloud:ecs/eipAssociation:EipAssociation': 1,
      'alicloud:vpc/snatEntry:SnatEntry': 4,
    });
    expect(only(made, 'alicloud:vpc/network:Network')).toMatchObject({ cidrBlock: '10.0.0.0/16', tags });
    expect(await resolved(result.podVSwitchIds)).toEqual(['net-pods-cn-hangzhou-h-id', 'net-pods-cn-hangzhou-i-id']);
    expect(await resolved(result.egressIpAddress ?? pulumi.output(''))).toBe('203.0.113.1');
    expect(made.filter(({ name }) => !name.startsWith('net'))).toEqual([]);
  });

  test('adopts by id and then makes nothing', async () => {
    const adopted = [{ zoneId: 'cn-hangzhou-h', vSwitchId: 'vsw-1' }];
    const { result, made } = await registrations(() => new Network('net', { vpcId: 'vpc-1', zones: adopted }));
    expect(counts(made)).toEqual({});
    expect(await resolved(result.vSwitchIds)).toEqual(['vsw-1']);
  });

  test('refuses everything that is wrong at once', () => {
    const wrong = [
      { zoneId: 'cn-hangzhou-h', nodeCidr: '10.9.0.0/20' },
      { zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.1/20' },
      { zoneId: 'cn-hangzhou-i', nodeCidr: '10.0.8.0/30', podCidr: '10.0.8.0/24' },
      { zoneId: 'cn-hangzhou-j' },
    ];
    expect(refused(() => new Network('net', { zones: wrong, egressBandwidth: 0 })).sort()).toEqual([
      'ARG_CIDR zones[1].nodeCidr',
      'ARG_CIDR zones[2].nodeCidr',
      'ARG_CIDR_OUTSIDE zones[0].nodeCidr',
      'ARG_CIDR_OVERLAP zones[2].podCidr',
      'ARG_DUPLICATE zones[1].zoneId',
      'ARG_MISSING zones[3]',
      'ARG_RANGE egressBandwidth',
    ]);
  });

  test('refuses what is left out, and vSwitches of a VPC that it would make', () => {
    expect(refused(() => new Network('net', {} as never))).toEqual(['ARG_MISSING zones']);
    const zone = { zoneId: 'Zone H', vSwitchId: 'mine' };
    expect(refused(() => new Network('net', { cidrBlock: '10.0.0.0/7', zones: [zone] }))).toEqual([
      'ARG_CIDR cidrBlock',
      'ARG_FORMAT zones[0].zoneId',
      'ARG_FORMAT zones[0].vSwitchId',
      'ARG_MISSING vpcId',
    ]);
  });

  test('keeps reserved ranges free', () => {
    expect(refused(() => new Network('net', { zones, reservedCidrs: { services: '10.0.128.0/20' } }))).toEqual([
      'ARG_CIDR_OVERLAP services',
    ]);
  });

  test('cannot look into Outputs, and does not try', async () => {
    const late = [{ zoneId: pulumi.output('z'), nodeCidr: pulumi.output('nonsense') }];
    await expect(registrations(() => new Network('net', { zones: late }))).resolves.toBeDefined();
  });
});
