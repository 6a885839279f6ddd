import { MeshChart, MeshNamespace, MeshService, MutualTls } from 'asm-blueprints/constructs';
import { scenario, z } from 'asm-blueprints/stacks';

/** A front end that calls a cart, which gets a new version. */
export const shop = scenario({
  name: 'shop',
  description: 'A front end and a cart, whose second version is released step by step.',
  stages: [
    { name: 'canary', description: 'A tenth of the requests to version 2 of the cart.' },
    { name: 'released', description: 'All requests to version 2 of the cart.' },
  ],
  settings: z.strictObject({
    // Answers HTTP on port 5678 with the text of -text.
    image: z.string().min(1).default('hashicorp/http-echo:1.0').describe('Image of every version.'),
  }),
  chart: (scope, mesh, stage, { image }) => {
    const chart = new MeshChart(scope, 'shop', { ...mesh, namespace: 'shop' });
    new MeshNamespace(chart, 'shop');
    new MutualTls(chart, 'mutual-tls', { mode: 'STRICT' });

    const ports = { number: 80, targetPort: 5678 };
    const version = (text: string) => ({ image, args: [`-text=${text}`] });
    const cart = new MeshService(chart, 'cart', {
      ports,
      versions: { v1: version('cart 1'), v2: version('cart 2') },
    });
    cart.splitTraffic(stage === 'canary' ? { v1: 90, v2: 10 } : { v2: 100 });

    const frontend = new MeshService(chart, 'frontend', { ports, versions: { v1: version('front end') } });
    // From this come who may call the cart, and what the front end's sidecar knows.
    frontend.calls(cart, { methods: ['GET', 'POST'] });
    return chart;
  },
});
