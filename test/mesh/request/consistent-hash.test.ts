import { describe, expect, test } from '@jest/globals';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { istioObject, namespaceOf, serviceOf, workloadOf } from '../objects.js';
import { resourcesOf } from '../resources.js';

const base = namespaceOf('shop') + workloadOf('client') + workloadOf('web') + serviceOf('web');
const hashed = (policy: string) => {
  const rule = istioObject('DestinationRule', 'web', `{host: web, trafficPolicy: {loadBalancer: {${policy}}}}`);
  return request(buildMesh(resourcesOf(base + rule)), { from: 'shop/client', to: 'http://web/' }).hashedBy;
};

describe('an answer says what requests are hashed by', () => {
  test.each([
    ['consistentHash: {httpHeaderName: x-user}', 'header x-user'],
    ['consistentHash: {httpCookie: {name: session, ttl: 0s}}', 'cookie session'],
    ['consistentHash: {useSourceIp: true}', 'source IP'],
    ['consistentHash: {httpQueryParameterName: user}', 'query parameter user'],
    ['simple: ROUND_ROBIN', null],
  ])('{%s}: %s', (policy, by) => {
    expect(hashed(policy)).toBe(by);
  });
});
