import { parser } from '@prometheus-io/lezer-promql';

/** What Grafana fills in before it asks Prometheus. */
export function filledIn(expression: string): string {
  return expression.replaceAll('$__rate_interval', '5m').replaceAll('$reporter', 'destination');
}

/** A metric that a query names, with the labels that it selects by. */
export interface Selected {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** The metrics of a query. @throws Error where it is not PromQL */
export function selectedBy(expression: string): Selected[] {
  const selected: { metric: string; labels: string[] }[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      const text = expression.slice(from, to);
      if (type.isError) throw new Error(`not PromQL at ${from}: ${expression}`);
      if (type.name === 'VectorSelector') selected.push({ metric: text.replace(/\{.*/s, ''), labels: [] });
      if (type.name === 'LabelName') selected.at(-1)?.labels.push(text);
    },
  });
  return selected;
}
