import { asFields } from '../model/narrowing.js';

/** Something wrong with an object, by the rules of its kind. */
export interface ConfigurationProblem {
  /**
   * `error`: the API server, or a webhook of its, refuses the object; `warning`: it is accepted, and does not do what it seems to;
   * `info`: it is accepted by another product that has the kind, and not by the one that the kind is of.
   */
  readonly level: 'error' | 'warning' | 'info';
  /** Steps to the field from the top of the object: `['spec', 'http', 0, 'timeout']`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const secretKinds: ReadonlySet<unknown> = new Set(['Secret', 'ASMCredential']);

/** A value in an object together with where it stands, so that a rule can read it and complain about it. */
export class Field {
  /** The top of an object. */
  static of(object: unknown, problems: ConfigurationProblem[]): Field {
    return new Field(object, undefined, '', problems);
  }

  private constructor(
    readonly value: unknown,
    private readonly parent: Field | undefined,
    private readonly step: string | number,
    private readonly problems: { push(problem: ConfigurationProblem): void },
  ) {}

  /** The field of a name; its value is undefined when there is none. */
  at(key: string): Field {
    const fields = asFields(this.value);
    const value = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
    return new Field(value, this, key, this.problems);
  }

  /** The field of a name or the element of an index. */
  child(step: string | number): Field {
    const value = Array.isArray(this.value) ? (this.value as readonly unknown[])[Number(step)] : undefined;
    return typeof step === 'number' ? new Field(value, this, step, this.problems) : this.at(step);
  }

  /** Whether it is given: neither absent nor null. */
  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Whether its value may be a secret, which no message may show: it is in a Secret, in a credential or in the environment of a container. */
  get mayBeSecret(): boolean {
    const root = asFields(this.root.value);
    return secretKinds.has(root?.['kind']) || this.path.includes('env');
  }

  private get root(): Field {
    return this.parent === undefined ? this : this.parent.root;
  }

  /** Whether a field of it is given. */
  has(key: string): boolean {
    const fields = asFields(this.value);
    return fields !== undefined && Object.hasOwn(fields, key) && fields[key] !== null && fields[key] !== undefined;
  }

  /** The elements of a list, none for any other value. */
  get items(): readonly Field[] {
    return Array.isArray(this.value)
      ? this.value.map((element, index) => new Field(element, this, index, this.problems))
      : [];
  }

  /** The fields of an object by name, none for any other value. */
  get entries(): readonly (readonly [key: string, field: Field])[] {
    const fields = asFields(this.value);
    return fields === undefined ? [] : Object.keys(fields).map((key) => [key, this.at(key)] as const);
  }

  /** Its text, `''` when it is none, as Istio reads a missing one. */
  get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  /** Its number, 0 when it is none, as Istio reads a missing one. */
  get number(): number {
    return typeof this.value === 'number' ? this.value : 0;
  }

  /** Whether it is `true`. */
  get isTrue(): boolean {
    return this.value === true;
  }

  /** The strings of a list, each with its place. */
  get texts(): readonly Field[] {
    return this.items.filter(({ value }) => typeof value === 'string');
  }

  /** Number of elements of a list or of fields of an object. */
  get size(): number {
    if (Array.isArray(this.value)) {
      return this.value.length;
    }
    return Object.keys(asFields(this.value) ?? {}).length;
  }

  /** The same value, whose warnings are kept silent. */
  get errorsOnly(): Field {
    const { problems } = this;
    const sink = { push: (problem: ConfigurationProblem) => problem.level === 'error' && problems.push(problem) };
    return new Field(this.value, this.parent, this.step, sink);
  }

  error(message: string): void {
    this.problems.push({ level: 'error', path: this.path, message });
  }

  warning(message: string): void {
    this.problems.push({ level: 'warning', path: this.path, message });
  }

  note(message: string): void {
    this.problems.push({ level: 'info', path: this.path, message });
  }

  private get path(): readonly (string | number)[] {
    return this.parent === undefined ? [] : [...this.parent.path, this.step];
  }
}
