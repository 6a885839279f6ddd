import { expect, test } from '@jest/globals';
import { VirtualHostTable } from '../../../../mesh/proxy/build/virtual-host-table.js';
import { routeOf } from '../../envoy/fixtures.js';

test('a name belongs to the first virtual host that asks for it', () => {
  const table = new VirtualHostTable();
  table.add('a:80', ['a', 'b'], [routeOf()], true);
  table.add('b:80', ['b', 'c'], []);
  table.add('c:80', ['a', 'c'], []);
  expect(table.virtualHosts).toEqual([
    { name: 'a:80', domains: ['a', 'b'], routes: [routeOf()], requiresTls: true },
    { name: 'b:80', domains: ['c'], routes: [], requiresTls: false },
  ]);
});
