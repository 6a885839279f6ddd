import type { Random } from '../../test/differential/findings/random.js';
import { asMeshInput, makeMeshInput } from '../mesh-input.js';
import { seedMesh } from '../seeds.js';
import type { Json } from '../target.js';

/** Objects that differ in kind, name or namespace, questions about them, and a number that decides how they are changed. */
export interface PairInput {
  readonly objects: readonly Json[];
  readonly queries: readonly Json[];
  readonly seed: number;
}

interface Named {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown };
}

/** A valid mesh, or one with a few broken objects. Of objects with the same identity one is kept: their order decides. */
export function makePair(random: Random): Json {
  const seed = seedMesh(random);
  const { objects, queries } = random.chance(2)
    ? asMeshInput(makeMeshInput(random))
    : {
        objects: seed.objects,
        queries: random.list(3, () => random.draw(...seed.queries)) as unknown as readonly Json[],
      };
  // A list would hold objects again.
  const single = objects.filter((object) => !Array.isArray(object) && !JSON.stringify(object).includes('"items":'));
  const byIdentity = new Map(single.map((object) => [identityOf(object as Named | null), object]));
  return { objects: [...byIdentity.values()], queries, seed: random.below(1e9) };
}

function identityOf(object: Named | null): string {
  const { name, namespace } = object?.metadata ?? {};
  const place = typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
  const group = typeof object?.apiVersion === 'string' ? object.apiVersion.split('/')[0] : object?.apiVersion;
  return JSON.stringify([group, object?.kind, place, name]);
}

/** An input as its type. */
export function asPair(input: Json): PairInput {
  return input as unknown as PairInput;
}
