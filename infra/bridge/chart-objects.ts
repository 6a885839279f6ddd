import { ApiObject, type Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { synthesize } from '../../constructs/index.js';
import { ProblemsError } from '../../mesh/index.js';
import type { DeployableObject } from './chart-deployment.js';

/**
 * The objects of charts, validated and rendered, once for each API server that they go to.
 *
 * Each chart is rendered on its own: two charts may declare the same Namespace, which {@link ChartDeployment} deploys
 * once; inside a chart it would be a mistake.
 *
 * @param charts of an app whose resolvers hold the {@link LateValues} that the deployment gets
 * @throws ProblemsError with everything that is wrong with any of the charts
 */
export function chartObjects(charts: readonly Chart[]): DeployableObject[] {
  const syntheses = charts.map((chart) => ({ chart: chart.node.path, synthesis: synthesize(chart) }));
  const problems = syntheses.flatMap(({ synthesis }) => synthesis.problems);
  if (problems.length > 0) throw new ProblemsError('The charts cannot be deployed:', problems);
  return syntheses.flatMap(({ chart, synthesis }) =>
    synthesis.objects.flatMap(({ object, manifest, targets, path }) => {
      const after = declaredDependencies(object);
      return targets.map((target): DeployableObject => ({ manifest, target, path, chart, after }));
    }),
  );
}

/** Construct paths of the objects that a construct, or a scope around it, was told to come after. */
export function declaredDependencies(object: ApiObject): string[] {
  const wanted = object.node.scopes.flatMap((scope: IConstruct) => scope.node.dependencies);
  const paths = wanted.flatMap((scope) => scope.node.findAll().filter((found) => ApiObject.isApiObject(found)));
  return [...new Set(paths.map((found) => found.node.path))].filter((path) => path !== object.node.path);
}
