import * as common from '@grafana/grafana-foundation-sdk/common';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import type { PanelBuilder as ChartBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** Name of the variable that chooses the data source. */
export const DATA_SOURCE = 'datasource';

/** The window of rates, as Grafana chooses it. */
export const RATE_WINDOW = '$__rate_interval';

/** The Prometheus that a person has chosen. */
const SOURCE: common.DataSourceRef = { type: 'prometheus', uid: `\${${DATA_SOURCE}}` };

/** One query and what its series are called. */
export interface Query {
  readonly expression: string;
  /** As Grafana's legends: `{{label}}`. */
  readonly legend: string;
}

/** What every panel says. */
export interface PanelProps {
  readonly title: string;
  /** What it shows, and what is missing in it. */
  readonly description: string;
  /** Grafana's name of the unit: `reqps`, `percentunit`, `ms`, `bytes`. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Columns of 24. @default 8 */
  readonly width?: number;
}

/** Grafana names the queries of a panel by letters. */
function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** Lines over time. */
export function lines({ title, description, unit, queries, width = 8 }: PanelProps): ChartBuilder {
  const panel = new timeseries.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(SOURCE)
    .unit(unit)
    .min(0)
    .span(width)
    .height(8)
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  // Shares are read against the whole, unless they are small.
  if (unit === 'percentunit') panel.axisSoftMax(0.05);
  for (const [index, query] of queries.entries()) panel.withTarget(target(query, index).range());
  return panel;
}

/** A number of now, with its course behind it. */
export function figure({ title, description, unit, queries, width = 6 }: PanelProps): stat.PanelBuilder {
  const panel = new stat.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(SOURCE)
    .unit(unit)
    .span(width)
    .height(4)
    .noValue('no data')
    .colorMode(common.BigValueColorMode.None)
    .graphMode(common.BigValueGraphMode.Area)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));
  for (const [index, query] of queries.entries()) panel.withTarget(target(query, index).range());
  return panel;
}

/** A column of a {@link rows} panel. */
export interface Column extends Query {
  readonly unit: string;
}

/** A table of now: the labels of the series, and a column for each query under its legend, the highest of the first one first. */
export function rows(props: Omit<PanelProps, 'unit' | 'queries'> & { readonly columns: readonly Column[] }) {
  const panel = new table.PanelBuilder()
    .title(props.title)
    .description(props.description)
    .datasource(SOURCE)
    .span(props.width ?? 24)
    .height(9)
    .sortBy([new common.TableSortByFieldStateBuilder().displayName(props.columns[0]?.legend ?? '').desc(true)])
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true } } });
  for (const [index, column] of props.columns.entries()) {
    panel.withTarget(target(column, index).instant().format(prometheus.PromQueryFormat.Table));
    const name = props.columns.length === 1 ? 'Value' : `Value #${refId(index)}`;
    panel.overrideByName(name, [
      { id: 'displayName', value: column.legend },
      { id: 'unit', value: column.unit },
    ]);
  }
  return panel;
}

function target({ expression, legend }: Query, index: number): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder()
    .datasource(SOURCE)
    .editorMode(prometheus.QueryEditorMode.Code)
    .expr(expression)
    .legendFormat(legend)
    .refId(refId(index));
}
