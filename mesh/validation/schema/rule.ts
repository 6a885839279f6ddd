/** Says what is wrong with a value, or with something in it that the steps lead to. */
export type Refuse = (message: string, ...steps: readonly (string | number)[]) => void;

/** What a schema refuses beyond types and limits. It must be total: the parts of the value may have any type. */
export type Rule = (value: unknown, refuse: Refuse) => void;
