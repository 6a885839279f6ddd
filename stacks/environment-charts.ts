import { App, type IResolver } from 'cdk8s';
import type { Environment } from './environment/index.js';
import { addDashboards } from './observability-charts.js';

/**
 * The charts of an environment, each scenario in the stage that the environment names.
 *
 * @param resolvers for values that are known only later. @default none
 */
export function environmentApp(environment: Environment, resolvers: IResolver[] = []): App {
  const app = new App({ resolvers });
  for (const choice of environment.settings.scenarios) choice.addTo(app, environment.mesh);
  addDashboards(app, environment);
  return app;
}
