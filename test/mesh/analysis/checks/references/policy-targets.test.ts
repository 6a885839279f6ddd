import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../../../mesh/analysis/analyze.js';
import { policyTargets } from '../../../../../mesh/analysis/checks/references/policy-targets.js';
import { readManifests } from '../../../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../../../mesh/model/build.js';
import type { MeshOptions } from '../../../../../mesh/model/options.js';

const KINDS = {
  AuthorizationPolicy: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  BackendTLSPolicy: 'gateway.networking.k8s.io/v1',
} as const;

const GATEWAY = 'group: gateway.networking.k8s.io, kind: Gateway';

function policy(target: string, kind: keyof typeof KINDS = 'AuthorizationPolicy', namespace = 'edge'): string {
  return object(KINDS[kind], kind, 'p', `{targetRefs: [{${target}}]}`, namespace);
}

function object(apiVersion: string, kind: string, name: string, spec = '{}', namespace = 'edge'): string {
  const body =
    apiVersion.includes('istio') || apiVersion.includes('gateway') || kind === 'Service' ? `\nspec: ${spec}` : '';
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}${body}\n`;
}

const gateway = (name: string, namespace = 'edge') =>
  object('gateway.networking.k8s.io/v1', 'Gateway', name, '{gatewayClassName: istio}', namespace);
const namespaceEdge = '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: edge}\n';
const ingress = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: gw, namespace: edge}
spec: {template: {metadata: {labels: {istio: ingressgateway, sidecar.istio.io/inject: "true"}, annotations: {inject.istio.io/templates: gateway}}, spec: {containers: [{name: istio-proxy, image: auto}]}}}
`;

/** What is found and assumed. */
function found(yaml: string, options: MeshOptions = {}): readonly string[] {
  const mesh = buildMesh(readManifests(yaml, 'f').resources, options);
  const { findings, assumptions } = analyze(mesh, { checks: [policyTargets] });
  return [
    // What is assumed is a finding of level info too.
    ...findings
      .filter(({ level }) => level !== 'info')
      .map(({ code, level, message }) => `${code} ${level} ${message}`),
    ...assumptions.map(({ statement }) => `assumed ${statement}`),
  ];
}

const NOTHING = 'the policy is enforced nowhere, so what it should keep out gets in';

describe('a target that exists', () => {
  test.each([
    ['a Gateway', gateway('g') + policy(`${GATEWAY}, name: g`)],
    ['a Service', object('v1', 'Service', 's') + policy("group: '', kind: Service, name: s")],
    ['a Service of the group core', object('v1', 'Service', 's') + policy('group: core, kind: Service, name: s')],
    [
      'a ServiceEntry',
      object('networking.istio.io/v1', 'ServiceEntry', 's', '{hosts: [a.com]}') +
        policy('group: networking.istio.io, kind: ServiceEntry, name: s'),
    ],
    [
      'the class of waypoints',
      policy(
        'group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint',
        'AuthorizationPolicy',
        'istio-system',
      ),
    ],
  ])('%s is nothing to report', (_what, yaml) => {
    expect(found(yaml, { isComplete: true })).toEqual([]);
  });

  test('outside the files is declared', () => {
    const yaml = policy(`${GATEWAY}, name: g`) + policy("group: '', kind: Service, name: s", 'WasmPlugin');
    const external = { gateways: ['edge/g'], hosts: ['s.edge.svc.cluster.local'] };
    expect(found(yaml, { isComplete: true, external })).toEqual([]);
  });
});

describe('a target that does not exist', () => {
  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    'is an error of a %s in files that hold everything',
    (kind) => {
      const targets = [`${GATEWAY}, name: g`, "group: '', kind: Service, name: s"];
      for (const target of targets) {
        const findings = found(policy(target, kind), { isComplete: true });
        expect(findings).toHaveLength(1);
        expect(findings[0]).toMatch(/^IST0101 error (Gateway edge\/g|Service edge\/s) cannot be found, so \S/);
      }
    },
  );

  test('is assumed to be elsewhere where the files have none of its kind', () => {
    expect(found(policy(`${GATEWAY}, name: g`))).toEqual(['assumed the Gateway edge/g exists, in none of these files']);
    expect(found(policy('group: networking.istio.io, kind: ServiceEntry, name: s'))).toEqual([
      'assumed the ServiceEntry edge/s exists, in none of these files',
    ]);
  });

  test('is a warning beside others of its kind, and an error when the namespace is in the files', () => {
    const yaml = gateway('public') + policy(`${GATEWAY}, name: internal`);
    const message = `Gateway edge/internal cannot be found, so ${NOTHING}: no such Gateway of the Gateway API is in these files`;
    expect(found(yaml)).toEqual([`IST0101 warning ${message}`]);
    expect(found(namespaceEdge + yaml)).toEqual([`IST0101 error ${message}`]);
  });

  test('may be misspelt', () => {
    expect(found(gateway('public') + policy(`${GATEWAY}, name: pubilc`))).toEqual([
      expect.stringMatching(/^IST0101 error .*; did you mean public\?$/),
    ]);
  });

  test('may be in another namespace, where no policy reaches', () => {
    expect(found(gateway('public', 'other') + policy(`${GATEWAY}, name: public`))).toEqual([
      expect.stringMatching(/^IST0101 error .*, only other\/public, and a policy is for targets of its own namespace$/),
    ]);
  });

  test('may be an ingress gateway, which is not a Gateway of the Gateway API', () => {
    expect(found(ingress + policy(`${GATEWAY}, name: ingressgateway`, 'RequestAuthentication'))).toEqual([
      'IST0101 error Gateway edge/ingressgateway cannot be found, so no token is verified there, so requests with any token get in: no such Gateway of the Gateway API is in these files; an ingress gateway of Istio is selected by istio: ingressgateway, the label of its pods',
    ]);
    const ofAsm = object('istio.alibabacloud.com/v1beta1', 'IstioGateway', 'ingressgateway', '{}', 'istio-system');
    expect(found(ofAsm + policy(`${GATEWAY}, name: ingressgateway`, 'AuthorizationPolicy', 'istio-system'))).toEqual([
      expect.stringContaining('is selected by istio: ingressgateway, the label of its pods'),
    ]);
    const istioGateway = object('networking.istio.io/v1', 'Gateway', 'shop', '{selector: {app: gw}}');
    expect(found(istioGateway + policy(`${GATEWAY}, name: shop`))).toEqual([
      expect.stringContaining('is selected by the labels of its pods'),
    ]);
  });

  test('may be a class that Istio does not look at', () => {
    const target = 'group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint';
    const why = 'the only class that can be a target is istio-waypoint, for a policy in istio-system';
    expect(found(policy(target))).toEqual([
      `IST0101 error GatewayClass istio-waypoint cannot be found, so ${NOTHING}: ${why}`,
    ]);
  });

  test('is named with the place of the reference, also in the old form', () => {
    const yaml = object('security.istio.io/v1', 'AuthorizationPolicy', 'p', `{targetRef: {${GATEWAY}, name: g}}`);
    const mesh = buildMesh(readManifests(yaml, 'f').resources, { isComplete: true });
    expect(analyze(mesh, { checks: [policyTargets] }).findings.map(({ field }) => field)).toEqual([
      ['spec', 'targetRef'],
    ]);
    expect(analyze(mesh, { checks: [policyTargets], asIstioctl: true }).findings).toEqual([]);
  });
});
