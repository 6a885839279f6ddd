import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { types } from '../../policy/rule.js';
import { rules } from '../../policy/rules/index.js';

interface Case {
  readonly type: string;
  readonly passes: Record<string, unknown>;
  readonly fails: Record<string, unknown>;
  /** Part of what the rule says. */
  readonly says: string;
}

const tags = { owner: 'a', 'cost-center': 'b', 'data-classification': 'c', env: 'd' };
const peerAuthentication = 'kubernetes:security.istio.io/v1:PeerAuthentication';

/** One that passes and one that fails for each rule, and for each kind of resource that it treats differently. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  'no-public-api-server': [
    { type: types.cluster, passes: { slbInternetEnabled: false }, fails: {}, says: 'public address' },
    {
      type: types.mesh,
      passes: { loadBalancer: {} },
      fails: { loadBalancer: { apiServerPublicEip: true } },
      says: 'public',
    },
  ],
  'encrypted-disks': [
    {
      type: types.nodePool,
      passes: { systemDiskEncrypted: true },
      fails: { systemDiskEncrypted: false },
      says: 'system disk',
    },
    {
      type: types.nodePool,
      passes: { systemDiskEncrypted: true, dataDisks: [{ encrypted: 'true' }] },
      fails: { systemDiskEncrypted: true, dataDisks: [{ encrypted: 'true' }, {}] },
      says: 'Data disk 1',
    },
    { type: types.nodePool, passes: { type: 'edge' }, fails: { type: 'ess' }, says: 'system disk' },
  ],
  'encrypted-secrets': [
    { type: types.cluster, passes: { encryptionProviderKey: 'key-1' }, fails: {}, says: 'not encrypted' },
    {
      type: types.cluster,
      passes: { disableEncryption: false },
      fails: { disableEncryption: true },
      says: 'not encrypted',
    },
  ],
  'no-open-security-group': [
    {
      type: 'alicloud:ecs/securityGroupRule:SecurityGroupRule',
      passes: { type: 'ingress', cidrIp: '10.0.0.0/8' },
      fails: { type: 'ingress', cidrIp: '0.0.0.0/0' },
      says: '0.0.0.0/0',
    },
    {
      type: 'alicloud:ecs/securityGroupRule:SecurityGroupRule',
      passes: { type: 'egress', cidrIp: '0.0.0.0/0' },
      fails: { type: 'ingress', ipv6CidrIp: '::/0' },
      says: '::/0',
    },
  ],
  'deletion-protection': [
    { type: types.cluster, passes: { deletionProtection: true }, fails: {}, says: 'not protected' },
    {
      type: types.loadBalancer,
      passes: { deleteProtection: 'on' },
      fails: { deleteProtection: 'off' },
      says: 'not protected',
    },
    { type: types.key, passes: { deletionProtection: 'Enabled' }, fails: {}, says: 'not protected' },
  ],
  'log-retention': [
    { type: 'alicloud:log/store:Store', passes: { retentionPeriod: 7 }, fails: { retentionPeriod: 3 }, says: '3 days' },
    { type: types.cluster, passes: { controlPlaneLogTtl: '14' }, fails: { controlPlaneLogTtl: '1' }, says: '1 days' },
    {
      type: types.mesh,
      passes: { meshConfig: { accessLog: { enabled: false, sidecarLifecycle: 1 } } },
      fails: { meshConfig: { accessLog: { enabled: true, sidecarLifecycle: 14, gatewayLifecycle: 2 } } },
      says: '2 days',
    },
  ],
  'required-tags': [
    { type: 'alicloud:vpc/network:Network', passes: { tags }, fails: { tags: { owner: 'a' } }, says: 'cost-center' },
    { type: types.nodePool, passes: { tags }, fails: {}, says: 'owner' },
  ],
  'strict-mutual-tls': [
    {
      type: peerAuthentication,
      passes: { spec: { mtls: { mode: 'STRICT' } } },
      fails: { spec: { mtls: { mode: 'PERMISSIVE' } } },
      says: 'PERMISSIVE',
    },
    {
      type: peerAuthentication,
      passes: { spec: { mtls: { mode: 'STRICT' } } },
      fails: { spec: {} },
      says: 'inherited',
    },
  ],
};

/** What a rule says about a resource of a stack. */
function violations(name: string, type: string, props: Record<string, unknown>, stack = 'prod', config = {}): string[] {
  const said: string[] = [];
  const policy = rules.find((rule) => rule.name === name);
  const validate = policy?.validateResource;
  if (typeof validate !== 'function') throw new Error(`no rule ${name}`);
  const args = {
    type,
    props,
    urn: `urn:pulumi:${stack}::asm-blueprints::${type}::x`,
    name: 'x',
    getConfig: () => config,
  };
  validate.call({}, args as unknown as Parameters<typeof validate>[0], (text: string) => said.push(text));
  return said;
}

describe('rules of the policy pack', () => {
  test('every rule has cases, a file of its own, and a description', () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map((rule) => rule.name).sort());
    const files = readdirSync('policy/rules').filter((file) => file !== 'index.ts');
    expect(files.sort()).toEqual(rules.map((rule) => `${rule.name}.ts`).sort());
    for (const rule of rules) expect(rule.description).not.toBe('');
  });

  for (const [name, list] of Object.entries(cases)) {
    test.each(list)(`${name}: $type`, ({ type, passes, fails, says }) => {
      expect(violations(name, type, passes)).toEqual([]);
      const said = violations(name, type, fails);
      expect(said).toHaveLength(1);
      expect(said[0]).toContain(says);
    });
  }

  test('a rule for production leaves other stacks alone, unless the pack is configured for them', () => {
    expect(violations('no-public-api-server', types.cluster, {}, 'dev')).toEqual([]);
    expect(violations('no-public-api-server', types.cluster, {}, 'eu', { stacks: ['prod', 'eu'] })).toHaveLength(1);
  });

  test('a rule looks at its own types only', () => {
    expect(violations('deletion-protection', 'alicloud:vpc/network:Network', {})).toEqual([]);
  });
});
