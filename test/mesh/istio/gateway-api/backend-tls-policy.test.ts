import { describe, expect, test } from '@jest/globals';
import { DestinationRules } from '../../../../mesh/istio/destination-rules.js';
import { readBackendPolicies } from '../../../../mesh/istio/gateway-api/backend-tls-policy.js';
import { effectivePolicy } from '../../../../mesh/istio/traffic-policy.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { resourcesOf } from '../../resources.js';

const host = 'vault.bank.svc.cluster.local';
const vault = `
apiVersion: v1
kind: Service
metadata: { name: vault, namespace: bank }
spec: { selector: { app: vault }, ports: [{ name: api, port: 80 }, { name: admin, port: 81 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: ca, namespace: bank }
data: { ca.crt: certificate }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: partner, namespace: bank }
spec: { hosts: [partner.example.com], ports: [{ name: api, number: 80, protocol: HTTP }], resolution: DNS }`;
const system = '{ wellKnownCACertificates: System, hostname: vault.example.com }';
const policy = (name: string, target: string, validation = system, meta = '') => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: ${name}, namespace: bank${meta} }
spec: { targetRefs: [${target}], validation: ${validation} }`;
const toService = '{ group: "", kind: Service, name: vault }';
const toAdmin = '{ group: "", kind: Service, name: vault, sectionName: admin }';
const created = (time: string) => `, creationTimestamp: "2026-01-0${time}T00:00:00Z"`;

const read = (text: string) => readBackendPolicies(buildMesh(resourcesOf(vault + text)));

describe('readBackendPolicies (Istio, BackendTLSPolicyCollection)', () => {
  test('a Service, one of its ports, a ServiceEntry', () => {
    expect(read(policy('all', toService))).toMatchObject([
      { host, namespace: 'bank', tls: { mode: 'SIMPLE', sni: 'vault.example.com' }, ports: [] },
    ]);
    expect(read(policy('one', toAdmin))).toMatchObject([{ host, tls: undefined, ports: [{ port: { number: 81 } }] }]);
    const toEntry = '{ group: networking.istio.io, kind: ServiceEntry, name: partner }';
    expect(read(policy('entry', toEntry))).toMatchObject([{ host: 'partner.example.com' }]);
  });

  test.each([
    ['a Service that is not there', '{ group: "", kind: Service, name: safe }'],
    ['a port that is not there', '{ group: "", kind: Service, name: vault, sectionName: none }'],
    ['another kind', '{ group: apps, kind: Deployment, name: vault }'],
  ])('%s has none', (_, target) => {
    expect(read(policy('none', target))).toEqual([]);
  });

  test('one that an annotation switches off does not count', () => {
    const off = ', annotations: { istio.io/ignore-policy-attachment: "True" }';
    expect(read(policy('disabled', toService, system, off))).toEqual([]);
  });

  test('of several for one target the oldest counts, then the first by name', () => {
    const named = (name: string) => `{ wellKnownCACertificates: System, hostname: ${name}.example.com }`;
    const sniOf = (text: string) => read(text).map(({ tls }) => tls?.sni);
    expect(sniOf(policy('b', toService, named('b')) + policy('a', toService, named('a')))).toEqual(['a.example.com']);
    const byAge = policy('b', toService, named('b'), created('1')) + policy('a', toService, named('a'), created('2'));
    expect(sniOf(byAge)).toEqual(['b.example.com']);
  });

  test.each([
    ['a CA that is there', '{ group: "", kind: ConfigMap, name: ca }', undefined],
    ['one that is not', '{ group: "", kind: ConfigMap, name: lost }', 'there is no ConfigMap bank/lost with the CA'],
    ['a Secret', '{ group: "", kind: Secret, name: ca }', 'a CA of kind Secret is not supported'],
  ])('%s', (_, reference, failure) => {
    const [found] = read(policy('ca', toService, `{ hostname: a.example.com, caCertificateRefs: [${reference}] }`));
    expect(found?.tls?.failure).toBe(failure);
  });
});

describe('beside a DestinationRule (Istio, mergeDestinationRule)', () => {
  const rule = (spec: string, meta = '') => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: own, namespace: bank${meta} }
spec: { host: vault, ${spec} }`;
  const policyOf = (text: string, port = 80) => {
    const rules = new DestinationRules(buildMesh(resourcesOf(vault + text)));
    const found = rules.find({ namespace: 'bank', labels: {} }, { host, namespace: 'bank' });
    return effectivePolicy(found, '', port);
  };
  const pool = 'trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } }';

  test('alone it sets TLS', () => {
    expect(policyOf(policy('all', toService)).tls?.mode).toBe('SIMPLE');
  });
  test.each([['1'], ['3']])('what the rule sets wins, created at %s', (time) => {
    const both = (spec: string) => rule(spec, created(time)) + policy('all', toService, system, created('2'));
    expect(policyOf(both('trafficPolicy: { tls: { mode: DISABLE } }')).tls?.mode).toBe('DISABLE');
    expect(policyOf(both(pool))).toMatchObject({ tls: { mode: 'SIMPLE' }, connectionPool: { tcp: {} } });
    expect(policyOf(both('subsets: [{ name: v1, labels: {} }]')).tls?.mode).toBe('SIMPLE');
  });
  test('ports are filled in one by one', () => {
    const ports = '[{ port: { number: 81 }, connectionPool: { tcp: { maxConnections: 1 } } }]';
    const both = rule(`trafficPolicy: { portLevelSettings: ${ports} }`) + policy('one', toAdmin);
    expect(policyOf(both, 81)).toMatchObject({ tls: { mode: 'SIMPLE' }, connectionPool: { tcp: {} } });
    expect(policyOf(both, 80).tls).toBeUndefined();
  });
});
