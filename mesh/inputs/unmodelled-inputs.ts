import { HostIndex, hostsOverlap, isWildcard } from '../model/hosts.js';
import { append } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshObject } from '../model/object.js';
import { originalMesh, refusedConfiguration } from '../validation/accepted-mesh.js';
import { fieldPath } from '../validation/field-path.js';
import type { AnswerPath, PathPod } from './answer-path.js';
import type { Condition } from './coverage.js';
import { gapsIn } from './gaps.js';
import { meshConfig } from './kinds/mesh-config.js';
import { gapsOfObject, objectsOf } from './object-gaps.js';
import type { Reach } from './reach.js';
import { undecidedAges } from './undecided-ages.js';

/** An input of the mesh that could change an answer, and that the model does not know. */
export interface NotModelled {
  /** `EnvoyFilter istio-system/limits`, or `MeshConfig`. */
  readonly object: string;
  /** `spec.configPatches`; of an object that is refused, the first field that is wrong. */
  readonly field: string;
  /** What may happen, as a user reads it. */
  readonly effect: string;
  /** True where it could refuse requests, and nothing else: what is denied stays denied. */
  readonly onlyRefuses?: true;
}

/** What a row of a survey carries of what could change it: nothing when everything is modelled. */
export interface ModelledInPart {
  /** What could change it, and is not modelled. @default nothing */
  readonly notModelled?: readonly NotModelled[];
}

/** The part of a row that says what is not modelled. */
export function carried(notModelled: readonly NotModelled[]): ModelledInPart {
  return notModelled.length === 0 ? {} : { notModelled };
}

/** Inputs without repetitions, in their order. */
export function distinctInputs(inputs: readonly NotModelled[]): readonly NotModelled[] {
  const byKey = new Map(inputs.map((input) => [JSON.stringify([input.object, input.field, input.effect]), input]));
  return [...byKey.values()];
}

/** An input for a person. */
export function inputWords({ object, field, effect }: NotModelled): string {
  return `not modelled: ${object} ${field}: ${effect}`;
}

interface Input {
  readonly fact: NotModelled;
  readonly condition: Condition;
  readonly reaches: readonly Reach[];
  /** What the manifests give there. */
  readonly value: unknown;
}

const none: readonly NotModelled[] = Object.freeze([]);
const known = new WeakMap<Mesh, UnmodelledInputs>();

/** What answers about a mesh do not know, found once. */
export class UnmodelledInputs {
  private readonly inputs: readonly Input[];
  /** Inputs that every answer looks at. */
  private readonly everywhere: Input[] = [];
  private readonly byNamespace = new Map<string, Input[]>();
  private readonly byHost = new HostIndex<Input>();
  private readonly order = new Map<Input, number>();

  /** The inputs of a mesh, made with the first question. */
  static of(given: Mesh): UnmodelledInputs {
    const mesh = originalMesh(given);
    let inputs = known.get(mesh);
    if (inputs === undefined) {
      inputs = new UnmodelledInputs(mesh);
      known.set(mesh, inputs);
    }
    return inputs;
  }

  private constructor(mesh: Mesh) {
    this.inputs = [...inputsOfObjects(mesh), ...inputsOfSettings(mesh), ...inputsOfAges(mesh)];
    this.inputs.forEach((input, index) => {
      this.order.set(input, index);
      for (const reach of input.reaches) {
        this.place(input, reach);
      }
    });
  }

  /** Whether everything is modelled, so that no answer has to be looked at. */
  get isEmpty(): boolean {
    return this.inputs.length === 0;
  }

  /** The inputs that another state of the mesh does not have, or has otherwise. */
  missingIn(other: UnmodelledInputs): readonly NotModelled[] {
    const known = new Set(other.inputs.map(keyOf));
    return this.inputs.filter((input) => !known.has(keyOf(input))).map(({ fact }) => fact);
  }

  /** The inputs that could change an answer, in the order of the objects. @param pathOf finds its path, when there is any input */
  touching(pathOf: () => AnswerPath): readonly NotModelled[] {
    if (this.isEmpty) {
      return none;
    }
    const path = pathOf();
    const namespaces = new Set([...path.namespaces, ...path.pods.map(({ namespace }) => namespace)]);
    const candidates = new Set(this.everywhere);
    for (const namespace of namespaces) {
      for (const input of this.byNamespace.get(namespace) ?? []) {
        candidates.add(input);
      }
    }
    for (const host of path.hosts) {
      for (const inputs of this.byHost.covering(host)) {
        for (const input of inputs) {
          candidates.add(input);
        }
      }
    }
    const touching = [...candidates].filter((input) => touches(input, path, namespaces));
    touching.sort((one, other) => (this.order.get(one) ?? 0) - (this.order.get(other) ?? 0));
    return touching.map(({ fact }) => fact);
  }

  private place(input: Input, reach: Reach): void {
    switch (reach.of) {
      case 'mesh':
        this.everywhere.push(input);
        break;
      case 'namespace':
        append(this.byNamespace, reach.namespace, input);
        break;
      case 'hosts':
        for (const host of reach.hosts) {
          this.byHost.add(host, input);
        }
        break;
      case 'pods':
        if (reach.namespace === undefined) {
          this.everywhere.push(input);
        } else {
          append(this.byNamespace, reach.namespace, input);
        }
    }
  }
}

function keyOf({ fact, value }: Input): string {
  return JSON.stringify([fact.object, fact.field, fact.effect, value]);
}

function inputsOfObjects(mesh: Mesh): readonly Input[] {
  const refused = new Map(refusedConfiguration(mesh).map(({ object, problems }) => [object, problems]));
  return objectsOf(mesh).flatMap((object): readonly Input[] => {
    const found = gapsOfObject(object, refused.get(object));
    if (found === undefined) {
      return [];
    }
    const reaches = found.reach(object, mesh);
    return found.gaps.map(({ path, coverage, value }) => ({
      fact: {
        object: nameOf(object.madeFrom ?? object),
        field: fieldPath(path),
        effect: coverage.condition.words?.(value) ?? coverage.note,
        ...(coverage.condition.onlyRefuses === true ? { onlyRefuses: true } : {}),
      },
      condition: coverage.condition,
      reaches,
      value,
    }));
  });
}

function inputsOfSettings(mesh: Mesh): readonly Input[] {
  return gapsIn(mesh.config.raw, meshConfig).map(({ path, coverage, value }) => ({
    fact: { object: 'MeshConfig', field: fieldPath(path), effect: coverage.note },
    condition: coverage.condition,
    reaches: [{ of: 'mesh' }],
    value,
  }));
}

function inputsOfAges(mesh: Mesh): readonly Input[] {
  return undecidedAges(mesh).map(({ object, host }) => ({
    fact: {
      object: nameOf(object),
      field: 'metadata.creationTimestamp',
      effect: `it depends on the age of the ServiceEntries of ${host} which of them counts`,
    },
    condition: {},
    reaches: [{ of: 'hosts', hosts: [host] }],
    value: undefined,
  }));
}

function nameOf({ kind, namespace, name }: MeshObject): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

function touches(
  { condition, reaches }: Input,
  { pods, hosts, isFailing, isAddressKnown }: AnswerPath,
  namespaces: ReadonlySet<string>,
): boolean {
  if ((condition.onFailure === true && !isFailing) || (condition.onUnknownAddress === true && isAddressKnown)) {
    return false;
  }
  const onSide = (pod: PathPod): boolean =>
    condition.side === undefined || (condition.side === 'sender' ? pod.sends : pod.receives);
  return reaches.some((reach) => {
    switch (reach.of) {
      case 'mesh':
        return true;
      case 'namespace':
        return namespaces.has(reach.namespace);
      case 'hosts':
        return hosts.some((host) =>
          reach.hosts.some((one) => (isWildcard(one) ? hostsOverlap(one, host) : one === host)),
        );
      default:
        return pods.some(
          (pod) =>
            (reach.namespace === undefined || reach.namespace === pod.namespace) && onSide(pod) && reach.selects(pod),
        );
    }
  });
}
