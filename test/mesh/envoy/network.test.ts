import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import type { RequestQuery } from '../../../mesh/request/query.js';
import { request } from '../../../mesh/request/request.js';
import { answerAssumptions } from '../../../mesh/survey/assumptions.js';
import { callers, findService } from '../../../mesh/survey/callers.js';
import { diffMeshes } from '../../../mesh/survey/diff.js';
import { impact } from '../../../mesh/survey/impact.js';
import { mtls } from '../../../mesh/survey/mtls.js';
import {
  gatewayApiObject,
  gatewayOf,
  istioObject,
  namespaceOf,
  plainGateway,
  serviceOf,
  workloadOf,
} from '../objects.js';
import { cluster, resourcesOf } from '../resources.js';

const policy = (name: string, spec: string, namespace = 'port') => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;
const base =
  namespaceOf('port', '{istio-injection: enabled, zone: quay}') +
  namespaceOf('town', '{istio-injection: enabled, zone: hill}') +
  serviceOf('crane', 'port', '{selector: {app: crane}, ports: [{name: http, port: 80, targetPort: 8080}]}') +
  workloadOf('crane', 'port', { pod: ', ports: [{containerPort: 8080, name: web}]' }) +
  workloadOf('boat', 'port') +
  workloadOf('shop', 'town');
const meshOf = (text: string, options: MeshOptions = {}) => buildMesh(resourcesOf(base + text), options);
const ask = (text: string, query: Partial<RequestQuery> = {}, options: MeshOptions = {}) =>
  request(meshOf(text, options), { from: 'town/shop', to: 'http://crane.port/', ...query });
const brief = (...given: Parameters<typeof ask>) => {
  const { verdict, status, mtls: wire, policy: by } = ask(...given);
  return [verdict, Object.keys(status).join(), wire, by];
};
const allowed = ['allowed', '200', 'mutual', null];
const closed = policy('closed', '{podSelector: {}}');
const dropped = ['denied', '503', 'none', 'port/closed'];

describe('a connection that a NetworkPolicy lets nothing through', () => {
  test('times out: a sidecar answers 503, and a pod without one sees its connection fail', () => {
    expect(brief(closed)).toEqual(dropped);
    expect(ask(closed).responseFlags).toEqual({ 'UF,URX': 1 });
    expect(brief(closed, { from: { namespace: 'field', sidecar: false } })).toEqual([
      'denied',
      'reset',
      'none',
      'port/closed',
    ]);
  });

  test('is named in the trace and in the facts', () => {
    const answer = ask(closed);
    expect(answer.networkPolicies).toEqual(['port/closed']);
    expect(answer.trace).toContain('NetworkPolicy port/closed: denied: ingress, to port/crane:8080');
    expect(answer.notModelled).toEqual([]);
  });

  test('is retried, so that a route whose timeout is shorter answers 504', () => {
    const route = (timeout: string) =>
      istioObject(
        'VirtualService',
        'crane',
        `{hosts: [crane], http: [{timeout: ${timeout}, route: [{destination: {host: crane}}]}]}`,
        'port',
      );
    expect(Object.keys(ask(closed + route('2s')).status)).toEqual(['504']);
    expect(Object.keys(ask(closed + route('60s')).status)).toEqual(['503']);
    const quick = istioObject(
      'DestinationRule',
      'crane',
      '{host: crane, trafficPolicy: {connectionPool: {tcp: {connectTimeout: 100ms}}}}',
      'port',
    );
    expect(Object.keys(ask(closed + route('2s') + quick).status)).toEqual(['503']);
  });

  test('fails for some of the pods only', () => {
    const half = policy('half', '{podSelector: {matchLabels: {berth: "2"}}}');
    const two = base + workloadOf('crane2', 'port', { labels: ', berth: "2"' }).replaceAll('app: crane2', 'app: crane');
    const status = request(buildMesh(resourcesOf(two + half)), { from: 'town/shop', to: 'http://crane.port/' }).status;
    expect(status[200]).toBeGreaterThan(0.5);
    expect(status[503]).toBeGreaterThan(0);
  });
});

describe('rules see pods, not Services', () => {
  test.each([
    ['the port of the pod', '{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}', true],
    ['not that of the Service', '{podSelector: {}, ingress: [{ports: [{port: 80}]}]}', false],
    ['its name at the pod', '{podSelector: {}, ingress: [{ports: [{port: web}]}]}', true],
    [
      'labels of the namespace',
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: hill}}}]}]}',
      true,
    ],
    ['and of the pod', '{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: shop}}}]}]}', false],
  ])('%s', (_, spec, isAllowed) => {
    expect(brief(policy('closed', spec))).toEqual(isAllowed ? allowed : dropped);
  });

  test('egress of the caller counts as well, and a pod reaches itself', () => {
    const out = policy('out', '{podSelector: {}, policyTypes: [Egress]}', 'town');
    expect(brief(out)[3]).toBe('town/out');
    expect(brief(closed, { from: 'port/boat' })).toEqual(dropped);
    expect(brief(closed, { from: 'port/crane' })).toEqual(allowed);
  });

  test('pods of another cluster are addresses', () => {
    const files = (from: string) =>
      buildMesh([
        ...resourcesOf(base + policy('in', `{podSelector: {}, ingress: [{from: [${from}]}]}`), cluster('one')),
        ...resourcesOf(namespaceOf('isle') + workloadOf('raft', 'isle'), cluster('two')),
      ]);
    const query = { from: { namespace: 'isle', workload: 'raft', cluster: 'two' }, to: 'http://crane.port/' };
    expect(request(files('{namespaceSelector: {}}'), query).verdict).toBe('denied');
    expect(request(files('{ipBlock: {cidr: 0.0.0.0/0}}'), query).verdict).toBe('allowed');
  });
});

describe('addresses', () => {
  const egress = (cidr: string) =>
    policy('out', `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: ${cidr}}}]}]}`, 'town');
  test.each([
    ['198.51.100.0/24', '198.51.100.7', 'allowed'],
    ['203.0.113.0/24', '198.51.100.7', 'denied'],
    ['10.0.0.0/8', 'db.example.com', 'denied'],
    ['0.0.0.0/0', 'db.example.com', 'allowed'],
  ])('%s for %s', (cidr, host, verdict) => {
    expect(ask(egress(cidr), { to: `tcp://${host}:5432` }).verdict).toBe(verdict);
  });

  test('where an address is not known, the answer says that it depends on it', () => {
    const answer = ask(policy('in', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}'));
    expect(answer.verdict).toBe('allowed');
    expect(answer.notModelled).toMatchObject([{ object: 'NetworkPolicy port/in', field: 'spec' }]);
  });

  test('a caller that is in no file may have any labels', () => {
    const one = policy('in', '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {zone: sea}}}]}]}');
    expect(ask(one, { from: 'lake/ferry' }).notModelled.map(({ object }) => object)).toEqual(['NetworkPolicy port/in']);
    expect(brief(one, { from: { namespace: 'lake', sidecar: false } })[0]).toBe('denied');
    const named = policy(
      'in',
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: sea}}}]}]}',
    );
    expect(brief(named, { from: 'lake/ferry' })[0]).toBe('denied');
  });

  test('the Internet reaches the pods of a gateway, and the gateway the workload', () => {
    const door =
      gatewayOf('door') +
      plainGateway('door', 'door', 'crane.example', 80, 'port') +
      istioObject(
        'VirtualService',
        'crane',
        '{hosts: [crane.example], gateways: [door], http: [{route: [{destination: {host: crane}}]}]}',
        'port',
      );
    const outside = { from: 'internet', to: 'http://crane.example/', sourceIp: '203.0.113.9' };
    const only = (rule: string) => policy('door', `{podSelector: {}, ingress: [${rule}]}`, 'istio-system');
    expect(brief(door, outside)).toEqual(allowed);
    expect(brief(door + closed, outside)).toEqual(dropped);
    expect(brief(door + only('{from: [{namespaceSelector: {}}]}'), outside)).toEqual([
      'denied',
      'reset',
      'none',
      'istio-system/door',
    ]);
    expect(brief(door + only('{from: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 8080}]}'), outside)).toEqual(
      allowed,
    );
    expect(brief(door + only('{from: [{ipBlock: {cidr: 192.0.2.0/24}}]}'), outside)[0]).toBe('denied');
    const fromDoor = policy(
      'closed',
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}}]}]}',
    );
    expect(brief(door + fromDoor, outside)).toEqual(allowed);
    expect(brief(door + fromDoor)).toEqual(dropped);
  });
});

describe('ambient mode: tunnels lead to port 15008 of the pods', () => {
  const ambient = base.replaceAll('istio-injection: enabled', 'istio.io/dataplane-mode: ambient');
  const asked = (text: string) =>
    request(buildMesh(resourcesOf(ambient + text)), { from: 'town/shop', to: 'http://crane.port/' });
  const at = (port: number) => policy('in', `{podSelector: {}, ingress: [{ports: [{port: ${port}}]}]}`);
  test('between ztunnels', () => {
    expect([asked(at(15008)).verdict, asked(at(8080)).verdict]).toEqual(['allowed', 'denied']);
  });

  test('through a waypoint: the policy is asked twice', () => {
    const waypoint = gatewayApiObject(
      'Gateway',
      'waypoint',
      '{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}',
      'port',
    );
    const withWaypoint = (text: string) =>
      request(
        buildMesh(
          resourcesOf((ambient + text + waypoint).replace('zone: quay', 'zone: quay, istio.io/use-waypoint: waypoint')),
        ),
        { from: 'town/shop', to: 'http://crane.port/' },
      );
    const fromPort = policy('in', '{podSelector: {matchLabels: {app: crane}}, ingress: [{from: [{podSelector: {}}]}]}');
    expect([withWaypoint('').verdict, withWaypoint(fromPort).verdict, asked(fromPort).verdict]).toEqual([
      'allowed',
      'allowed',
      'denied',
    ]);
    expect(withWaypoint(at(8080)).verdict).toBe('denied');
  });
});

describe('what the pods of a policy need besides', () => {
  const out = (rules: string) => policy('out', `{podSelector: {}, policyTypes: [Egress], egress: [${rules}]}`, 'town');
  const toCrane = '{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: port}}}]}';
  const effects = (text: string, query: Partial<RequestQuery> = {}) =>
    ask(text, query).notModelled.map(({ effect }) => effect);
  test('DNS and the control plane', () => {
    expect(effects(out(toCrane))).toEqual([
      expect.stringContaining('the DNS of the cluster (UDP 53)'),
      expect.stringContaining('the control plane (port 15012)'),
    ]);
    const rest = '{ports: [{port: 53, protocol: UDP}]}, {to: [{namespaceSelector: {}}], ports: [{port: 15012}]}';
    expect(effects(out(`${toCrane}, ${rest}`))).toEqual([]);
  });

  test('an address needs no DNS', () => {
    expect(effects(out('{ports: [{port: 15012}, {port: 80}]}'), { to: 'tcp://198.51.100.7:80' })).toEqual([]);
  });
});

describe('surveys follow', () => {
  test('callers, diff and mtls', () => {
    const service = findService(meshOf(closed), 'port/crane');
    const rows = service === undefined ? [] : callers(meshOf(closed), service);
    expect(rows.map(({ from, verdict }) => [from, verdict])).toEqual([
      ['port/boat', 'denied'],
      ['port/crane', 'allowed'],
      ['town/shop', 'denied'],
      ['outside', 'denied'],
    ]);
    const verdicts = diffMeshes(meshOf(''), meshOf(closed)).map(({ changes }) => changes.verdict?.after);
    expect(verdicts).toContain('denied');
    const bare = namespaceOf('field', '{}') + workloadOf('cow', 'field');
    const breaks = (text: string) =>
      mtls(meshOf(bare + text)).find(({ workload }) => workload === 'crane')?.breaksUnderStrict;
    expect([breaks(''), breaks(closed)]).toEqual([['field/cow'], []]);
  });

  test('impact: who cannot call does not feel it', () => {
    const caller = workloadOf('train', 'town', { pod: ", env: [{name: TO, value: 'http://crane.port/'}]" });
    const felt = (text: string) => {
      const mesh = meshOf(caller + text);
      const service = findService(mesh, 'port/crane');
      return service === undefined ? [] : impact(mesh, service).map(({ affected }) => affected);
    };
    expect([felt(''), felt(closed)]).toEqual([['town/train'], []]);
  });
});

describe('whether policies are enforced', () => {
  test('is assumed once, unless it is known', () => {
    const codes = (text: string, options: MeshOptions = {}) => {
      const mesh = meshOf(text, options);
      const query = { from: 'town/shop', to: 'http://crane.port/' };
      return answerAssumptions(mesh, query, request(mesh, query)).map(({ code }) => code);
    };
    expect(codes(closed)).toEqual(['NETWORK_PLUGIN']);
    expect(codes('')).toEqual([]);
    expect(codes(policy('other', '{podSelector: {matchLabels: {app: gull}}}'))).toEqual([]);
    expect(codes(closed, { networkPolicies: 'enforced' })).toEqual([]);
  });

  test('where they are not, they decide nothing', () => {
    expect(brief(closed, {}, { networkPolicies: 'ignored' })).toEqual(allowed);
  });
});

test('a policy that an API server refuses isolates nothing, and the answer says so', () => {
  const answer = ask(policy('in', '{podSelector: {}, ingress: [{ports: [{port: 99999}]}]}'));
  expect([answer.verdict, answer.notModelled.map(({ object }) => object)]).toEqual([
    'allowed',
    ['NetworkPolicy port/in'],
  ]);
});
