import { proxySettingsOf } from '../../../istio/proxy-settings.js';
import {
  asText,
  type Fields,
  fieldsListOf,
  fieldsOf,
  injectorName,
  injectorSettings,
  isInjectorSettings,
  type Mesh,
  type MeshObject,
} from '../../../model/index.js';
import { append } from '../../../model/labels.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { nameSome } from '../../wording.js';

/** Whether the proxies of Pods run the image that the injector of their namespace's revision gives to new ones. */
export const proxyImages: Check = {
  name: 'proxy-images',
  types: [istioCodes.IST0158],
  run(mesh, report) {
    const images = new Map(
      mesh
        .objectsOf('', 'ConfigMap')
        .filter(isInjectorSettings)
        .map((object) => [object.name, imageOf(fieldsOf(injectorSettings(object)['global']))] as const),
    );
    if (images.size === 0) {
      return;
    }
    const pods = new Map<string, MeshObject[]>();
    for (const pod of mesh.objectsOf('', 'Pod')) {
      append(pods, pod.namespace, pod);
    }
    for (const namespace of mesh.objectsOf('', 'Namespace')) {
      const revision = namespace.labels['istio.io/rev'];
      const image = images.get(injectorOf(revision));
      if (image === undefined || (revision === undefined && namespace.labels['istio-injection'] !== 'enabled')) {
        continue;
      }
      const others = (pods.get(namespace.name) ?? []).filter((pod) => runsOther(mesh, pod, image));
      if (others.length > 0) {
        const names = others.map(({ name }) => name).sort();
        // The image auto is one of a Pod that is still to be injected.
        const isEcho = others.every((pod) => proxiesOf(pod).every((container) => container['image'] === 'auto'));
        report(istioCodes.IST0158, namespace, { pods: nameSome('Pod', names), image }, [], { isEcho });
      }
    }
  },
};

/** The ConfigMap with the settings of a revision's injector. */
function injectorOf(revision = ''): string {
  return ['', 'default'].includes(revision) ? injectorName : `${injectorName}-${revision}`;
}

function imageOf({ hub, tag, proxy }: Fields): string {
  const image = asText(fieldsOf(proxy)['image']) ?? '';
  return image.includes('/') ? image : `${asText(hub) ?? ''}/${image}:${asText(tag) ?? ''}`;
}

function proxiesOf({ spec }: MeshObject): readonly Fields[] {
  const all = [...fieldsListOf(spec['containers']), ...fieldsListOf(spec['initContainers'])];
  return all.filter(({ name }) => name === 'istio-proxy');
}

function runsOther(mesh: Mesh, pod: MeshObject, image: string): boolean {
  if (pod.annotations['sidecar.istio.io/proxyImage']) {
    return false;
  }
  return proxiesOf(pod).some((container) => {
    const own = asText(container['image']) ?? '';
    if (own === image || !own.startsWith(image)) {
      return own !== image;
    }
    const { imageType } = fieldsOf(proxySettingsOf(pod, mesh)['image']);
    return own !== `${image}-${imageType === 'default' ? '' : (asText(imageType) ?? '')}`;
  });
}
