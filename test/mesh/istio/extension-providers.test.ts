import { expect, test } from '@jest/globals';
import { readExternalAuthorizers } from '../../../mesh/istio/extension-providers.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { meshConfigOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const authorizer = (text: string, provider: string) =>
  readExternalAuthorizers(
    buildMesh(resourcesOf(text + meshConfigOf(`{extensionProviders: [{name: opa, ${provider}}]}`))),
  ).get('opa');
const http = (rest = '', service = 'opa.shop.svc.cluster.local') =>
  `envoyExtAuthzHttp: {service: ${service}, port: 80${rest}}`;
const there = serviceOf('opa') + workloadOf('opa');

test.each([
  ['over HTTP', there, http(), { takesTcp: false, absence: undefined }],
  ['over gRPC', there, http().replace('Http:', 'Grpc:'), { takesTcp: true, absence: undefined }],
  [
    'by namespace and host',
    there,
    http('', 'shop/opa.shop.svc.cluster.local'),
    { takesTcp: false, absence: undefined },
  ],
  ['without pods', serviceOf('opa'), http(), { takesTcp: false, absence: { status: '403' } }],
  [
    'without pods, with a status',
    serviceOf('opa'),
    http(', statusOnError: "503"'),
    { takesTcp: false, absence: { status: '503' } },
  ],
  ['without pods, open', serviceOf('opa'), http(', failOpen: true'), { takesTcp: false, absence: 'allow' }],
  ['at a port that is not there', there, http().replace('80', '90'), { takesTcp: false, absence: { status: '403' } }],
])('an authorizer %s', (_, text, provider, expected) => {
  expect(authorizer(text, provider)).toEqual(expected);
});

test.each([
  ['a service that is not there', http('', 'none.shop.svc.cluster.local')],
  ['another namespace', http('', 'lab/opa.shop.svc.cluster.local')],
  ['no port', 'envoyExtAuthzHttp: {service: opa.shop.svc.cluster.local}'],
  ['no authorizer', 'prometheus: {}'],
])('with %s Istio refuses it', (_, provider) => {
  expect(authorizer(there, provider)).toBeUndefined();
});
