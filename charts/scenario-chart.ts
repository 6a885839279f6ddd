import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Construct } from 'constructs';
import { MeshChart, type MeshSettings } from '../constructs/index.js';
import { ProblemsError } from '../mesh/index.js';
import type { Scenario } from './scenario.js';

/** The stage that a scenario is in, with its settings. */
export interface ChosenStage {
  readonly stage: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Adds the chart of a scenario to a scope.
 *
 * @throws ProblemsError where the scenario's own function throws, with the line of it, or gives no chart
 */
export function scenarioChart(
  scenario: Scenario,
  scope: Construct,
  mesh: MeshSettings,
  { stage, settings }: ChosenStage,
): MeshChart {
  const place = `scenario '${scenario.name}', stage '${stage}'`;
  let chart: unknown;
  try {
    chart = scenario.chart(scope, mesh, stage, settings);
  } catch (error) {
    // Constructs that check their props say all of it themselves.
    if (error instanceof ProblemsError) throw error;
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const line = error instanceof Error ? ownLine(error) : undefined;
    const fix = /already a Construct with name/.test(message)
      ? 'give every construct of a chart an id of its own'
      : 'fix the chart function of the scenario';
    throw new ProblemsError('A chart cannot be made:', [
      { code: 'SYNTH_THROWN', place: line === undefined ? place : `${line}: ${place}`, message, fix },
    ]);
  }
  if (chart instanceof MeshChart) return chart as MeshChart;
  throw new ProblemsError('A chart cannot be made:', [
    {
      code: 'SYNTH_NO_CHART',
      place,
      message: 'the chart function returns no MeshChart',
      fix: 'end it with `return chart;`',
    },
  ]);
}

/** The first line in the stack of an error that is in no package, as `file:line`. */
function ownLine({ stack = '' }: Error): string | undefined {
  for (const [, place = ''] of stack.matchAll(/\(?((?:file:\/\/)?\/[^()\s]+:\d+):\d+\)?$/gm)) {
    if (/[/\\]node_modules[/\\]/.test(place)) continue;
    const path = place.startsWith('file:')
      ? fileURLToPath(place.replace(/:\d+$/, '')) + place.slice(place.lastIndexOf(':'))
      : place;
    return relative('.', path);
  }
  return undefined;
}
