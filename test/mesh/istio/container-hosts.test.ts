import { expect, test } from '@jest/globals';
import { servicesNamedBy } from '../../../mesh/istio/container-hosts.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const found = (pod: string) => {
  const text = serviceOf('cart') + serviceOf('db', 'data') + workloadOf('web', 'shop', { pod });
  const mesh = buildMesh(resourcesOf(text));
  const [workload] = mesh.workloads;
  return workload === undefined
    ? []
    : servicesNamedBy(mesh, workload).map(({ service, place }) => `${service.namespace}/${service.name}: ${place}`);
};
const env = (value: string) => found(`, env: [{name: TO, value: '${value}'}]`);

test.each([
  ['a URL', 'http://cart/x', ['shop/cart: variable TO']],
  ['a URL with credentials', 'mysql://u:p@db.data:3306/x', ['data/db: variable TO']],
  ['host and port', 'cart:80', ['shop/cart: variable TO']],
  ['a full host', 'db.data.svc.cluster.local', ['data/db: variable TO']],
  ['two hosts', 'http://cart,http://db.data', ['shop/cart: variable TO', 'data/db: variable TO']],
  ['a plain word, which may mean anything', 'cart', []],
  ['a host of the Internet', 'https://cart.example.com', []],
])('%s', (_, value, expected) => {
  expect(env(value)).toEqual(expected);
});

test('commands and arguments count too, each Service once', () => {
  expect(found(", command: [run, 'http://cart'], args: ['http://cart']")).toEqual(['shop/cart: the command']);
});
