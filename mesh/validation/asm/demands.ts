import type { Kind } from '../../kinds/kind.js';
import type { Field } from '../field.js';

/** An instance of Alibaba Cloud Service Mesh, as far as kinds depend on it. */
export interface AsmInstance {
  /** Version as ASM lists it, `v1.25.6.79-g0ae1f4ba-aliyun`, or its beginning, `1.25`. @default unknown: nothing is said of versions */
  readonly version?: string;
  /** @default unknown: nothing is said of editions */
  readonly edition?: 'standard' | 'enterprise' | 'ultimate';
}

/** Warns of an object of a kind that the instance is too old for, or that its edition does not have. */
export function checkAsmDemands(object: Field, { kind, asm }: Kind, instance: AsmInstance): void {
  if (asm === undefined) {
    return;
  }
  const written = object.at('apiVersion').text;
  const ofVersion = asm.sinceByVersion?.[written.slice(written.indexOf('/') + 1)];
  for (const [since, field, what] of [
    [asm.since, object.at('kind'), kind],
    [ofVersion, object.at('apiVersion'), `${kind} in this version of its API`],
  ] as const) {
    if (since !== undefined && instance.version !== undefined && isOlder(instance.version, since)) {
      field.warning(`${what} needs ASM ${since} or later, and the instance is of ${instance.version}`);
      return;
    }
  }
  for (const [path, since] of Object.entries(instance.version === undefined ? {} : (asm.sinceByField ?? {}))) {
    if (isOlder(instance.version ?? '', since)) {
      for (const field of fieldsAt(object.at('spec'), path.split('.'))) {
        field.warning(`${path} needs ASM ${since} or later, and the instance is of ${instance.version}`);
      }
    }
  }
  if (asm.edition === 'enterprise' && instance.edition === 'standard') {
    object
      .at('kind')
      .warning(`${kind} needs the Enterprise or the Ultimate Edition, and the instance is of the Standard Edition`);
  }
}

/** The given fields of a path without indexes, one of each element of a list. */
function fieldsAt(from: Field, steps: readonly string[]): readonly Field[] {
  return steps
    .reduce<readonly Field[]>(
      (fields, step) => fields.flatMap((field) => elementsOf(field)).map((field) => field.at(step)),
      [from],
    )
    .filter((field) => field.isSet);
}

function elementsOf(field: Field): readonly Field[] {
  return Array.isArray(field.value) ? field.items : [field];
}

/** Whether a version is before another by their numbers. A number that a version leaves open may be any. */
export function isOlder(version: string, other: string): boolean {
  const numbers = numbersOf(version);
  for (const [index, wanted] of numbersOf(other).entries()) {
    const number = numbers[index];
    if (number === undefined || number !== wanted) {
      return number !== undefined && number < wanted;
    }
  }
  return false;
}

function numbersOf(version: string): readonly number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').filter(Boolean).map(Number);
}
