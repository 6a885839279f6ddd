import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseManifests } from '../differential/base.js';
import { allCases } from '../differential/cases/index.js';
import { type RequestQuery, readManifests } from '../mesh/index.js';
import { ownBlueprint } from '../stacks/blueprint.js';
import { readEnvironments } from '../stacks/environment/index.js';
import { synthesizeFiles } from '../stacks/synthesized-files.js';
import type { Random } from '../test/differential/findings/random.js';
import { randomMesh } from '../test/differential/findings/random-mesh.js';
import { everyKind } from './every-kind.js';
import { objectOfKind } from './object-of-kind.js';
import type { Json } from './target.js';

const root = new URL('..', import.meta.url);

/** A valid mesh, and questions that mean something in it. */
export interface SeedMesh {
  readonly objects: readonly Json[];
  readonly queries: readonly RequestQuery[];
}

function objectsOf(text: string): readonly Json[] {
  return readManifests(text, 'seed.yaml').resources.map(({ manifest }) => manifest as unknown as Json);
}

let base: readonly Json[] | undefined;
const caseObjects = new Map<string, readonly Json[]>();

function caseMesh(random: Random): SeedMesh {
  base ??= objectsOf(baseManifests('i'));
  const one = random.draw(...allCases);
  const own = caseObjects.get(one.name) ?? objectsOf(one.config);
  caseObjects.set(one.name, own);
  return { objects: [...base, ...own], queries: one.requests };
}

let others: readonly Json[] | undefined;

/**
 * A mesh of the comparisons with real ones, one made at random, or one with objects of the rarer kinds, written or made by
 * their schemas; at most 40 objects.
 */
export function seedMesh(random: Random): SeedMesh {
  const { objects, queries } = caseMesh(random);
  const generated = (): readonly Json[] => randomMesh(random.below(100_000)) as unknown as readonly Json[];
  others ??= objectsOf(everyKind);
  switch (random.below(5)) {
    case 0:
      return { objects: generated(), queries };
    case 1:
      return { objects: [...objects.slice(0, 25), ...random.list(8, () => random.draw(...(others ?? [])))], queries };
    case 2:
      return { objects: [...generated(), ...random.list(4, () => random.draw(...(others ?? [])))], queries };
    case 3:
      return { objects: [...objects.slice(0, 20), ...random.list(6, () => objectOfKind(random))], queries };
    default:
      return { objects: objects.slice(-40), queries };
  }
}

/** One valid object. */
export function seedObject(random: Random): Json {
  return random.chance(2) ? objectOfKind(random) : random.draw(...seedMesh(random).objects);
}

let sheets: readonly string[] | undefined;

/** The YAML of a mesh: a file that a synth writes, or the objects of a seed as one text. */
export function seedText(random: Random): string {
  if (random.chance(3)) {
    sheets ??= [
      ...synthesizeFiles(readEnvironments(fileURLToPath(root), ownBlueprint), ownBlueprint.scenarios).files.values(),
    ];
    return random.draw(...sheets);
  }
  return random.chance(2) ? everyKind : random.draw(baseManifests('i'), ...allCases.map(({ config }) => config));
}

const environmentFiles = ['dev', 'staging', 'prod', 'fleet', 'local'];

/** An environment file of the project. */
export function seedEnvironment(random: Random): string {
  return readFileSync(new URL(`Pulumi.${random.draw(...environmentFiles)}.yaml`, root), 'utf8');
}
