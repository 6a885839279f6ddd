import type { Manifest } from '../mesh/index.js';
import { generatedMesh } from './generated-mesh.js';

/**
 * The mesh of {@link generatedMesh} with traffic: a gateway that publishes every twentieth service, a service that calls the two after it
 * and one of the next namespace, strict mTLS in all namespaces but the last, a canary in every seventh service, and in every fourth service a policy that lets its declared
 * callers in only.
 */
export function generatedCalls(services: number): readonly Manifest[] {
  const manifests = generatedMesh(services);
  const namespaces = Math.ceil(services / 100);
  return [
    ...manifests.map((manifest) => (manifest.kind === 'VirtualService' ? published(manifest) : manifest)),
    ...gateway(),
    ...Array.from({ length: services }, (_, index) => callsOf(index, services)).flat(),
    ...Array.from(
      { length: Math.max(1, namespaces - 1) },
      (_, index): Manifest => ({
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: 'default', namespace: `team-${index}` },
        spec: { mtls: { mode: 'STRICT' } },
      }),
    ),
  ];
}

function namespaceOf(index: number): string {
  return `team-${Math.floor(index / 100)}`;
}

/** Every seventh service has a canary, and every twentieth is published. */
function published(manifest: Manifest): Manifest {
  const { name } = manifest.metadata;
  const spec = manifest['spec'] as { readonly http: readonly Readonly<Record<string, unknown>>[] };
  const index = Number(name.replace('service-', ''));
  const route = [{ destination: { host: name, subset: 'v1' } }];
  const plain = index % 7 === 0 ? manifest : { ...manifest, spec: { ...spec, http: [{ ...spec.http[0], route }] } };
  return index % 20 !== 0
    ? plain
    : {
        ...plain,
        spec: {
          ...(plain['spec'] as object),
          hosts: [name, `${name}.example.com`],
          gateways: ['istio-system/public', 'mesh'],
        },
      };
}

function callsOf(index: number, services: number): readonly Manifest[] {
  const isTree = index % 20 !== 0;
  const callers = [index - 1, index - 2, index - 100].filter((caller) => caller >= 0 && isTree && caller % 3 !== 2);
  const to = `${namespaceOf(index)}/service-${index}`;
  const calls = callers.map((caller) => ({
    from: `${namespaceOf(caller)}/service-${caller}`,
    principal: `cluster.local/ns/${namespaceOf(caller)}/sa/service-${caller}`,
    to,
    port: 80,
  }));
  const isGuarded = index % 4 === 1 && callers.length > 0 && services > 0;
  const annotations = { 'asm-blueprints/calls': JSON.stringify(calls) };
  return callers.length === 0
    ? []
    : [
        {
          apiVersion: 'security.istio.io/v1',
          kind: 'AuthorizationPolicy',
          metadata: { name: `service-${index}-callers`, namespace: namespaceOf(index), annotations },
          spec: {
            selector: { matchLabels: { app: `service-${index}` } },
            action: isGuarded ? 'ALLOW' : 'DENY',
            rules: isGuarded
              ? [{ from: [{ source: { principals: calls.map(({ principal }) => principal) } }] }]
              : [{ to: [{ operation: { paths: ['/admin*'] } }] }],
          },
        },
      ];
}

function gateway(): readonly Manifest[] {
  const metadata = { name: 'istio-ingressgateway', namespace: 'istio-system' };
  const labels = { istio: 'ingressgateway' };
  const containers = [
    { name: 'istio-proxy', image: 'istio/proxyv2', args: ['proxy', 'router'], ports: [{ containerPort: 8443 }] },
  ];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...metadata, labels },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: 'LoadBalancer',
        selector: labels,
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'https', port: 443, targetPort: 8443 },
        ],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'istio-system' },
      spec: {
        selector: labels,
        servers: [
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['*.example.com'],
            tls: { mode: 'SIMPLE', credentialName: 'example-com' },
          },
        ],
      },
    },
  ];
}
