import { isDeepStrictEqual } from 'node:util';
import { ApiObject, App, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import * as constructs from '../../constructs/index.js';
import type { Manifest } from '../../mesh/index.js';
import { type ChartFrame, choicesFor, reasonAgainst } from './choices.js';
import { Code } from './literal.js';
import { apiObjectProps, type Patch, patchesBetween } from './plain-object.js';

/** An object as a construct. */
export interface Expressed {
  readonly manifest: Manifest;
  readonly className: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** What is changed after the construct. Only of an ApiObject. */
  readonly patches: readonly Patch[];
  /** Why it is an ApiObject. */
  readonly reason?: string;
  /** Whether it synthesizes to the object. */
  readonly isExact: boolean;
}

type ConstructClass = new (scope: Construct, id: string, props: unknown) => Construct;

/** The construct that an object is of: each choice is tried, and is right when it synthesizes to the very object. */
export function express(manifest: Manifest, frame: ChartFrame): Expressed {
  for (const { className, props } of choicesFor(manifest, frame)) {
    if (isDeepStrictEqual(synthesized(className, props, frame), manifest)) {
      return { manifest, className, props: props, patches: [], isExact: true };
    }
  }
  const props = apiObjectProps(manifest, frame.namespace);
  const rendered = new ApiObject(chartOf(frame), 'object', props as never).toJson() as Manifest;
  // cdk8s refuses patches of a key such as `__proto__`.
  const patches = patchesBetween(rendered, manifest).filter(
    ({ path }) => !/\/(__proto__|constructor)(\/|$)/.test(path),
  );
  const object = new ApiObject(chartOf(frame), 'object', props as never);
  for (const patch of patches) object.addJsonPatch(jsonPatch(patch));
  const isExact = isDeepStrictEqual(object.toJson(), manifest) && isReadBack(manifest);
  return { manifest, className: 'ApiObject', props, patches, reason: reasonAgainst(manifest), isExact };
}

/** Whether texts come back from YAML: cdk8s writes some line breaks of YAML 1.1 as they are, which Kubernetes reads as spaces. */
function isReadBack(manifest: Manifest): boolean {
  return !/[\u0085\u2028\u2029]/.test(JSON.stringify(manifest));
}

function chartOf({ namespace, apiVersions }: ChartFrame): Construct {
  const versions = { ...constructs.STABLE_API_VERSIONS, ...apiVersions } as constructs.ApiVersions;
  return new constructs.MeshChart(new App(), 'chart', { namespace, apiVersions: versions });
}

/** The one object that a construct makes; `undefined` where it makes none, or several, or is refused. */
function synthesized(className: string, props: Readonly<Record<string, unknown>>, frame: ChartFrame): unknown {
  const Class = (constructs as unknown as Readonly<Record<string, ConstructClass>>)[className];
  if (Class === undefined) return undefined;
  try {
    const { objects, problems } = constructs.synthesize(new Class(chartOf(frame), 'object', runtimeProps(props)));
    return problems.length === 0 && objects.length === 1 ? objects[0]?.manifest : undefined;
  } catch {
    // The construct says that it cannot be of this form.
    return undefined;
  }
}

function runtimeProps(props: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(props).map(([key, value]) => [key, value instanceof Code ? value.value : value]),
  );
}

function jsonPatch({ op, path, value }: Patch): JsonPatch {
  if (op === 'remove') return JsonPatch.remove(path);
  return op === 'add' ? JsonPatch.add(path, value) : JsonPatch.replace(path, value);
}
