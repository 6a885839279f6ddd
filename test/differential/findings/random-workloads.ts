import type { Manifest } from '../../../mesh/index.js';
import { type Fields, object, type Random } from './random.js';

const inject = (random: Random): Fields =>
  random.some({ 'sidecar.istio.io/inject': () => random.draw('true', 'false', 'False', 'no', '') }, 6);

function annotations(random: Random): Fields {
  return random.some(
    {
      'sidecar.istio.io/inject': () => random.draw('true', 'false', 'nope'),
      'sidecar.istio.io/interceptionMode': () => random.draw('TPROXY', 'tproxy'),
      'traffic.sidecar.istio.io/includeInboundPorts': () => random.draw('*', '80,81', '80,x', ''),
      'traffic.sidecar.istio.io/excludeOutboundIPRanges': () => random.draw('10.0.0.0/8', '10.0.0.1', '*'),
      'networking.istio.io/exportTo': () => random.draw('.', '*'),
      'proxy.istio.io/config': () => random.draw('concurrency: 2', 'concurrency: x', 'a', 'unknown: 1', ''),
      'sidecar.istio.io/nope': () => 'x',
      'istio.io/nope': () => 'x',
      'sidecar.istio.io/extraStatTags': () => 'x',
      'sidecar.istio.io/proxyCPU': () => random.draw('100m', 'x'),
      'example.com/a': () => 'b',
      'galley.istio.io/analyze-suppress': () => random.draw('*', 'IST0107', 'IST0108,IST0135', 'IST0101'),
    },
    7,
  );
}

function podSpec(random: Random, isMade: boolean): Fields {
  const proxy = { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.31.0' };
  const container = {
    name: 'app',
    image: 'app',
    ...random.some({ securityContext: () => ({ runAsUser: random.draw(1337, 1000) }) }, 10),
  };
  return {
    containers: isMade && random.chance(2) ? [container, proxy] : [container],
    ...random.some({ hostNetwork: () => true }, 15),
    ...random.some({ securityContext: () => ({ runAsUser: random.draw(1337, 1000) }) }, 15),
  };
}

export function pod(random: Random): Manifest {
  const manifest = object('v1', 'Pod', random, { spec: podSpec(random, true) });
  const labels = { ...random.labels(), ...inject(random) };
  return { ...manifest, metadata: { ...manifest.metadata, labels, annotations: annotations(random) } } as Manifest;
}

export function deployment(random: Random): Manifest {
  const labels = { ...random.labels(), ...inject(random) };
  const manifest = object('apps/v1', 'Deployment', random, {
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations: annotations(random) }, spec: podSpec(random, false) },
    },
  });
  return { ...manifest, metadata: { ...manifest.metadata, annotations: annotations(random) } } as Manifest;
}

export function service(random: Random): Manifest {
  const port = (): Fields => ({
    port: random.draw(80, 443, 8080, 9000),
    name: random.draw('http', 'http-a', 'tcp', 'foo', 'https', 'grpc-web', 'httpx', 'udp-dns'),
    ...random.some({
      targetPort: () => random.draw<unknown>(8080, 80, 'web'),
      protocol: () => random.draw('TCP', 'UDP'),
      appProtocol: () => random.draw('http', 'foo', 'kubernetes.io/h2c'),
    }),
  });
  const manifest = object(
    'v1',
    'Service',
    random,
    {
      spec: {
        ...(random.chance(8) ? {} : { selector: random.labels() }),
        ports: random.list(2, port),
        ...random.some({ type: () => random.draw('ExternalName', 'LoadBalancer') }, 8),
      },
    },
    random.draw('reviews', 'ratings', 'ingress', 'details'),
  );
  return { ...manifest, metadata: { ...manifest.metadata, annotations: annotations(random) } } as Manifest;
}

export function namespace(random: Random, name = random.draw('shop', 'default', 'other', 'third')): Manifest {
  const labels = random.some(
    {
      'istio-injection': () => random.draw('enabled', 'disabled', 'maybe'),
      'istio.io/rev': () => 'canary',
      'istio.io/dataplane-mode': () => random.draw('ambient', 'none'),
    },
    2,
  );
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels, annotations: annotations(random) },
  } as Manifest;
}

export function workloadEntry(random: Random): Manifest {
  return object('networking.istio.io/v1', 'WorkloadEntry', random, {
    spec: { address: random.draw('10.0.0.9', 'vm.example.com', 'a b'), labels: random.labels() },
  });
}
