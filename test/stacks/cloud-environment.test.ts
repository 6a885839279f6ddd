import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ProblemsError } from '../../mesh/problem.js';
import { credentialProblems } from '../../stacks/credentials.js';
import { type CloudSettings, parseEnvironment } from '../../stacks/environment/index.js';
import { readPendingCreates } from '../../stacks/interrupted/pending-creates.js';
import { keptOnDestroy } from '../../stacks/kept-on-destroy.js';

const minimal = {
  kind: 'cloud',
  region: 'cn-hangzhou',
  ownership: { owner: 'me', costCenter: 'cc', dataClassification: 'internal' },
  network: { zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.0.0.0/20' }] },
  clusters: { main: { type: 'managed' } },
};

function problems(change: Record<string, unknown>): string[] {
  try {
    parseEnvironment('test', { ...minimal, ...change }, 'Pulumi.test.yaml');
  } catch (error) {
    if (error instanceof ProblemsError)
      return error.problems.map(({ code, place }) => `${code} ${place.split('asm-blueprints:')[1]}`);
    throw error;
  }
  return [];
}

const settings = (change: Record<string, unknown> = {}) =>
  parseEnvironment('test', { ...minimal, ...change }, 'f').settings as CloudSettings;

const home = mkdtempSync(join(tmpdir(), 'no-profile-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('a cloud environment', () => {
  test('is protected, logged and encrypted by default as the page says', () => {
    expect(settings()).toMatchObject({
      security: { deletionProtection: false, encryptionKey: true, roles: {} },
      observability: { retentionDays: 14, metrics: true, accessLog: true, auditTrail: false },
      mesh: { edition: 'Pro', publicApiServer: false, publicPilot: false },
      clusters: { main: { publicApiServer: false, meshOperator: false } },
    });
  });

  test('refuses a region that does not exist, and zones of another', () => {
    expect(problems({ region: 'cn-atlantis' })).toEqual([
      'ENV_UNKNOWN_ZONE network.zones[0].zoneId',
      'ENV_UNKNOWN_REGION region',
    ]);
    expect(problems({ network: { zones: [{ zoneId: 'cn-shanghai-b', nodeCidr: '10.0.0.0/20' }] } })).toEqual([
      'ENV_UNKNOWN_ZONE network.zones[0].zoneId',
    ]);
    const singapore = {
      region: 'ap-southeast-1',
      network: { zones: [{ zoneId: 'ap-southeast-1a', nodeCidr: '10.0.0.0/20' }] },
    };
    expect(problems(singapore)).toEqual([]);
  });

  test('checks the ranges of a VPC for the mesh too', () => {
    const { zones } = minimal.network;
    const meshVpc = { cidr: '10.0.0.0/16', zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.1.0.0/20' }] };
    expect(problems({ network: { zones, cidr: '10.0.0.0/16', meshVpc } })).toEqual([
      'ENV_CIDR_OVERLAP network.meshVpc.cidr',
      'ENV_CIDR_OUTSIDE network.meshVpc.zones[0].nodeCidr',
    ]);
  });
});

describe('what a destroy keeps', () => {
  test('names adopted and protected things with the reason', () => {
    const kept = keptOnDestroy(
      settings({
        network: { vpcId: 'vpc-1', zones: [{ zoneId: 'cn-hangzhou-h', vSwitchId: 'vsw-1' }] },
        clusters: { main: { type: 'managed' }, old: { type: 'existing', id: 'c1' } },
        mesh: { id: 'c2' },
        loadBalancers: { gateway: { id: 'lb-1' }, fresh: {} },
        security: { deletionProtection: true, encryptionKey: { id: 'key-1' } },
      }),
    );
    expect(kept.map(({ what, why }) => `${what}: ${why.split(' ')[0]}`)).toEqual([
      'VPC vpc-1: adopted',
      'vSwitch vsw-1: adopted',
      'ASM instance c2: adopted',
      'cluster c1: adopted',
      'CLB lb-1: adopted',
      'KMS key key-1: adopted',
      'cluster main: protected',
      'CLB fresh: protected',
    ]);
  });
});

describe('credentials', () => {
  test('are missed in one line that says how to give them', () => {
    const [problem] = credentialProblems({}, {}, home);
    expect(problem?.mend).toContain('ALIBABA_CLOUD_ACCESS_KEY_ID');
  });

  test('are found in the configuration and in the environment', () => {
    expect(credentialProblems({ 'alicloud:accessKey': 'x' }, {}, home)).toEqual([]);
    expect(credentialProblems({}, { ALIBABA_CLOUD_ACCESS_KEY_ID: 'x' }, home)).toEqual([]);
  });
});

describe('an interrupted update', () => {
  test('is read from the exported state: creations that are not over', () => {
    const resource = (name: string) => ({
      urn: `urn:pulumi:dev::asm-blueprints::asm:network:Network$alicloud:vpc/network:Network::${name}`,
      type: 'alicloud:vpc/network:Network',
      inputs: { vpcName: name },
    });
    const exported = {
      deployment: {
        resources: [resource('made')],
        pending_operations: [
          { type: 'creating', resource: resource('dev') },
          { type: 'creating', resource: resource('made') },
          { type: 'deleting', resource: resource('old') },
        ],
      },
    };
    expect(readPendingCreates(JSON.stringify(exported))).toEqual([
      { type: 'alicloud:vpc/network:Network', name: 'dev', inputs: { vpcName: 'dev' } },
    ]);
    expect(readPendingCreates('{}')).toEqual([]);
  });
});
