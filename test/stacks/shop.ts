import { MeshChart, MeshNamespace, MeshService } from '../../constructs/index.js';
import { addOn, scenario, z } from '../../stacks/index.js';

/** A scenario as a user of the package writes one. */
export const shop = scenario({
  name: 'shop',
  description: 'A cart in two versions.',
  stages: [
    { name: 'old', description: 'All requests to v1.' },
    { name: 'new', description: 'All requests to v2.' },
  ],
  settings: z.strictObject({
    image: z.string().min(1).default('example/cart'),
    clusters: z.array(z.string()).optional(),
    replicas: z.int().min(1).default(1),
  }),
  needs: ({ clusters }) => ({ clusters: { clusters } }),
  defaults: ({ kind }) => (kind === 'local' ? {} : { replicas: 3 }),
  chart: (scope, mesh, stage, { image, clusters, replicas }) => {
    const chart = new MeshChart(scope, 'shop', { ...mesh, namespace: 'shop' });
    new MeshNamespace(chart, 'shop', { clusters });
    const cart = new MeshService(chart, 'cart', {
      clusters,
      ports: { number: 80, targetPort: 8080 },
      versions: { v1: { image: `${image}:1`, replicas }, v2: { image: `${image}:2`, replicas } },
    });
    cart.splitTraffic(stage === 'old' ? { v1: 100 } : { v2: 100 });
    return chart;
  },
});

/** An add-on with settings of its own, which records what it gets. */
export const alerts = addOn(
  { name: 'alerts', settings: z.object({ channel: z.string().min(1).default('#mesh') }) },
  ({ clusters, environment }, { channel }) => ({
    channel,
    watched: clusters.map(({ name }) => `${environment.name}/${name}`),
  }),
);
