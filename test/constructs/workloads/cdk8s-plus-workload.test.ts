import { describe, expect, test } from '@jest/globals';
import { Size } from 'cdk8s';
import { Cpu, Deployment, EnvValue, Probe, ServiceAccount } from 'cdk8s-plus-28';
import { type MeshChart, MeshService, type MeshServiceProps } from '../../../constructs/index.js';
import { render } from '../rendered.js';

function deployment(chart: MeshChart, props: { namespace?: string; account?: string } = {}): Deployment {
  const { namespace, account } = props;
  return new Deployment(chart, 'cart-v2', {
    metadata: { name: 'cart-v2', namespace },
    serviceAccount: account ? ServiceAccount.fromServiceAccountName(chart, 'account', account) : undefined,
    containers: [
      {
        image: 'shop:2',
        portNumber: 8080,
        envVariables: { MODE: EnvValue.fromValue('a') },
        readiness: Probe.fromHttpGet('/ready'),
        resources: { cpu: { request: Cpu.millis(50) }, memory: { limit: Size.mebibytes(64) } },
      },
    ],
  });
}

function service(chart: MeshChart, v2: Deployment, props: Partial<MeshServiceProps> = {}): MeshService {
  const versions = { v1: { image: 'shop:1' }, v2 };
  return new MeshService(chart, 'cart', { ports: { number: 80, targetPort: 8080 }, versions, ...props });
}

describe('a Deployment of cdk8s-plus as a version', () => {
  const ownership = { owner: 'ann', costCenter: '42', dataClassification: 'internal' };

  test('is found by the service and its subset, runs as its account, and keeps what it says of itself', () => {
    const out = render((chart) => service(chart, deployment(chart)).splitTraffic({ v1: 90, v2: 10 }), { ownership });
    expect(out.problems).toEqual([]);
    const { spec, metadata } = out.only('Deployment', 'cart-v2');
    const labels = { app: 'cart', version: 'v2', team: 'ann' };
    expect(metadata).toMatchObject({ namespace: 'shop', labels, annotations: { owner: 'ann', 'cost-center': '42' } });
    expect(spec.template.metadata.labels).toMatchObject({ ...labels, ...spec.selector.matchLabels });
    expect(spec.template.spec.serviceAccountName).toBe('cart');
    expect(spec.template.spec.containers[0]).toMatchObject({
      image: 'shop:2',
      ports: [{ containerPort: 8080 }],
      readinessProbe: { httpGet: { path: '/ready' } },
      resources: { requests: { cpu: '50m' }, limits: { memory: '64Mi' } },
    });
    expect(out.only('DestinationRule').spec.subsets).toHaveLength(2);
  });

  test('may name the account itself, if it is that of the service', () => {
    const account = 'robot';
    const out = render((chart) =>
      service(chart, deployment(chart, { account }), { serviceAccount: { name: account, existing: true } }),
    );
    expect(out.problems).toEqual([]);
    expect(out.only('Deployment', 'cart-v2').spec.template.spec.serviceAccountName).toBe(account);
  });

  test('is refused with another account or namespace', () => {
    const { problems } = render((chart) => service(chart, deployment(chart, { account: 'robot', namespace: 'else' })));
    expect(problems.join('\n')).toContain("chart/cart-v2 runs as ServiceAccount 'robot', the service as 'cart'");
    expect(problems.join('\n')).toContain("chart/cart-v2 is in namespace 'else', the service in 'shop'");
  });
});
