import type { Manifest } from '../mesh/index.js';

/**
 * The manifests of a mesh of N services, six objects each: a ServiceAccount, two Deployments, a Service, a DestinationRule and a
 * VirtualService; a hundred services to a namespace.
 */
export function generatedMesh(services: number): readonly Manifest[] {
  const manifests: Manifest[] = [];
  for (let index = 0; index < services; index += 1) {
    const namespace = `team-${Math.floor(index / 100)}`;
    if (index % 100 === 0) {
      const labels = { 'istio-injection': 'enabled' };
      manifests.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
    }
    manifests.push(...serviceManifests(`service-${index}`, namespace));
  }
  return manifests;
}

function serviceManifests(name: string, namespace: string): readonly Manifest[] {
  const metadata = { name, namespace };
  const annotations = { owner: 'team', 'cost-center': 'cc', 'data-classification': 'internal' };
  const versions = ['v1', 'v2'];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    ...versions.map((version): Manifest => {
      const labels = { app: name, version };
      const containers = [{ name, image: `${name}:${version}`, ports: [{ containerPort: 8080 }] }];
      return {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: `${name}-${version}`, namespace, labels, annotations },
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { serviceAccountName: name, containers } },
        },
      };
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: { host: name, subsets: versions.map((version) => ({ name: version, labels: { version } })) },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: {
        hosts: [name],
        http: [
          {
            timeout: '5s',
            retries: { attempts: 2, perTryTimeout: '2s' },
            route: versions.map((subset, index) => ({
              destination: { host: name, subset },
              weight: index === 0 ? 90 : 10,
            })),
          },
        ],
      },
    },
  ];
}
