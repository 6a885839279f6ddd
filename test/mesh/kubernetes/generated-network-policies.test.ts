import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type NetworkPeer, NetworkPolicy } from '../../../mesh/kubernetes/network-policy.js';
import { outside, pod } from './network-peers.js';

type Spec = Readonly<Record<string, unknown>>;

/** Written from the specification alone, as slowly as it reads: sets of allowed (peer, port) pairs over a small world. */
describe('generated policies agree with an evaluator that lists what is allowed', () => {
  const namespaces = ['a', 'b'];
  const apps = ['x', 'y'];
  const world: readonly NetworkPeer[] = [
    ...namespaces.flatMap((namespace) =>
      apps.map((app, index) =>
        pod(namespace, { app }, { address: `10.0.${namespace === 'a' ? 0 : 1}.${index + 1}`, portNamed: namesOf(app) }),
      ),
    ),
    outside('198.51.100.7'),
    outside('203.0.113.9'),
  ];
  const ports = [80, 443, 8080];

  function namesOf(app: string): (name: string) => number | undefined {
    return (name) => (name === 'web' ? (app === 'x' ? 80 : 8080) : undefined);
  }

  const selector = fc.oneof(
    fc.constant({}),
    fc.constantFrom(...apps).map((app) => ({ matchLabels: { app } })),
    fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist').chain((operator) =>
      fc.subarray(apps, { minLength: 1 }).map((values) => ({
        matchExpressions: [operator.endsWith('n') ? { key: 'app', operator, values } : { key: 'app', operator }],
      })),
    ),
  );
  const namespaceSelector = fc.oneof(
    fc.constant({}),
    fc.constantFrom(...namespaces).map((team) => ({ matchLabels: { team } })),
  );
  const peer = fc.oneof(
    selector.map((podSelector) => ({ podSelector })),
    namespaceSelector.map((one) => ({ namespaceSelector: one })),
    fc.tuple(selector, namespaceSelector).map(([podSelector, one]) => ({ podSelector, namespaceSelector: one })),
    fc
      .constantFrom(
        { cidr: '0.0.0.0/0' },
        { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] },
        { cidr: '10.0.0.0/24', except: ['10.0.0.2/32'] },
        { cidr: '198.51.100.0/24' },
      )
      .map((ipBlock) => ({ ipBlock })),
  );
  const port = fc.oneof(
    fc.constantFrom(...ports).map((one) => ({ port: one })),
    fc.constant({ port: 'web' }),
    fc.constant({ port: 80, endPort: 500 }),
    fc.constant({}),
    fc.constant({ port: 80, protocol: 'UDP' }),
  );
  const rule = (key: 'from' | 'to') =>
    fc.record(
      { [key]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
      { requiredKeys: [] },
    );
  const policies = fc.array(
    fc.record({
      namespace: fc.constantFrom(...namespaces),
      spec: fc.record(
        {
          podSelector: selector,
          policyTypes: fc.subarray(['Ingress', 'Egress']),
          ingress: fc.array(rule('from'), { maxLength: 2 }),
          egress: fc.array(rule('to'), { maxLength: 2 }),
        },
        { requiredKeys: ['podSelector'] },
      ),
    }),
    { maxLength: 3 },
  );

  function selects(selectorOf: Spec, labels: Readonly<Record<string, string>>): boolean {
    const wanted = Object.entries((selectorOf['matchLabels'] ?? {}) as Record<string, string>);
    const expressions = (selectorOf['matchExpressions'] ?? []) as {
      key: string;
      operator: string;
      values?: string[];
    }[];
    const table: Record<string, (value: string | undefined, values: string[]) => boolean> = {
      In: (value, values) => value !== undefined && values.includes(value),
      NotIn: (value, values) => value === undefined || !values.includes(value),
      Exists: (value) => value !== undefined,
      DoesNotExist: (value) => value === undefined,
    };
    return (
      wanted.every(([key, value]) => labels[key] === value) &&
      expressions.every(({ key, operator, values = [] }) => table[operator]?.(labels[key], values) === true)
    );
  }

  const number = (address: string): number => address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  function inBlock(cidr: string, address: string): boolean {
    const [base = '', bits = '32'] = cidr.split('/');
    const size = 2 ** (32 - Number(bits));
    return Math.floor(number(base) / size) === Math.floor(number(address) / size);
  }

  /** Every `peer port` that the rules of one policy allow in one direction. */
  function allowedBy(namespace: string, rules: readonly Spec[], key: 'from' | 'to', self: NetworkPeer): Set<string> {
    const allowed = new Set<string>();
    for (const one of rules) {
      const peers = (one[key] ?? []) as Spec[];
      const wanted = (one['ports'] ?? []) as { port?: number | string; endPort?: number; protocol?: string }[];
      for (const [index, other] of world.entries()) {
        const fits =
          peers.length === 0 ||
          peers.some((peerSpec) => {
            const block = peerSpec['ipBlock'] as { cidr: string; except?: string[] } | undefined;
            if (block !== undefined) {
              const address = other.address ?? '';
              return inBlock(block.cidr, address) && !(block.except ?? []).some((except) => inBlock(except, address));
            }
            const names = peerSpec['namespaceSelector'] as Spec | undefined;
            return (
              other.kind === 'pod' &&
              (names === undefined ? other.namespace === namespace : selects(names, other.namespaceLabels)) &&
              selects((peerSpec['podSelector'] ?? {}) as Spec, other.labels)
            );
          });
        for (const numberOfPort of fits ? ports : []) {
          const called = key === 'from' ? self : other;
          const isOpen =
            wanted.length === 0 ||
            wanted.some(({ port: one2, endPort, protocol = 'TCP' }) => {
              const first = typeof one2 === 'string' ? called.portNamed?.(one2) : one2;
              const isAny = one2 === undefined;
              return (
                protocol === 'TCP' &&
                (isAny || (first !== undefined && numberOfPort >= first && numberOfPort <= (endPort ?? first)))
              );
            });
          if (isOpen) {
            allowed.add(`${index} ${numberOfPort}`);
          }
        }
      }
    }
    return allowed;
  }

  function expected(all: readonly { namespace: string; spec: Spec }[], from: number, to: number, at: number): boolean {
    const ends = [
      { self: from, other: to, direction: 'Egress', rules: 'egress', key: 'to' },
      { self: to, other: from, direction: 'Ingress', rules: 'ingress', key: 'from' },
    ] as const;
    return ends.every(({ self, other, direction, rules, key }) => {
      const pod1 = world[self] as NetworkPeer;
      const isolating = all.filter(({ namespace, spec }) => {
        const types = (spec['policyTypes'] as string[] | undefined) ?? [];
        const egress = (spec['egress'] as unknown[] | undefined) ?? [];
        const effective = types.length > 0 ? types : egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
        const isSelected = pod1.kind === 'pod' && selects(spec['podSelector'] as Spec, pod1.labels);
        return namespace === pod1.namespace && effective.includes(direction) && isSelected;
      });
      return (
        isolating.length === 0 ||
        isolating.some(({ namespace, spec }) =>
          allowedBy(namespace, (spec[rules] ?? []) as Spec[], key, pod1).has(`${other} ${at}`),
        )
      );
    });
  }

  test('in 6,000 cases', () => {
    const indexes = world.map((_, index) => index);
    fc.assert(
      fc.property(
        policies,
        fc.constantFrom(...indexes),
        fc.constantFrom(...indexes),
        fc.constantFrom(...ports),
        (all, from, to, at) => {
          const connection = { source: world[from] as NetworkPeer, destination: world[to] as NetworkPeer, port: at };
          const compiled = all.map(({ namespace, spec }) => new NetworkPolicy(`${namespace}/p`, namespace, spec));
          const isAllowed = (['egress', 'ingress'] as const).every((direction) => {
            const end = direction === 'egress' ? connection.source : connection.destination;
            const isolating = compiled.filter((policy) => policy.isolates(end, direction) === 'yes');
            return isolating.length === 0 || isolating.some((policy) => policy.allows(connection, direction) === 'yes');
          });
          expect(isAllowed).toBe(expected(all, from, to, at));
        },
      ),
      { numRuns: 6000, seed: 20 },
    );
  });
});
