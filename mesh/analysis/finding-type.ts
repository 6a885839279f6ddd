import type { Level } from './finding.js';

/** One kind of finding, as data: its code and what it says. */
export interface FindingType<Code extends string = string, Template extends string = string> {
  readonly code: Code;
  /** Name in one word, for lists and SARIF. */
  readonly name: string;
  /** Level unless the user sets another one for the code. */
  readonly level: Level;
  /** The message, with the name of each value in braces. */
  readonly template: Template;
  /** One line: what it is about, without naming an object. */
  readonly description: string;
}

/** Names of the values that a template takes. */
export type ValuesOf<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ValuesOf<Rest>
  : never;

type Row = Omit<FindingType, 'code'>;

/** A table of finding types, each with its key as code. */
export function findingTypes<const Table extends Readonly<Record<string, Row>>>(
  table: Table,
): { readonly [Code in keyof Table & string]: FindingType<Code, Table[Code]['template']> } {
  return Object.fromEntries(Object.entries(table).map(([code, row]) => [code, { code, ...row }])) as {
    readonly [Code in keyof Table & string]: FindingType<Code, Table[Code]['template']>;
  };
}

/** The message of a template: each `{name}` replaced by its value. */
export function fillTemplate(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
