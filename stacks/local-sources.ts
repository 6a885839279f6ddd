import { chartRepository, type SourceNeeds } from '../infra/local/index.js';
import type { Resource } from '../mesh/index.js';
import type { LocalEnvironment } from './environment/index.js';
import { isInstalledByHelm } from './installed-gateway.js';
import { istioSource, kindName } from './local.js';

/** What the stack takes from elsewhere, and so must be there before it changes anything. */
export function sourceNeeds({ settings: { local } }: LocalEnvironment, resources: readonly Resource[]): SourceNeeds {
  const { hub, tag } = local.istio;
  const istio =
    hub === undefined || tag === undefined ? [] : ['pilot', 'proxyv2'].map((name) => `${hub}/${name}:${tag}`);
  const repository = chartRepository(istioSource(local));
  return {
    clusters: local.clusters.map((cluster) => kindName(local, cluster)),
    loaded: local.kind.images,
    pulled: Object.fromEntries([
      ...resources
        .filter((object) => !isInstalledByHelm(object))
        .flatMap(({ manifest, path }) => imagesOf(manifest).map((image) => [image, path])),
      ...istio.map((image) => [image, 'Istio']),
    ]),
    ...(repository === undefined ? {} : { repository }),
  };
}

/** The images of the pods that an object is, or makes; what the sidecar injector fills in is no image. */
function imagesOf(manifest: Resource['manifest']): string[] {
  const spec = (manifest['spec'] ?? {}) as PodOwner;
  const { containers = [], initContainers = [] } = manifest.kind === 'Pod' ? spec : (spec.template?.spec ?? {});
  return [...containers, ...initContainers].flatMap(({ image }) =>
    image === undefined || image === 'auto' ? [] : [image],
  );
}

interface PodSpec {
  readonly containers?: readonly { readonly image?: string }[];
  readonly initContainers?: readonly { readonly image?: string }[];
}

interface PodOwner extends PodSpec {
  readonly template?: { readonly spec?: PodSpec };
}
