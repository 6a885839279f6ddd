/** What a label must be: a value, one of several, or an expression. */
export type LabelMatch =
  | string
  | { readonly not: string }
  | { readonly matches: string }
  | { readonly doesNotMatch: string };

/** Labels of a metric and what each must be. */
export type Matchers<Label extends string = string> = Readonly<Partial<Record<Label, LabelMatch>>>;

function matcher(label: string, match: LabelMatch): string {
  if (typeof match === 'string') return `${label}=${quoted(match)}`;
  if ('not' in match) return `${label}!=${quoted(match.not)}`;
  if ('matches' in match) return `${label}=~${quoted(match.matches)}`;
  return `${label}!~${quoted(match.doesNotMatch)}`;
}

/** A text of PromQL, which has the escapes of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The series of a metric with these labels, as PromQL: `metric{label="value"}`. */
export function series(metric: string, matchers: Matchers): string {
  const labels = Object.entries(matchers).flatMap(([label, match]) =>
    match === undefined ? [] : matcher(label, match),
  );
  return labels.length === 0 ? metric : `${metric}{${labels.join(',')}}`;
}

/** Each of these texts and nothing else; a single one is compared as it stands. */
export function oneOf(values: readonly string[]): LabelMatch {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  return { matches: values.map(literal).join('|') };
}

/** An expression of RE2 that matches a text and nothing else. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Events a second in a window. */
export function rate(metric: string, matchers: Matchers, window: string): string {
  return `rate(${series(metric, matchers)}[${window}])`;
}

/** The sum of an expression, one for each combination of these labels. @param labels none: one sum */
export function sum(expression: string, labels: readonly string[] = []): string {
  return labels.length === 0 ? `sum(${expression})` : `sum by (${labels.join(', ')}) (${expression})`;
}

/** A part of a whole, 0 to 1: 0 where there are no series of the part, no value where there is no traffic. */
export function share(part: string, whole: string): string {
  return `(${part} or 0 * ${whole}) / (${whole} > 0)`;
}
