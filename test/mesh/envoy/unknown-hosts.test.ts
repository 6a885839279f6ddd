import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { istioObject, meshConfigOf, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const base =
  namespaceOf('lair') +
  workloadOf('fox', 'lair') +
  serviceOf('den', 'lair') +
  workloadOf('den', 'lair') +
  serviceOf('gate', 'lair', '{selector: {app: gate}, ports: [{name: tcp, port: 8080}]}') +
  workloadOf('gate', 'lair');
const ask = (text: string, to: string) => request(buildMesh(resourcesOf(base + text)), { from: 'lair/fox', to });
const scope = (policy: string, hosts = '"./*"') =>
  istioObject('Sidecar', 'default', `{egress: [{hosts: [${hosts}]}], outboundTrafficPolicy: ${policy}}`, 'lair');
const through = '{mode: ALLOW_ANY, egressProxy: {host: gate.lair.svc.cluster.local, port: {number: 8080}}}';

describe('an egress proxy takes what the sidecar does not know', () => {
  test.each(['http://any.example.com/', 'https://any.example.com/', 'tcp://any.example.com:3306'])('%s', (to) => {
    const { outcomes, trace } = ask(scope(through), to);
    expect(outcomes.map(({ workload, host }) => [workload, host])).toEqual([['gate', 'gate.lair.svc.cluster.local']]);
    expect(trace).toContain('cluster outbound|8080||gate.lair.svc.cluster.local');
  });

  test('not what it knows', () => {
    expect(ask(scope(through), 'http://den/').outcomes.map(({ workload }) => workload)).toEqual(['den']);
  });

  test('a Sidecar that does not import it has no cluster for it', () => {
    const far = scope(through, 'lair/den.lair.svc.cluster.local');
    expect([ask(far, 'http://any.example.com/').status, ask(far, 'tcp://any.example.com:3306').status]).toEqual([
      { 503: 1 },
      { reset: 1 },
    ]);
  });

  test('without it the address that was used gets it', () => {
    expect(ask(scope('{mode: ALLOW_ANY}'), 'http://any.example.com/').outcomes[0]?.host).toBe('any.example.com');
    expect(ask(scope('{mode: REGISTRY_ONLY}'), 'http://any.example.com/').status).toEqual({ 502: 1 });
  });
});

describe('ALLOW_ANY_DYNAMIC_DNS lets everything out, and what DNS says of a host is not known', () => {
  test.each([
    ['a Sidecar', scope('{mode: ALLOW_ANY_DYNAMIC_DNS}')],
    ['the mesh', meshConfigOf('{outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}}')],
  ])('in %s', (_, text) => {
    const { verdict, notModelled } = ask(text, 'http://any.example.com/');
    expect([verdict, notModelled.map(({ field }) => field.replace('spec.', ''))]).toEqual([
      'allowed',
      ['outboundTrafficPolicy.mode'],
    ]);
  });
});
