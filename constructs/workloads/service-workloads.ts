import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubeService, KubeServiceAccount } from '../api/index.js';
import { MeshChart } from '../mesh-chart.js';
import type { MeshServiceProps } from '../mesh-service-props.js';
import { responsibilityLabels } from '../ownership.js';
import { versionServiceName } from '../routing/http-route-form.js';
import { adoptWorkload, isCdk8sPlusWorkload } from './cdk8s-plus-workload.js';
import { kubeServicePorts, type MeshServicePort } from './service-port.js';
import { VersionDeployment } from './version-deployment.js';

/** A service as its workloads see it. */
interface WorkloadOwner extends Construct {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly ports: readonly MeshServicePort[];
  readonly versions: readonly string[];
}

/** Makes the Service, the ServiceAccount and the Deployments of a service; returns the Deployments and the Service. */
export function serviceWorkloads(scope: WorkloadOwner, props: MeshServiceProps): ApiObject[] {
  const { name, namespace, serviceAccount } = scope;
  const { clusters } = props;
  const responsibility = responsibilityLabels(MeshChart.settingsOf(scope));
  const labels = { app: name, ...responsibility };
  const ports = kubeServicePorts(scope.ports);
  const service = new KubeService(scope, 'service', {
    clusters,
    metadata: { name, namespace, labels: { ...labels, ...props.labels } },
    spec: { selector: { app: name }, ports },
  });
  if (scope.versions.length > 0 && props.serviceAccount?.existing !== true) {
    new KubeServiceAccount(scope, 'service-account', {
      clusters: clustersOfPods(props),
      metadata: { name: serviceAccount, namespace, labels: { ...labels, ...props.serviceAccount?.labels } },
    });
  }
  if (props.routeForm === 'HTTPRoute') {
    for (const version of scope.versions) {
      new KubeService(scope, `service-${version}`, {
        clusters,
        metadata: { name: versionServiceName(name, version), namespace, labels },
        spec: { selector: { app: name, version }, ports },
      });
    }
  }
  const targetPorts = new Set(ports.map(({ targetPort }) => targetPort));
  const servicePorts = [...targetPorts].map((containerPort) => ({ containerPort }));
  const deployments = Object.entries(props.versions).map(([version, workload]) => {
    const common = { service: name, namespace, version, serviceAccount, labels: responsibility };
    if (isCdk8sPlusWorkload(workload)) return adoptWorkload(workload, common);
    return new VersionDeployment(scope, `deployment-${version}`, {
      ...workload,
      ...common,
      clusters: workload.cluster === undefined ? clusters : [workload.cluster],
      servicePorts,
    });
  });
  return [...deployments, service];
}

/** The clusters that run pods, where every version names one. */
function clustersOfPods({ versions, clusters }: MeshServiceProps): readonly string[] | undefined {
  const own = Object.values(versions).map((version) => (isCdk8sPlusWorkload(version) ? undefined : version.cluster));
  const named = own.filter((cluster) => cluster !== undefined);
  return named.length === own.length ? [...new Set(named)] : clusters;
}
