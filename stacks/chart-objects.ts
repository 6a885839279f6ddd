import type { App } from 'cdk8s';
import { synthesize } from '../constructs/index.js';
import { declaredDependencies, type SynthesizedObject } from '../infra/bridge/chart-deployment.js';
import { ProblemsError } from '../mesh/index.js';

/** The objects of an app as the deployment takes them: once for each API server. @throws ProblemsError */
export function chartObjects(app: App): SynthesizedObject[] {
  const { objects, problems } = synthesize(app);
  if (problems.length > 0) throw new ProblemsError('The charts cannot be deployed:', problems);
  return objects.flatMap(({ object, manifest, targets, path }) =>
    targets.map((target) => ({ manifest, target, path, after: declaredDependencies(object) })),
  );
}
