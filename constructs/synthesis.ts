import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { describeManifest, type Manifest, type Problem, type Target } from '../mesh/index.js';
import { MeshObject } from './api/index.js';
import { installRank } from './install-order.js';
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

/**
 * Validates and renders every object under a scope, an app or a chart.
 *
 * Does in one pass what `App.synth` does in several, so the time grows linearly with the number of objects and charts.
 */
export function synthesize(scope: Construct): Synthesis {
  const objects: SynthesizedObject[] = [];
  const problems: Problem[] = [];
  visit(scope, objects, problems);
  objects.sort(byInstallOrder);
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
    objects.push({ object: construct, manifest, targets: targetsOf(construct, manifest), path: node.path });
  }
  for (const child of node.children) visit(child, objects, problems);
}

/** Validations of this library say what is wrong, a semicolon, and what to do. */
function problemOf(place: string, text: string): Problem {
  const semicolon = text.indexOf('; ');
  if (semicolon < 0) return { code: 'SYNTH_INVALID', place, message: text, mend: 'mend the construct' };
  return { code: 'SYNTH_INVALID', place, message: text.slice(0, semicolon), mend: text.slice(semicolon + 2) };
}

function targetsOf(object: ApiObject, manifest: Manifest): readonly Target[] {
  if (MeshObject.isMeshObject(object)) return object.targets;
  return MeshChart.settingsOf(object).placement.targetsOf(manifest.apiVersion, manifest.kind);
}

function byInstallOrder(a: SynthesizedObject, b: SynthesizedObject): number {
  return (
    installRank(a.manifest) - installRank(b.manifest) ||
    compare(a.manifest.kind, b.manifest.kind) ||
    compare(a.manifest.metadata.namespace ?? '', b.manifest.metadata.namespace ?? '') ||
    compare(a.manifest.metadata.name, b.manifest.metadata.name) ||
    compare(a.path, b.path)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Two constructs that write the same object: the second would silently overwrite the first. */
function duplicates(objects: readonly SynthesizedObject[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const { manifest, targets, path } of objects) {
    const group = manifest.apiVersion.split('/').length > 1 ? manifest.apiVersion.split('/')[0] : '';
    for (const target of targets) {
      const key = `${target.name} ${group} ${describeManifest(manifest)}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, path);
        continue;
      }
      problems.push({
        code: 'SYNTH_DUPLICATE',
        place: path,
        message: `${describeManifest(manifest)} is also written by ${first} for target ${target.name}`,
        mend: 'give one of them another name, or declare it once and pass it on',
      });
    }
  }
  return problems;
}
