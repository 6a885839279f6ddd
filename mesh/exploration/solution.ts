/** What is looked for, that there is none, or that it is not known. */
export type Solution<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };
