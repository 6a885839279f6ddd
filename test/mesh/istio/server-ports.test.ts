import { expect, test } from '@jest/globals';
import { ServerPorts } from '../../../mesh/istio/server-ports.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const service = (name: string, port: string, created = '') =>
  serviceOf(name, 'shop', `{selector: {app: cart}, ports: [{${port}}]}`).replace(
    '{name:',
    `{${created === '' ? '' : `creationTimestamp: "${created}", `}name:`,
  );
const portsOf = (text: string) => {
  const mesh = buildMesh(resourcesOf(text));
  const workload = mesh.workloads.find(({ name }) => name === 'cart');
  if (workload === undefined) {
    throw new Error('there is no workload');
  }
  return { ports: new ServerPorts(mesh), workload };
};
/** The Service that leads to port 8080 of the pods. */
const winner = (text: string) => {
  const { ports, workload } = portsOf(text + workloadOf('cart'));
  return ports.at(workload, 8080)?.service.name;
};
const http = 'name: http, port: 80, targetPort: 8080';
const unnamed = 'name: x, port: 80, targetPort: 8080';

test.each([
  ['the oldest Service', service('a', http, '2025') + service('b', http, '2024'), 'b'],
  ['of one age the first by name', service('b', http) + service('a', http), 'a'],
  ['of unknown age the one that declares a protocol', service('a', unnamed) + service('b', http), 'b'],
  ['of known age the oldest, whatever it declares', service('a', unnamed, '2024') + service('b', http, '2025'), 'a'],
  ['nothing without a Service of the port', service('a', 'name: http, port: 8080, targetPort: 80'), undefined],
])('a port belongs to %s', (_, text, expected) => {
  expect(winner(text)).toBe(expected);
});

test('all that lead to a workload are listed with the ports of the pods', () => {
  const { ports, workload } = portsOf(workloadOf('cart') + service('a', http) + service('b', 'name: http, port: 90'));
  expect(ports.of(workload).map((one) => [one.service.name, one.port.number, one.target])).toEqual([
    ['a', 80, 8080],
    ['b', 90, 90],
  ]);
});

test.each([
  ['all ports when nothing is said', '', '', [true, true]],
  ['ports of its containers', ', ports: [{containerPort: 8080}]', '', [true, false]],
  ['ports of its Services', '', service('a', http), [true, false]],
])('a workload listens at %s', (_, pod, text, expected) => {
  const { ports, workload } = portsOf(workloadOf('cart', 'shop', { pod }) + text);
  expect([8080, 9090].map((port) => ports.listens(workload, port))).toEqual(expected);
});
