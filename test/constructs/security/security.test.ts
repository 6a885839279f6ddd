import { describe, expect, test } from '@jest/globals';
import {
  AccessPolicy,
  type AccessRule,
  IngressGateway,
  JwtAuthentication,
  type MeshChart,
  MeshGateway,
  MeshTelemetry,
  MutualTls,
  type PolicyTarget,
  Waypoint,
} from '../../../constructs/index.js';
import { render } from '../rendered.js';

describe('MutualTls', () => {
  test('is for a namespace, or for pods and their ports', () => {
    expect(render((chart) => new MutualTls(chart, 'm', { mode: 'STRICT' })).only('PeerAuthentication')).toMatchObject({
      apiVersion: 'security.istio.io/v1',
      metadata: { name: 'default', namespace: 'shop' },
      spec: { mtls: { mode: 'STRICT' } },
    });
    const { spec } = render(
      (chart) => new MutualTls(chart, 'm', { mode: 'STRICT', selector: { app: 'a' }, ports: { 8080: 'DISABLE' } }),
    ).only('PeerAuthentication');
    expect(spec).toEqual({
      mtls: { mode: 'STRICT' },
      selector: { matchLabels: { app: 'a' } },
      portLevelMtls: { '8080': { mode: 'DISABLE' } },
    });
  });

  test('refuses ports without a selector', () => {
    const { problems } = render((chart) => new MutualTls(chart, 'm', { mode: 'STRICT', ports: { 80: 'DISABLE' } }));
    expect(problems).toEqual([
      'chart/m/peer-authentication: PeerAuthentication default: spec: portLevelMtls needs a selector; Istio ignores it for a whole namespace [SYNTH_INVALID]',
    ]);
  });
});

describe('AccessPolicy', () => {
  const policy = (rules: AccessRule[]) => render((chart) => new AccessPolicy(chart, 'p', { rules }));

  test('writes every condition', () => {
    const { spec } = policy([
      {
        principals: ['a'],
        namespaces: ['b'],
        requestPrincipals: ['c'],
        ipBlocks: ['10.0.0.0/8'],
        methods: ['GET'],
        paths: ['/x*'],
        ports: [80],
        hosts: ['h'],
        when: { 'request.headers[x]': ['1'] },
      },
      {},
    ]).only('AuthorizationPolicy');
    expect(spec).toEqual({
      action: 'ALLOW',
      rules: [
        {
          from: [
            { source: { principals: ['a'], namespaces: ['b'], requestPrincipals: ['c'], ipBlocks: ['10.0.0.0/8'] } },
          ],
          to: [{ operation: { methods: ['GET'], paths: ['/x*'], ports: ['80'], hosts: ['h'] } }],
          when: [{ key: 'request.headers[x]', values: ['1'] }],
        },
        {},
      ],
    });
  });

  test('without rules it allows nobody', () => {
    expect(policy([]).only('AuthorizationPolicy').spec).toEqual({ action: 'ALLOW' });
  });

  test('refuses empty lists, which would let everybody in', () => {
    expect(policy([{ principals: [] }, { when: { 'request.headers[x]': [] } }]).problems).toEqual([
      'chart/p: rule 1: principals is an empty list, which stands for anybody; leave it or the rule out [SYNTH_INVALID]',
      'chart/p: rule 2: request.headers[x] is an empty list, which stands for anybody; leave it or the rule out [SYNTH_INVALID]',
      'chart/p/authorization-policy: AuthorizationPolicy p: spec.rules[0].from[0].source: the source must not be empty; fix the construct [SYNTH_INVALID]',
      'chart/p/authorization-policy: AuthorizationPolicy p: spec.rules[1].when[0]: a condition needs values or notValues; fix the construct [SYNTH_INVALID]',
    ]);
  });

  test.each([
    [{ selector: { app: 'a' } }, { selector: { matchLabels: { app: 'a' } } }],
    [{ gateway: IngressGateway.named('g') }, { selector: { matchLabels: { istio: 'g' } } }],
    [{ gatewayApi: 'g' }, { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' }] }],
    [{ service: 's' }, { targetRefs: [{ group: '', kind: 'Service', name: 's' }] }],
  ] as const)('is for the target %j', (target, fields) => {
    const out = render((chart) => new AccessPolicy(chart, 'p', { target, action: 'DENY', rules: [{}] }));
    expect(out.only('AuthorizationPolicy').spec).toEqual({ ...fields, action: 'DENY', rules: [{}] });
  });
});

describe('a gateway as a target', () => {
  const rules = [{}];
  const policyOf = (make: (chart: MeshChart) => void) => render(make).only('AuthorizationPolicy');

  test('that is an ingress gateway is its pods, where they are', () => {
    const { metadata, spec } = policyOf((chart) => {
      const gateway = new IngressGateway(chart, 'ingressgateway');
      new AccessPolicy(chart, 'p', { target: { gateway }, rules });
    });
    expect(metadata.namespace).toBe('istio-system');
    expect(spec).toMatchObject({ selector: { matchLabels: { istio: 'ingressgateway' } } });
  });

  test.each([
    ['a Gateway of the Gateway API', (chart: MeshChart) => new MeshGateway(chart, 'g', { namespace: 'edge' })],
    ['a waypoint', (chart: MeshChart) => new Waypoint(chart, 'g', { namespace: 'edge' })],
  ])('that is %s is named, in its namespace', (_what, gatewayOf) => {
    const { metadata, spec } = policyOf((chart) => {
      new AccessPolicy(chart, 'p', { target: { gateway: gatewayOf(chart) }, rules });
    });
    expect(metadata.namespace).toBe('edge');
    const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'g' }];
    expect(spec).toMatchObject({ targetRefs });
  });

  test('in another namespace than the policy is refused, since the policy would be for nothing', () => {
    const { problems } = render((chart) => {
      const target = { gateway: IngressGateway.named('ingressgateway') };
      new AccessPolicy(chart, 'access', { namespace: 'shop', target, rules });
      new JwtAuthentication(chart, 'jwt', { namespace: 'shop', target, issuer: 'https://issuer.example.com' });
      new MeshTelemetry(chart, 'telemetry', { namespace: 'shop', target });
    });
    const message =
      'the policy is in shop, and its gateway in istio-system; leave the namespace out, or give istio-system';
    expect(problems.filter((problem) => problem.includes(message)).map((problem) => problem.split(':')[0])).toEqual([
      'chart/access',
      'chart/jwt',
      'chart/telemetry',
    ]);
  });

  test('cannot be a name alone: of an ingress gateway, a targetRef would name nothing', () => {
    // @ts-expect-error a name does not say which kind of gateway it is
    const target: PolicyTarget = { gateway: 'ingressgateway' };
    expect(target).toBeDefined();
  });
});

describe('JwtAuthentication', () => {
  const issuer = 'https://issuer.example.com';

  test('verifies tokens; by itself it lets requests without one pass', () => {
    const out = render(
      (chart) =>
        new JwtAuthentication(chart, 'jwt', {
          issuer,
          jwksUri: 'https://keys',
          audiences: ['a'],
          forwardOriginalToken: true,
        }),
    );
    expect(out.only('RequestAuthentication').spec).toEqual({
      jwtRules: [{ issuer, jwksUri: 'https://keys', audiences: ['a'], forwardOriginalToken: true }],
    });
    expect(out.manifests).toHaveLength(1);
  });

  test('requires a token where it is told to', () => {
    const target = { selector: { app: 'a' } };
    const out = render((chart) => new JwtAuthentication(chart, 'jwt', { issuer, target, require: { paths: ['/x'] } }));
    expect(out.only('AuthorizationPolicy', 'jwt').spec).toEqual({
      selector: { matchLabels: { app: 'a' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { requestPrincipals: [`${issuer}/*`] } }],
          to: [{ operation: { paths: ['/x'] } }],
        },
      ],
    });
  });

  test('refuses two sources of keys', () => {
    const out = render((chart) => new JwtAuthentication(chart, 'jwt', { issuer, jwks: '{}', jwksUri: 'https://keys' }));
    expect(out.problems.join()).toContain('both jwks and jwksUri are given');
  });
});
