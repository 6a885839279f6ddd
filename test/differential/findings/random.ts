import type { Manifest } from '../../../mesh/index.js';

export type Fields = Record<string, unknown>;
type Draw = <T>(...choices: readonly T[]) => T;

/** Draws the names, labels and hosts that objects of a mesh made at random share. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 2654435761) + 1) >>> 0;
    for (let index = 0; index < 5; index += 1) {
      this.below(2);
    }
  }

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  /** True once in so many times. */
  chance(times: number): boolean {
    return this.below(times) === 0;
  }

  draw: Draw = (...choices) => choices[this.below(choices.length)] as (typeof choices)[number];

  list<T>(most: number, make: () => T, least = 1): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }

  /** The fields, each of them or not. */
  some(fields: Readonly<Record<string, () => unknown>>, times = 3): Fields {
    return Object.fromEntries(
      Object.entries(fields).flatMap(([key, make]) => (this.chance(times) ? [[key, make()]] : [])),
    );
  }

  namespace(): string {
    return this.draw('shop', 'shop', 'default', 'other', 'istio-system');
  }

  name(): string {
    return this.draw('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  }

  labels(): Record<string, string> {
    return this.draw<Record<string, string>>(
      { app: 'reviews' },
      { app: 'reviews', version: 'v1' },
      { app: 'reviews', version: 'v2' },
      { app: 'ratings', version: 'v1' },
      { istio: 'ingress' },
      { istio: 'ingress', app: 'gateway' },
      { app: 'nobody' },
      { 'gateway.networking.k8s.io/gateway-name': 'kube' },
    );
  }

  host(): string {
    return this.draw(
      'reviews',
      'reviews',
      'ratings',
      'reviews.shop.svc.cluster.local',
      'ratings.default.svc.cluster.local',
      'reviews.shop',
      'api.example.com',
      'a.wild.example.com',
      '*.wild.example.com',
      '*.example.com',
      'db.example.com',
      '*',
      'nope',
    );
  }

  exportTo(): string[] {
    return this.draw(['.'], ['*'], ['shop'], ['.', 'other'], ['~']);
  }

  protocol(): string {
    return this.draw('HTTP', 'HTTPS', 'TCP', 'TLS', 'GRPC', 'HTTP2', 'MONGO');
  }
}

export function object(apiVersion: string, kind: string, random: Random, rest: Fields, name = random.name()): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: random.namespace() }, ...rest } as Manifest;
}
