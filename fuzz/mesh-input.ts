import { buildMesh, type Mesh, type RequestQuery, readManifests } from '../mesh/index.js';
import type { Random } from '../test/differential/findings/random.js';
import { mutateText } from './mutate-text.js';
import { mutateValue } from './mutate-value.js';
import { seedMesh } from './seeds.js';
import type { Json } from './target.js';

/** Objects of a mesh, each of which may be broken, and questions about it. */
export interface MeshInput {
  readonly objects: readonly Json[];
  readonly queries: readonly Json[];
}

/** A mesh in which one to three objects are broken in one to four places, and three questions. */
export function makeMeshInput(random: Random): Json {
  const seed = seedMesh(random);
  const objects = [...seed.objects];
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const at = random.below(objects.length);
    objects[at] = mutateValue(objects[at] ?? null, random.draw(...seed.objects), random);
  }
  const queries = random.list(3, () => mutateQuery(random.draw(...seed.queries), random));
  return { objects, queries: queries as unknown as Json };
}

function mutateQuery(query: RequestQuery, random: Random): RequestQuery {
  switch (random.below(6)) {
    case 0:
      return { ...query, to: mutateText(query.to, random) };
    case 1:
      return {
        ...query,
        headers: {
          ...query.headers,
          [random.draw('x-a', 'authorization', 'cookie', ':path')]: mutateText('v', random),
        },
      };
    case 2:
      return { ...query, path: mutateText('/a/b?c=d#e', random) };
    case 3:
      return {
        ...query,
        from: random.draw<RequestQuery['from']>('internet', 'shop/client', { namespace: 'shop', sidecar: true }),
      };
    case 4:
      return { ...query, sourceIp: random.draw('10.0.0.1', '::1', 'x'), token: random.draw('valid', 'invalid') };
    default:
      return query;
  }
}

/** The objects as a file of JSON documents. */
export function textOf(objects: readonly Json[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

/** The mesh of an input, read as the command line reads it. */
export function meshOf(objects: readonly Json[]): Mesh {
  return buildMesh(readManifests(textOf(objects), 'mesh.json').resources);
}

/** An input as its type. */
export function asMeshInput(input: Json): MeshInput {
  return input as unknown as MeshInput;
}
