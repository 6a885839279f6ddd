import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { describeManifest, groupOf, type Manifest, type Problem, type Resource, type Target } from '../mesh/index.js';
import { MeshObject } from './api/index.js';
import { manifestProblems } from './api/manifest-problems.js';
import { creationRank } from './creation-phase.js';
import { MeshChart } from './mesh-chart.js';

/** An object of a chart, ready to be written or deployed. */
export interface SynthesizedObject {
  readonly object: ApiObject;
  readonly manifest: Manifest;
  /** The API servers that it is sent to. */
  readonly targets: readonly Target[];
  /** Path of the construct, which messages name. */
  readonly path: string;
}

/** What a scope of constructs comes to. */
export interface Synthesis {
  /** Every object, in the order in which it is safe to create them; the order of constructs does not matter. */
  readonly objects: readonly SynthesizedObject[];
  /** Everything that is wrong, from validations and schemas. Objects are complete only when this is empty. */
  readonly problems: readonly Problem[];
}

/** The objects as the model of a mesh takes them: each once for every API server that it is sent to. */
export function resourcesOf({ objects }: Synthesis): Resource[] {
  return objects.flatMap(({ manifest, targets, path }) =>
    targets.map((target): Resource => ({ manifest, target, path })),
  );
}

/**
 * Validates and renders every object under a scope, an app or a chart.
 *
 * Does in one pass what `App.synth` does in several, so the time grows linearly with the number of objects and charts.
 */
export function synthesize(scope: Construct): Synthesis {
  const objects: SynthesizedObject[] = [];
  const problems: Problem[] = [];
  visit(scope, objects, problems);
  sortByCreation(objects);
  problems.push(...duplicates(objects));
  return { objects, problems };
}

function visit(construct: Construct, objects: SynthesizedObject[], problems: Problem[]): void {
  const { node } = construct;
  const messages = node.validate();
  for (const message of messages) problems.push(problemOf(node.path, message));
  // An object that violates its schema may not be renderable, and is not needed once there are problems.
  if (construct instanceof ApiObject && messages.length === 0) {
    const manifest = construct.toJson() as Manifest;
    if (!MeshObject.isMeshObject(construct)) {
      problems.push(...manifestProblems(construct, manifest).map((message) => problemOf(node.path, message)));
    }
    objects.push({ object: construct, manifest, targets: targetsOf(construct, manifest), path: node.path });
  }
  for (const child of node.children) visit(child, objects, problems);
}

/** Validations of this library say what is wrong, a semicolon, and what to do. */
function problemOf(place: string, text: string): Problem {
  const semicolon = text.indexOf('; ');
  if (semicolon < 0) return { code: 'SYNTH_INVALID', place, message: text, fix: 'fix the construct' };
  return { code: 'SYNTH_INVALID', place, message: text.slice(0, semicolon), fix: text.slice(semicolon + 2) };
}

function targetsOf(object: ApiObject, manifest: Manifest): readonly Target[] {
  if (MeshObject.isMeshObject(object)) return object.targets;
  return MeshChart.settingsOf(object).placement.targetsOf(manifest.apiVersion, manifest.kind);
}

function sortByCreation(objects: SynthesizedObject[]): void {
  const keys = new Map<SynthesizedObject, string>();
  for (const object of objects) {
    const { manifest, path } = object;
    const rank = String(creationRank(manifest)).padStart(3, '0');
    const { namespace = '', name } = manifest.metadata;
    // The separator sorts before every character of a name, as the end of a word should.
    keys.set(object, `${rank} ${manifest.kind} ${namespace} ${name} ${path}`);
  }
  const keyOf = (object: SynthesizedObject) => keys.get(object) ?? '';
  objects.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Two constructs that write the same object: the second would silently overwrite the first. */
function duplicates(objects: readonly SynthesizedObject[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const { manifest, targets, path } of objects) {
    const { namespace = '', name } = manifest.metadata;
    const identity = `${groupOf(manifest.apiVersion)} ${manifest.kind} ${namespace} ${name}`;
    for (const target of targets) {
      const key = `${target.name} ${identity}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, path);
        continue;
      }
      problems.push({
        code: 'SYNTH_DUPLICATE',
        place: path,
        message: `${describeManifest(manifest)} is also written by ${first} for target ${target.name}`,
        fix: 'give one of them another name, or declare it once and pass it on',
      });
    }
  }
  return problems;
}
