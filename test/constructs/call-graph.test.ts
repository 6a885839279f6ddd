import { expect, test } from '@jest/globals';
import { type MeshChart, MeshService } from '../../constructs/index.js';
import { buildMesh, callsAnnotation, findService, impact, request } from '../../mesh/index.js';
import { render } from './rendered.js';

const service = (chart: MeshChart, name: string) =>
  new MeshService(chart, name, { ports: { number: 80, targetPort: 8080 }, versions: { v1: { image: 'shop:1' } } });

const out = render((chart) => {
  const [front, cart, payments] = ['front', 'cart', 'payments'].map((name) => service(chart, name)) as [
    MeshService,
    MeshService,
    MeshService,
  ];
  front.calls(cart, { port: 80 });
  cart.calls(payments, { methods: ['POST'], paths: ['/charge*'] }).calls('api.example.com');
});

test('declared calls become a policy, a scope and a host outside', () => {
  expect(out.problems).toEqual([]);
  const policy = out.only('AuthorizationPolicy', 'allow-callers-of-payments');
  expect(policy.spec).toEqual({
    selector: { matchLabels: { app: 'payments' } },
    action: 'ALLOW',
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/cart'] } }],
        to: [{ operation: { methods: ['POST'], paths: ['/charge*'] } }],
      },
    ],
  });
  expect(JSON.parse(policy.metadata.annotations?.[callsAnnotation] ?? '')).toEqual([
    {
      from: 'shop/cart',
      to: 'shop/payments',
      principal: 'cluster.local/ns/shop/sa/cart',
      methods: ['POST'],
      paths: ['/charge*'],
    },
  ]);
  expect(out.only('AuthorizationPolicy', 'allow-callers-of-cart').spec.rules[0].to).toEqual([
    { operation: { ports: ['8080'] } },
  ]);
  expect(out.only('Sidecar', 'calls-of-cart').spec.egress).toEqual([
    { hosts: ['./api.example.com', 'shop/payments.shop.svc.cluster.local'] },
  ]);
  expect(out.only('ServiceEntry', 'cart-api-example-com-443').spec.exportTo).toEqual(['.']);
});

test('the same calls say who is allowed and who is affected', () => {
  const target = { name: 'local', role: 'all' } as const;
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
  };
  const mesh = buildMesh([namespace, ...out.manifests].map((manifest) => ({ manifest, target, path: 'chart' })));
  const to = 'http://payments/charge/1';
  expect(request(mesh, { from: 'shop/cart', to, method: 'POST' }).verdict).toBe('allowed');
  expect(request(mesh, { from: 'shop/cart', to, method: 'GET' }).policy).toBe('shop/allow-callers-of-payments');
  expect(request(mesh, { from: 'shop/front', to, method: 'POST' }).verdict).toBe('not-visible');
  const payments = findService(mesh, 'shop/payments');
  expect(payments === undefined ? [] : impact(mesh, payments)).toEqual([
    { affected: 'shop/cart', kind: 'calls', through: ['shop/payments'] },
    { affected: 'shop/front', kind: 'calls', through: ['shop/payments', 'shop/cart'] },
  ]);
});
