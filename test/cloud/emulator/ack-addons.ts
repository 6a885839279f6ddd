import { cluster, task } from './ack.js';
import type { Call, Route } from './call.js';
import { ApiError, type Item } from './cloud.js';
import { createMesh } from './servicemesh.js';

/** The instance that servicemesh-operator makes, and leaves when it goes. */
function meshOf(call: Call, { id, fields }: Item): void {
  const vSwitches = JSON.stringify((fields.vswitch_ids as string[]).slice(0, 1));
  const mesh = createMesh(call, { Name: `mesh-for-${id}`, VpcId: String(fields.vpc_id), VSwitches: vSwitches });
  (mesh.fields.clusters as string[]).push(id);
}

/** Add-ons of ACK clusters (2015-12-15). */
export const addonRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/addon_instances$/,
    handle: (call, [id]) => ({
      addons: call.cloud
        .children(cluster(call, id).id, 'addon')
        .map((addon) => ({ ...addon.fields, version: 'v1.0.0', state: 'active' })),
    }),
  },
  {
    method: 'GET',
    path: /^\/clusters\/([^/]+)\/addon_instances\/([^/]+)$/,
    handle(call, [id, name]) {
      const addon = call.cloud.find('addon', `${cluster(call, id).id}:${name}`);
      if (!addon) throw new ApiError(404, 'AddonNotFound', `the add-on ${name} is not installed`);
      return { ...addon.fields, version: 'v1.0.0', state: 'active' };
    },
  },
  {
    method: 'GET',
    path: /^\/addons\/([^/]+)$/,
    handle: (_call, [name]) => ({
      name,
      version: 'v1.0.0',
      install_by_default: false,
      supported_actions: ['Install', 'Uninstall'],
      newer_versions: [],
    }),
  },
  {
    method: 'POST',
    path: /^\/clusters\/([^/]+)\/components\/install$/,
    handle(call, [id = '']) {
      const wanted = Object.values(call.body) as { name: string; config?: string }[];
      for (const addon of wanted) {
        call.cloud.create(
          'addon',
          `${id}:${addon.name}`,
          { name: addon.name, config: addon.config ?? '' },
          { parents: [cluster(call, id).id] },
        );
        if (addon.name === 'servicemesh-operator') meshOf(call, cluster(call, id));
      }
      return { cluster_id: id, ...task(call) };
    },
  },
  {
    method: 'POST',
    path: /^\/clusters\/([^/]+)\/components\/uninstall$/,
    handle(call, [id]) {
      for (const addon of Object.values(call.body) as { name: string }[]) {
        const item = call.cloud.find('addon', `${id}:${addon.name}`);
        if (item) call.cloud.remove(item);
      }
      return { cluster_id: id, ...task(call) };
    },
  },
];
