import { describe, expect, test } from '@jest/globals';
import { type NetworkPeer, NetworkPolicy } from '../../../mesh/kubernetes/network-policy.js';
import { outside, pod } from './network-peers.js';

type Spec = Readonly<Record<string, unknown>>;

const web = pod('shop', { app: 'web' });
const db = pod('shop', { app: 'db' }, { portNamed: (name) => (name === 'sql' ? 5432 : undefined) });

function ask(spec: Spec, source: NetworkPeer, destination: NetworkPeer, port = 5432, protocol?: 'UDP'): string {
  const policy = new NetworkPolicy('shop/p', 'shop', spec);
  const connection = { source, destination, port, ...(protocol === undefined ? {} : { protocol }) };
  return policy.isolates(destination, 'ingress') === 'yes' ? policy.allows(connection, 'ingress') : 'not isolated';
}

describe('the edge cases of the specification, one by one', () => {
  test.each<[string, Spec, NetworkPeer, string]>([
    ['an empty podSelector takes every pod of the namespace', { podSelector: {} }, web, 'no'],
    ['a missing list of rules allows nothing', { podSelector: {}, policyTypes: ['Ingress'] }, web, 'no'],
    ['an empty list of rules allows nothing', { podSelector: {}, ingress: [] }, web, 'no'],
    ['an empty rule allows everything', { podSelector: {}, ingress: [{}] }, outside(), 'yes'],
    ['an empty list of peers is every peer', { podSelector: {}, ingress: [{ from: [] }] }, outside(), 'yes'],
    [
      'a selector that takes no pod of the connection isolates nothing',
      { podSelector: { matchLabels: { app: 'x' } } },
      web,
      'not isolated',
    ],
    [
      'a podSelector alone means pods of the policy’s own namespace',
      { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] },
      pod('other', { app: 'web' }),
      'no',
    ],
    [
      'an empty podSelector in a peer is every pod of the own namespace, and nothing outside',
      { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] },
      outside('192.0.2.1'),
      'no',
    ],
    [
      'a namespaceSelector alone means every pod of those namespaces',
      { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'other' } } }] }] },
      pod('other', { app: 'x' }),
      'yes',
    ],
    [
      'both selectors in one peer must hold',
      {
        podSelector: {},
        ingress: [
          {
            from: [
              { namespaceSelector: { matchLabels: { team: 'other' } }, podSelector: { matchLabels: { app: 'a' } } },
            ],
          },
        ],
      },
      pod('other', { app: 'b' }),
      'no',
    ],
    [
      'both selectors as two peers: either is enough',
      {
        podSelector: {},
        ingress: [
          {
            from: [
              { namespaceSelector: { matchLabels: { team: 'other' } } },
              { podSelector: { matchLabels: { app: 'a' } } },
            ],
          },
        ],
      },
      pod('other', { app: 'b' }),
      'yes',
    ],
    [
      'the name label of a namespace is set by Kubernetes',
      {
        podSelector: {},
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }] }],
      },
      pod('other', {}),
      'yes',
    ],
    [
      'a block without its exceptions',
      { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } }] }] },
      outside('192.0.2.200'),
      'no',
    ],
    [
      'an address of the block that no exception has',
      { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } }] }] },
      outside('192.0.2.3'),
      'yes',
    ],
    [
      'an unknown address outside is public: in no private exception',
      { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }] },
      outside(),
      'yes',
    ],
    [
      'a pod without a known address may be in the exception',
      { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }] }] },
      web,
      'unknown',
    ],
    [
      'a named port is that of the pod that is called',
      { podSelector: {}, ingress: [{ ports: [{ port: 'sql' }] }] },
      web,
      'yes',
    ],
    ['a name that the pod does not have', { podSelector: {}, ingress: [{ ports: [{ port: 'http' }] }] }, web, 'no'],
    ['a range of ports', { podSelector: {}, ingress: [{ ports: [{ port: 5000, endPort: 6000 }] }] }, web, 'yes'],
    [
      'a port without a number is every port of its protocol',
      { podSelector: {}, ingress: [{ ports: [{}] }] },
      web,
      'yes',
    ],
    [
      'a port of another protocol',
      { podSelector: {}, ingress: [{ ports: [{ port: 5432, protocol: 'UDP' }] }] },
      web,
      'no',
    ],
    ['only egress named: ingress is not restricted', { podSelector: {}, policyTypes: ['Egress'] }, web, 'not isolated'],
  ])('%s', (_, spec, source, expected) => {
    expect(ask(spec, source, db)).toBe(expected);
  });

  test('without policyTypes, rules for egress restrict both directions, an empty list of them only ingress', () => {
    const both = new NetworkPolicy('shop/p', 'shop', { podSelector: {}, egress: [{}] });
    const one = new NetworkPolicy('shop/p', 'shop', { podSelector: {}, egress: [] });
    expect([both.isolates(web, 'ingress'), both.isolates(web, 'egress')]).toEqual(['yes', 'yes']);
    expect([one.isolates(web, 'ingress'), one.isolates(web, 'egress')]).toEqual(['yes', 'no']);
  });

  test('an egress rule names the port of a pod by the name that the pod has', () => {
    const policy = new NetworkPolicy('shop/p', 'shop', { podSelector: {}, egress: [{ ports: [{ port: 'sql' }] }] });
    expect(policy.allows({ source: web, destination: db, port: 5432 }, 'egress')).toBe('yes');
    expect(policy.allows({ source: web, destination: outside('192.0.2.1'), port: 5432 }, 'egress')).toBe('no');
  });

  test('a pod whose address is not known has none of a single link, and may have any other', () => {
    const spec = (cidr: string) => ({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] });
    expect(ask(spec('169.254.7.127/32'), web, db)).toBe('no');
    expect(ask(spec('10.0.0.0/8'), web, db)).toBe('unknown');
    expect(ask(spec('160.0.0.0/4'), web, db)).toBe('unknown');
  });

  test('matchExpressions', () => {
    const spec = (operator: string, values?: string[]) => ({
      podSelector: {},
      ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator, values }] } }] }],
    });
    expect(ask(spec('In', ['web']), web, db)).toBe('yes');
    expect(ask(spec('NotIn', ['web']), web, db)).toBe('no');
    expect(ask(spec('NotIn', ['api']), pod('shop', {}), db)).toBe('yes');
    expect(ask(spec('Exists'), pod('shop', {}), db)).toBe('no');
    expect(ask(spec('DoesNotExist'), pod('shop', {}), db)).toBe('yes');
  });
});
