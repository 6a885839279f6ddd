import { createHash } from 'node:crypto';

/** One thing in the emulated account: what its describe call answers, and how the emulator finds it. */
export interface Item {
  readonly kind: string;
  readonly id: string;
  /** The parent that cannot be deleted while this exists. */
  readonly parents: readonly string[];
  /** When the asynchronous creation is over, in milliseconds of the emulator's clock. */
  readyAt: number;
  tags: Record<string, string>;
  /** Fields as the service answers them. */
  fields: Record<string, unknown>;
}

/** An error as the services answer it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The state of the emulated account. */
export class Cloud {
  private readonly items = new Map<string, Item>();
  private counter = 0;
  /** When each asynchronous task is over. */
  private readonly tasks = new Map<string, number>();
  /** Everything that was ever made, in order: what a test counts. */
  readonly history: { readonly event: 'created' | 'deleted'; readonly kind: string; readonly id: string }[] = [];

  /** How many things of a kind the account may have; what is not here has no limit. */
  readonly limits: Record<string, number> = { vpc: 10, eip: 20, clb: 60, cluster: 50 };

  constructor(
    private readonly seed: string,
    /** How long asynchronous creation takes, in milliseconds. */
    readonly settleMs: number,
  ) {}

  /** A fresh id in the form of the services, for example `vpc-3f…`. */
  newId(prefix: string, length = 16): string {
    this.counter += 1;
    return `${prefix}${createHash('sha256').update(`${this.seed}:${this.counter}`).digest('hex').slice(0, length)}`;
  }

  create(
    kind: string,
    id: string,
    fields: Record<string, unknown>,
    more: { parents?: readonly string[]; tags?: Record<string, string>; settle?: boolean } = {},
  ): Item {
    const item: Item = {
      kind,
      id,
      parents: more.parents ?? [],
      readyAt: more.settle === false ? 0 : Date.now() + this.settleMs,
      tags: more.tags ?? {},
      fields,
    };
    this.items.set(`${kind}/${id}`, item);
    this.history.push({ event: 'created', kind, id });
    return item;
  }

  find(kind: string, id: string | undefined): Item | undefined {
    return id === undefined ? undefined : this.items.get(`${kind}/${id}`);
  }

  /** @throws ApiError with the service's code when there is no such thing. */
  need(kind: string, id: string | undefined, code: string): Item {
    const item = this.find(kind, id);
    if (!item) throw new ApiError(404, code, `The specified ${kind} ${id} does not exist.`);
    return item;
  }

  all(kind: string): Item[] {
    return [...this.items.values()].filter((item) => item.kind === kind);
  }

  /** Things that name `id` as their parent. */
  children(id: string, kind?: string): Item[] {
    return [...this.items.values()].filter(
      (item) => item.parents.includes(id) && (kind === undefined || item.kind === kind),
    );
  }

  ready(item: Item): boolean {
    return Date.now() >= item.readyAt;
  }

  remove(item: Item): void {
    this.items.delete(`${item.kind}/${item.id}`);
    this.history.push({ event: 'deleted', kind: item.kind, id: item.id });
  }

  /** Starts an asynchronous task that lasts as long as a creation. */
  startTask(): string {
    const id = this.newId('T-', 24);
    this.tasks.set(id, Date.now() + this.settleMs);
    return id;
  }

  taskDone(id: string): boolean {
    return Date.now() >= (this.tasks.get(id) ?? 0);
  }

  limit(kind: string): number {
    return this.limits[kind] ?? Number.POSITIVE_INFINITY;
  }

  /** Finds by id whatever its kind: for services that tag by id. */
  byId(id: string): Item | undefined {
    return [...this.items.values()].find((item) => item.id === id);
  }

  /** Everything that exists, as `kind/id`, sorted. */
  inventory(): string[] {
    return [...this.items.keys()].sort();
  }
}
