/** Files that a user writes, with the names that a project of TypeScript gives them. */

/** A scenario: a cart in two versions. */
export const SHOP = `import { MeshChart, MeshNamespace, MeshService } from 'asm-blueprints/constructs';
import { scenario, z } from 'asm-blueprints/stacks';

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
  }),
  needs: ({ clusters }) => ({ clusters: { clusters } }),
  chart: (scope, mesh, stage, { image, clusters }) => {
    const chart = new MeshChart(scope, 'shop', { ...mesh, namespace: 'shop' });
    new MeshNamespace(chart, 'shop', { clusters });
    const cart = new MeshService(chart, 'cart', {
      clusters,
      ports: { number: 80, targetPort: 8080 },
      versions: { v1: { image: \`\${image}:1\` }, v2: { image: \`\${image}:2\` } },
    });
    cart.splitTraffic(stage === 'old' ? { v1: 100 } : { v2: 100 });
    return chart;
  },
});
`;

/** An add-on. */
export const ALERTS = `import * as pulumi from '@pulumi/pulumi';
import { addOn, type AddOnContext, isCloud, z } from 'asm-blueprints/stacks';

export function watched({ environment, clusters, mesh, roles, tags }: AddOnContext) {
  return {
    cloud: isCloud(environment),
    clusters: clusters.map(({ name, clusterId }) => pulumi.interpolate\`\${name}=\${clusterId}\`),
    mesh: mesh.serviceMeshId,
    roles: Object.keys(roles),
    owner: tags['owner'],
  };
}

export const alerts = addOn({ name: 'alerts', settings: z.strictObject({ channel: z.string() }) }, (_context, { channel }) => ({
  channel,
}));
`;

/** An environment on this machine. */
export const LOCAL = `config:
  asm-blueprints:kind: local
  asm-blueprints:ownership: { owner: you@example.com, costCenter: none, dataClassification: public }
  asm-blueprints:scenarios: { shop: { stage: new } }
`;

/** The settings of an environment in the cloud, by key. */
export const CLOUD = {
  'alicloud:region': 'cn-hangzhou',
  'alicloud:accessKey': 'id',
  'alicloud:secretKey': 'secret',
  'asm-blueprints:kind': 'cloud',
  'asm-blueprints:region': 'cn-hangzhou',
  'asm-blueprints:ownership': { owner: 'you@example.com', costCenter: 'none', dataClassification: 'public' },
  'asm-blueprints:network': {
    cidr: '10.1.0.0/16',
    zones: [{ zoneId: 'cn-hangzhou-h', nodeCidr: '10.1.0.0/20', podCidr: '10.1.64.0/18' }],
  },
  'asm-blueprints:clusters': { main: { type: 'managed', serviceCidr: '172.21.0.0/20' } },
  'asm-blueprints:mesh': { publicPilot: true },
  'asm-blueprints:security': { roles: { platform: null } },
  'asm-blueprints:scenarios': { shop: { stage: 'old' } },
  'asm-blueprints:addOns': { alerts: { channel: '#mesh' } },
};

/** A chart without a scenario, as an application team writes it. */
export const CHART = `import { App } from 'cdk8s';
import { MeshChart, MeshNamespace, MeshService } from 'asm-blueprints/constructs';

const app = new App();
const chart = new MeshChart(app, 'shop', { namespace: 'shop' });
new MeshNamespace(chart, 'shop');
const cart = new MeshService(chart, 'cart', {
  ports: { number: 80, targetPort: 8080 },
  versions: { v1: { image: 'example/cart:1' }, v2: { image: 'example/cart:2' } },
});
cart.splitTraffic({ v1: 90, v2: 10 });
app.synth();
`;

/** Manifests to ask about, and a test of them for any runner that has \`test\` and \`expect\`. */
export const MESH = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart, version: v1 } }
    spec: { containers: [{ name: cart, image: example/cart }] }
---
apiVersion: v1
kind: Pod
metadata: { name: curl, namespace: shop }
spec: { containers: [{ name: curl, image: example/curl }] }
`;

/** Statements of a test that reads \`mesh.yaml\`; \`readFileSync\` and the functions of the package are there. */
export const ASSERTIONS = `const { resources } = readManifests(readFileSync('mesh.yaml', 'utf8'), 'mesh.yaml');
test('requests arrive', () => {
  const mesh = buildMesh(resources);
  const query = { from: 'shop/curl', to: 'http://cart/' };
  expect(mesh).toRoute(query, { v1: 100 });
  expect(mesh).toAllow(query);
  expect(mesh).toEncrypt(query);
  expect(mesh).not.toDeny(query);
});
`;
