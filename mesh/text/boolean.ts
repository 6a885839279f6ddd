/** Texts that Go reads as true and as false (https://pkg.go.dev/strconv#ParseBool), as Istio does in annotations, labels and settings. */
export const booleanTexts: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** The value of a text; undefined for one that is neither true nor false. */
export function parseBoolean(text: string | undefined): boolean | undefined {
  return booleanTexts.get(text ?? '');
}
