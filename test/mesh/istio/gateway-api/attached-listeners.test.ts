import { describe, expect, test } from '@jest/globals';
import {
  attachedListeners,
  namespaceFits,
  portOfListener,
  refusedListeners,
} from '../../../../mesh/istio/gateway-api/attached-listeners.js';
import { buildMesh } from '../../../../mesh/model/build.js';
import { gatewayApiObject, namespaceOf } from '../../objects.js';
import { resourcesOf } from '../../resources.js';

const gateway = (listeners: string, className = 'istio') =>
  gatewayApiObject('Gateway', 'gate', `{gatewayClassName: ${className}, listeners: [${listeners}]}`);
const listener = (name: string, port: number, protocol: string, hostname = '') =>
  `{name: ${name}, port: ${port}, protocol: ${protocol}${hostname && `, hostname: ${hostname}`}}`;
const meshOf = (text: string) => buildMesh(resourcesOf(text));
const attached = (text: string) => attachedListeners(meshOf(text)).map(({ spec }) => spec['name']);

describe('of two listeners at one port', () => {
  test.each([
    [
      'with other hosts both are served',
      listener('a', 80, 'HTTP', 'a.example'),
      listener('b', 80, 'HTTP', 'b.example'),
      ['a', 'b'],
    ],
    [
      'with one host the first is',
      listener('a', 80, 'HTTP', 'a.example'),
      listener('b', 80, 'HTTP', 'a.example'),
      ['a'],
    ],
    ['without hosts the first is', listener('a', 80, 'HTTP'), listener('b', 80, 'HTTP'), ['a']],
    ['of HTTP and of TCP the first is', listener('a', 80, 'HTTP'), listener('b', 80, 'TCP'), ['a']],
    ['of TCP and of UDP the first is', listener('a', 80, 'TCP'), listener('b', 80, 'UDP'), ['a']],
    ['of TCP the first is', listener('a', 80, 'TCP'), listener('b', 80, 'TCP'), ['a']],
  ])('%s', (_, one, other, expected) => {
    expect(attached(gateway(`${one}, ${other}`))).toEqual(expected);
  });

  test('at other ports both are served', () => {
    expect(attached(gateway(`${listener('a', 80, 'TCP')}, ${listener('b', 81, 'TCP')}`))).toEqual(['a', 'b']);
  });

  test('one that is left out keeps no other out', () => {
    const three = [
      listener('a', 80, 'HTTP', 'a.example'),
      listener('b', 80, 'TCP'),
      listener('c', 80, 'HTTP', 'c.example'),
    ];
    expect(attached(gateway(three.join()))).toEqual(['a', 'c']);
  });

  test('the one that is left out is listed with the one that it conflicts with', () => {
    const refused = refusedListeners(meshOf(gateway(`${listener('a', 80, 'HTTP')}, ${listener('b', 80, 'HTTP')}`)));
    expect(refused.map((one) => [one.listener.spec['name'], one.listener.index, one.winner.spec['name']])).toEqual([
      ['b', 1, 'a'],
    ]);
  });
});

test.each([
  ['istio', ['a']],
  ['istio-waypoint', ['a']],
  ['nginx', []],
])('the listeners of a Gateway of class %s', (className, expected) => {
  expect(attached(gateway(listener('a', 80, 'HTTP'), className))).toEqual(expected);
});

test.each([
  [{ port: 8080, protocol: 'HTTP' }, 8080],
  [{ protocol: 'HTTP' }, 80],
  [{ protocol: 'HTTPS' }, 443],
  [{ port: 0, protocol: 'HTTPS' }, 443],
  [{ port: '80', protocol: 'TCP' }, 0],
])('the port of %j', (spec, port) => {
  expect(portOfListener(spec)).toBe(port);
});

test.each([
  [{ matchLabels: { team: 'a' } }, true],
  [{ matchLabels: { team: 'b' } }, false],
  [{ matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, true],
  [{}, true],
])('namespace shop fits %j: %s', (selector, expected) => {
  expect(namespaceFits(meshOf(namespaceOf('shop', '{team: a}')), 'shop', selector)).toBe(expected);
  expect(namespaceFits(meshOf(''), 'shop', selector)).toBe(false);
});
