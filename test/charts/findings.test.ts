import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import { referenceOf, type Scenario, scenarios } from '../../charts/index.js';
import { STABLE_API_VERSIONS, synthesize } from '../../constructs/index.js';
import { analyze } from '../../mesh/analysis/analyze.js';
import { describeResource } from '../../mesh/analysis/finding.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { buildMesh } from '../../mesh/model/build.js';

const ownership = { owner: 'owner@example.com', costCenter: 'example', dataClassification: 'internal' };

/** The findings of a stage as `code Kind namespace/name`. */
function findingsOf(scenario: Scenario, stage: string): readonly string[] {
  const app = new App();
  const { placement, settings } = referenceOf(scenario);
  scenario.chart(app, { placement, apiVersions: STABLE_API_VERSIONS, ownership }, stage, settings);
  const { objects, problems } = synthesize(app);
  expect(problems).toEqual([]);
  const resources = objects.flatMap(({ manifest, targets, path }) =>
    targets.map((target): Resource => ({ manifest, target, path })),
  );
  const { findings } = analyze(buildMesh(resources, { external: scenario.external?.(settings) ?? {} }));
  return findings.map(({ code, resource }) => `${code} ${describeResource(resource)}`).sort();
}

/** What the guides' own stages have to answer for (the defects that the reference scenarios list). */
const podinfo = [
  // The port of the Service has no name.
  'IST0118 Service default/podinfo',
  // `consecutiveErrors` is deprecated.
  'IST0133 DestinationRule default/podinfo',
];
const bookinfo = ['ASM0005 Gateway default/bookinfo-gateway', 'ASM0006 Gateway default/bookinfo-gateway'];
const expected: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  hello: {
    '90-10': [],
    '50-50': [],
    '0-100': [],
    permissive: [],
    // The guide stops at mTLS: who may call is left open.
    strict: ['ASM0004 PeerAuthentication asm-demo/default'],
    fixed: [],
  },
  podinfo: { 'all-blue': podinfo, '80-green': podinfo, fixed: [] },
  bookinfo: { 'all-versions': bookinfo, 'reviews-v3': bookinfo, fixed: [] },
  'zero-trust': {
    guide: [
      // A claim is asked for that nothing verifies, of a caller with the identity of the gateway itself.
      'ASM0007 AuthorizationPolicy istio-system/gateway-auth',
      'ASM0008 AuthorizationPolicy istio-system/gateway-auth',
      // HTTP limits and 5xx ejection on a TLS port.
      'ASM0009 DestinationRule istio-system/external-svc-dr',
      // The route looks for its Services in istio-system.
      'ASM0010 HTTPRoute istio-system/internal-canary-route',
      // The Telemetry has fields that its CRD does not know.
      'IST0106 Telemetry istio-system/gateway-observability',
    ],
    fixed: [],
  },
  ingress: { deployed: [] },
  edge: {
    deployed: [],
    routed: ['ASM0005 Gateway edge-demo/edge-gateway', 'ASM0006 Gateway edge-demo/edge-gateway'],
    fixed: [],
  },
};

const cases = Object.values(scenarios).flatMap((scenario) =>
  scenario.stages.map(({ name }) => [scenario.name, name, scenario] as const),
);

describe('scenario charts', () => {
  test.each(cases)('%s, stage %s, has the findings of the guide and no other', (name, stage, scenario) => {
    expect(findingsOf(scenario, stage)).toEqual(expected[name]?.[stage]);
  });

  test('every scenario with findings has a fixed stage', () => {
    for (const { name, stages } of Object.values(scenarios)) {
      const hasFindings = Object.values(expected[name] ?? {}).some((findings) => findings.length > 0);
      expect([name, stages.some((stage) => stage.name === 'fixed')]).toEqual([name, hasFindings]);
    }
  });
});
