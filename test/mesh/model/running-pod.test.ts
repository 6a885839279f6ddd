import { expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { request } from '../../../mesh/request/request.js';
import { deployment, resourcesOf, service } from '../resources.js';

const shop = (metadata: string, spec: string, rest = ''): string => `
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
${service('web', '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}')}
${deployment('web', '{app: web}')}
---
apiVersion: v1
kind: Pod
metadata: {name: curl, namespace: shop, labels: {app: curl}${metadata}}
spec: {containers: [{name: a, image: a}${spec}]}
${rest}
`;
const phase = 'status: {phase: Running}';
const proxy = ', {name: istio-proxy, image: proxy, args: [proxy, sidecar]}';

test.each([
  ['still to be made', shop('', ''), 'mutual', 0],
  ['that runs without a proxy', shop('', '', phase), 'plaintext', 1],
  ['with a uid', shop(', uid: 1234-5', ''), 'plaintext', 1],
  ['that runs with its proxy', shop('', proxy, phase), 'mutual', 0],
])('a Pod %s has the same proxy in findings and in answers', (_, yaml, mtls, findings) => {
  const mesh = buildMesh(resourcesOf(yaml));
  expect(request(mesh, { from: 'shop/curl', to: 'http://web/' }).mtls).toBe(mtls);
  expect(analyze(mesh).findings.filter(({ code }) => code === 'IST0103')).toHaveLength(findings);
});
