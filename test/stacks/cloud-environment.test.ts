import { describe, expect, test } from '@jest/globals';
import { ProblemsError } from '../../mesh/manifest/problem.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { credentialProblems } from '../../stacks/credentials.js';
import { type CloudSettings, parseEnvironment } from '../../stacks/environment/index.js';
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
    parseEnvironment('test', { ...minimal, ...change }, 'Pulumi.test.yaml', ownBlueprint);
  } catch (error) {
    if (error instanceof ProblemsError)
      return error.problems.map(({ code, place }) => `${code} ${place.split('asm-blueprints:')[1]}`);
    throw error;
  }
  return [];
}

const settings = (change: Record<string, unknown> = {}) =>
  parseEnvironment('test', { ...minimal, ...change }, 'f', ownBlueprint).settings as CloudSettings;

describe('a cloud environment', () => {
  test('is protected, logged and encrypted by default as the page says', () => {
    expect(settings()).toMatchObject({
      security: { deletionProtection: false, encryptionKey: true, roles: {} },
      observability: { retentionDays: 14, metrics: true, accessLog: true, auditTrail: false },
      mesh: { edition: 'Pro', publicApiServer: false, publicPilot: false },
      clusters: { main: { publicApiServer: false } },
    });
  });

  test('refuses a region that does not exist, and zones of another', () => {
    expect(problems({ region: 'cn-atlantis' })).toEqual(['ENV_UNKNOWN_REGION region']);
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

  test('lets the add-on make the instance of one managed cluster only', () => {
    const two = { main: { type: 'managed' }, edge: { type: 'edge' } };
    expect(problems({ mesh: { operator: true } })).toEqual([]);
    expect(problems({ mesh: { operator: true, id: 'c1' }, clusters: two, kind: 'fleet' })).toEqual([
      'ENV_MESH_OPERATOR mesh.operator',
      'ENV_MESH_OPERATOR mesh.operator',
      'ENV_MESH_OPERATOR mesh.operator',
    ]);
  });

  test('binds a gateway to a load balancer that it has, with the same access', () => {
    const ingress = { loadBalancer: 'shop' };
    expect(problems({ scenarios: { ingress } })).toEqual(['ENV_UNKNOWN_LOAD_BALANCER scenarios.ingress.loadBalancer']);
    expect(problems({ scenarios: { ingress }, loadBalancers: { shop: {} } })).toEqual([
      'ENV_ACCESS scenarios.ingress.loadBalancer',
    ]);
    expect(problems({ scenarios: { ingress }, loadBalancers: { shop: { access: 'internet' } } })).toEqual([]);
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
    expect(credentialProblems({}, {})).toMatchObject([{ code: 'CREDENTIALS_MISSING', place: 'alicloud:accessKey' }]);
    expect(credentialProblems({}, {})[0]?.fix).toContain('ALIBABA_CLOUD_ACCESS_KEY_ID');
  });

  test('are not whole without their secret', () => {
    expect(credentialProblems({ 'alicloud:accessKey': 'x' }, {})).toMatchObject([{ place: 'alicloud:secretKey' }]);
  });

  test('are found in the configuration and in the environment', () => {
    expect(credentialProblems({ 'alicloud:accessKey': 'x', 'alicloud:secretKey': 'y' }, {})).toEqual([]);
    expect(credentialProblems({}, { ALICLOUD_ACCESS_KEY: 'x', ALICLOUD_SECRET_KEY: 'y' })).toEqual([]);
  });
});
