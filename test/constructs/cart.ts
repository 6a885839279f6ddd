import { IngressBinding, type MeshChart, MeshService, type MeshServiceProps } from '../../constructs/index.js';

/** Two versions. */
export const v1v2 = { v1: { image: 'shop:1' }, v2: { image: 'shop:2' } };

/** A gateway of Istio's that no test makes itself. */
export const gateway = new IngressBinding('public', 'shop');

/** The service that tests route: `cart` on port 80 with two versions, unless said otherwise. */
export function cart(chart: MeshChart, props: Partial<MeshServiceProps> = {}): MeshService {
  return new MeshService(chart, 'cart', { ports: { number: 80, targetPort: 8080 }, versions: v1v2, ...props });
}
