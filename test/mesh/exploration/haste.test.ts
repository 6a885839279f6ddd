import { afterEach, expect, test } from '@jest/globals';
import { isInHaste, setHaste } from '../../../mesh/exploration/haste.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { compareMeshes } from '../../../mesh/survey/diff.js';

afterEach(() => setHaste(() => false));

const mesh = (allowed: string) =>
  buildMesh(
    readManifests(
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{name: http, port: 80}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: web, namespace: shop}
spec: {rules: [{to: [{operation: {paths: ["${allowed}"]}}]}]}
`,
      'mesh.yaml',
    ).resources,
  );

test('a comparison in haste has what is asked first, and says that there may be more', () => {
  expect(isInHaste()).toBe(false);
  const whole = compareMeshes(mesh('/a'), mesh('/b*'));
  setHaste(() => true);
  const hasty = compareMeshes(mesh('/a'), mesh('/b*'));
  expect(hasty.asked).toBeLessThan(whole.asked);
  expect(whole.obstacles).toEqual([]);
  expect(hasty).toMatchObject({ isComplete: false, obstacles: ['the limit of what an answer may use up'] });
});
