import { isMerge, mergedMapping, mergedValues } from './aliases.js';
import { keyText } from './keys.js';
import type { MappingNode, ScalarNode, YamlNode } from './nodes.js';
import { resolveScalar } from './scalar-values.js';
import { YamlError } from './yaml-error.js';

/** A key that an earlier one of its mapping has. */
export interface DuplicateKey {
  readonly key: string;
  readonly offset: number;
}

/** What JSON cannot hold, in the place of its value: a later key of the same name may yet replace it. */
class Unrepresentable {
  constructor(readonly error: YamlError) {}
}

/** Makes values out of nodes, as sigs.k8s.io/yaml makes JSON of what go-yaml reads. */
export class Constructor {
  /** Keys that are given twice; the last one holds. */
  readonly duplicates: DuplicateKey[] = [];
  /** What aliases repeat, which is made once. */
  private readonly repeated = new Map<YamlNode, unknown>();
  private isRepeating = false;
  private hasUnrepresentable = false;

  /** @throws YamlError for what JSON cannot hold */
  construct(root: YamlNode): unknown {
    const value = this.constructNode(root);
    if (this.hasUnrepresentable) {
      throwUnrepresentable(value);
    }
    return value;
  }

  private constructNode(node: YamlNode): unknown {
    switch (node.kind) {
      case 'scalar':
        return this.constructScalar(node);
      case 'sequence': {
        const list: unknown[] = [];
        for (const item of node.items) {
          list.push(this.constructNode(item));
        }
        return list;
      }
      case 'mapping':
        return this.constructMapping(node);
      case 'alias':
        return this.constructRepeated(node.target);
    }
  }

  private constructScalar(node: ScalarNode): unknown {
    const { type, value } = resolveScalar(node);
    if (type === 'float' && !Number.isFinite(value)) {
      return this.unrepresentable(`${node.text} is a number that JSON does not have; quote it if it is a text`, node);
    }
    return typeof value === 'bigint' ? Number(value) : value;
  }

  private unrepresentable(message: string, { start }: YamlNode): Unrepresentable {
    this.hasUnrepresentable = true;
    return new Unrepresentable(new YamlError(message, start));
  }

  /** Duplicate keys are told where the value stands, not where it is repeated. */
  private constructRepeated(node: YamlNode): unknown {
    if (!this.repeated.has(node)) {
      const wasRepeating = this.isRepeating;
      this.isRepeating = true;
      this.repeated.set(node, this.constructNode(node));
      this.isRepeating = wasRepeating;
    }
    return this.repeated.get(node);
  }

  private constructMapping(node: MappingNode): unknown {
    const mapping: Record<string, unknown> = {};
    // Keys that are merged in are no duplicates: whichever stands later holds.
    let own: Set<string> | undefined;
    let wrong: Unrepresentable | undefined;
    for (const pair of node.pairs) {
      if (isMerge(pair)) {
        own ??= new Set(Object.keys(mapping));
        for (const part of mergedValues(pair)) {
          wrong = this.merge(mapping, part) ?? wrong;
        }
        continue;
      }
      const key = keyText(pair.key);
      const value = this.constructNode(pair.value);
      if (typeof key !== 'string') {
        wrong ??= this.unrepresentable(key.problem, pair.key);
        continue;
      }
      if ((own === undefined ? Object.hasOwn(mapping, key) : own.has(key)) && !this.isRepeating) {
        this.duplicates.push({ key, offset: pair.key.start });
      }
      own?.add(key);
      setField(mapping, key, value);
    }
    return wrong ?? mapping;
  }

  private merge(mapping: Record<string, unknown>, part: YamlNode): Unrepresentable | undefined {
    mergedMapping(part);
    const merged = this.constructNode(part);
    if (merged instanceof Unrepresentable) {
      return merged;
    }
    for (const [key, value] of Object.entries(merged as Readonly<Record<string, unknown>>)) {
      setField(mapping, key, value);
    }
    return undefined;
  }
}

function throwUnrepresentable(value: unknown): void {
  if (value instanceof Unrepresentable) {
    throw value.error;
  }
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(throwUnrepresentable);
  }
}

function setField(mapping: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(mapping, key, { value, configurable: true, enumerable: true, writable: true });
  } else {
    mapping[key] = value;
  }
}
