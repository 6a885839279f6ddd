import { describe, expect, test } from '@jest/globals';
import * as pulumi from '@pulumi/pulumi';
import type { DeployableObject } from '../../infra/index.js';
import { ownBlueprint } from '../../stacks/blueprint.js';
import { isCloud, readEnvironment } from '../../stacks/environment/index.js';
import { type GatewayAddresses, NO_ADDRESS } from '../../stacks/gateways.js';
import { nextSteps } from '../../stacks/next-steps.js';
import { resolved } from '../infra/registrations.js';

const server = (number: number, protocol: string, hosts: string[]) => ({ port: { number, protocol }, hosts });

function gateway(...servers: ReturnType<typeof server>[]): DeployableObject {
  const spec = { selector: { istio: 'ingressgateway' }, servers };
  const manifest = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'shop' }, spec };
  return { manifest, target: { name: 'asm', role: 'mesh' }, path: 'shop/gateway' };
}

function steps(objects: DeployableObject[], addresses: GatewayAddresses): Promise<string[]> {
  const environment = readEnvironment('.', 'Pulumi.dev.yaml', ownBlueprint);
  if (!isCloud(environment)) throw new Error('dev is in the cloud');
  return resolved(nextSteps(environment, objects, pulumi.output(addresses), pulumi.output('c1')));
}

describe('what to do next', () => {
  test('is to write the kubeconfigs where only the user reads them', async () => {
    const lines = await steps([], {});
    expect(lines.slice(0, 2)).toEqual([
      'pulumi stack output kubeconfigs --stack dev --show-secrets --json | npx asm-blueprints kubeconfigs dev',
      'kubectl --kubeconfig .kubeconfigs/dev/asm.yaml get istiogateways,virtualservices -A',
    ]);
    expect(lines.join('\n')).not.toContain('>');
    expect(lines.at(-1)).toBe('https://servicemesh.console.aliyun.com   # instance c1 in cn-hangzhou');
  });

  test('is to ask each gateway for what it serves, with the address where DNS may lack it', async () => {
    const objects = [gateway(server(80, 'HTTP', ['*']), server(443, 'HTTPS', ['shop/shop.example.com', '*.shop.com']))];
    const lines = await steps(objects, { ingressgateway: { main: '198.51.100.1' } });
    expect(lines.filter((line) => line.startsWith('curl'))).toEqual([
      'curl http://198.51.100.1:80/',
      'curl --resolve shop.example.com:443:198.51.100.1 https://shop.example.com:443/',
      'curl --resolve any.shop.com:443:198.51.100.1 https://any.shop.com:443/',
    ]);
  });

  test('is to look again where an address is missing', async () => {
    const lines = await steps([gateway(server(80, 'HTTP', ['*']))], { ingressgateway: { main: NO_ADDRESS } });
    expect(lines).toContain(
      'kubectl --kubeconfig .kubeconfigs/dev/main.yaml -n istio-system get service istio-ingressgateway',
    );
    expect(lines.filter((line) => line.startsWith('curl'))).toEqual([]);
  });
});
