import type * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import { LateValues } from '../constructs/index.js';
import { ChartDeployment, chartObjects, type DeploymentTarget } from '../infra/index.js';
import { type CloudEnvironment, placementOf } from './environment/index.js';
import { environmentApp } from './environment-charts.js';
import type { DeployedCharts } from './gateways.js';

/** An API server that charts are deployed to. */
export interface ApiServer {
  readonly kubeconfig: pulumi.Output<string>;
  readonly provider: kubernetes.Provider;
}

/** Ids that are known only when the stack is up, by name in the environment. */
export interface CloudIds {
  readonly clusters: Readonly<Record<string, pulumi.Output<string>>>;
  readonly loadBalancers: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The environment's charts with the real ids, each object on the API server that its chart says. */
export function deployCharts(
  environment: CloudEnvironment,
  ids: CloudIds,
  servers: Readonly<Record<string, ApiServer>>,
  dependsOn: readonly pulumi.Resource[],
): DeployedCharts {
  // Charts hold Outputs where synth holds placeholders; the bridge fills them in.
  const placement = placementOf(environment.settings, ids.clusters);
  const loadBalancers = ids.loadBalancers;
  const lateValues = new LateValues();
  const mesh = { ...environment.mesh, placement, loadBalancers };
  const { charts } = environmentApp({ ...environment, mesh }, [lateValues]);
  const targets: Readonly<Record<string, DeploymentTarget>> = servers;
  const objects = chartObjects(charts);
  const deployment = new ChartDeployment('charts', { objects, targets, lateValues }, { dependsOn: [...dependsOn] });
  return { objects, lateValues, resources: [...deployment.resources.values()] };
}
